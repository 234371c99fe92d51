"""Which steps ask once more who one is (GB/T 22239 身份鉴别; domain.md §8.3): data, money, votes, rights."""

from __future__ import annotations

import pytest
from django.test import override_settings
from django.urls import URLPattern, get_resolver, reverse

from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from tests.house import money_rows

STEPS = {
    "personal data": {
        "disclosure:contact",
        "disclosure:complaint_contact",
        "people:personal",
        "people:keep_number",
        "people:withdraw_consent",
        "people:export_numbers",
        "people:dossier",
        "people:wish",
        "people:due",
        "people:sign_impact",
        "people:approve",
        "access:inspect",
        "access:give_link",
    },
    "rights": {
        "posts:appoint",
        "posts:relieve",
        "posts:correct",
        "posts:delegate",
        "posts:take_back",
        "posts:approve",
        "posts:appoint_selected",
        "access:open_account",
        "access:repair",
        "access:new_key",
        "access:key",
    },
    "money": {
        *("ledger:sign", "ledger:post", "ledger:close", "ledger:correct", "ledger:ratify", "ledger:check"),
        "ledger:review",
        *("ledger:post_batch", "ledger:post_year", "ledger:reopen", "ledger:approve_side"),
        *("ledger:settle_pair", "ledger:release_pair", "ledger:new_mandate", "ledger:revoke_mandate"),
        "ledger:post_mirror",
        *money_rows.SENSITIVE,
    },
    "votes": {"ballots:count", "ballots:witness", "ballots:close"},
}


def marked() -> set[str]:
    """Every address whose view is marked."""
    found = set()
    for space, (_prefix, urls) in get_resolver().namespace_dict.items():
        for pattern in urls.url_patterns:
            if isinstance(pattern, URLPattern) and getattr(pattern.callback, "is_sensitive", False):
                found.add(f"{space}:{pattern.name}")
    return found


@pytest.mark.parametrize("kind", STEPS)
def test_these_steps_ask_again(kind: str) -> None:
    assert STEPS[kind] <= marked()


def test_no_step_asks_without_standing_here() -> None:
    assert marked() == set().union(*STEPS.values())


@override_settings(LIANCUN_STEP_UP=10)
def test_a_desk_left_open_shows_no_number(cloned_world: World) -> None:
    person = cloned_world.a.representatives[0]
    with clock.fixed(clock.now()) as time:
        browser = signed_in("zhishu-a")
        page = reverse("people:personal", args=[person])
        assert browser.get(page).status_code == 200
        time.advance(minutes=11)
        asked = browser.get(page)
        assert asked.status_code == 302
        assert asked["Location"].startswith("/prove/?next=")
        opened = browser.post(page, {"field": "phone", "reason": "核对通知名单"})
        assert opened.status_code in (200, 422), "a form opened in time may still be sent"
        time.advance(minutes=30)
        assert browser.post(page, {"field": "phone", "reason": "核对通知名单"})["Location"].startswith(
            "/prove/"
        )
