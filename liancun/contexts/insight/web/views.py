"""The first page after signing in: what waits, what I follow, three numbers, and the map for who oversees."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.framework import todo
from liancun.framework.web.shortcuts import actor_of, page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    todos = todo.waiting_for(actor_of(request))
    return page(
        request, "insight/home.html", {"title": _("首页"), "todos": todos, "todo_count": len(todos)}
    )
