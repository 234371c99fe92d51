from django.urls import path

from liancun.contexts.treasury.web import views

app_name = "treasury"

urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("open/<int:book_id>/", views.open_account, name="open_account"),
    path("custody/", views.custodies, name="custodies"),
    path("custody/new/", views.open_custody, name="open_custody"),
    path("custody/<int:custody_id>/", views.custody, name="custody"),
    path("custody/<int:custody_id>/import/", views.import_custody, name="import_custody"),
    path("payees/<int:book_id>/", views.payees, name="payees"),
    path("payees/<int:book_id>/new/", views.keep_payee, name="keep_payee"),
    path("batches/<int:batch_id>/", views.batch, name="batch"),
    path("batches/<int:batch_id>/file/", views.release, name="release"),
    path("batches/<int:batch_id>/drop/", views.drop, name="drop"),
    path("batches/<int:batch_id>/results/", views.results, name="results"),
    path("matches/<int:match_id>/undo/", views.undo_match, name="undo_match"),
    path("<int:bank_account_id>/", views.account, name="account"),
    path("<int:bank_account_id>/lines/", views.lines, name="lines"),
    path("<int:bank_account_id>/import/", views.import_statement, name="import"),
    path("<int:bank_account_id>/match/", views.match, name="match"),
    path("<int:bank_account_id>/match/sure/", views.accept_sure, name="accept_sure"),
    path("<int:bank_account_id>/reconciliation/", views.reconciliation, name="reconciliation"),
    path(
        "<int:bank_account_id>/reconciliation/print/", views.print_reconciliation, name="print_reconciliation"
    ),
    path("<int:bank_account_id>/reconcile/", views.reconcile, name="reconcile"),
    path("<int:bank_account_id>/batches/", views.batches, name="batches"),
    path("<int:bank_account_id>/batches/new/", views.make_batch, name="make_batch"),
]
