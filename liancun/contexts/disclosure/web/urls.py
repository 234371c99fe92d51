from django.urls import path

from liancun.contexts.disclosure.web import views

app_name = "disclosure"

urlpatterns = [
    path("", views.notices, name="notices"),
    path("plans/", views.plans, name="plans"),
    path("plans/new/", views.new_plan, name="new_plan"),
    path("plans/<int:plan_id>/", views.plan, name="plan"),
    path("plans/<int:plan_id>/review/", views.review, name="review"),
    path("plans/<int:plan_id>/answer/", views.answer_review, name="answer_review"),
    path("plans/<int:plan_id>/drop/", views.drop_plan, name="drop_plan"),
    path("plans/<int:plan_id>/publish/", views.publish_plan, name="publish_plan"),
    path("calendar/", views.calendar, name="calendar"),
    path("complaints/<int:complaint_id>/", views.complaint, name="complaint"),
    path("complaints/<int:complaint_id>/contact/", views.complaint_contact, name="complaint_contact"),
    path("<int:notice_id>/", views.notice, name="notice"),
    path("<int:notice_id>/poster/", views.poster, name="poster"),
    path("<int:notice_id>/picture.png", views.picture, name="picture"),
    path("<int:notice_id>/photo/", views.photo, name="photo"),
    path("<int:notice_id>/result/", views.result, name="result"),
    path("<int:notice_id>/withdraw/", views.withdraw, name="withdraw"),
    path("objections/<int:objection_id>/", views.answer, name="answer"),
    path("objections/<int:objection_id>/release/", views.release, name="release"),
    path("objections/<int:objection_id>/contact/", views.contact, name="contact"),
]
