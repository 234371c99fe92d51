"""The pages of a personal voting slip: a look costs nothing, a code and one press vote, nothing tells what."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from liancun.contexts.ballots import api as ballots
from liancun.contexts.portal.web.views import voting
from liancun.demo.world import World
from liancun.framework.testing import as_actor, as_system
from liancun.framework.web import ratelimit

OPTIONS = ("村东头", "村西头", "老学校")


def given(world: World, **asked: object) -> tuple[int, ballots.IssuedSlip]:
    ballot_id, slips = all_given(world, **asked)
    return ballot_id, slips[0]


def all_given(world: World, **asked: object) -> tuple[int, tuple[ballots.IssuedSlip, ...]]:
    with as_system():
        secretary = world.actor("zhishu-a")
    with as_actor(secretary):
        line = ballots.open_ballot(
            secretary,
            body_id=world.a.collective,
            method="named",
            question="是否同意统一购买种子",
            entitled=world.a.representatives[:5],
            channels=("phone",),
            **asked,  # type: ignore[arg-type]
        )
        return line.id, ballots.issue_slips(secretary, ballot_id=line.id).slips


def told(world: World, ballot_id: int) -> ballots.Tally:
    with as_system():
        secretary = world.actor("zhishu-a")
    with as_actor(secretary):
        ballots.close(secretary, ballot_id=ballot_id)
        return ballots.result(ballot_id)


def test_a_vote_comes_with_its_code_and_once(world: World) -> None:
    ballot_id, slip = given(world)
    browser, at = Client(enforce_csrf_checks=True), f"/p/b/{slip.token}/"
    for _ in range(3):
        page = browser.get(at)
        assert page.content.decode().count('type="radio"') == 3
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    assert slip.name not in page.content.decode()
    assert browser.post(at, {"code": slip.code}, HTTP_ORIGIN="null").status_code == 422
    done = browser.post(at, {"choice": "no", "code": f" {slip.code[:3]} {slip.code[3:]}"}, HTTP_ORIGIN="null")
    assert "投好了" in done.content.decode()
    again = browser.post(at, {"choice": "yes", "code": slip.code}, HTTP_ORIGIN="null").content.decode()
    assert "已经投过票" in again
    looked = browser.get(at).content.decode()
    assert "已经投过票" in looked
    assert "反对" not in again + looked
    tally = told(world, ballot_id)
    assert (tally.yes, tally.no) == (0, 1)


def test_wrong_codes_are_counted_although_the_page_says_no(world: World) -> None:
    ballot_id, slip = given(world)
    wrong = str((int(slip.code) + 1) % 10**6).zfill(6)
    at = f"/p/b/{slip.token}/"
    first = Client().post(at, {"choice": "yes", "code": wrong})
    assert first.status_code == 422
    assert "还可以试 4 次" in first.content.decode()
    for _ in range(4):
        last = Client().post(at, {"choice": "yes", "code": wrong})
    assert "锁住" in last.content.decode()
    assert Client().post(at, {"choice": "yes", "code": slip.code}).status_code == 409
    assert told(world, ballot_id).present == 0


@pytest.mark.parametrize(
    ("asked", "sent", "counts"),
    [
        ({"kind": "choice", "options": OPTIONS}, {"choice": "1"}, [0, 1, 0]),
        ({"kind": "choice", "options": OPTIONS, "most": 2}, {"choice": ["0", "2"]}, [1, 0, 1]),
        (
            {"kind": "rating", "options": OPTIONS, "most": 5},
            {"grade0": "5", "grade1": "0", "grade2": "3"},
            [5, 0, 3],
        ),
    ],
)
def test_choices_and_grades_come_by_phone(
    world: World, asked: dict[str, object], sent: dict[str, object], counts: list[int]
) -> None:
    ballot_id, slip = given(world, **asked)
    answer = Client().post(f"/p/b/{slip.token}/", {**sent, "code": slip.code})
    assert "投好了" in answer.content.decode()
    assert list((told(world, ballot_id).counts or {}).values()) == counts


def test_a_slip_after_the_close_says_so(world: World) -> None:
    ballot_id, slip = given(world)
    told(world, ballot_id)
    assert "已经结束" in Client().get(f"/p/b/{slip.token}/").content.decode()


def test_a_page_is_light_and_reads_without_scripts(world: World) -> None:
    _, slip = given(world)
    page = Client().get(f"/p/b/{slip.token}/")
    assert len(page.content) < 20_000
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", page.content.decode())


def test_a_wrong_slip_is_not_found_and_a_typed_one_is(world: World) -> None:
    _, slip = given(world)
    assert Client().get("/p/b/AAAA-BBBB-CCCC-DDDD/").status_code in (400, 404)
    typed = Client().post("/p/b/", {"token": slip.token.lower().replace("-", " ")})
    assert typed["Location"] == f"/p/b/{slip.token}/"


def test_a_county_votes_through_one_address_and_guesses_do_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voting, "MOST_GUESSES", 3)
    ratelimit.forget()
    _, slips = all_given(world)
    answers = [
        Client().post(f"/p/b/{slip.token}/", {"choice": "yes", "code": slip.code}).status_code
        for slip in slips
    ]
    assert answers == [200] * 5
    guesses = [Client().get("/p/b/AAAA-BBBB-CCCC-DDDD/").status_code for _ in range(4)]
    assert guesses[-1] == 429
    assert 429 not in guesses[:3]
    ratelimit.forget()
