"""Every page that shows a person, in a real browser, as people without the right: no whole number, no name of a minor,
and no name of a villager where one only counts."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

import pytest

from liancun.contexts.people import actions
from liancun.contexts.people import api as people
from liancun.demo.world import World
from liancun.framework.testing import SYSTEM, as_system
from tests.conftest import Stage

GROWN, GROWN_NUMBER, GROWN_PHONE = "慕容建国", "11010519491231002X", "13904100001"
CHILD, CHILD_NUMBER = "慕容小雨", "210102201503072216"
CARD = "6228481234567890128"
pytestmark = pytest.mark.browser
NUMBERS = (GROWN_NUMBER, GROWN_PHONE, CHILD_NUMBER, CARD, "20150307", "2015-03-07", "1949-12-31")
# Who asks, and which names this person may read: officers of the home read grown villagers, others nobody.
WATCHERS = {
    "baozhang-a": (CHILD,),
    "xiangzhen": (CHILD,),
    "xian": (CHILD,),
    "jiandu-a": (CHILD, GROWN),
    "zhishu-b": (CHILD, GROWN),
    "kuaiji": (CHILD, GROWN),
    "shuji": (CHILD, GROWN),
    "audit": (CHILD, GROWN),
    "anquan": (CHILD, GROWN),
}
MOST_LINKS = 12


def plant(world: World) -> list[str]:
    """A household with a child, numbers and a roll; gives the addresses that show them."""
    day = date(2025, 1, 1)
    with as_system():
        grown = people.add_person(
            SYSTEM,
            name=GROWN,
            home_id=world.a.village,
            identity_number=GROWN_NUMBER,
            phone=GROWN_PHONE,
        )
        child = people.add_person(SYSTEM, name=CHILD, home_id=world.a.village, identity_number=CHILD_NUMBER)
        actions.record_consent(
            SYSTEM, person_id=grown, kind="account", given_by="self", given_on=day, paper="第 1 号"
        )
        actions.keep_number(SYSTEM, person_id=grown, field="bank_card", text=CARD)
        members = (people.NewHouseholdMember(grown, "head"), people.NewHouseholdMember(child, "child"))
        home = people.found_household(
            SYSTEM, household=people.NewHousehold(world.a.village, "M1", "三组", day, members)
        )
        for one in (grown, child):
            people.enrol(
                SYSTEM, kind="collective_member", body_id=world.a.collective, person_id=one, since=day
            )
    return [
        "/",
        f"/bodies/{world.a.village}/",
        f"/bodies/{world.a.collective}/",
        f"/people/areas/{world.a.village}/households/",
        f"/people/households/{home}/",
        f"/people/persons/?body={world.a.village}&q=murong",
        f"/people/persons/{grown}/",
        f"/people/persons/{child}/",
        f"/people/personal/{grown}/",
        f"/people/personal/{child}/",
        f"/people/{world.a.collective}/collective_member/",
        f"/people/{world.a.collective}/collective_member/?page=2",
        "/people/",
        "/people/changes/",
        "/people/wishes/",
        "/posts/",
        "/search/?q=murong",
    ]


def words_of(page: object) -> str:
    return page.locator("body").inner_text() + page.content()  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("name", WATCHERS)
def test_no_page_tells_more_than_it_may(stage: Stage, cloned_world: World, name: str) -> None:
    addresses = plant(cloned_world)
    page = stage.person(name)
    told, seen, masked = [], 0, False
    waiting, known = list(addresses), set(addresses)
    while waiting and seen < len(addresses) + MOST_LINKS:
        address = waiting.pop(0)
        answer = page.goto(address)
        seen += 1
        if answer is None or answer.status != 200:
            continue
        text = words_of(page)
        masked = masked or "未成年人" in text or "慕*" in text or "**" in text
        asked = address.partition("q=")[2]
        told += [(address, word) for word in (*NUMBERS, *WATCHERS[name]) if word in text and word != asked]
        for link in page.locator("main a[href^='/people/'], main a[href^='/posts/']").all():
            goal = urlsplit(link.get_attribute("href") or "").path
            if goal and goal not in known and len(known) < len(addresses) + MOST_LINKS:
                known.add(goal)
                waiting.append(goal)
    assert told == []
    assert seen >= len(addresses)
    if name in ("baozhang-a", "xiangzhen", "xian"):
        assert masked, "the household and its roll were really looked at"
