"""The county's own sign-on, played by a small provider on this machine."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, override_settings
from joserfc import jwt
from joserfc.jwk import RSAKey

from liancun.contexts.identity.models import User
from liancun.demo.world import World
from liancun.framework import clock

KEY = RSAKey.generate_key(2048, {"kid": "k1", "alg": "RS256", "use": "sig"})
OTHER = RSAKey.generate_key(2048, {"kid": "k1", "alg": "RS256", "use": "sig"})


@dataclass
class Provider:
    """What it says next, and what it was asked."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: KEY)
    asked: list[dict[str, list[str]]] = field(default_factory=list)

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/jwks",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def token(self) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": "liancun",
            "sub": "1",
            "iat": now,
            "exp": now + 300,
            **self.claims,
        }
        signed = jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.key)
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}


class _Answers(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        if self.path.endswith("openid-configuration"):
            return self._say(self.provider.discovery())
        return self._say({"keys": [KEY.as_dict(private=False)]})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.provider.asked.append(parse_qs(body))
        self._say(self.provider.token())

    def _say(self, told: dict[str, Any]) -> None:
        data = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        return


@contextmanager
def serving() -> Iterator[Provider]:
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Answers", (_Answers,), {"provider": provider}))
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def provider(world: World) -> Iterator[Provider]:
    with (
        serving() as one,
        override_settings(LIANCUN_OIDC_ISSUER=one.address, LIANCUN_OIDC_CLIENT_ID="liancun"),
    ):
        yield one


def go(browser: Client, provider: Provider, **claims: Any) -> Any:
    """Through the whole round; `claims` change what the provider says."""
    asked = browser.get("/sign-in/county/?next=/access/mine/")
    assert asked["Location"].startswith(f"{provider.address}/authorize?")
    query = parse_qs(urlsplit(asked["Location"]).query)
    assert query["code_challenge_method"] == ["S256"]
    provider.claims = {"nonce": query["nonce"][0], "preferred_username": "xian", **claims}
    named = browser.get("/sign-in/county/back/", {"code": "c", "state": query["state"][0]})
    assert not is_in(browser)
    return browser.post("/sign-in/county/back/") if named.status_code == 200 else named


def is_in(browser: Client) -> bool:
    return browser.get("/access/mine/").status_code == 200


def test_who_has_an_account_here_gets_in(provider: Provider) -> None:
    browser = Client()
    answer = go(browser, provider)
    assert (answer.status_code, answer["Location"]) == (302, "/access/mine/")
    assert is_in(browser)
    assert provider.asked[0]["code_verifier"]


def test_who_has_none_is_refused_and_none_is_made(provider: Provider) -> None:
    browser, before = Client(), User.objects.count()
    assert go(browser, provider, preferred_username="niemand").status_code == 403
    assert not is_in(browser)
    assert User.objects.count() == before


def test_a_blocked_account_stays_out(provider: Provider) -> None:
    User.objects.filter(username="xian").update(is_active=False)
    browser = Client()
    assert go(browser, provider).status_code == 403
    assert not is_in(browser)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"aud": "another"},
        {"iss": "https://another.example"},
        {"exp": 1_000_000_000},
        {"preferred_username": ""},
    ],
    ids=["nonce", "audience", "issuer", "expired", "no name"],
)
def test_an_answer_that_does_not_fit_is_refused(provider: Provider, claims: dict[str, Any]) -> None:
    browser = Client()
    assert go(browser, provider, **claims).status_code == 403
    assert not is_in(browser)


def test_a_forged_signature_is_refused(provider: Provider) -> None:
    provider.key = OTHER
    browser = Client()
    assert go(browser, provider).status_code == 403
    assert not is_in(browser)


def test_an_answer_nobody_asked_for_is_refused(provider: Provider) -> None:
    browser = Client()
    assert browser.get("/sign-in/county/back/", {"code": "c", "state": "made-up"}).status_code == 403
    assert not is_in(browser)
    assert provider.asked == []


def test_one_answer_signs_in_one_browser(provider: Provider) -> None:
    browser, other = Client(), Client()
    asked = browser.get("/sign-in/county/")
    query = parse_qs(urlsplit(asked["Location"]).query)
    provider.claims = {"nonce": query["nonce"][0], "preferred_username": "xian"}
    assert other.get("/sign-in/county/back/", {"code": "c", "state": query["state"][0]}).status_code == 403
    assert not is_in(other)


def test_a_second_factor_is_asked_here_too(provider: Provider) -> None:
    User.objects.filter(username="xian").update(second_factor=True)
    browser = Client()
    assert go(browser, provider)["Location"] == "/sign-in/code/"
    assert not is_in(browser)


def test_the_name_told_waits_five_minutes(provider: Provider) -> None:
    browser = Client()
    asked = browser.get("/sign-in/county/")
    query = parse_qs(urlsplit(asked["Location"]).query)
    provider.claims = {"nonce": query["nonce"][0], "preferred_username": "xian"}
    assert browser.get("/sign-in/county/back/", {"code": "c", "state": query["state"][0]}).status_code == 200
    with clock.fixed(clock.now() + timedelta(minutes=6)):
        assert browser.post("/sign-in/county/back/")["Location"] == "/sign-in/"
    assert not is_in(browser)


def test_without_the_setting_there_is_no_such_way(world: World) -> None:
    assert Client().get("/sign-in/county/").status_code == 404
    assert "统一登录" not in Client().get("/sign-in/").content.decode()


def test_a_provider_that_does_not_answer_is_said(world: World) -> None:
    with override_settings(LIANCUN_OIDC_ISSUER="http://127.0.0.1:9", LIANCUN_OIDC_CLIENT_ID="liancun"):
        assert "统一登录" in Client().get("/sign-in/").content.decode()
        assert Client().get("/sign-in/county/").status_code == 403
