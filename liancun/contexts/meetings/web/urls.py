from django.urls import path

from liancun.contexts.meetings.web import views

app_name = "meetings"

urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("convene/", views.convene, name="convene"),
    path("due/", views.due, name="due"),
    path("given/", views.follow_ups, name="follow_ups"),
    path("given/<int:follow_up_id>/", views.follow_up, name="follow_up"),
    path("given/<int:follow_up_id>/step/", views.take_step, name="take_step"),
    path("<int:meeting_id>/", views.meeting, name="meeting"),
    path("<int:meeting_id>/change/", views.change, name="change"),
    path("<int:meeting_id>/cancel/", views.cancel, name="cancel"),
    path("<int:meeting_id>/deliver/", views.deliver, name="deliver"),
    path("<int:meeting_id>/papers/", views.papers, name="papers"),
    path("<int:meeting_id>/proxy/", views.proxy, name="proxy"),
    path("<int:meeting_id>/attendance/", views.attendance, name="attendance"),
    path("<int:meeting_id>/hold/", views.hold, name="hold"),
    path("<int:meeting_id>/draft/", views.draft, name="draft"),
    path("<int:meeting_id>/minutes/", views.minutes, name="minutes"),
    path("<int:meeting_id>/correct/", views.correct, name="correct"),
    path("<int:meeting_id>/give/", views.add_follow_up, name="add_follow_up"),
    path("<int:meeting_id>/print/<slug:paper>/", views.paper, name="paper"),
]
