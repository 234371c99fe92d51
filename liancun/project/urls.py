"""Addresses: each context brings its own, at the prefix it is known by."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from liancun.framework.web import faults, views

PREFIXES = {
    "identity": "",
    "insight": "",
    "bodies": "bodies/",
    "people": "people/",
    "posts": "posts/",
    "access": "access/",
    "audit": "audit/",
    "evidence": "files/",
    "disclosure": "disclosure/",
    "meetings": "meetings/",
    "ballots": "ballots/",
    "ledger": "books/",
    "affairs": "matters/",
    "work": "tasks/",
    "assessment": "assessment/",
    "portal": "p/",
}


def _included() -> list[URLPattern | URLResolver]:
    found: list[URLPattern | URLResolver] = []
    for name, prefix in PREFIXES.items():
        module = f"liancun.contexts.{name}.web.urls"
        if find_spec(f"liancun.contexts.{name}") and find_spec(f"liancun.contexts.{name}.web"):
            found.append(path(prefix, include(import_module(module).__name__)))
    return found


urlpatterns: list[URLPattern | URLResolver] = [
    path("preferences/", views.preferences, name="preferences"),
    path("jobs/<int:job_id>/", views.job, name="job"),
    path("healthz", views.health, name="health"),
    *_included(),
]

handler400 = faults.bad_request
handler403 = faults.forbidden
handler404 = faults.not_found
handler500 = faults.server_error
