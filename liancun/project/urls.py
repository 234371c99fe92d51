"""Addresses: each context brings its own, at the prefix it is known by."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from liancun.framework.web import exports, faults, imports, settling, views
from liancun.project.api.urls import urls as api_urls

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
    "treasury": "bank/",
    "estate": "assets/",
    "affairs": "matters/",
    "work": "tasks/",
    "assessment": "assessment/",
    "formation": "planning/",
    "portal": "p/",
}


def _included() -> list[URLPattern | URLResolver]:
    names = [name for name in PREFIXES if name in settings.CONTEXTS]
    modules = {name: f"liancun.contexts.{name}.web.urls" for name in names}
    return [path(PREFIXES[name], include(module)) for name, module in modules.items() if _exists(module)]


def _exists(module: str) -> bool:
    package = module.rpartition(".")[0]
    return find_spec(package) is not None and find_spec(module) is not None


urlpatterns: list[URLPattern | URLResolver] = [
    path("preferences/", views.preferences, name="preferences"),
    path("jobs/<int:job_id>/", views.job, name="job"),
    path("exports/", exports.take, name="exports"),
    path("imports/", imports.choose, name="imports"),
    path("imports/files/<int:upload_id>/", imports.look, name="import_file"),
    path("imports/files/<int:upload_id>/marked/", imports.give_marked, name="import_marked"),
    path("imports/files/<int:upload_id>/commit/", imports.commit, name="import_commit"),
    path("imports/files/<int:upload_id>/discard/", imports.discard, name="import_discard"),
    path("imports/files/<int:upload_id>/columns/", settling.columns, name="import_columns"),
    path("imports/files/<int:upload_id>/settle/", settling.settle, name="import_settle"),
    path("imports/<str:key>/", imports.hand_in, name="import"),
    path("imports/<str:key>/template/", imports.give_template, name="import_template"),
    path("api/v1/", include((api_urls(), "api"), namespace="api")),
    path("healthz", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    *_included(),
]

handler400 = faults.bad_request
handler403 = faults.forbidden
handler404 = faults.not_found
handler500 = faults.server_error
