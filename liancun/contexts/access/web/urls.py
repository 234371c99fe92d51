from django.urls import path

from liancun.contexts.access.web import views

app_name = "access"
urlpatterns = [
    path("mine/", views.mine, name="mine"),
    path("grants/", views.grants, name="grants"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/new/", views.new_account, name="new_account"),
    path("accounts/new/<int:person_id>/", views.open_for, name="open_account"),
    path("accounts/<int:user_id>/", views.account, name="account"),
    path("accounts/<int:user_id>/repair/", views.repair, name="repair"),
    path("inspections/", views.inspections, name="inspections"),
    path("inspections/new/", views.inspect, name="inspect"),
    path("inspections/<int:inspection_id>/end/", views.end_inspection, name="end_inspection"),
    path("relatives/", views.relatives, name="relatives"),
    path("relatives/new/", views.declare_kin, name="declare_kin"),
    path("relatives/<int:kin_id>/end/", views.end_kin, name="end_kin"),
    path("links/<int:person_id>/", views.give_link, name="give_link"),
    path("own/<str:token>/", views.own_data, name="own_data"),
    path("keys/", views.keys, name="keys"),
    path("keys/new/", views.new_key, name="new_key"),
    path("keys/<int:key_id>/", views.key, name="key"),
]
