from django.urls import path

from liancun.contexts.work.web import views

app_name = "work"

urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("<int:task_id>/", views.task, name="task"),
    path("<int:task_id>/finish/", views.finish, name="finish"),
]
