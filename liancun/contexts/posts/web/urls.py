from django.urls import path

from liancun.contexts.posts.web.views import offices as views

app_name = "posts"
urlpatterns = [
    path("", views.register, name="register"),
    path("appoint/", views.appoint, name="appoint"),
    path("<int:post_id>/relieve/", views.relieve, name="relieve"),
]
