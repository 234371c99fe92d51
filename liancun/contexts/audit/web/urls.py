from django.urls import path

from liancun.contexts.audit.web import views

app_name = "audit"
urlpatterns = [
    path("", views.log, name="log"),
]
