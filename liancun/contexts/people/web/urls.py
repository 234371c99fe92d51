from django.urls import path

from liancun.contexts.people.web.views import changes, households, impact, personal, persons, rolls, subjects

app_name = "people"
urlpatterns = [
    path("", rolls.register, name="register"),
    path("persons/", persons.persons, name="persons"),
    path("persons/<int:person_id>/", persons.person, name="person"),
    path("persons/<int:person_id>/ask/<str:change>/", changes.ask, name="ask"),
    path("areas/<int:body_id>/", persons.area, name="area"),
    path("areas/<int:body_id>/persons/new/", persons.new_person, name="new_person"),
    path("areas/<int:body_id>/households/", households.households, name="households"),
    path("areas/<int:body_id>/households/new/", households.new_household, name="new_household"),
    path("households/<int:household_id>/", households.household, name="household"),
    path("households/<int:household_id>/<str:act>/", households.household_act, name="household_act"),
    path("changes/", changes.changes, name="changes"),
    path("changes/<int:change_id>/", changes.change, name="change"),
    path("changes/<int:change_id>/approve/", changes.approve, name="approve"),
    path("changes/<int:change_id>/agree/", changes.agree, name="agree"),
    path("changes/<int:change_id>/refuse/", changes.refuse, name="refuse"),
    path("changes/<int:change_id>/withdraw/", changes.withdraw, name="withdraw"),
    path("personal/<int:person_id>/", personal.personal, name="personal"),
    path("personal/<int:person_id>/keep/", personal.keep_number, name="keep_number"),
    path("personal/<int:person_id>/consent/", personal.consent, name="consent"),
    path("personal/<int:person_id>/wish/", subjects.new_wish, name="new_wish"),
    path("personal/<int:person_id>/dossier/", subjects.dossier, name="dossier"),
    path("consents/<int:consent_id>/withdraw/", personal.withdraw, name="withdraw_consent"),
    path("wishes/", subjects.wishes, name="wishes"),
    path("wishes/<int:wish_id>/", subjects.wish, name="wish"),
    path("due/", subjects.due, name="due"),
    path("impact/", impact.impact, name="impact"),
    path("impact/sign/", impact.sign_impact, name="sign_impact"),
    path("impact/<int:version>/", impact.impact_paper, name="impact_paper"),
    path("<int:body_id>/<str:kind>/", rolls.roll, name="roll"),
    path("<int:body_id>/<str:kind>/open/", rolls.open_roll, name="open_roll"),
    path("<int:body_id>/<str:kind>/numbers/", personal.export_numbers, name="export_numbers"),
]
