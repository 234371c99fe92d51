"""Pages that do what no real page should, to see what is done about it; used as ROOT_URLCONF by tests."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from liancun.framework import clock
from liancun.framework.models import JobProgress
from liancun.framework.permissions import require
from liancun.framework.web.shortcuts import actor_of, kept, public
from liancun.kernel.errors import Conflict, Refusals, Unknown
from liancun.project import urls

handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)


def _write(key: str) -> None:
    JobProgress.objects.create(key=key, label="示范", begun_at=clock.now())


@public
def write(request: HttpRequest, status: int) -> HttpResponse:
    _write(f"answered {status}")
    return HttpResponse("written", status=status)


@public
def write_and_keep(request: HttpRequest) -> HttpResponse:
    _write("kept")
    return kept(HttpResponse("no", status=422))


@public
def write_and_refuse(request: HttpRequest, kind: str) -> HttpResponse:
    _write(kind)
    refusal = Conflict("tests.conflict", "已经有人办过了。", remedy="请刷新页面。")
    unknown = Unknown("tests.unknown", "没有这件事。")
    raise {
        "conflict": refusal,
        "unknown": unknown,
        "several": Refusals([refusal, unknown]),
        "crash": KeyError("张三 13904100001"),
        "missing": Http404(),
    }[kind]


def act(request: HttpRequest) -> HttpResponse:
    _write("act")
    require(actor_of(request), "tests.unheard", 1)
    return HttpResponse("never")


@public
def who(request: HttpRequest) -> HttpResponse:
    return HttpResponse(actor_of(request).kind)


urlpatterns = [
    path("tests/write/<int:status>/", write),
    path("tests/keep/", write_and_keep),
    path("tests/refuse/<str:kind>/", write_and_refuse),
    path("tests/act/", act),
    path("tests/who/", who),
    *urls.urlpatterns,
]
