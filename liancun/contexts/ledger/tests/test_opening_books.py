"""A book is opened from a page: for whom, where it is kept, by which chart, from which month."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from liancun.contexts.bodies import api as bodies
from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.models import Account
from liancun.contexts.ledger.queries import books as reads
from liancun.contexts.ledger.tests.casebook import Casebook, entries
from liancun.demo.small import signed_in
from liancun.framework.testing import SYSTEM, as_system
from liancun.kernel.errors import Conflict, Refusal

NEW = "/books/new/"


def _owner(case: Casebook, kind: str, under: int, name: str) -> int:
    with as_system():
        return bodies.add_body(SYSTEM, kind=kind, name=name, since=date(2025, 1, 1), parent_id=under).id


def _post(web: Client, owner: int, **given: str) -> str:
    asked = {"kind": "own", "month": "2026-01", **given}
    return web.post(f"{NEW}{owner}/", asked, follow=True).content.decode()


def test_the_list_names_those_without_a_book(case: Casebook) -> None:
    web = signed_in("xiangzhen")
    page = web.get(NEW).content.decode()
    assert f"{NEW}{case.owner('c')}/" in page
    assert f"{NEW}{case.owner('a')}/" not in page
    assert web.get(NEW, {"q": "没有这个名字"}).content.decode().count(NEW) < page.count(NEW)


def test_the_platform_is_offered_first_and_the_month_is_this_one(case: Casebook) -> None:
    page = signed_in("xiangzhen").get(f"{NEW}{case.owner('c')}/").content.decode()
    assert 'value="mirror"' in page.split("checked")[0].rsplit("<input", 1)[-1] + page.split("checked")[1]
    assert "村集体经济组织" in page


def test_a_mirror_is_opened(case: Casebook) -> None:
    page = _post(signed_in("xiangzhen"), case.owner("c"), kind="mirror", chart="village-2023")
    assert "账套已经建好" in page
    assert "导入平台第一个月" in page
    with as_system():
        made = ledger.book_of(case.owner("c"))
    assert made is not None
    assert (made.kind, made.opened_on) == ("mirror", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("kind", "chart", "accounts"), [("cooperative", "cooperative-2021", 48), ("company", "company-2011", 66)]
)
def test_each_kind_of_owner_gets_its_chart(case: Casebook, kind: str, chart: str, accounts: int) -> None:
    owner = _owner(case, kind, case.world.township, "示范主体")
    page = _post(signed_in("xiangzhen"), owner)
    assert "账套已经建好" in page
    with as_system():
        made = ledger.book_of(owner)
        assert made is not None
        assert made.chart == chart
        first = Account.objects.filter(book_id=made.id, parent=None).count()
    assert first == accounts


def test_a_group_below_the_village_keeps_the_chart_of_groups(case: Casebook) -> None:
    group = _owner(case, "group", case.world.c.village, "一组")
    owner = _owner(case, "collective", group, "一组经济合作社")
    page = signed_in("xiangzhen").get(f"{NEW}{owner}/").content.decode()
    assert page.index("group-2023") < page.index("village-2023")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "both", "chart": "village-2023"}, "请从所列的选项中选择"),
        ({"month": "2199-01", "chart": "village-2023"}, "请从所列的选项中选择"),
        ({"chart": "company-2011"}, "请从所列的选项中选择"),
        ({"kind": "", "month": "", "chart": ""}, "这一项必须填写"),
    ],
)
def test_a_wrong_answer_gets_a_sentence(case: Casebook, given: dict[str, str], said: str) -> None:
    page = _post(signed_in("xiangzhen"), case.owner("c"), **given)
    assert said in page
    with as_system():
        assert ledger.book_of(case.owner("c")) is None


def test_a_second_book_is_refused(case: Casebook) -> None:
    page = _post(signed_in("xiangzhen"), case.owner("a"), chart="village-2023")
    assert "已经有账套了" in page


def test_a_chart_of_other_owners_and_a_day_to_come_are_refused(case: Casebook) -> None:
    owner, day = case.owner("c"), date(2026, 1, 1)
    with as_system():
        with pytest.raises(Refusal, match="科目表"):
            ledger.open_book(SYSTEM, owner_id=owner, opening_date=day, chart="company-2011")
        with pytest.raises(Refusal, match="还没有到"):
            ledger.open_book(SYSTEM, owner_id=owner, opening_date=date(2199, 1, 1))
        with pytest.raises(Conflict):
            ledger.open_book(SYSTEM, owner_id=case.owner("a"), opening_date=day)
        assert {one.owner_id for one in reads.books()} == {case.owner("a"), case.owner("b")}


def test_an_agency_keeps_the_book_of_a_co_operative(case: Casebook) -> None:
    owner = _owner(case, "cooperative", case.world.township, "示范合作社")
    with as_system():
        book = ledger.open_book(SYSTEM, owner_id=owner, opening_date=date(2026, 1, 1), kind="own")
        bodies.sign_agency(SYSTEM, agency_id=case.world.agency, client_id=owner, since=date(2026, 1, 1))
        organ = bodies.add_body(
            SYSTEM, kind="agency", name="另一代理中心", since=date(2025, 1, 1), parent_id=case.world.township
        ).id
        with pytest.raises(Refusal, match="委托代理协议"):
            bodies.sign_agency(SYSTEM, agency_id=case.world.agency, client_id=organ, since=date(2026, 1, 1))
    with case.signed_in("kuaiji") as accountant:
        draft = ledger.load_opening(
            accountant, book_id=book.id, lines=entries("102 银行存款 500.00\n301 股金 -500.00")
        )
    assert case.post(draft.id).state == "posted"
    page = signed_in("xiangzhen").get(f"/books/{book.id}/keeper/").content.decode()
    assert case.actor("kuaiji").name in page


def _composed(owner: int, farmers: int, citizens: int, units: int) -> None:
    counts = {"members_farmers": farmers, "members_citizens": citizens, "members_units": units}
    with as_system():
        bodies.record_facts(
            SYSTEM,
            facts=[bodies.NewFact(owner, code, 2026, count, "成员名册") for code, count in counts.items()],
            reason="名册已更正",
        )


def test_a_co_operative_is_warned_and_never_held_up(case: Casebook) -> None:
    owner = _owner(case, "cooperative", case.world.township, "示范合作社")
    web = signed_in("xiangzhen")
    assert "还没有登记成员构成" in web.get(f"{NEW}{owner}/").content.decode()
    _composed(owner, 30, 9, 1)
    page = _post(web, owner)
    assert "账套已经建好" in page
    assert "农民至少占成员总数的 80%（农民专业合作社法第二十条），2026 年登记的是 30 / 40 = 75%。" in page
    with as_system():
        book = ledger.book_of(owner)
    assert book is not None
    assert "30 / 40 = 75%" in web.get(f"/books/{book.id}/year/").content.decode()
    _composed(owner, 32, 7, 1)
    assert "成员构成" not in web.get(f"/books/{book.id}/").content.decode()
