from django.urls import path

from liancun.contexts.bodies.web import views

app_name = "bodies"
urlpatterns = [
    path("", views.register, name="register"),
    path("tree/", views.tree, name="tree"),
    path("tree/<int:body_id>/", views.tree, name="branch"),
    path("<int:body_id>/", views.record, name="record"),
    path("<int:body_id>/map/", views.county_map, name="map"),
    path("<int:body_id>/add/", views.add, name="add"),
    path("<int:body_id>/rename/", views.rename, name="rename"),
    path("<int:body_id>/recode/", views.recode, name="recode"),
    path("<int:body_id>/move/", views.move, name="move"),
    path("<int:body_id>/end/", views.end, name="end"),
    path("<int:body_id>/registration/", views.register_code, name="register_code"),
    path("<int:body_id>/found/", views.found, name="found"),
    path("<int:body_id>/describe/", views.describe, name="describe"),
    path("<int:body_id>/join/", views.join, name="join"),
    path("<int:body_id>/leave/<int:member_id>/", views.leave, name="leave"),
    path("<int:body_id>/role/<int:member_id>/", views.role, name="role"),
]
