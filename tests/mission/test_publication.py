"""公示从头到尾: planned, reviewed, published, hung out, objected to, answered, taken to the township, decided, ended."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.portal import api as portal
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_system
from liancun.project.publishing import export
from tests.conftest import PHONE, Stage, send

BEGIN = datetime.combine(date(2026, 3, 2), time(9), clock.ZONE)
CONTENT = """地块：村东荒地 42 亩
租期：2026 年至 2028 年
# 报价
投标人 | 每亩每年（元）
张*明 | 310.00
某种植合作社 | 335.00"""


@pytest.mark.mission("XQ9", "ST7")
def test_a_village_publishes_hears_objections_and_is_looked_over(
    stage: Stage, cloned_world: World, tmp_path: Path
) -> None:
    """山东省村务公开条例: plan, review within 5 days, answer within 5 days; an objection is no veto."""
    with clock.fixed(BEGIN) as now:
        plan = _planned(stage, cloned_world)
        _objected_by_the_supervisors(stage, plan)
        now.advance(days=1)
        slug, notice_id = _published(stage, plan)
        _hung_out(stage, notice_id, tmp_path)
        receipt = _objected(stage, slug)
        now.advance(days=1)
        _answered(stage)
        _complained(stage, slug, receipt)
        now.advance(days=3)
        _decided(stage)
        _looked_at(stage, slug)
        now.advance(days=6)
        _ended(stage, notice_id, slug)
        _left_as_files(stage, slug, tmp_path)


def _planned(stage: Stage, world: World) -> str:
    page = stage.person("zhishu-a")
    page.goto("/disclosure/")
    page.get_by_role("link", name="拟定公开", exact=True).click()
    stage.look(page, "publish-plan-form")
    send(page, body=world.a.village, category="proposal", title="荒地出租方案", content=CONTENT)
    expect(page.locator("main")).to_contain_text("等待监督委员会审查")
    stage.look(page, "publish-plan")
    return page.url


def _objected_by_the_supervisors(stage: Stage, plan: str) -> None:
    page = stage.person("jiandu-a", phone=True)
    page.goto("/")
    page.get_by_role("link", name="审查公开方案：荒地出租方案").first.click()
    stage.look(page, "publish-review-phone")
    send(page, verdict="object", text="没有写明租金怎样使用。")
    expect(page.locator("main")).to_contain_text("等待答复")


def _published(stage: Stage, plan: str) -> tuple[str, int]:
    page = stage.person("zhishu-a")
    page.goto(plan)
    page.get_by_role("link", name="去答复").click()
    send(page, text="租金归村集体，用途按年度预算，另行表决。")
    page.get_by_role("link", name="去发布").click()
    stage.look(page, "publish-publish")
    send(page)
    expect(page.locator("main")).to_contain_text("提出意见，已经答复")
    stage.look(page, "publish-notice")
    notice_id = int(page.url.rstrip("/").rpartition("/")[2])
    with as_system():
        return disclosure.line(notice_id).slug, notice_id


def _hung_out(stage: Stage, notice_id: int, folder: Path) -> None:
    page = stage.person("zhishu-a")
    page.goto(f"/disclosure/{notice_id}/poster/")
    stage.look(page, "publish-poster")
    answer = page.request.get(f"/disclosure/{notice_id}/picture.png")
    picture = Image.open(io.BytesIO(answer.body()))
    assert picture.width == 1080
    if stage.shots is not None:
        picture.save(stage.shots / "publish-picture.png")
    photo = folder / "board.jpg"
    Image.new("RGB", (800, 600), "#ddeedd").save(photo)
    page.goto(f"/disclosure/{notice_id}/photo/")
    page.set_input_files("[name=papers]", photo)
    send(page)
    expect(page.locator("main")).to_contain_text("公开栏照片存档")


def _objected(stage: Stage, slug: str) -> str:
    """Without a script, as in an old phone's web view."""
    page = stage.stranger(scripts=False)
    page.goto(f"/p/n/{slug}/")
    stage.look(page, "publish-public-phone")
    page.fill("[name=text]", "335 元的报价为什么不公示合同？")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("回执号")
    stage.look(page, "publish-receipt-phone")
    return page.locator("main strong").inner_text()


def _answered(stage: Stage) -> None:
    page = stage.person("zhishu-a")
    page.goto("/")
    page.get_by_role("link", name="答复第 1 条意见：荒地出租方案").first.click()
    send(page, text="合同须经成员大会表决后签订，签订后公开。")


def _complained(stage: Stage, slug: str, receipt: str) -> None:
    page = stage.stranger(scripts=False)
    page.goto(f"/p/n/{slug}/")
    page.get_by_role("link", name="向上级反映").click()
    stage.look(page, "publish-complain-phone")
    page.fill("[name=receipt]", receipt)
    page.fill("[name=text]", "没有回答报价是否有效。")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("2026-1")


def _decided(stage: Stage) -> None:
    page = stage.person("fenguan")
    page.goto("/")
    page.get_by_role("link", name="处理反映 2026-1：荒地出租方案").first.click()
    stage.look(page, "publish-decide")
    send(page, outcome="partly", text="报价有效。请在表决材料中附上全部报价单。")
    expect(page.locator("main")).to_contain_text("部分支持")
    stage.look(page, "publish-notice-decided")


def _looked_at(stage: Stage, slug: str) -> None:
    for name, phone in (("phone", True), ("desktop", False)):
        page = stage.stranger(phone=phone)
        page.goto(f"/p/n/{slug}/")
        shown = page.locator("main")
        expect(shown).to_contain_text("报价有效")
        expect(shown).to_contain_text("已在公开栏张贴")
        expect(shown).not_to_contain_text("为什么不公示合同")
        assert _grave(page) == []
        stage.look(page, f"publish-public-decided-{name}")


def _ended(stage: Stage, notice_id: int, slug: str) -> None:
    page = stage.person("zhishu-a")
    page.goto(f"/disclosure/{notice_id}/")
    with as_system():
        assert not disclosure.is_closed(notice_id)
    page.goto("/disclosure/calendar/")
    stage.look(page, "publish-calendar")


def _left_as_files(stage: Stage, slug: str, folder: Path) -> None:
    """The exported pages opened from the folder itself: nothing else is asked for."""
    with as_system():
        export(
            folder / "site",
            portal.new_key(),
            post_to="https://public.example/in",
            site_url="https://public.example/cun",
        )
    context = stage.browser.new_context(viewport=PHONE, java_script_enabled=True)  # type: ignore[arg-type]
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    for name in ("index.html", f"n/{slug}.html", f"elder/n/{slug}.html", "rate.html"):
        page.goto((folder / "site" / name).as_uri())
        expect(page.locator("main h1")).to_be_visible()
        assert _grave(page) == []
        if stage.shots is not None:
            shot = name.replace("/", "-").replace(slug, "notice").removesuffix(".html")
            page.screenshot(path=stage.shots / f"publish-site-{shot}.png", full_page=True)
    assert all(url.startswith("file://") for url in asked)
    context.close()


def _grave(page: Page) -> list[str]:
    only = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    found = Axe().run(page, options={"runOnly": only, "resultTypes": ["violations"]}).response["violations"]
    return [one["id"] for one in found if one["impact"] in ("serious", "critical")]
