from django.urls import path

from liancun.contexts.insight.web import views

app_name = "insight"

urlpatterns = [path("", views.home, name="home"), path("search/", views.search, name="search")]
