from django.urls import path

from liancun.contexts.ballots.web import views

app_name = "ballots"

urlpatterns = [
    path("", views.ballots, name="ballots"),
    path("<int:ballot_id>/", views.ballot, name="ballot"),
    path("<int:ballot_id>/call/", views.call, name="call"),
    path("<int:ballot_id>/count/", views.count, name="count"),
    path("<int:ballot_id>/count/<int:count_id>/", views.witness, name="witness"),
    path("<int:ballot_id>/close/", views.close, name="close"),
]
