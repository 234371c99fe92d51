from __future__ import annotations

import re

import pytest
from django.test import Client

from liancun.contexts.bodies import api as bodies
from liancun.contexts.disclosure import api as disclosure
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import SYSTEM, as_system

CONTENT = {
    "sections": [
        {
            "heading": "决定了什么",
            "lines": [
                {
                    "label": "事项",
                    "value": "统一购买种子 62,000.00 元",
                    "article": "农村集体经济组织法第二十八条",
                },
                {"label": "收款人", "value": {"masked_person": "张*明"}, "article": ""},
            ],
            "tables": [
                {"caption": "表决", "columns": ["应到", "同意"], "rows": [["30", "22"]]},
            ],
        }
    ]
}


@pytest.fixture
def notice(world: World) -> disclosure.NoticeLine:
    with as_system():
        return disclosure.publish(
            SYSTEM,
            body_id=world.a.village,
            kind="公开",
            title="统购种子的决定",
            subject="affairs.matter",
            subject_id=1,
            snapshot=CONTENT,
            days=5,
        )


def code_of(world: World) -> str:
    with as_system():
        return bodies.get(world.a.village).code


def objections(notice: disclosure.NoticeLine) -> int:
    with as_system():
        return disclosure.window(notice.id).objections


def typed(page: bytes, **words: str) -> dict[str, str]:
    """The fields of the form as served, with what a villager typed."""
    key = re.search(r'name="key" value="([0-9a-f]+)"', page.decode())
    assert key
    return {"key": key[1], "text": "单价比集市高", "contact": "", **words}


def test_a_villager_finds_the_village_by_name_pinyin_and_code(world: World) -> None:
    with as_system():
        village = bodies.get(world.a.village)
    for words in (village.name[:2], village.code):
        page = Client().get("/p/", {"q": words})
        assert f"/p/v/{village.code}/" in page.content.decode()
    assert "没有找到" in Client().get("/p/", {"q": "不存在的村"}).content.decode()


def test_the_village_page_tells_what_was_published(world: World, notice: disclosure.NoticeLine) -> None:
    page = Client().get(f"/p/v/{code_of(world)}/").content.decode()
    assert "统购种子的决定" in page
    assert "62,000.00" in page
    assert "张*明" in page
    assert f"/p/n/{notice.slug}/" in page


def test_an_unknown_village_and_notice_are_not_found(world: World) -> None:
    assert Client().get("/p/v/999999999999/").status_code == 404
    assert Client().get("/p/v/abc/").status_code == 404
    assert Client().get("/p/n/nothing/").status_code == 404


def test_a_notice_shows_its_fingerprint_and_takes_an_objection(notice: disclosure.NoticeLine) -> None:
    browser = Client()
    page = browser.get(f"/p/n/{notice.slug}/")
    assert page.status_code == 200
    assert notice.fingerprint[:4] in page.content.decode()
    answer = browser.post(f"/p/n/{notice.slug}/", typed(page.content))
    assert answer.status_code == 302
    assert "第 1 条" in browser.get(answer["Location"]).content.decode()
    assert objections(notice) == 1


def test_the_same_form_sent_twice_is_received_once(notice: disclosure.NoticeLine) -> None:
    browser = Client()
    form = typed(browser.get(f"/p/n/{notice.slug}/").content)
    assert (
        browser.post(f"/p/n/{notice.slug}/", form)["Location"]
        == browser.post(f"/p/n/{notice.slug}/", form)["Location"]
    )
    assert objections(notice) == 1


def test_an_empty_objection_is_refused_and_nothing_typed_is_lost(notice: disclosure.NoticeLine) -> None:
    browser = Client()
    form = typed(browser.get(f"/p/n/{notice.slug}/").content, text=" ", contact="024-74822222")
    answer = browser.post(f"/p/n/{notice.slug}/", form)
    assert answer.status_code == 422
    assert "024-74822222" in answer.content.decode()
    assert objections(notice) == 0


def test_a_late_objection_is_refused_with_a_sentence(notice: disclosure.NoticeLine) -> None:
    browser = Client()
    form = typed(browser.get(f"/p/n/{notice.slug}/").content)
    with clock.fixed(notice.published_at) as now:
        now.advance(days=40)
        answer = browser.post(f"/p/n/{notice.slug}/", form)
        assert answer.status_code == 422
        assert "意见期已于" in answer.content.decode()
        assert "单价比集市高" in answer.content.decode()
        assert "提交意见" not in browser.get(f"/p/n/{notice.slug}/").content.decode()
    assert objections(notice) == 0


