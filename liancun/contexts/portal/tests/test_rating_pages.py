"""The pages of the printed slip, against a door that counts what is spent."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from django.test import Client

from liancun.contexts.affairs import api as affairs
from liancun.framework import clock
from liancun.kernel.errors import Unknown
from liancun.kernel.tokens import new_token

TOKEN = new_token(b"ten bytes!")


@dataclass
class Box:
    """What the door would keep: one slip, and the marks in the box."""

    slip: affairs.RatingPage = field(
        default_factory=lambda: affairs.RatingPage(
            "三村统购种子", "甲片区联合党委", date(2026, 5, 30), True, False
        )
    )
    marks: list[str] = field(default_factory=list)

    def look(self, token: str) -> affairs.RatingPage:
        if token != TOKEN:
            raise Unknown("affairs.no_slip", "没有这张评价纸条，或评价已经结束。")
        return self.slip

    def rate(self, token: str, choice: str) -> affairs.Rated:
        if self.slip.spent:
            return affairs.Rated(self.slip.title, already=True)
        self.marks.append(choice)
        self.slip = replace(self.slip, spent=True)
        return affairs.Rated(self.slip.title, already=False)


@pytest.fixture
def box(db: None, monkeypatch: pytest.MonkeyPatch) -> Box:
    made = Box()
    monkeypatch.setattr(affairs, "rating_of", made.look)
    monkeypatch.setattr(affairs, "rate", made.rate)
    return made


def test_looking_shows_three_big_buttons_and_spends_nothing(box: Box) -> None:
    for _ in range(3):
        page = Client().get(f"/p/r/{TOKEN}/")
    words = page.content.decode()
    assert all(f'value="{mark}"' in words for mark in affairs.MARK_KEYS)
    assert box.marks == []
    Client().head(f"/p/r/{TOKEN}/")
    assert box.marks == []


def test_a_press_spends_the_slip_once(box: Box) -> None:
    browser = Client(enforce_csrf_checks=True)
    first = browser.post(f"/p/r/{TOKEN}/", {"mark": "very"}, HTTP_ORIGIN="null")
    again = browser.post(f"/p/r/{TOKEN}/", {"mark": "not"}, HTTP_ORIGIN="null")
    assert "评好了" in first.content.decode()
    assert "已经评过" in again.content.decode()
    assert box.marks == ["very"]


def test_a_used_slip_never_tells_what_was_chosen(box: Box) -> None:
    Client().post(f"/p/r/{TOKEN}/", {"mark": "fairly"})
    words = Client().get(f"/p/r/{TOKEN}/").content.decode()
    assert "已经评过" in words
    assert "基本满意" not in words


def test_the_page_tells_no_referrer_and_opens_no_session(box: Box) -> None:
    browser = Client()
    page = browser.get(f"/p/r/{TOKEN}/")
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    assert '<meta name="referrer" content="no-referrer">' in page.content.decode()
    assert "liancun_session" not in browser.cookies


def test_the_log_carries_no_token(box: Box, capfd: pytest.CaptureFixture[str]) -> None:
    Client().get(f"/p/r/{TOKEN}/")
    Client().get("/p/r/AAAA-BBBB-CCCC-DDDD/")
    out, err = capfd.readouterr()
    assert TOKEN not in out + err
    assert "AAAA-BBBB" not in out + err


def test_a_wrong_slip_is_not_found_and_not_repeated(box: Box) -> None:
    page = Client().get("/p/r/AAAA-BBBB-CCCC-DDDD/")
    assert page.status_code == 404
    assert "没有这张评价纸条" in page.content.decode()


def test_a_slip_may_be_typed_as_it_was_printed(box: Box) -> None:
    typed = TOKEN.lower().replace("-", " ")
    answer = Client().post("/p/r/", {"token": typed})
    assert answer["Location"] == f"/p/r/{TOKEN}/"
    wrong = Client().post("/p/r/", {"token": "12"})
    assert wrong.status_code == 422
    assert "16 位" in wrong.content.decode()


def test_guessing_is_stopped_and_a_village_behind_one_address_is_not(box: Box) -> None:
    with clock.fixed(date(2026, 5, 20)):
        village = [Client().get(f"/p/r/{new_token(bytes([n]) * 10)}/").status_code for n in range(200)]
        assert 429 not in village
        one = [Client().get(f"/p/r/{TOKEN}/").status_code for _ in range(40)]
    assert 429 in one
