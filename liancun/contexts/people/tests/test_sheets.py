"""Persons handed in as a sheet: households and rolls with them, once, all or none, numbers never shown."""

from __future__ import annotations

from typing import Any

import pytest

from liancun.contexts.bodies import api as bodies
from liancun.contexts.bodies.tests.test_sheets import filled, sent, shown
from liancun.contexts.people import api as people
from liancun.contexts.people.models import Household, HouseholdMember, Numbers, Person
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_system

RESIDENTS = "/imports/people.residents/"
NUMBERS = ("11010519491231002X", "110105194912310038", "110105194912310054")


def valid(body: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


@pytest.fixture
def home(world: World) -> str:
    with as_system():
        return bodies.get(world.a.village).code


def row(home: str, household: str, name: str, number: str | int, relation: str, **more: str) -> list[Any]:
    roll = "集体经济组织成员" if "roll" in more else ""
    return [
        home,
        household,
        "一组",
        name,
        number,
        "",
        "",
        "",
        more.get("phone", ""),
        relation,
        roll,
        "2026-01-01",
    ]


def family(home: str) -> list[list[Any]]:
    return [
        row(home, "9001", "赵　一", valid("21122119700101123"), "户主", phone="１３９０４１００００１"),
        row(home, "9001", "钱二", valid("21122119720303224"), "配偶"),
        row(home, "9002", "孙三", "", "户主"),
    ]


def test_persons_come_in_with_their_households(world: World, home: str) -> None:
    client = signed_in("xiangzhen")
    page = sent(client, RESIDENTS, filled(client, RESIDENTS, family(home)))
    text = shown(client, page)
    assert "可以写入 3 行" in text, text
    assert "赵*" not in text.split("写入后的样子")[0]
    assert valid("21122119700101123") not in text
    assert client.post(f"{page}commit/").status_code == 302
    with as_system():
        made = Person.objects.filter(home_id=world.a.village, name__in=["赵一", "钱二", "孙三"])
        assert made.count() == 3
        assert Numbers.objects.filter(person__in=made).count() == 2
        assert Household.objects.filter(home_id=world.a.village, number__startswith="900").count() == 2
        assert HouseholdMember.objects.filter(person__in=made, relation="head").count() == 2
        assert str(made.get(name="赵一").birth_date) == "1970-01-01"


def test_the_same_persons_again_change_nothing(world: World, home: str) -> None:
    client = signed_in("xiangzhen")
    page = sent(client, RESIDENTS, filled(client, RESIDENTS, family(home)))
    client.post(f"{page}commit/")
    again = sent(client, RESIDENTS, filled(client, RESIDENTS, family(home)[2:] + family(home)[:2]))
    assert "没有可以写入的新内容" in shown(client, again)
    grown = [*family(home), row(home, "9003", "李四", valid("21122119700101131"), "户主")]
    more = sent(client, RESIDENTS, filled(client, RESIDENTS, grown))
    assert "可以写入 1 行" in shown(client, more)


def test_every_fault_of_persons_is_named(world: World, home: str) -> None:
    client = signed_in("xiangzhen")
    number = valid("21122119700101123")
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    bad = [
        row(home, "", "赵一", wrong, ""),
        row("没有的村", "", "钱二", "", ""),
        row(home, "9004", "孙三", "", "配偶"),
        row(home, "", "李四", number, ""),
        row(home, "", "李四", number, ""),
        row(home, "", "周五", 211221197001011234, ""),
    ]
    with as_system():
        before = Person.objects.count()
    page = sent(client, RESIDENTS, filled(client, RESIDENTS, bad))
    text = shown(client, page)
    for said in ("校验位不符", "名录里没有", "应有且只有一名", "前面已经有这个人", "后几位已经丢失"):
        assert said in text, said
    assert "有 5 行需要改正" in text
    assert number not in text, "numbers stay masked also where they are wrong"
    assert wrong not in text
    with as_system():
        assert Person.objects.count() == before


def test_a_village_cannot_register_in_another(world: World) -> None:
    client = signed_in("baozhang-b")
    with as_system():
        other = bodies.get(world.a.village).code
    page = sent(client, RESIDENTS, filled(client, RESIDENTS, [row(other, "", "赵一", "", "")]))
    assert "您不能在这里登记人员" in shown(client, page)


def test_a_roll_that_is_not_open_yet_takes_them_in(world: World, home: str) -> None:
    client = signed_in("xiangzhen")
    with as_system():
        opened = people.is_opened(world.a.collective, "collective_member")
        before = people.roll_size(world.a.collective, "collective_member", clock.today())
    rows = [row(home, "", "赵一", valid("21122119700101123"), "", roll="x")]
    page = sent(client, RESIDENTS, filled(client, RESIDENTS, rows))
    client.post(f"{page}commit/")
    with as_system():
        after = people.roll_size(world.a.collective, "collective_member", clock.today())
    assert after == before + (0 if opened else 1)
