from django.urls import path

from liancun.contexts.access.web import views

app_name = "access"
urlpatterns = [
    path("mine/", views.mine, name="mine"),
    path("grants/", views.grants, name="grants"),
    path("keys/", views.keys, name="keys"),
    path("keys/new/", views.new_key, name="new_key"),
    path("keys/<int:key_id>/", views.key, name="key"),
]
