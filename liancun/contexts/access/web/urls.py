from django.urls import path

from liancun.contexts.access.web import views

app_name = "access"
urlpatterns = [
    path("mine/", views.mine, name="mine"),
    path("grants/", views.grants, name="grants"),
]
