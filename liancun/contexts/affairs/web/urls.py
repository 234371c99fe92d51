from django.urls import path

from liancun.contexts.affairs.web import views

app_name = "affairs"

urlpatterns = [
    path("", views.matters, name="matters"),
    path("raise/", views.raise_matter, name="raise"),
    path("<int:matter_id>/", views.matter, name="matter"),
    path("<int:matter_id>/convene/", views.convene, name="convene"),
    path("<int:matter_id>/resolve/", views.resolve, name="resolve"),
    path("<int:matter_id>/papers/resolution/", views.resolution_paper, name="resolution-paper"),
    path(
        "<int:matter_id>/<int:village_id>/papers/registration/",
        views.registration_paper,
        name="registration-paper",
    ),
    path("<int:matter_id>/purchase/", views.purchase, name="purchase"),
    path("<int:matter_id>/effect/", views.effect, name="effect"),
    path("<int:matter_id>/rating/", views.rating, name="rating"),
    path("<int:matter_id>/rating/close/", views.close_rating, name="close-rating"),
    path("<int:matter_id>/<int:village_id>/deliberate/", views.deliberate, name="deliberate"),
    path("<int:matter_id>/<int:village_id>/step/<slug:stage>/", views.step, name="step"),
    path("<int:matter_id>/<int:village_id>/hearing/<slug:stage>/", views.hearing, name="hearing"),
    path("<int:matter_id>/<int:village_id>/display/<slug:stage>/", views.display, name="display"),
    path("<int:matter_id>/<int:village_id>/consent/<slug:stage>/", views.consent, name="consent"),
    path("<int:matter_id>/<int:village_id>/escalation/", views.escalation, name="escalation"),
    path("<int:matter_id>/approval/<slug:stage>/", views.approval, name="approval"),
    path("<int:matter_id>/<int:village_id>/assembly/", views.assembly, name="assembly"),
    path("<int:matter_id>/<int:village_id>/vote/", views.vote, name="vote"),
    path("<int:matter_id>/<int:village_id>/decide/", views.decide, name="decide"),
    path("<int:matter_id>/<int:village_id>/publish/", views.publish, name="publish"),
    path("<int:matter_id>/<int:village_id>/result/", views.result, name="result"),
]
