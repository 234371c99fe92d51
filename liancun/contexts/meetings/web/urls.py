from django.urls import path

from liancun.contexts.meetings.web import views

app_name = "meetings"

urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("<int:meeting_id>/", views.meeting, name="meeting"),
    path("<int:meeting_id>/attendance/", views.attendance, name="attendance"),
    path("<int:meeting_id>/hold/", views.hold, name="hold"),
    path("<int:meeting_id>/minutes/", views.minutes, name="minutes"),
    path("<int:meeting_id>/print/<slug:paper>/", views.paper, name="paper"),
]
