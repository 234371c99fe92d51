"""推选 as people do it: put up and heard, approved by somebody else, appointed, and printed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from liancun.contexts.bodies import api as bodies
from liancun.contexts.posts import api as posts
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import SYSTEM, as_system
from tests.conftest import Stage, send

pytestmark = pytest.mark.browser


def _coop(world: World) -> int:
    with as_system():
        return bodies.add_body(
            SYSTEM,
            kind="cooperative",
            name="示范种植专业合作社",
            parent_id=world.a.village,
            since=clock.today(),
        ).id


def _next(page: Page, url: str) -> None:
    """The one button of the record, and nothing else, leads on."""
    page.goto(url)
    page.locator("main .next a.btn").click()
    page.wait_for_load_state()


@pytest.mark.mission("ST5")
@pytest.mark.mission("XQ2")
def test_a_head_is_put_forward_approved_and_appointed(stage: Stage, cloned_world: World) -> None:
    world, coop = cloned_world, _coop(cloned_world)
    page = stage.person("zhishu-a")
    page.goto(f"/posts/selections/open/?body={coop}&kind=coop_party_head")
    send(page)
    record = page.url
    with as_system():
        name = next(one.person_name for one in posts.holders(world.a.branch, "branch_member", clock.today()))
    _next(page, record)
    option = page.locator("main select[name=person] option", has_text=name).first
    send(page, person=option.get_attribute("value"), reason="懂经营，社员信得过")
    expect(page.locator("main")).to_contain_text("村党支部委员")
    _next(page, record)
    send(page, stand="agree")
    _next(page, record)
    chosen = page.locator("main input[name=chosen]").first.get_attribute("value")
    send(page, chosen=chosen, result="社员大会上推选，到会社员一致同意")
    expect(page.locator("main .next")).to_contain_text("等待批准")
    assert page.locator("main .next a.btn").count() == 0, "whoever concluded does not approve"
    stage.look(page, "selection-waits")

    township = stage.person("xiangzhen")
    township.goto("/")
    expect(township.locator("main")).to_contain_text("待批准")
    _next(township, record)
    send(township, approve="yes", note="同意")

    page = stage.person("zhishu-a")
    _next(page, record)
    send(page)
    expect(page.locator("main")).to_contain_text("推选记录第")
    stage.look(page, "selection-appointed")
    with as_system():
        (held,) = posts.holders(coop, "coop_party_head", clock.today())
    assert (held.person_name, held.way) == (name, "put_forward")
    page.goto(f"{record}print/")
    expect(page.locator(".sign")).to_have_count(3)
    expect(page.locator(".seal")).to_have_count(1)


@pytest.mark.mission("XQ2")
def test_an_election_is_refused_where_it_is_asked_for(stage: Stage, cloned_world: World) -> None:
    page = stage.person("zhishu-a")
    page.goto(f"/posts/selections/open/?body={cloned_world.a.village_committee}&kind=committee_head")
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("本系统不办理")
    with as_system():
        held = posts.holders(cloned_world.a.village_committee, "committee_head", clock.today())
    assert len(held) == 1
