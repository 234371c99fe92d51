from django.urls import path

from liancun.contexts.ballots.web import views

app_name = "ballots"

urlpatterns = [
    path("", views.ballots, name="ballots"),
    path("extra/", views.extra_votes, name="extra-votes"),
    path("<int:ballot_id>/", views.ballot, name="ballot"),
    path("<int:ballot_id>/call/", views.call, name="call"),
    path("<int:ballot_id>/voters/", views.voters, name="voters"),
    path("<int:ballot_id>/voters/<int:mark_id>/", views.voter, name="voter"),
    path("<int:ballot_id>/count/", views.count, name="count"),
    path("<int:ballot_id>/count/<int:count_id>/", views.witness, name="witness"),
    path("<int:ballot_id>/close/", views.close, name="close"),
    path("<int:ballot_id>/papers/", views.papers, name="papers"),
    path("<int:ballot_id>/papers/<int:mark_id>/", views.paper, name="paper"),
    path("<int:ballot_id>/proxies/", views.proxies, name="proxies"),
    path("<int:ballot_id>/proxies/of/<int:mark_id>/", views.new_proxy, name="new-proxy"),
    path("<int:ballot_id>/proxies/<int:proxy_id>/end/", views.end_proxy, name="end-proxy"),
    path("<int:ballot_id>/stations/", views.stations, name="stations"),
    path("<int:ballot_id>/stations/new/", views.new_station, name="new-station"),
    path("<int:ballot_id>/stations/<int:station_id>/", views.station, name="station"),
    path("<int:ballot_id>/slips/", views.slips, name="slips"),
    path("<int:ballot_id>/corrections/", views.corrections, name="corrections"),
    path("<int:ballot_id>/corrections/new/", views.new_correction, name="new-correction"),
    path(
        "<int:ballot_id>/corrections/<int:correction_id>/confirm/",
        views.confirm_correction,
        name="confirm-correction",
    ),
    path("<int:ballot_id>/paper/", views.ballot_paper, name="ballot-paper"),
    path("<int:ballot_id>/count-sheet/", views.count_sheet, name="count-sheet"),
    path("<int:ballot_id>/secret/", views.secret, name="secret"),
    path("<int:ballot_id>/key/", views.key, name="key"),
    path("<int:ballot_id>/unlock/", views.unlock, name="unlock"),
    path("<int:ballot_id>/box/", views.box, name="box"),
    path("<int:ballot_id>/void/", views.void, name="void"),
    path("<int:ballot_id>/booth/", views.booth, name="booth"),
    path("<int:ballot_id>/booth/<int:mark_id>/", views.hand_over, name="hand_over"),
    path("<int:ballot_id>/booth/<int:mark_id>/paper/", views.on_paper, name="on_paper"),
]
