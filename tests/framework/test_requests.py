"""What stands around every request: who asks, what is kept, what is answered when something is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from liancun.demo.small import PASSWORD
from liancun.demo.world import World, find
from liancun.framework import clock, refused
from liancun.framework.actors import Actor
from liancun.framework.models import JobProgress
from liancun.framework.testing import as_system
from liancun.framework.testing_databases import cloned, using
from liancun.kernel.errors import NotAllowed, Refusal

SIGN_IN = "/sign-in/"
MORNING = datetime(2026, 6, 1, 8, 0, tzinfo=clock.ZONE)


@pytest.fixture(scope="module")
def world(template: str) -> Iterator[World]:
    """One database for the file: every test takes away what it wrote."""
    with cloned(template) as name, using(name):
        with as_system():
            found = find()
        yield found


@pytest.fixture(autouse=True)
def _pages(settings: Any, world: World) -> Iterator[None]:
    settings.ROOT_URLCONF = "tests.framework.pages"
    yield
    with as_system():
        JobProgress.objects.all().delete()


@pytest.fixture
def stranger() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def official() -> Client:
    return signed_in(Client(raise_request_exception=False))


def signed_in(client: Client) -> Client:
    answer = client.post(SIGN_IN, {"username": "zhishu-a", "password": PASSWORD})
    assert answer.status_code == 302
    return client


def _kept() -> set[str]:
    with as_system():
        return set(JobProgress.objects.values_list("key", flat=True))


def _words(answer: Any) -> str:
    return str(answer.content.decode())


# --- who asks


def test_a_stranger_is_sent_to_sign_in_and_back(stranger: Client) -> None:
    answer = stranger.get("/tests/act/?page=2")
    assert answer.status_code == 302
    assert answer["Location"] == f"{SIGN_IN}?next=%2Ftests%2Fact%2F%3Fpage%3D2"


def test_a_strangers_post_is_refused(stranger: Client) -> None:
    assert stranger.post("/tests/act/").status_code == 403
    assert _kept() == set()


def test_a_public_page_is_open(stranger: Client, official: Client) -> None:
    assert _words(stranger.get("/tests/who/")) == "stranger"
    assert _words(official.get("/tests/who/")) == "user"


def test_a_made_up_session_is_a_stranger(stranger: Client) -> None:
    stranger.cookies["liancun_session"] = "x" * 32
    assert _words(stranger.get("/tests/who/")) == "stranger"


# --- what is kept


def test_an_answer_that_says_yes_keeps_what_was_written(stranger: Client) -> None:
    assert stranger.post("/tests/write/200/").status_code == 200
    assert _kept() == {"answered 200"}


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422, 500])
def test_an_answer_that_says_no_keeps_nothing(stranger: Client, status: int) -> None:
    assert stranger.post(f"/tests/write/{status}/").status_code == status
    assert _kept() == set()


def test_what_must_be_kept_is_kept(stranger: Client) -> None:
    assert stranger.post("/tests/keep/").status_code == 422
    assert _kept() == {"kept"}


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_page_that_is_looked_at_cannot_write(stranger: Client, method: str) -> None:
    answer = getattr(stranger, method)("/tests/write/200/")
    assert answer.status_code == 500
    assert _kept() == set()


# --- what is answered


@pytest.mark.parametrize(
    ("kind", "status", "sentence"),
    [
        ("conflict", 409, "已经有人办过了。"),
        ("several", 409, "已经有人办过了。"),
        ("unknown", 404, "没有找到这一页"),
        ("missing", 404, "没有找到这一页"),
        ("crash", 500, "系统出了差错"),
    ],
)
def test_a_refusal_is_a_page_and_leaves_nothing(
    stranger: Client, kind: str, status: int, sentence: str
) -> None:
    answer = stranger.post(f"/tests/refuse/{kind}/")
    assert answer.status_code == status
    assert sentence in _words(answer)
    assert _kept() == set()


def test_a_refusal_says_what_to_do(stranger: Client) -> None:
    assert "请刷新页面。" in _words(stranger.post("/tests/refuse/conflict/"))


def test_a_crash_tells_nobody_what_it_was(stranger: Client) -> None:
    said = _words(stranger.post("/tests/refuse/crash/"))
    assert "张三" not in said
    assert "KeyError" not in said


def test_what_one_may_not_do_is_403_and_what_one_may_not_know_is_404(official: Client) -> None:
    refused_answer, unknown = official.post("/tests/act/"), official.post("/tests/refuse/unknown/")
    assert (refused_answer.status_code, unknown.status_code) == (403, 404)
    assert "您现在的职务不能办理这一步。" in _words(refused_answer)
    assert _kept() == set()


def test_an_unknown_row_looks_like_an_unknown_address(official: Client) -> None:
    def bare(said: str) -> str:
        return re.sub(r'(csrfmiddlewaretoken" value|data-csrf)="\w+"', "", said).replace(
            "/tests/refuse/unknown/", "X"
        )

    row = bare(_words(official.post("/tests/refuse/unknown/")))
    address = bare(_words(official.post("/tests/no-such-page/"))).replace("/tests/no-such-page/", "X")
    assert row == address


def test_a_refused_right_is_told_after_the_transaction(
    official: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[Actor, Refusal, str]] = []
    monkeypatch.setattr(refused, "_listeners", [lambda *heard: told.append(heard)])
    official.post("/tests/act/")
    official.post("/tests/refuse/conflict/")
    ((actor, refusal, _),) = told
    assert actor.user_id == world.users["zhishu-a"]
    assert isinstance(refusal, NotAllowed)


def test_health_answers_a_stranger(stranger: Client) -> None:
    answer = stranger.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


# --- headers


def test_every_page_says_that_nothing_foreign_may_run(stranger: Client, official: Client) -> None:
    for answer in (official.get("/"), stranger.get(SIGN_IN), stranger.get("/nowhere/")):
        policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'self'"
        assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"


def test_pages_of_people_are_not_kept_by_caches_or_indexes(official: Client) -> None:
    answer = official.get("/")
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Permissions-Policy"] == "geolocation=(), camera=(), microphone=()"


def test_the_session_cookie_is_out_of_reach_of_scripts(official: Client) -> None:
    cookie = official.cookies["liancun_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"], "it ends with the browser"


# --- preferences


def test_language_and_elder_mode_are_remembered(stranger: Client) -> None:
    assert '<html lang="zh-Hans"' in _words(stranger.get(SIGN_IN))
    stranger.post("/preferences/", {"language": "en", "elder": "on", "next": SIGN_IN})
    page = _words(stranger.get(SIGN_IN))
    assert '<html lang="en"' in page
    assert re.search(r'<html[^>]* class="[^"]*\belder\b', page)
    stranger.post("/preferences/", {"elder": "off", "language": "zh-hans"})
    assert '<html lang="zh-Hans"' in _words(stranger.get(SIGN_IN))


def test_nonsense_in_preferences_changes_nothing(stranger: Client) -> None:
    stranger.post("/preferences/", {"language": "xx", "elder": "maybe"})
    assert "liancun_language" not in stranger.cookies
    stranger.cookies["liancun_language"] = "../../etc"
    assert stranger.get(SIGN_IN)["Content-Language"] == "zh-hans"


@pytest.mark.parametrize(
    "goal", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"]
)
def test_nobody_is_sent_to_another_host(stranger: Client, goal: str) -> None:
    assert stranger.post("/preferences/", {"next": goal})["Location"] == "/"
    answer = stranger.post(SIGN_IN, {"username": "zhishu-a", "password": PASSWORD, "next": goal})
    assert answer["Location"] == "/"


# --- how long


def test_a_session_ends_without_acts() -> None:
    with clock.fixed(MORNING) as told:
        client = signed_in(Client())
        told.advance(minutes=29)
        assert client.get("/").status_code == 200
        told.advance(minutes=29)
        assert client.get("/").status_code == 200, "an act begins the time anew"
        told.advance(minutes=31)
        answer = client.get("/matters/")
        assert answer["Location"] == f"{SIGN_IN}?next=%2Fmatters%2F"
        assert _words(client.get("/tests/who/")) == "stranger"


def test_polling_is_not_presence() -> None:
    with clock.fixed(MORNING) as told:
        client = signed_in(Client())
        for _ in range(3):
            told.advance(minutes=11)
            client.get("/tests/who/", headers={"HX-Trigger-Poll": "1"})
        assert client.get("/").status_code == 302


def test_a_session_ends_after_a_days_work_whatever_happens() -> None:
    with clock.fixed(MORNING) as told:
        client = signed_in(Client())
        for _ in range(30):
            told.advance(minutes=20)
            assert client.get("/").status_code == 200
        told.advance(minutes=1)
        assert client.get("/").status_code == 302


def test_a_form_sent_too_late_changes_nothing() -> None:
    with clock.fixed(MORNING) as told:
        client = signed_in(Client())
        told.advance(minutes=31)
        assert client.post("/tests/write/200/")["Location"] == SIGN_IN
    assert _kept() == set()


# --- stale forms


@pytest.fixture
def careful() -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_stale_form_shows_what_was_typed_and_no_password(careful: Client) -> None:
    typed = {
        "username": "zhishu-a",
        "password": "秘密1!",
        "again": "秘密2!",
        "note": "<b>买种子</b>",
        "many": ["1", "2"],
    }
    answer = careful.post("/tests/write/200/?from=here", typed)
    said = _words(answer)
    assert answer.status_code == 403
    assert "秘密" not in said
    assert 'name="username" value="zhishu-a"' in said
    assert "&lt;b&gt;买种子&lt;/b&gt;" in said
    assert "<b>买" not in said
    assert said.count('name="many"') == 2
    assert 'action="/tests/write/200/?from=here"' in said
    assert _kept() == set()


def test_a_stale_form_can_be_sent_again(careful: Client) -> None:
    said = _words(careful.post("/tests/write/200/", {"note": "买种子"}))
    token = re.search(r'action="/tests/write/200/".*?name="csrfmiddlewaretoken" value="(\w+)"', said, re.S)
    assert token is not None
    again = careful.post("/tests/write/200/", {"note": "买种子", "csrfmiddlewaretoken": token[1]})
    assert again.status_code == 200
    assert _kept() == {"answered 200"}
