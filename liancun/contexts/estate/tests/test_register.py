"""The register: what comes, wears, goes and is counted, and that the accounts move with it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.estate import api as estate
from liancun.contexts.estate.models import Asset, AssetEnd, StockCount
from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.tests.casebook import Casebook
from liancun.framework.testing import as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal, Unknown
from liancun.kernel.periods import Month

TODAY = date(2026, 3, 10)
NONE = Decimal("0.00")


def new(case: Casebook, **changes: object) -> estate.NewAsset:
    told = {
        "book_id": case.books["a"],
        "number": "GD-0001",
        "category": "building",
        "name": "村部办公楼",
        "acquired_on": date(2015, 12, 20),
        "cost": Decimal("300000.00"),
        "worn": Decimal("100000.00"),
    }
    return estate.NewAsset(**{**told, **changes})  # type: ignore[arg-type]


@pytest.fixture
def hall(case: Casebook) -> int:
    """The one thing behind the book's opening balance."""
    with case.signed_in("baozhang-a") as clerk:
        (made,) = estate.register_assets(clerk, assets=[new(case)])
    return made


def differences(case: Casebook, on: date = TODAY) -> dict[str, tuple[Decimal, Decimal]]:
    """Account → (difference, what of it is unexplained), where there is one."""
    with as_system():
        found = estate.compared(case.books["a"], on)
    return {one.code: (one.difference, one.unexplained) for one in found if one.difference}


def closing(case: Casebook, month: Month) -> dict[str, bool]:
    """What the list of the month's closing asks of the register."""
    points = ledger.closing_list(case.books["a"], month)
    return {point.key: point.done for point in points if point.key == "wear_not_booked"}


def test_register_and_accounts_agree_once_wear_is_booked(case: Casebook, hall: int) -> None:
    """Before: March is to be written down; the draft says so; posted, both sides are equal."""
    march = Month.parse("2026-03")
    (gap, unexplained) = differences(case)["152"]
    assert gap < 0
    assert unexplained == 0
    with case.signed_in("kuaiji") as accountant:
        voucher = estate.propose_wear(accountant, book_id=case.books["a"], month=march)
        assert estate.wear_not_booked(case.books["a"], march.first) == -gap
        assert closing(case, march) == {"wear_not_booked": False}
        with pytest.raises(Conflict):
            estate.propose_wear(accountant, book_id=case.books["a"], month=march)
    assert differences(case)["152"] == (gap, NONE)
    case.post(voucher)
    assert differences(case) == {}
    with as_system():
        assert estate.wear_not_booked(case.books["a"], march.first) == 0
        assert ledger.voucher(voucher).amount == -gap
        assert closing(case, march) == {"wear_not_booked": True}


def test_a_discarded_draft_may_be_proposed_again(case: Casebook, hall: int) -> None:
    march = Month.parse("2026-03")
    with case.signed_in("kuaiji") as accountant:
        first = estate.propose_wear(accountant, book_id=case.books["a"], month=march)
        ledger.discard_voucher(accountant, voucher_id=first)
        assert estate.propose_wear(accountant, book_id=case.books["a"], month=march) != first


def test_what_is_missing_from_the_register_is_told(case: Casebook) -> None:
    assert differences(case)["151"] == (Decimal("-300000.00"), Decimal("-300000.00"))


def test_disposal_takes_it_out_of_both(case: Casebook, hall: int) -> None:
    with case.signed_in("kuaiji") as accountant:
        voucher = estate.dispose(accountant, asset_id=hall, on=TODAY, how="scrapped", note="危房拆除")
        assert voucher is not None
        with pytest.raises(Conflict):
            estate.dispose(accountant, asset_id=hall, on=TODAY, how="sold", note="再卖一次")
    assert differences(case)["151"] == (Decimal("-300000.00"), NONE)
    case.post(voucher)
    assert differences(case).get("151") is None
    with as_system():
        assert estate.assets(on=TODAY)[1] == 0
        assert estate.assets(on=date(2026, 3, 9))[1] == 1
        assert AssetEnd.objects.get().worn > Decimal("100000.00")


def test_it_refuses_a_number_twice_and_wear_above_cost(case: Casebook, hall: int) -> None:
    with case.signed_in("baozhang-a") as clerk:
        with pytest.raises(Conflict):
            estate.register_assets(clerk, assets=[new(case)])
        with pytest.raises(Refusal) as refusal:
            estate.register_assets(clerk, assets=[new(case, number="x", worn=Decimal("290000.00"))])
    assert refusal.value.code == "estate.worn"
    with as_system():
        assert Asset.objects.count() == 1


def test_a_count_tells_what_is_missing(case: Casebook, hall: int) -> None:
    given = {"book_id": case.books["a"], "on": TODAY, "key": "k"}
    with case.signed_in("baozhang-a") as clerk:
        with pytest.raises(Refusal) as alone:
            estate.record_count(clerk, counters="张三", found={hall: Decimal(1)}, **given)  # type: ignore[arg-type]
        assert alone.value.code == "estate.counters"
        with pytest.raises(Refusal):
            estate.record_count(clerk, counters="张三、李四", found={}, **given)  # type: ignore[arg-type]
        assert not StockCount.objects.exists()
        made = estate.record_count(clerk, counters="张三、李四", found={hall: Decimal(0)}, **given)  # type: ignore[arg-type]
        again = estate.record_count(clerk, counters="张三、李四", found={hall: Decimal(0)}, **given)  # type: ignore[arg-type]
        assert made == again
        assert estate.count(made).differences == 1


def test_a_card_tells_everybody_what_it_is_and_nothing_of_money(case: Casebook, hall: int) -> None:
    with as_system():
        slug = Asset.objects.get(pk=hall).slug
    with case.signed_in("baozhang-b"):
        card = estate.card(slug)
        assert card.name == "村部办公楼"
        assert not hasattr(card, "cost")
        with pytest.raises(Unknown):
            estate.card("made-up")
        assert estate.assets(on=TODAY)[1] == 0


def test_only_those_of_the_book_write(case: Casebook, hall: int) -> None:
    with case.signed_in("jiandu-a") as supervisor, pytest.raises(NotAllowed):
        estate.register_assets(supervisor, assets=[new(case, number="x")])
    with case.signed_in("baozhang-a") as clerk, pytest.raises(NotAllowed):
        estate.dispose(clerk, asset_id=hall, on=TODAY, how="sold", note="卖了")
    with as_system():
        assert not AssetEnd.objects.exists()


@pytest.mark.parametrize("attack", ["update estate_asset set cost = 1", "delete from estate_asset"])
def test_the_register_never_changes(case: Casebook, hall: int, attack: str) -> None:
    with as_system(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
