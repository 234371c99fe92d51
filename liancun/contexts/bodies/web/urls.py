from django.urls import path

from liancun.contexts.bodies.web import views

app_name = "bodies"
urlpatterns = [
    path("", views.register, name="register"),
    path("<int:body_id>/", views.record, name="record"),
    path("<int:body_id>/join/", views.join, name="join"),
    path("<int:body_id>/leave/<int:member_id>/", views.leave, name="leave"),
]
