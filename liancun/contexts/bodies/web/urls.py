from django.urls import path

from liancun.contexts.bodies.web import views
from liancun.contexts.bodies.web.views import agreeing, agreements, facts, pairings

app_name = "bodies"
_AGREEMENT = "agreements/<int:agreement_id>/"
_PAIRING = "pairings/<int:pairing_id>/"
_STANDING = [
    path("facts/", facts.fact_list, name="fact_list"),
    path("flags/<int:flag_id>/lift/", facts.lift_flag, name="lift_flag"),
    path("<int:body_id>/facts/", facts.facts, name="facts"),
    path("<int:body_id>/facts/enter/", facts.enter_facts, name="enter_facts"),
    path("<int:body_id>/flag/", facts.flag_body, name="flag_body"),
    path("<int:body_id>/place/", facts.place_body, name="place_body"),
    path("agreements/", agreements.agreements, name="agreements"),
    path(_AGREEMENT, agreements.agreement, name="agreement"),
    path(f"{_AGREEMENT}print/", agreements.print_agreement, name="print_agreement"),
    path("<int:host_id>/agreements/new/", agreeing.draft_agreement, name="draft_agreement"),
    path(f"{_AGREEMENT}draft/", agreeing.redraft_agreement, name="redraft_agreement"),
    path(f"{_AGREEMENT}terms/", agreeing.terms, name="terms"),
    path(f"{_AGREEMENT}amend/", agreeing.amend_agreement, name="amend_agreement"),
    path(f"{_AGREEMENT}sign/<int:body_id>/", agreeing.sign_agreement, name="sign_agreement"),
    path(f"{_AGREEMENT}paper/", agreeing.sign_on_paper, name="sign_on_paper"),
    path(f"{_AGREEMENT}original/", agreeing.file_original, name="file_original"),
    path(f"{_AGREEMENT}end/", agreeing.end_agreement, name="end_agreement"),
    path("pairings/", pairings.pairings, name="pairings"),
    path("pairings/new/", pairings.pair, name="pair"),
    path(_PAIRING, pairings.pairing, name="pairing"),
    path(f"{_PAIRING}goal/", pairings.set_goal, name="set_goal"),
    path(f"{_PAIRING}result/", pairings.record_result, name="record_result"),
    path(f"{_PAIRING}close/", pairings.close_pairing, name="close_pairing"),
]
urlpatterns = [
    *_STANDING,
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
