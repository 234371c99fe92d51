"""A county's own sign-on (OpenID Connect): it says who somebody is, and nothing about what they may do.

Accounts are opened by the administrator alone; a name that has none is refused and nothing is made.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from requests import RequestException

from liancun.kernel.errors import NotAllowed, Unknown, mark

_SECONDS = 8


def is_on() -> bool:
    return bool(settings.LIANCUN_OIDC_ISSUER and settings.LIANCUN_OIDC_CLIENT_ID)


def redirect(request: HttpRequest, back: str) -> HttpResponseBase:
    """To the county's sign-on, with state, nonce and PKCE kept in the session. Unknown where there is none."""
    try:
        answer: HttpResponseBase = _client().authorize_redirect(request, back)
    except (OAuthError, RequestException, ValueError) as error:
        raise _failed() from error
    return answer


def name_told(request: HttpRequest) -> str:
    """The account's name in the signed answer, checked for sender, receiver, time, nonce and state."""
    client = _client()
    try:
        told = client.authorize_access_token(request).get("userinfo") or {}
    except (OAuthError, RequestException, ValueError) as error:
        raise _failed() from error
    except Exception as error:
        # The library's faults of a forged or stale token share no common class but its package.
        if type(error).__module__.split(".")[0] not in ("authlib", "joserfc"):
            raise
        raise _failed() from error
    name = str(told.get(settings.LIANCUN_OIDC_CLAIM) or "")
    if told.get("iss") != settings.LIANCUN_OIDC_ISSUER or not name:
        raise _failed()
    return name


def _client() -> Any:
    if not is_on():
        raise Unknown(
            "identity.no_county_sign_on",
            mark("本系统没有接入县里的统一登录。"),
            remedy=mark("请用用户名和密码登录。"),
        )
    secret = settings.LIANCUN_OIDC_SECRET_FILE
    registry = OAuth()
    return registry.register(
        name="county",
        client_id=settings.LIANCUN_OIDC_CLIENT_ID,
        client_secret=Path(secret).read_text(encoding="utf-8").strip() if secret else None,
        server_metadata_url=f"{settings.LIANCUN_OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile", "code_challenge_method": "S256", "timeout": _SECONDS},
    )


def _failed() -> NotAllowed:
    return NotAllowed(
        "identity.county_sign_on_failed",
        mark("县里的统一登录没有成功。"),
        remedy=mark("请重新登录；多次不成功时，请用用户名和密码登录，并告诉系统管理员。"),
    )
