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
    path("keys/", views.keys, name="keys"),
    path("keys/new/", views.new_key, name="new_key"),
    path("keys/<int:key_id>/", views.key, name="key"),
]
