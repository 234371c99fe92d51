from django.urls import path

from liancun.contexts.disclosure.web import views

app_name = "disclosure"

urlpatterns = [
    path("", views.notices, name="notices"),
    path("<int:notice_id>/", views.notice, name="notice"),
    path("<int:notice_id>/poster/", views.poster, name="poster"),
    path("<int:notice_id>/withdraw/", views.withdraw, name="withdraw"),
    path("objections/<int:objection_id>/", views.answer, name="answer"),
    path("objections/<int:objection_id>/contact/", views.contact, name="contact"),
]
