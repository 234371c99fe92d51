"""Posts handed in as a sheet: by name or number, refused where the playbook or the right says no, once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from liancun.contexts.bodies import api as bodies
from liancun.contexts.bodies.tests.test_sheets import filled, sent, shown
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.contexts.posts.models import Post
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import SYSTEM, as_system

OFFICES = "/imports/posts.offices/"
NUMBERS = ("11010519491231002X", "440524188001010014")


@pytest.fixture
def branch(world: World) -> str:
    """What a clerk calls the branch of the first village."""
    with as_system():
        village = bodies.get(world.a.village)
        return f"{village.name}{bodies.get(world.a.branch).name.removeprefix(village.short_name)}"


@pytest.fixture
def known(world: World) -> int:
    with as_system():
        return people.add_person(SYSTEM, name="欧阳文秀", home_id=world.a.village, identity_number=NUMBERS[0])


def row(branch: str, **said: Any) -> list[Any]:
    told = {
        "body": branch,
        "kind": "村党支部委员",
        "name": "欧阳文秀",
        "number": "",
        "since": "2026年3月1日",
        "way": "选举",
        "decision": "铁县组〔2026〕3 号",
        "ends": "",
    }
    return list((told | said).values())


def count() -> int:
    with as_system():
        return Post.objects.count()


def test_posts_come_in_with_day_way_and_decision(world: World, branch: str, known: int) -> None:
    client = signed_in("xian")
    page = sent(client, OFFICES, filled(client, OFFICES, [row(branch)]))
    assert "可以写入 1 行" in shown(client, page), shown(client, page)
    assert client.post(f"{page}commit/").status_code == 302
    with as_system():
        lines = posts.holders(world.a.branch, "branch_member", clock.today())
        (line,) = (one for one in lines if one.person_id == known)
    assert (line.since, line.way, line.decision) == (date(2026, 3, 1), "elected", "铁县组〔2026〕3 号")


def test_the_same_posts_twice_change_nothing(world: World, branch: str, known: int) -> None:
    client = signed_in("xian")
    page = sent(client, OFFICES, filled(client, OFFICES, [row(branch)]))
    client.post(f"{page}commit/")
    before = count()
    again = sent(client, OFFICES, filled(client, OFFICES, [row(branch, number=NUMBERS[0])]))
    assert "没有可以写入的新内容" in shown(client, again)
    client.post(f"{again}commit/")
    assert count() == before


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"name": "无名氏"}, "没有登记叫这个名字的人"),
        ({"number": "110105194912310021"}, "校验"),
        ({"number": "440524188001010014"}, "没有这个号码和姓名的人"),
        ({"kind": "联合党委书记"}, "名录里没有"),
        ({"kind": "首席执行官"}, "所列的词"),
        ({"way": "抽签"}, "所列的词"),
        ({"body": "乌有村党支部"}, "名录里没有"),
        ({"since": ""}, "必须填写"),
        ({"since": "2026-02-30"}, "应是一个日期"),
    ],
)
def test_a_wrong_post_is_named_and_none_is_written(
    world: World, branch: str, known: int, said: dict[str, str], why: str
) -> None:
    client, before = signed_in("xian"), count()
    page = sent(client, OFFICES, filled(client, OFFICES, [row(branch), row(branch, **said)]))
    assert why in shown(client, page)
    assert client.post(f"{page}commit/").status_code == 409
    assert count() == before


def test_two_of_one_name_are_told_apart_by_number(world: World, branch: str, known: int) -> None:
    with as_system():
        people.add_person(SYSTEM, name="欧阳文秀", home_id=world.b.village)
    client = signed_in("xian")
    page = sent(client, OFFICES, filled(client, OFFICES, [row(branch)]))
    assert "有 2 个人叫这个名字" in shown(client, page)
    page = sent(client, OFFICES, filled(client, OFFICES, [row(branch, number=NUMBERS[0])]))
    assert "可以写入 1 行" in shown(client, page)


def test_a_post_that_is_put_forward_is_not_simply_listed(world: World, known: int) -> None:
    with as_system():
        town = bodies.get(world.township)
        bodies.add_body(
            SYSTEM, kind="alliance", name="示范联盟党委", parent_id=town.id, since=date(2026, 1, 1)
        )
    client = signed_in("xian")
    wanted = row("示范联盟党委", kind="联盟书记", way="推选")
    page = sent(client, OFFICES, filled(client, OFFICES, [wanted]))
    assert "要经过推选" in shown(client, page)


def test_a_village_hands_in_no_posts(world: World) -> None:
    assert signed_in("baozhang-a").get(OFFICES).status_code == 403
