"""A secret ballot in the browser: two keepers, the device handed over, a slip on the phone, the opening, the public page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

from liancun.contexts.ballots import actions, queries
from liancun.contexts.ballots import api as ballots
from liancun.contexts.ballots.tests.secret_votes import PASSPHRASE
from liancun.demo.world import World
from liancun.framework.testing import as_actor, as_system
from tests.conftest import Stage, send

KEEPER, SUPERVISOR = "zhishu-a", "jiandu-a"
HEAVIEST = 200_000


def opened(world: World) -> int:
    with as_system():
        officer = world.actor(KEEPER)
    with as_actor(officer):
        return ballots.open_ballot(
            officer,
            body_id=world.a.collective,
            method="secret",
            question="是否同意以集体资金入股联建冷库",
            entitled=world.a.representatives,
            channels=("meeting", "phone", "paper"),
            needed=5,
            rule="应到的三分之二以上",
        ).id


def slips(world: World, ballot_id: int) -> list[actions.IssuedSlip]:
    with as_system():
        officer = world.actor(KEEPER)
    with as_actor(officer):
        return list(actions.issue_slips(officer, ballot_id=ballot_id).slips)


def again(stage: Stage, name: str) -> None:
    """The device was handed over: who was signed in there is not any more."""
    stage.signed_in_at.pop(name)


def copied(page: Page) -> list[str]:
    rows = page.locator("ol.slip-token li").all_inner_texts()
    assert len(rows) == 4
    return rows


def typed(page: Page, rows: list[str]) -> None:
    send(page, **{f"row{number}": row.lower() for number, row in enumerate(rows, start=1)})


def test_a_secret_ballot_from_the_keys_to_the_public_page(
    stage: Stage, cloned_world: World, tmp_path: Path
) -> None:
    ballot_id = opened(cloned_world)
    sheet = _keys(stage, ballot_id)
    codes = [_on_the_device(stage, ballot_id, number, "no" if number == 2 else "yes") for number in (1, 2, 3)]
    for slip in slips(cloned_world, ballot_id)[:3]:
        codes.append(_on_the_phone(stage, slip))
    _opening(stage, ballot_id, sheet)
    _in_public(stage, ballot_id, codes, tmp_path)


def _keys(stage: Stage, ballot_id: int) -> list[str]:
    page = stage.person(KEEPER)
    page.goto(f"/ballots/{ballot_id}/")
    assert urlsplit(page.url).path == f"/ballots/{ballot_id}/secret/"
    stage.look(page, "secret-1-waiting")
    page.get_by_role("link", name="保管一半密钥").first.click()
    stage.look(page, "secret-2-key")
    page.get_by_role("button", name="给我四行密钥").click()
    rows = copied(page)
    stage.look(page, "secret-3-rows")
    typed(page, rows)
    assert "这一半密钥由您保管" in page.inner_text("main")
    other = stage.person(SUPERVISOR)
    other.goto(f"/ballots/{ballot_id}/key/")
    form = other.locator("form", has=other.locator("input[name=again]"))
    form.locator("[name=passphrase]").fill(PASSPHRASE)
    form.locator("[name=again]").fill(PASSPHRASE)
    form.locator("button[type=submit]").click()
    other.wait_for_load_state()
    assert "投票中" in other.inner_text("main")
    return rows


def _on_the_device(stage: Stage, ballot_id: int, number: int, choice: str) -> str:
    page = stage.person(KEEPER, phone=number > 1)
    page.goto(f"/ballots/{ballot_id}/booth/?q={number}")
    if number < 3:
        stage.look(page, f"secret-4-booth-{number}")
    page.get_by_role("button", name="请他投票").first.click()
    page.wait_for_load_state()
    stage.look(page, f"secret-5-vote-{number}")
    send(page, choice=choice)
    code = page.locator("details strong").inner_text() or page.locator("details strong").text_content() or ""
    stage.look(page, f"secret-6-voted-{number}")
    page.go_back()
    page.reload()
    assert "您已经投过票了" in page.inner_text("main")
    page.goto(f"/ballots/{ballot_id}/secret/")
    assert "/sign-in/" in page.url, "the device is locked"
    again(stage, KEEPER)
    return code


def _on_the_phone(stage: Stage, slip: actions.IssuedSlip) -> str:
    page = stage.stranger(scripts=False)
    answer = page.goto(f"/p/b/{slip.token}/")
    assert answer is not None
    assert len(answer.body()) < HEAVIEST
    stage.look(page, "secret-7-phone")
    send(page, choice="yes", code=slip.code)
    stage.look(page, "secret-8-phone-voted")
    page.locator("summary").click()
    return page.locator("details strong").inner_text()


def _opening(stage: Stage, ballot_id: int, rows: list[str]) -> None:
    page = stage.person(KEEPER)
    page.goto(f"/ballots/{ballot_id}/secret/")
    assert "同意" not in page.locator("main dl.facts").last.inner_text()
    stage.look(page, "secret-9-voting")
    page.locator("main summary", has_text="结束投票").click()
    page.get_by_role("button", name="确认结束投票").click()
    page.wait_for_load_state()
    page.goto(f"/ballots/{ballot_id}/unlock/")
    stage.look(page, "secret-10-unlock")
    typed(page, rows)
    assert "请另一位保管人" in page.inner_text("body")
    stage.look(page, "secret-11-one-half")
    other = stage.person(SUPERVISOR, phone=True)
    other.goto(f"/ballots/{ballot_id}/unlock/")
    send(other, passphrase=PASSPHRASE)
    assert "已开票封存" in other.inner_text("main")
    stage.look(other, "secret-12-sealed")
    page.goto(f"/ballots/{ballot_id}/secret/")
    stage.look(page, "secret-13-sealed")


def _in_public(stage: Stage, ballot_id: int, codes: list[str], folder: Path) -> None:
    with as_system():
        code = queries.secret(ballot_id).code
    page = stage.stranger(scripts=False)
    answer = page.goto(f"/p/vote/{code}/")
    assert answer is not None
    assert len(answer.body()) < HEAVIEST
    text = page.inner_text("body")
    assert [one for one in codes if one not in text] == []
    assert re.search(r"同意\s+5", text)
    stage.look(page, "secret-14-public")
    desk = stage.stranger(phone=False)
    desk.goto(f"/p/vote/{code}/")
    stage.look(desk, "secret-15-public-desk")
    with page.expect_download() as loading:
        page.get_by_role("link", name="下载公开文件").click()
    path = folder / "vote.json"
    loading.value.save_as(path)
    sheet = json.loads(path.read_text(encoding="utf-8"))
    assert (sheet["voted"], sheet["counts"]["yes"], sheet["counts"]["no"]) == (6, 5, 1)
