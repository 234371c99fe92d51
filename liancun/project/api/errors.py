"""Refusals as JSON: the same sentences as on the pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from liancun.framework.web.refusals import lines
from liancun.kernel.errors import NotAllowed, Refusal, Refusals, mark

NO_KEY = Refusal(
    "api.no_key",
    mark("没有密钥。"),
    remedy=mark("请在请求头写 Authorization: Bearer 和密钥；密钥由系统管理员开立。"),
    status=401,
)
INVALID = Refusal("api.invalid", mark("请求的写法不对。"), remedy=mark("请对照接口说明改正。"), status=422)
KEY_REFUSED = "access.key_refused"


def settle(api: NinjaAPI) -> None:
    """Tells the interface how each kind of refusal is answered."""

    def refused(request: HttpRequest, error: Exception) -> HttpResponse:
        first = error.refusals[0] if isinstance(error, Refusals) else error
        assert isinstance(first, Refusal)
        if isinstance(first, NotAllowed):
            request.refusal = first  # type: ignore[attr-defined]
        status = 401 if first.code == KEY_REFUSED else first.status
        return api.create_response(request, told(first), status=status)

    def no_key(request: HttpRequest, error: Exception) -> HttpResponse:
        return api.create_response(request, told(NO_KEY), status=401)

    def invalid(request: HttpRequest, error: Exception) -> HttpResponse:
        places = []
        if isinstance(error, ValidationError):
            places = [".".join(map(str, one.get("loc", ()))) for one in error.errors]
        return api.create_response(request, {**told(INVALID), "place": "、".join(places)[:400]}, status=422)

    def unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
        """The body is no JSON, or there is no such thing at all."""
        status = error.status_code if isinstance(error, HttpError) else 400
        return api.create_response(request, told(INVALID), status=status)

    handlers: tuple[tuple[type[Exception], Any], ...] = (
        (Refusal, refused),
        (Refusals, refused),
        (AuthenticationError, no_key),
        (ValidationError, invalid),
        (HttpError, unreadable),
    )
    for fault, handler in handlers:
        api.add_exception_handler(fault, handler)


def busy() -> Refusal:
    return Refusal("api.too_often", mark("请求太密。"), remedy=mark("请过一分钟再试。"), status=429)


def told(refusal: Refusal) -> dict[str, str]:
    (line,) = lines(refusal)
    return {"code": line.code, "sentence": line.sentence, "remedy": line.remedy, "place": line.place}


def said(sentence: str) -> str:
    return gettext(sentence)
