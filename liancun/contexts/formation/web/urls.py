from django.urls import path

from liancun.contexts.formation.web.views import (
    applications,
    asking,
    fronts,
    groups,
    overview,
    plan,
    sisters,
    whatif,
)

app_name = "formation"
_PLAN = "plans/<int:proposal_id>/"
_APPLICATION = "applications/<int:application_id>/"

urlpatterns = [
    path("", overview.index, name="index"),
    path("areas/<int:area_id>/data/", overview.data, name="data"),
    path("areas/<int:area_id>/begin/", asking.begin, name="begin"),
    path("areas/<int:area_id>/strong-weak/", sisters.strong_weak, name="strong_weak"),
    path("areas/<int:area_id>/agencies/", sisters.agencies, name="agencies"),
    path("areas/<int:area_id>/rota/", sisters.rota, name="rota"),
    path("areas/<int:area_id>/confirm/", sisters.confirm, name="confirm"),
    path("villages/<int:village_id>/households/", sisters.households, name="households"),
    path("<int:planning_id>/", asking.planning, name="planning"),
    path("<int:planning_id>/bar/", asking.watch, name="watch"),
    path("<int:planning_id>/again/", asking.start_again, name="start_again"),
    path("<int:planning_id>/front/", fronts.front, name="front"),
    path("<int:planning_id>/front/begin/", fronts.begin_front, name="begin_front"),
    path(_PLAN, plan.plan, name="plan"),
    path(f"{_PLAN}villages/", groups.villages, name="villages"),
    path(f"{_PLAN}villages/<str:village>/", plan.why, name="why"),
    path(f"{_PLAN}groups/<str:centre>/", groups.group, name="group"),
    path(f"{_PLAN}print/", groups.printed, name="print"),
    path(f"{_PLAN}recompute/", asking.recompute, name="recompute"),
    path(f"{_PLAN}keep/", whatif.keep, name="keep"),
    path(f"{_PLAN}wish/", whatif.wish, name="wish"),
    path(f"{_PLAN}change/", whatif.change, name="change"),
    path(f"{_PLAN}compare/", whatif.side_by_side, name="compare"),
    path(f"{_PLAN}stages/", applications.stages, name="stages"),
    path(f"{_PLAN}groups/<str:centre>/apply/", applications.apply, name="apply"),
    path("applications/", applications.applications, name="applications"),
    path(_APPLICATION, applications.application, name="application"),
    path(f"{_APPLICATION}township/", applications.review_for_township, name="review_for_township"),
    path(f"{_APPLICATION}county/", applications.review_for_county, name="review_for_county"),
    path(f"{_APPLICATION}join/<int:village_id>/", applications.raise_joining, name="raise_joining"),
    path(f"{_APPLICATION}found/", applications.found, name="found"),
]
