"""What is true of books on paper, for any amounts."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liancun.contexts.ledger.rules import authority, chaining, claims, duties, lines, numbers, tiers, trial
from liancun.kernel import chain
from liancun.kernel.errors import Refusal

AMOUNT = st.decimals(Decimal("0.01"), Decimal("99999999.99"), places=2)
CODES = ("101", "102", "121", "301", "501", "511")


@st.composite
def balanced(draw: st.DrawFn) -> tuple[lines.Entry, ...]:
    """Any number of debits against one credit of their sum."""
    debits = draw(st.lists(st.tuples(st.sampled_from(CODES), AMOUNT), min_size=1, max_size=6))
    total = sum((amount for _, amount in debits), Decimal(0))
    made = [lines.Entry(code, debit=amount) for code, amount in debits]
    return (*made, lines.Entry(draw(st.sampled_from(CODES)), credit=total))


@given(balanced())
def test_it_takes_what_balances(entries: tuple[lines.Entry, ...]) -> None:
    lines.check(entries, CODES)


@given(balanced(), st.decimals(Decimal("0.01"), Decimal("100"), places=2))
def test_it_refuses_what_does_not(entries: tuple[lines.Entry, ...], more: Decimal) -> None:
    first = replace(entries[0], debit=entries[0].debit + more)
    with pytest.raises(Refusal) as caught:
        lines.check((first, *entries[1:]), CODES)
    assert caught.value.code == "ledger.unbalanced"
    assert caught.value.params["gap"] == more


@given(balanced())
def test_it_takes_everything_back_in_red(entries: tuple[lines.Entry, ...]) -> None:
    red = lines.negated(entries)
    lines.check(red, CODES, red=True)
    for code in CODES:
        assert sum(e.net for e in (*entries, *red) if e.code == code) == 0
    assert lines.money_out(red, {"101", "102"}) == -lines.money_out(entries, {"101", "102"})


def test_it_refuses_black_amounts_in_a_red_voucher() -> None:
    entries = lines.from_template(lines.Template("goods", "购买物资", "out", "121", "102"), Decimal("5.00"))
    with pytest.raises(Refusal) as caught:
        lines.check(entries, CODES, red=True)
    assert caught.value.code == "ledger.sign"


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (lines.Entry("999", debit=Decimal(5)), "ledger.unknown_account"),
        (lines.Entry("102"), "ledger.one_side"),
        (lines.Entry("102", Decimal(5), Decimal(5)), "ledger.one_side"),
        (lines.Entry("102", debit=Decimal(-5)), "ledger.sign"),
    ],
)
def test_it_names_the_row_at_fault(entry: lines.Entry, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        lines.check((lines.Entry("301", credit=Decimal(5)), entry), CODES)
    assert caught.value.code == code
    assert caught.value.place is not None
    assert caught.value.place.row == 2


@given(st.lists(balanced(), max_size=6))
def test_its_trial_balance_always_balances(vouchers: list[tuple[lines.Entry, ...]]) -> None:
    entries = [e for voucher in vouchers for e in voucher]
    sums = (
        trial.AccountSums(
            1,
            code,
            code,
            "debit" if code < "300" else "credit",
            Decimal(0),
            sum((e.debit for e in entries if e.code == code), Decimal(0)),
            sum((e.credit for e in entries if e.code == code), Decimal(0)),
        )
        for code in CODES
    )
    assert trial.trial_balance(sums).balances


STANDING = authority.Standing("决议", Decimal(100), Decimal(30), Decimal(20))


@given(st.decimals(Decimal("0.01"), Decimal("200"), places=2))
def test_it_permits_up_to_what_is_left(amount: Decimal) -> None:
    if amount <= 50:
        authority.permit(STANDING, amount, date(2026, 3, 1))
    else:
        with pytest.raises(Refusal) as caught:
            authority.permit(STANDING, amount, date(2026, 3, 1))
        assert caught.value.code == "ledger.authority_exceeded"


@pytest.mark.parametrize(("day", "waits"), [(14, True), (15, False)])
def test_it_waits_until_the_day(day: int, waits: bool) -> None:
    waiting = replace(STANDING, waits_until=date(2026, 3, 15))
    if waits:
        with pytest.raises(Refusal, match="2026-03-15"):
            authority.permit(waiting, Decimal(1), date(2026, 3, day))
    else:
        authority.permit(waiting, Decimal(1), date(2026, 3, day))


def test_it_waits_for_an_open_window_whatever_the_day() -> None:
    with pytest.raises(Refusal) as caught:
        authority.permit(replace(STANDING, window_closed=False), Decimal(1), date(2027, 1, 1))
    assert caught.value.code == "ledger.window_open"


TIERS = (tiers.Tier(Decimal(1000), ("village",)), tiers.Tier(None, ("village", "township")))


@pytest.mark.parametrize(("amount", "approvers"), [("1000.00", 1), ("1000.01", 2)])
def test_its_tiers_hold_their_ceiling(amount: str, approvers: int) -> None:
    assert len(tiers.tier_for(Decimal(amount), TIERS).approvers) == approvers


@pytest.mark.parametrize(
    ("limits", "ascending"),
    [
        ((None,), True),
        ((10, 20, None), True),
        ((20, 10, None), False),
        ((10,), False),
        ((None, None), False),
        ((), False),
    ],
)
def test_its_tiers_must_rise(limits: tuple[int | None, ...], ascending: bool) -> None:
    made = [tiers.Tier(None if x is None else Decimal(x), ("village",)) for x in limits]
    assert tiers.ascending(made) is ascending


APART = (duties.Apart(("handled", "approved"), "经手人不能审批"),)


@pytest.mark.parametrize(
    ("act", "person", "fails"), [("approved", 1, True), ("approved", 2, False), ("checked", 1, False)]
)
def test_it_keeps_duties_apart(act: str, person: int, fails: bool) -> None:
    assert (duties.conflict(act, person, {"handled": 1}, APART) is not None) is fails


def test_it_leads_a_claim_from_filing_to_payment() -> None:
    state = claims.FILED
    for act in ("check", "approve", "accept", "prepare", "post"):
        state = claims.after(state, act)
    assert state == claims.PAID
    assert claims.waits_for(state) is None


@pytest.mark.parametrize("act", ["check", "approve", "accept", "prepare", "post", "return", "refile"])
def test_it_does_nothing_more_to_a_paid_claim(act: str) -> None:
    with pytest.raises(Refusal) as caught:
        claims.after(claims.PAID, act)
    assert caught.value.code == "ledger.claim_moved_on"


def test_it_writes_the_number_as_printed() -> None:
    assert numbers.label("记", date(2026, 11, 1), 12) == "2026年11月记字第012号"


def _sealed(sequence: int) -> chaining.Sealed:
    five, nothing = Decimal("5.00"), Decimal(0)
    entries = (
        chaining.SealedLine(1, "121", five, nothing, None, None, ""),
        chaining.SealedLine(2, "102", nothing, five, None, None, ""),
    )
    return chaining.Sealed(
        1, sequence, sequence, "记", date(2026, 3, 9), sequence, 1, 1, Decimal(5), False,
        None, None, None, "", None, None, 1, None, 2, 1, "0" * 64, entries,
    )  # fmt: skip


def _chained(count: int) -> list[tuple[chaining.Sealed, str, str]]:
    made, head = [], chain.GENESIS
    for sequence in range(1, count + 1):
        own = chaining.digest(head, _sealed(sequence))
        made.append((_sealed(sequence), head, own))
        head = own
    return made


@given(st.integers(1, 8), st.data())
def test_its_chain_shows_where_it_was_changed(count: int, data: st.DataObject) -> None:
    links = _chained(count)
    assert chaining.first_fault(links) is None
    at = data.draw(st.integers(0, count - 1))
    sealed, previous, own = links[at]
    links[at] = (replace(sealed, spent=Decimal(6)), previous, own)
    assert chaining.first_fault(links) == at


@given(st.integers(2, 8), st.data())
def test_its_chain_shows_what_was_taken_out(count: int, data: st.DataObject) -> None:
    links = _chained(count)
    at = data.draw(st.integers(0, count - 2))
    del links[at]
    assert chaining.first_fault(links) == at


def test_it_keeps_words_out_of_the_chain() -> None:
    """The digest of the words needs the salt: without it a name cannot be guessed back."""
    assert chaining.words_digest(b"a" * 16, "购买", "张明") != chaining.words_digest(
        b"b" * 16, "购买", "张明"
    )
    assert chaining.words_digest(b"", "购买", "张明") != hashlib.sha256("购买张明".encode()).hexdigest()
