"""The pages, as signed-in people open and fill them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liancun.contexts.affairs import api as affairs
from liancun.contexts.affairs.models import Matter, Resolution
from liancun.contexts.affairs.tests.play import QUOTATION, Play
from liancun.contexts.affairs.web.views.waiting import waiting
from liancun.demo import small
from liancun.framework import clock
from liancun.framework.testing import as_system

SignIn = Callable[[str], Client]


@pytest.fixture
def signed_in(play: Play) -> SignIn:
    return small.signed_in


def page(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def raise_form(play: Play) -> dict[str, object]:
    return {
        "subject": "joint-purchase",
        "title": "联合购种",
        "purpose": "三村一起买",
        f"amount_{play.village('a')}": "62,000.00",
        f"amount_{play.village('b')}": "71000",
        "minimum": "2",
        "key": "k1",
    }


def test_a_secretary_raises_a_matter_with_its_quotation(play: Play, signed_in: SignIn) -> None:
    client = signed_in("zhishu-a")
    assert "报价单等附件" in page(client, "/matters/raise/?subject=joint-purchase")
    paper = SimpleUploadedFile("报价单.pdf", QUOTATION, "application/pdf")
    answer = client.post("/matters/raise/", {**raise_form(play), "papers": paper})
    assert answer.status_code == 302
    said = page(client, answer["Location"])
    assert "联合购种" in said
    assert "133,000.00" in said
    assert "报价单.pdf" in said


def test_a_refused_form_keeps_what_was_typed(play: Play, signed_in: SignIn) -> None:
    answer = signed_in("zhishu-a").post("/matters/raise/", raise_form(play))
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "缺少附件" in said
    assert "三村一起买" in said
    with as_system():
        assert not Matter.objects.exists()


def test_the_record_says_in_words_why_a_village_is_not_bound(play: Play, signed_in: SignIn) -> None:
    play.to_resolution()
    play.pass_a()
    play.miss_c()
    said = page(signed_in("zhishu-b"), f"/matters/{play.matter}/")
    assert "还差 1 人：未通过" in said
    assert "《农村集体经济组织法》第28条" in said
    assert "联合决议对本村没有约束力" in said


def test_what_one_may_not_know_of_does_not_exist(play: Play, signed_in: SignIn) -> None:
    play.raise_matter()
    page(signed_in("zhishu-e"), f"/matters/{play.matter}/", 404)


def test_what_one_may_not_do_is_refused(play: Play, signed_in: SignIn) -> None:
    play.raise_matter()
    village = play.village("a")
    page(signed_in("zhishu-b"), f"/matters/{play.matter}/{village}/deliberate/", 403)
    page(signed_in("baozhang-a"), f"/matters/{play.matter}/{village}/deliberate/", 403)


def test_looking_changes_nothing(play: Play, signed_in: SignIn) -> None:
    play.to_resolution()
    client = signed_in("zhishu-a")
    village = play.village("a")
    for url in (
        "",
        f"{village}/step/discuss/",
        f"{village}/assembly/",
        f"{village}/publish/",
        f"{village}/result/",
    ):
        page(client, f"/matters/{play.matter}/{url}")
    assert play.state() is affairs.State.CONSENTING


def test_a_village_records_its_steps_on_the_page(play: Play, signed_in: SignIn) -> None:
    play.to_resolution()
    client = signed_in("zhishu-a")
    counts = {
        "held_on": clock.today().isoformat(),
        "entitled": 6,
        "present": 5,
        "yes": 5,
        "no": 0,
        "abstain": 0,
    }
    url = f"/matters/{play.matter}/{play.village('a')}/step/"
    assert client.post(f"{url}discuss/", counts).status_code == 302
    refused = client.post(f"{url}review/", counts)
    assert refused.status_code == 422
    assert "与名册" in refused.content.decode()


def test_the_committee_resolves_on_the_page(play: Play, signed_in: SignIn) -> None:
    play.raise_matter()
    for letter in "abc":
        play.deliberate(letter)
    client = signed_in("mishu")
    day = play.at(3).date().isoformat()
    filled = {"day": day, "time": "09:00", "place": "联合党委会议室"}
    assert client.post(f"/matters/{play.matter}/convene/", filled).status_code == 302
    with as_system():
        meeting = affairs.matter(play.matter).whole.calls[0].meeting_id
    play.clock.advance(days=3, hours=2)
    play.hold(meeting, "mishu")
    client = signed_in("mishu")
    filled = {"text": "同意", "yes": "6", "no": "0", "abstain": "0", "minutes": "会议记录"}
    assert client.post(f"/matters/{play.matter}/resolve/", filled).status_code == 302
    with as_system():
        assert Resolution.objects.get().adopted


def test_slips_are_shown_once_and_never_kept(play: Play, signed_in: SignIn) -> None:
    play.to_effect()
    for letter in ("a", "b"):
        with play.by(f"zhishu-{letter}") as actor:
            affairs.publish_result(
                actor, matter_id=play.matter, village_id=play.village(letter), note="种子已发放"
            )
    client = signed_in("mishu")
    answer = client.post(f"/matters/{play.matter}/rating/", {"slips": "4"})
    assert answer.status_code == 200
    assert answer.content.decode().count("<svg") >= 4
    assert "no-store" in answer["Cache-Control"]
    assert client.post(f"/matters/{play.matter}/rating/", {"slips": "4"}).status_code == 422


def test_the_register_finds_and_filters(play: Play, signed_in: SignIn) -> None:
    play.raise_matter()
    client = signed_in("zhishu-b")
    assert "联合购种" in page(client, "/matters/?q=购种")
    assert "联合购种" not in page(client, "/matters/?state=done")


@pytest.mark.mission("TL6")
def test_each_waits_for_the_one_whose_turn_it_is(play: Play) -> None:
    play.raise_matter()
    seen = {}
    for name in ("zhishu-a", "zhishu-d", "mishu"):
        with play.by(name) as actor:
            seen[name] = [item.button for item in waiting(actor)]
    assert seen == {"zhishu-a": ["记录支部议事"], "zhishu-d": [], "mishu": []}
    for letter in "abc":
        play.deliberate(letter)
    with play.by("mishu") as actor:
        assert [item.button for item in waiting(actor)] == ["召集党委会"]


def test_older_events_come_by_a_link_that_needs_no_script(play: Play, signed_in: SignIn) -> None:
    play.to_resolution()
    play.pass_a()
    client, url = signed_in("zhishu-b"), f"/matters/{play.matter}/"
    newest, whole = page(client, url), page(client, f"{url}?history=all")
    assert newest.count('<p class="what">') == 8
    assert 'href="?history=all#history"' in newest
    assert whole.count('<p class="what">') == 12
    assert 'href="?history=all' not in whole


def test_the_search_box_finds_matters_of_ones_own_only(play: Play, signed_in: SignIn) -> None:
    play.to_resolution()
    inside = page(signed_in("zhishu-b"), "/search/?q=联合购种")
    outside = page(signed_in("zhishu-e"), "/search/?q=联合购种")
    assert f'href="/matters/{play.matter}/"' in inside
    assert f'href="/matters/{play.matter}/"' not in outside
