"""Addresses of planning and what each person gets there; a plan of the county is not known to its villages."""

from __future__ import annotations

# route and way            secretary A, clerk A, clerk B, accountant, township, clerk E, villager, stranger
TABLE = """
formation:index          GET   403  403  403  403  403  403  302  302
formation:data           GET   403  403  403  403  403  403  302  302
formation:begin          GET   403  403  403  403  403  403  302  302
formation:begin          POST  403  403  403  403  403  403  403  403
formation:strong_weak    GET   403  403  403  403  403  403  302  302
formation:agencies       GET   403  403  403  403  403  403  302  302
formation:rota           GET   403  403  403  403  403  403  302  302
formation:confirm        POST  403  403  403  403  403  403  403  403
formation:planning       GET   404  404  404  404  404  404  302  302
formation:watch          GET   404  404  404  404  404  404  302  302
formation:start_again    POST  404  404  404  404  404  404  403  403
formation:plan           GET   404  404  404  404  404  404  302  302
formation:villages       GET   404  404  404  404  404  404  302  302
formation:why            GET   404  404  404  404  404  404  302  302
formation:group          GET   404  404  404  404  404  404  302  302
formation:print          GET   404  404  404  404  404  404  302  302
formation:recompute      POST  404  404  404  404  404  404  403  403
formation:keep           POST  404  404  404  404  404  404  403  403
formation:wish           POST  404  404  404  404  404  404  403  403
formation:change         GET   404  404  404  404  404  404  302  302
formation:change         POST  404  404  404  404  404  404  403  403
formation:compare        GET   404  404  404  404  404  404  302  302
formation:front          GET   404  404  404  404  404  404  302  302
formation:begin_front    POST  404  404  404  404  404  404  403  403
formation:households     GET   200  200  403  403  200  403  302  302
formation:stages         GET   404  404  404  404  404  404  302  302
formation:apply          GET   404  404  404  404  404  404  302  302
formation:apply          POST  404  404  404  404  404  404  403  403
formation:applications   GET   200  403  403  403  200  403  302  302
formation:application    GET   404  404  404  404  404  404  302  302
formation:review_for_township GET 404  404  404  404  404  404  302  302
formation:review_for_township POST 404 404  404  404  404  404  403  403
formation:review_for_county GET 404  404  404  404  404  404  302  302
formation:review_for_county POST 404 404  404  404  404  404  403  403
formation:raise_joining  POST  404  404  404  404  404  404  403  403
formation:found          GET   404  404  404  404  404  404  302  302
formation:found          POST  404  404  404  404  404  404  403  403
"""
# What addresses name on the stage: nothing has been planned there.
NAMED = {
    "planning_id": 1,
    "proposal_id": 1,
    "application_id": 0,
    "village_id": 1,
    "village": "1",
    "centre": "1",
}
# Actions without a policy of their own, and whose permission they ask for.
ACTIONS = {
    "formation.begin_planning": "formation.plan",
    "formation.keep_edited": "formation.plan",
    "formation.vary": "formation.plan",
    "formation.recompute": "formation.read_plans",
    "formation.work_front": "formation.plan",
    "formation.work_planning": "formation.plan",
}
NOT_PERSONAL = {
    "formation_planning.title": "what a planning is called",
    "formation_proposal.note": "what a plan moved by hand is for",
    "formation_application.name": "the name of a group",
    "formation_application.reason": "why a group is applied for",
}
FROZEN = {
    f"formation_{table}"
    for table in ("planning", "proposal", "application", "applicationstep", "road", "delivery")
}
