"""While somebody looks into a village, every page they open is in the log before they see it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from liancun.contexts.access.queries import GrantedScope
from liancun.contexts.audit import api as audit
from liancun.framework import scope

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def watched(get_response: GetResponse) -> GetResponse:
    """Written aside: a page only reads, and the trace stays whatever becomes of the request."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        now = scope.current()
        if now is None or not isinstance(now[1], GrantedScope):
            return response
        match = request.resolver_match
        for one in now[1].inspected:
            audit.record_aside(
                now[0],
                "access.inspected_page",
                subject=match.view_name[:60] if match else "-",
                subject_id=_number(match.kwargs.values()) if match else None,
                body_id=one.body_id,
                detail={"inspection": one.id, "way": request.method or "", "status": response.status_code},
            )
        return response

    return handle


def _number(values: object) -> int | None:
    """The thing in the address, if it is named by a number."""
    assert hasattr(values, "__iter__")
    return next((value for value in values if isinstance(value, int)), None)
