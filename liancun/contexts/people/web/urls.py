from django.urls import path

from liancun.contexts.people.web.views import changes, households, persons, rolls

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
    path("<int:body_id>/<str:kind>/", rolls.roll, name="roll"),
    path("<int:body_id>/<str:kind>/open/", rolls.open_roll, name="open_roll"),
]
