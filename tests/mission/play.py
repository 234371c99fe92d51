"""What the acts of the play share: who, where, and the few gestures repeated in every act."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Page, expect

from liancun.contexts.affairs import api as affairs
from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.ledger import api as ledger
from liancun.contexts.meetings import api as meetings
from liancun.demo.papers import paper
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_system
from liancun.kernel.portions import fraction
from tests.conftest import Stage, send

AMOUNTS = {"a": Decimal("62000.00"), "b": Decimal("71000.00"), "c": Decimal("53000.00")}
TITLE = "联合采购玉米种子"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=clock.ZONE)
TWO_THIRDS = fraction("2/3")
REFUSED = "main .box-refused, main [role=alert]"


@dataclass
class Play:
    """One browser, one world, one clock; the matter once it is raised, the claims by village."""

    stage: Stage
    world: World
    clock: clock.FixedClock
    folder: Path
    matter: int = 0
    claims: dict[str, str] = field(default_factory=dict)

    def pdf(self, name: str) -> str:
        path = self.folder / name
        path.write_bytes(paper(name, [("内容", "示范")]))
        return str(path)

    def village(self, letter: str) -> int:
        return self.world.seat(letter).village

    def at(self, letter: str, step: str) -> str:
        return f"/matters/{self.matter}/{self.village(letter)}/{step}/"


def press_next(page: Page, *, by_keyboard: bool = False, refused: bool = False) -> None:
    """Presses the one button of a record page; agrees when it asks once."""
    if page.locator("main .next details.ask summary").count():
        page.locator("main .next details.ask summary").click()
    button = page.locator("main .next button[type=submit], main .next a.btn").last
    if by_keyboard:
        button.focus()
        page.keyboard.press("Enter")
    else:
        button.click()
    page.wait_for_load_state()
    assert (page.locator(REFUSED).count() > 0) is refused, page.locator("main").inner_text()


def attend(page: Page, meeting: int, *, absent: int) -> None:
    """Everyone is taken to be there; the last `absent` are not. Then the meeting is held."""
    page.goto(f"/meetings/{meeting}/attendance/")
    people = entitled_to(meeting)
    send(page, **{f"p{person}": "absent" for person in people[len(people) - absent :]})
    page.goto(f"/meetings/{meeting}/")
    press_next(page)


def post_draft(play: Play, book: int, *, by_keyboard: bool = False) -> int:
    """The reviewer posts the one draft of the book."""
    with as_system():
        draft = next(line for line in ledger.vouchers(book_id=book)[0] if line.state == "draft")
    page = play.stage.person("fuhe")
    page.goto(f"/books/{book}/vouchers/{draft.id}/")
    press_next(page, by_keyboard=by_keyboard)
    expect(page.locator("main")).to_contain_text("记字第")
    play.stage.look(page, f"07-voucher-{book}-{draft.id}")
    page.close()
    return draft.id


def meeting_of(play: Play, body: int) -> int:
    with as_system():
        return next(m.id for m in meetings.about(affairs.SUBJECT, [play.matter]) if m.body_id == body)


def entitled_to(meeting: int) -> list[int]:
    with as_system():
        return [person.person_id for person in meetings.attendees(meeting)]


def notice_of(play: Play, village: int) -> str:
    with as_system():
        return next(n.slug for n in disclosure.about(affairs.SUBJECT, [play.matter]) if n.body_id == village)


def balances(book: int) -> dict[str, Decimal]:
    """Account code → debit less credit, today."""
    with as_system():
        lines = ledger.trial_balance(book, clock.today()).lines
    return {line.code: line.closing_debit - line.closing_credit for line in lines}
