from django.urls import path

from liancun.contexts.ledger.web import views

app_name = "ledger"

urlpatterns = [
    path("", views.books, name="books"),
    path("claims/", views.claims, name="claims"),
    path("claims/new/", views.where_to_claim, name="where_to_claim"),
    path("<int:book_id>/", views.book, name="book"),
    path("<int:book_id>/accounts/<int:account_id>/", views.account, name="account"),
    path("<int:book_id>/statements/", views.statements, name="statements"),
    path("<int:book_id>/statements/text/", views.plain, name="plain"),
    path("<int:book_id>/statements/<slug:report>/", views.statement, name="statement"),
    path("<int:book_id>/statements/<slug:report>/lines/", views.behind, name="behind"),
    path("<int:book_id>/close/", views.close, name="close"),
    path("<int:book_id>/vouchers/", views.vouchers, name="vouchers"),
    path("<int:book_id>/vouchers/new/", views.new_entry, name="new_entry"),
    path("<int:book_id>/vouchers/outstanding/", views.new_outstanding, name="new_outstanding"),
    path("<int:book_id>/vouchers/<int:voucher_id>/", views.voucher, name="voucher"),
    path("<int:book_id>/vouchers/<int:voucher_id>/print/", views.print_voucher, name="print_voucher"),
    path("<int:book_id>/vouchers/<int:voucher_id>/post/", views.post, name="post"),
    path("<int:book_id>/vouchers/<int:voucher_id>/correct/", views.correct, name="correct"),
    path("<int:book_id>/vouchers/<int:voucher_id>/discard/", views.discard, name="discard"),
    path("<int:book_id>/vouchers/<int:voucher_id>/ratify/", views.ratify, name="ratify"),
    path("<int:book_id>/claims/new/", views.new_claim, name="new_claim"),
    path("<int:book_id>/claims/<int:claim_id>/", views.claim, name="claim"),
    path("<int:book_id>/claims/<int:claim_id>/return/", views.give_back, name="return"),
    path("<int:book_id>/claims/<int:claim_id>/refile/", views.refile, name="refile"),
    path("<int:book_id>/claims/<int:claim_id>/voucher/", views.make_voucher, name="make_voucher"),
    path("<int:book_id>/claims/<int:claim_id>/<str:verb>/", views.sign, name="sign"),
]
