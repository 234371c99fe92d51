"""Rent received for several years at once: moved into the years it is for, once, with the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from liancun.contexts.bodies import api as bodies
from liancun.contexts.estate import api as estate
from liancun.contexts.estate.queries.closing import closing_points
from liancun.contexts.estate.rules import rent
from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.tests.casebook import Casebook, sql
from liancun.demo.small import signed_in
from liancun.framework import clock
from liancun.framework.testing import SYSTEM, as_system
from liancun.kernel.errors import Conflict, NotAllowed
from liancun.kernel.periods import Month

MARCH = Month(2026, 3)


@pytest.fixture
def lease(case: Casebook) -> int:
    """Three years from 1 March 2026, all paid at once."""
    with case.signed_in("baozhang-a") as clerk:
        (made,) = estate.register_contracts(
            clerk,
            contracts=[
                estate.NewContract(
                    case.books["a"],
                    "2026-01",
                    "鱼塘",
                    "示范户甲",
                    date(2026, 2, 20),
                    date(2026, 3, 1),
                    date(2029, 2, 28),
                    Decimal("36000.00"),
                    0,
                )
            ],
        )
    return made


@pytest.fixture
def paid(case: Casebook, lease: int) -> Callable[..., None]:
    def made(amount: str = "36000.00", *, posted: bool = True) -> None:
        voucher = None
        if posted:
            draft = case.entry("a", f"102 银行存款 {amount}\n501 经营收入 -{amount}", key=f"rent-{amount}")
            voucher = case.post(draft.id).id
        with case.signed_in("baozhang-a") as clerk:
            estate.record_receipt(
                clerk,
                contract_id=lease,
                on=clock.today(),
                amount=Decimal(amount),
                key=amount,
                voucher_id=voucher,
            )

    return made


def spread(case: Casebook, month: Month = MARCH) -> int:
    with case.signed_in("kuaiji") as accountant:
        return estate.spread_rent(accountant, book_id=case.books["a"], month=month)


def december(case: Casebook, year: int = 2026) -> list[bool]:
    with as_system():
        points = closing_points(case.books["a"], Month(year, 12))
        return [point.done for point in points if point.key == "rent_not_spread"]


def test_what_is_for_later_years_waits_and_comes_back_year_by_year(
    case: Casebook, paid: Callable[..., None]
) -> None:
    paid()
    assert december(case) == [False]
    draft = spread(case)
    with pytest.raises(Conflict, match="已经拟好"):
        spread(case)
    case.post(draft)
    assert (case.balances("a")["501"], case.balances("a")["211"]) == (Decimal(-10000), Decimal(-26000))
    assert december(case) == [True]

    for year, left in ((2027, -14000), (2028, -2000)):
        with clock.fixed(date(year, 12, 20)):
            case.post(spread(case, Month(year, 12)))
            assert case.balances("a")["211"] == Decimal(left)
    with clock.fixed(date(2029, 12, 20)):
        case.post(spread(case, Month(2029, 12)))
        assert "211" not in case.balances("a")
        assert case.balances("a")["501"] == Decimal(-36000)
        with pytest.raises(Conflict, match="没有要分摊"):
            spread(case, Month(2029, 12))


def test_a_discarded_draft_is_proposed_again(case: Casebook, paid: Callable[..., None]) -> None:
    paid()
    first = spread(case)
    with case.signed_in("kuaiji") as accountant:
        ledger.discard_voucher(accountant, voucher_id=first)
    assert spread(case) != first


def test_only_money_in_the_books_is_spread(case: Casebook, paid: Callable[..., None]) -> None:
    paid("12000.00", posted=False)
    assert december(case) == []
    with pytest.raises(Conflict):
        spread(case)


def test_a_chart_without_the_account_and_a_mirror_say_why(case: Casebook) -> None:
    with as_system():
        mirror = ledger.open_book(
            SYSTEM, owner_id=case.owner("c"), opening_date=date(2026, 1, 1), kind="mirror"
        ).id
    with case.signed_in("kuaiji") as accountant, pytest.raises(Conflict, match="平台"):
        estate.spread_rent(accountant, book_id=mirror, month=MARCH)
    with case.signed_in("baozhang-a") as clerk, pytest.raises(NotAllowed):
        estate.spread_rent(clerk, book_id=case.books["a"], month=MARCH)
    page = signed_in("kuaiji").get(f"/assets/books/{mirror}/rent/").content.decode()
    assert "租金的分摊在平台记账" in page


def test_the_page_shows_each_contract_with_its_reason(case: Casebook, paid: Callable[..., None]) -> None:
    paid()
    accountant = signed_in("kuaiji")
    url = f"/assets/books/{case.books['a']}/rent/?period=2026-03"
    page = accountant.get(url).content.decode()
    assert "从收入转出 26,000.00 元，留给以后年度" in page
    voucher = accountant.post(url, follow=True).content.decode()
    assert "租金分摊凭证已经拟好" in voucher
    assert "属于以后年度" in voucher


def test_a_company_holds_advance_rent_by_tenant(case: Casebook) -> None:
    """Two tenants who paid ahead: each has a balance of its own on 2203, and each comes back by itself."""
    with as_system():
        owner = bodies.add_body(
            SYSTEM, kind="company", name="示范农业公司", since=date(2025, 1, 1), parent_id=case.world.township
        ).id
        case.books["d"] = ledger.open_book(
            SYSTEM, owner_id=owner, opening_date=date(2026, 1, 1), kind="own"
        ).id
        bodies.sign_agency(SYSTEM, agency_id=case.world.agency, client_id=owner, since=date(2026, 1, 1))
    for number, (tenant, until, amount) in enumerate(
        (("示范户甲", date(2028, 2, 29), "24000.00"), ("示范户乙", date(2029, 2, 28), "36000.00")), start=1
    ):
        _let(case, str(number), tenant, until, amount)
    with case.signed_in("kuaiji") as accountant:
        draft = estate.spread_rent(accountant, book_id=case.books["d"], month=MARCH)
    case.post(draft)
    assert (case.balances("d")["2203"], case.balances("d")["5051"]) == (Decimal(-40000), Decimal(-20000))
    assert _held(case) == {"示范户甲": Decimal(14000), "示范户乙": Decimal(26000)}
    with clock.fixed(date(2027, 12, 20)), case.signed_in("kuaiji") as accountant:
        draft = estate.spread_rent(accountant, book_id=case.books["d"], month=Month(2027, 12))
    with clock.fixed(date(2027, 12, 20)):
        case.post(draft)
        assert _held(case) == {"示范户甲": Decimal(2000), "示范户乙": Decimal(14000)}


def _let(case: Casebook, number: str, tenant: str, until: date, amount: str) -> None:
    """Let from 1 March 2026, all paid at once and booked as income."""
    lines = f"1002 银行存款 {amount}\n5051 其他业务收入 -{amount}"
    voucher = case.post(case.entry("d", lines, key=f"rent-{number}").id).id
    new = estate.NewContract(
        case.books["d"],
        number,
        "仓库",
        tenant,
        date(2026, 2, 20),
        date(2026, 3, 1),
        until,
        Decimal(amount),
        0,
    )
    with as_system():
        (made,) = estate.register_contracts(SYSTEM, contracts=[new])
        estate.record_receipt(
            SYSTEM,
            contract_id=made,
            on=clock.today(),
            amount=Decimal(amount),
            key=number,
            voucher_id=voucher,
        )


def _held(case: Casebook) -> dict[str, Decimal]:
    """What stands on 2203, tenant by tenant."""
    with as_system():
        rows = sql(
            """select c.name, sum(l.credit - l.debit) from ledger_line l
               join ledger_account a on a.id = l.account_id and a.code = '2203'
               join ledger_voucher v on v.id = l.voucher_id and v.state = 'posted'
               join ledger_counterparty c on c.id = l.counterparty_id where l.book_id = %s group by c.name""",
            case.books["d"],
        )
    return dict(rows)


@pytest.mark.parametrize(("received", "later"), [("0", "0"), ("10000", "7222.22"), ("36000", "26000")])
def test_what_is_later_follows_what_came(received: str, later: str) -> None:
    dues = rent.schedule(date(2026, 3, 1), date(2029, 2, 28), 0, Decimal("36000.00"))
    assert rent.later(dues, Decimal(received), 2026) == Decimal(later)
