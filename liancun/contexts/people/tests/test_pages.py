"""Rolls on the screen: masked, and only for those of the own village or above."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin

import pytest

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_system


def roll(body_id: int, kind: str = "representative") -> str:
    return f"/people/{body_id}/{kind}/"


def test_a_roll_is_masked_for_those_who_only_count(world: World) -> None:
    page = signed_in("jiandu-a").get(roll(world.a.collective))
    shown = page.content.decode()
    with as_system():
        names = [line.name for line in people.roll(world.a.collective, "representative", clock.today())]
    assert page.status_code == 200
    assert f"共 {len(names)} 人" in shown
    own = {people_name for people_name in names if len(people_name) > 1}
    assert not any(f">{name}<" in shown for name in own)
    assert "*" in shown


def test_the_register_counts_only_the_own_rolls(world: World) -> None:
    shown = signed_in("zhishu-a").get("/people/").content.decode()
    assert bodies.get(world.a.collective).name in shown
    assert bodies.get(world.b.collective).name not in shown


@pytest.mark.parametrize("name", ["zhishu-b", "baozhang-b", "shuji", "kuaiji", "audit"])
def test_others_may_not_see_the_roll(world: World, name: str) -> None:
    page = signed_in(name).get(roll(world.a.collective))
    assert page.status_code == 403
    assert "*" not in page.content.decode()


def test_an_unknown_kind_of_roll_is_not_found(world: World) -> None:
    assert signed_in("zhishu-a").get(roll(world.a.collective, "nobody")).status_code == 404


def test_officers_of_the_village_read_names_and_find_the_record(world: World) -> None:
    shown = signed_in("baozhang-a").get(roll(world.a.collective)).content.decode()
    with as_system():
        line = people.roll(world.a.collective, "representative", clock.today())[0]
    assert f'href="/people/persons/{line.person_id}/"' in shown
    assert line.name in shown


def test_search_finds_by_name_sound_initials_and_number_in_the_own_village_only(world: World) -> None:
    from liancun.contexts.people.tests.casebook import person

    number = "11010519491231002X"
    person(world, "欧阳文秀", birth_date=None, identity_number=number, phone="13900002222")
    person(world, "欧阳武", home=world.b.village)
    client = signed_in("baozhang-a")
    by_name = [client.get("/people/persons/", {"q": text}) for text in ("欧阳", "ouyangwen", "oywx")]
    numbers = (number, number.lower(), "139 0000 2222")
    by_number = [client.post("/people/persons/", {"number": text}) for text in numbers]
    for found in (*by_name, *by_number):
        shown = found.content.decode()
        assert "欧阳文秀" in shown
        assert "欧阳武" not in shown
    assert number not in client.get("/people/persons/", {"q": "欧阳"}).content.decode()
    for text in (number, "1101"):
        assert "按号码查找”里" in client.get("/people/persons/", {"q": text}).content.decode()


def test_a_search_in_a_village_stays_in_that_village_from_page_to_page(world: World) -> None:
    client, village = signed_in("xiangzhen"), world.a.village
    shown = client.get("/people/persons/", {"body": village}).content.decode()
    assert f'<input type="hidden" name="body" value="{village}">' in shown
    (following,) = re.findall(r'rel="next" href="([^"]+)"', shown)
    assert f"body={village}" in following
    second = client.get(urljoin("/people/persons/", html.unescape(following))).content.decode()
    with as_system():
        own, other = bodies.get(village).name, bodies.get(world.b.village).name
    assert own in second.partition("<tbody>")[2]
    assert other not in second


def test_pages_follow_one_another_without_gap_or_double(world: World) -> None:
    from liancun.contexts.people import queries, rules

    with as_system():
        whole = [
            line.id for line in queries.find(rules.SearchKey("none"), [world.a.village], count=500).lines
        ]
        seen: list[int] = []
        after = None
        while True:
            page = queries.find(rules.SearchKey("none"), [world.a.village], after=after, count=7)
            seen += [line.id for line in page.lines]
            after = page.after
            if after is None:
                break
    assert seen == whole
    assert len(set(seen)) == len(seen) > 30


def test_a_person_is_looked_for_before_the_form_opens(world: World) -> None:
    from liancun.contexts.people.tests.casebook import ADULT, person

    person(world, "王秀蓝")
    client = signed_in("baozhang-a")
    url = f"/people/areas/{world.a.village}/persons/new/"
    first = client.post(url, {"name": "王秀兰", "identity_number": "", "phone": ""}).content.decode()
    assert "王秀蓝" in first
    assert "同音" in first
    given = {"name": "王秀蓝", "birth_date": ADULT.isoformat(), "looked": "1"}
    refused = client.post(url, given)
    assert refused.status_code == 422
    assert "相似的记录" in refused.content.decode()
    made = client.post(url, {**given, "reason": "同名的堂兄弟，户口簿可证"})
    assert made.status_code == 302


def test_what_would_change_stands_side_by_side_with_numbers_masked(world: World) -> None:
    from liancun.contexts.people.tests.casebook import person

    one = person(world, birth_date=None)
    number = "11010519491231002X"
    client = signed_in("baozhang-a")
    asked = client.post(
        f"/people/persons/{one}/ask/correct/",
        {"identity_number": number, "reason": "办了新证", "effective_on": "2026-05-01"},
    )
    assert asked.status_code == 302, asked.content.decode()
    shown = signed_in("zhishu-a").get(asked["Location"]).content.decode()
    assert "110105********002X" in shown
    assert number not in shown
    assert "同意" in shown
    assert signed_in("zhishu-b").get(asked["Location"]).status_code == 404
    waiting = signed_in("zhishu-a").get("/").content.decode()
    assert "更正姓名或号码：王秀兰" in waiting


@pytest.mark.parametrize("path", ["", "persons/", "changes/"])
def test_lists_cost_a_fixed_number_of_statements(world: World, path: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from liancun.contexts.people.tests.casebook import person

    client = signed_in("xiangzhen")
    client.get(f"/people/{path}")
    with CaptureQueriesContext(connection) as before:
        client.get(f"/people/{path}")
    for number in range(12):
        person(world, f"孙{number}", home=world.c.village)
    with CaptureQueriesContext(connection) as after:
        client.get(f"/people/{path}")
    assert len(after) <= len(before) + 1


def test_the_one_search_box_finds_a_person_for_the_own_village_only(world: World) -> None:
    from liancun.contexts.people.tests.casebook import person

    number = "11010519491231002X"
    found = person(world, "欧阳文秀", birth_date=None, identity_number=number, phone="13900002222")
    record = f'href="/people/persons/{found}/"'

    def told(name: str, text: str) -> str:
        return signed_in(name).get("/search/", {"q": text}).content.decode()

    for text in ("欧阳文", "ouyangwen", "oywx"):
        shown = told("zhishu-a", text)
        assert record in shown
        assert bodies.get(world.a.village).name in shown
        assert record not in told("zhishu-b", text)
    for text in (number, "13900002222"):
        assert record not in told("zhishu-a", text)
    assert record not in told("jiandu-a", "欧阳文")
