from django.urls import path

from liancun.contexts.people.web import views

app_name = "people"
urlpatterns = [
    path("", views.register, name="register"),
    path("<int:body_id>/<str:kind>/", views.roll, name="roll"),
]
