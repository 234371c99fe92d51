"""How a matter must buy by its amount: nothing is published, in effect or payable before the papers stand there."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from liancun.contexts.affairs import api as affairs
from liancun.contexts.affairs.models import PurchasePaper
from liancun.contexts.affairs.rules.buying import QUOTATION, SELECTION, Buying
from liancun.contexts.affairs.tests.own_play import OwnPlay
from liancun.contexts.affairs.tests.play import Play
from liancun.contexts.ledger import api as ledger
from liancun.demo.small import signed_in
from liancun.framework.testing import as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal


def within(own: OwnPlay, amount: str) -> None:
    own.spend()
    own.raise_own("plan-execution", amount=Decimal(amount), within_id=own.matter)


def papers(own: Play) -> int:
    with as_system():
        return PurchasePaper.objects.filter(matter_id=own.matter).count()


@pytest.mark.parametrize(
    ("have", "missing"),
    [
        ({}, ((QUOTATION, 3), (SELECTION, 1))),
        ({QUOTATION: 2, SELECTION: 1}, ((QUOTATION, 1),)),
        ({QUOTATION: 5, SELECTION: 1}, ()),
    ],
)
def test_it_counts_what_is_missing(have: dict[str, int], missing: tuple[tuple[str, int], ...]) -> None:
    assert Buying("比选", None, {QUOTATION: 3, SELECTION: 1}, have).missing == missing


def test_micro_power_list_no_decision_is_published_before_the_trading_centre_s_paper(play: Play) -> None:
    """小微权力清单（采购）：金额大的进入公共资源交易中心。"""
    play.buys = False
    play.to_resolution()
    play.pass_a()
    play.pass_b()
    with pytest.raises(Conflict, match="交易中心") as caught:
        play.publish("a")
    assert "采购" in str(caught.value.params["article"])
    with as_system():
        assert not ledger.authorities_for("affairs.matter", play.matter)
    play.buy("trading", "县公共资源交易中心")
    play.publish("a")
    with as_system():
        assert len(ledger.authorities_for("affairs.matter", play.matter)) == 1
        [notice] = [n for n in affairs.matter(play.matter).whole.publications if n.which == "decision"]
    page = signed_in("mishu").get(f"/matters/{play.matter}/").content.decode()
    assert "进入公共资源交易中心" in page
    assert "材料齐全" in page
    assert notice.village_id == play.village("a")


def test_three_quotations_are_of_three_suppliers(own: OwnPlay) -> None:
    within(own, "20000.00")
    own.buy("quotation", "甲农资店", amount=Decimal("19000.00"))
    with pytest.raises(Refusal) as caught:
        own.buy("quotation", " 甲农资店 ", amount=Decimal("18000.00"))
    assert caught.value.code == "affairs.supplier_again"
    assert papers(own) == 1
    for supplier in ("乙农资店", "丙农资店"):
        own.buy("quotation", supplier, amount=Decimal("19500.00"))
    with as_system():
        buying = affairs.matter(own.matter).life.buying
    assert buying
    assert (buying.method, buying.missing) == ("比选", ((SELECTION, 1),))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"kind": "trading", "supplier": "中心"}, "affairs.paper_kind"),
        ({"kind": "quotation", "supplier": " "}, "affairs.supplier"),
        ({"kind": "quotation", "supplier": "甲"}, "affairs.amount"),
        ({"kind": "quotation", "supplier": "甲", "amount": Decimal("0.001")}, "affairs.amount"),
    ],
)
def test_it_refuses_papers_that_prove_nothing(own: OwnPlay, given: dict[str, Any], code: str) -> None:
    within(own, "9000.00")
    with pytest.raises(Refusal) as caught:
        own.buy(**given)
    assert caught.value.code == code
    assert papers(own) == 0


def test_only_officers_of_the_bodies_concerned_record_papers(play: Play) -> None:
    play.buys = False
    play.raise_matter()
    with as_system():
        file = affairs.matter(play.matter).whole
    with pytest.raises(NotAllowed), play.by("xian") as actor:
        affairs.record_purchase_paper(
            actor, matter_id=file.row.id, kind="trading", supplier="中心", file_id=1
        )
    assert papers(play) == 0


def test_a_paper_is_recorded_on_its_page(play: Play) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from liancun.contexts.affairs.tests.play import QUOTATION as PDF

    play.buys = False
    play.raise_matter()
    client, address = signed_in("zhishu-a"), f"/matters/{play.matter}/purchase/"
    page = client.get(address).content.decode()
    assert "进入公共资源交易中心" in page
    assert "还缺：交易中心受理或成交材料 1 份" in page
    sent = {
        "kind": "trading",
        "supplier": "县公共资源交易中心",
        "amount": "",
        "papers": SimpleUploadedFile("受理单.pdf", PDF, "application/pdf"),
    }
    assert client.post(address, sent).status_code == 302
    assert papers(play) == 1
    assert client.post(f"/matters/{play.matter}/purchase/", {"kind": "trading"}).status_code == 422
    assert signed_in("xian").get(address).status_code == 403
