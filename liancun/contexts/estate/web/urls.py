from django.urls import path

from liancun.contexts.estate.web import views

app_name = "estate"

urlpatterns = [
    path("", views.assets, name="assets"),
    path("new/", views.choose_book, name="choose_book"),
    path("resources/", views.resources, name="resources"),
    path("contracts/", views.contracts, name="contracts"),
    path("contracts/<int:contract_id>/", views.contract, name="contract"),
    path("contracts/<int:contract_id>/correct/", views.correct_contract, name="correct_contract"),
    path("contracts/<int:contract_id>/end/", views.end_contract, name="end_contract"),
    path("contracts/<int:contract_id>/receipt/", views.record_receipt, name="record_receipt"),
    path("card/<str:card>/", views.card, name="card"),
    path("counts/<int:stock_count_id>/", views.count, name="count"),
    path("books/<int:book_id>/", views.book, name="book"),
    path("books/<int:book_id>/asset/", views.register_asset, name="register_asset"),
    path("books/<int:book_id>/resource/", views.register_resource, name="register_resource"),
    path("books/<int:book_id>/contract/", views.make_contract, name="make_contract"),
    path("books/<int:book_id>/wear/", views.wear, name="wear"),
    path("books/<int:book_id>/rent/", views.spread_rent, name="spread_rent"),
    path("books/<int:book_id>/count/", views.record_count, name="record_count"),
    path("<int:asset_id>/", views.asset, name="asset"),
    path("<int:asset_id>/correct/", views.correct_asset, name="correct_asset"),
    path("<int:asset_id>/dispose/", views.dispose, name="dispose"),
    path("<int:asset_id>/label/", views.label, name="label"),
]