def test_a_stale_form_token_shows_the_filled_form_again(notice: disclosure.NoticeLine) -> None:
    browser = Client(enforce_csrf_checks=True)
    form = typed(browser.get(f"/p/n/{notice.slug}/").content, csrfmiddlewaretoken="x" * 64)
    answer = browser.post(f"/p/n/{notice.slug}/", form)
    assert answer.status_code == 403
    assert "单价比集市高" in answer.content.decode()
    assert objections(notice) == 0


def test_looking_changes_nothing(world: World, notice: disclosure.NoticeLine) -> None:
    browser = Client()
    for address in ("/p/", f"/p/v/{code_of(world)}/", f"/p/n/{notice.slug}/", "/p/r/"):
        assert browser.get(address).status_code == 200
        assert browser.head(address).status_code == 200
    assert objections(notice) == 0
    assert "liancun_session" not in browser.cookies


def test_public_pages_are_small_and_not_indexed(world: World, notice: disclosure.NoticeLine) -> None:
    for address in ("/p/", f"/p/v/{code_of(world)}/", f"/p/n/{notice.slug}/"):
        page = Client().get(address)
        assert "noindex" in page["X-Robots-Tag"]
        assert len(page.content) < 40_000
        assert "<script>" not in page.content.decode()


def test_the_limit_says_so_kindly(notice: disclosure.NoticeLine) -> None:
    browser = Client()
    with clock.fixed(notice.published_at):
        answers = {browser.post(f"/p/n/{notice.slug}/", {"text": ""}).status_code for _ in range(70)}
    assert answers == {422, 429}
    assert objections(notice) == 0


def test_the_receipt_is_shown_once_sent_and_takes_the_objection_to_the_township(
    world: World, notice: disclosure.NoticeLine
) -> None:
    browser = Client()
    sent = browser.post(f"/p/n/{notice.slug}/", typed(browser.get(f"/p/n/{notice.slug}/").content))
    page = browser.get(sent["Location"])
    receipt = sent["Location"].rstrip("/").rpartition("/")[2]
    assert receipt in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    address = f"/p/n/{notice.slug}/complain/"
    early = browser.post(address, {"receipt": receipt, "text": "没有答复。"})
    assert early.status_code == 422
    assert "还在答复期限内" in early.content.decode()
    with as_system():
        (objection,) = disclosure.objections(notice.id)
        disclosure.answer(SYSTEM, objection_id=objection.id, text="按三家询价的最低价。")
        disclosure.release_text(SYSTEM, objection_id=objection.id, text="单价高，为什么？")
    assert browser.post(address, {"receipt": "1234", "text": "没有说价格。"}).status_code == 422
    taken = browser.post(address, {"receipt": receipt.lower(), "text": "没有说价格。"}).content.decode()
    assert "已经收到，编号" in taken
    shown = browser.get(f"/p/n/{notice.slug}/").content.decode()
    assert "单价高，为什么？" in shown
    assert "正在处理，最迟" in shown
    assert "没有说价格。" not in shown


def test_words_in_an_address_are_not_shown_as_a_receipt(notice: disclosure.NoticeLine) -> None:
    browser = Client()
    browser.post(f"/p/n/{notice.slug}/", typed(browser.get(f"/p/n/{notice.slug}/").content))
    page = browser.get(f"/p/n/{notice.slug}/received/1/请把钱转到这里/").content.decode()
    assert "请把钱" not in page


def test_the_short_address_leads_to_the_notice(notice: disclosure.NoticeLine) -> None:
    assert Client().get(f"/p/s/{notice.id}/")["Location"] == f"/p/n/{notice.slug}/"
    assert Client().get("/p/s/999999/").status_code == 404


def test_a_village_page_says_what_hangs_out_now_and_what_did(
    world: World, notice: disclosure.NoticeLine
) -> None:
    address = f"/p/v/{code_of(world)}/"
    assert "正在公开" in Client().get(address).content.decode()
    with clock.fixed(notice.published_at) as now:
        now.advance(days=9)
        over = Client().get(address).content.decode()
    assert "现在没有正在公开的内容" in over
    assert "统购种子的决定" in over


def test_search_engines_are_refused(notice: disclosure.NoticeLine) -> None:
    page = Client().get(f"/p/n/{notice.slug}/")
    assert '<meta name="robots" content="noindex, nofollow">' in page.content.decode()
    assert "Disallow: /" in Client().get("/robots.txt").content.decode()


def test_labels_stand_in_the_second_language_of_the_county(
    notice: disclosure.NoticeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disclosure, "second_labels", lambda: ("bo", {"事项": "དོན་ཚན།"}))
    page = Client().get(f"/p/n/{notice.slug}/").content.decode()
    assert '<span class="second" lang="bo">དོན་ཚན།</span>' in page
    assert "事项" in page
