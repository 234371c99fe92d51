"""Random lives of two books, played on the program and on a small reference ledger; both must tell the same.

Among the steps are transfers between the books, and acts that are broken off after they were done: as after a fault,
nothing of them may stay.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.tests.casebook import OPENING, Casebook, entries
from liancun.framework.actors import Actor
from liancun.framework.testing import as_system
from liancun.framework.testing_databases import undone
from liancun.kernel.errors import Conflict, NotAllowed, Refusal
from liancun.kernel.periods import Month

pytestmark = [pytest.mark.mission("TL7"), pytest.mark.mission("B4")]
JANUARY, MARCH = date(2026, 1, 15), date(2026, 3, 5)
LINES = (("102", "501"), ("513", "102"), ("112", "501"), ("101", "102"), ("102", "599"))


@dataclass
class Draft:
    """What the reference knows of a voucher. `state`: draft, posted or discarded."""

    day: date
    amounts: dict[str, Decimal]
    spent: Decimal
    state: str = "draft"
    corrects: int | None = None
    number: int = 0


@dataclass
class Reference:
    """One book as a clerk with a sheet of paper would keep it."""

    balances: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    drafts: dict[int, Draft] = field(default_factory=dict)
    last: dict[date, int] = field(default_factory=lambda: defaultdict(int))
    closed: bool = False
    left: Decimal = Decimal(300)
    posted: int = 1

    def refuses_entry(self, day: date, debit: str, credit: str, amount: Decimal) -> bool:
        paid = credit == "102" and debit != "101"
        return credit == "599" or (self.closed and day == JANUARY) or (paid and amount > self.left)

    def refuses_posting(self, draft: Draft) -> bool:
        late = self.closed and draft.day == JANUARY
        return draft.state != "draft" or late or draft.spent > self.left

    def post(self, draft: Draft) -> None:
        self.last[draft.day] += 1
        draft.state, draft.number = "posted", self.last[draft.day]
        self.left -= draft.spent
        self.posted += 1
        for code, amount in draft.amounts.items():
            self.balances[code] += amount

    def refuses_correction(self, voucher_id: int) -> bool:
        taken = any(d.corrects == voucher_id and d.state != "discarded" for d in self.drafts.values())
        old = self.drafts[voucher_id]
        return old.state != "posted" or old.corrects is not None or taken

    def refuses_closing(self) -> bool:
        waits = any(d.state == "draft" and d.day == JANUARY for d in self.drafts.values())
        return self.closed or waits


ACTS = st.one_of(
    st.tuples(
        st.just("enter"),
        st.sampled_from((JANUARY, MARCH)),
        st.sampled_from(LINES),
        st.decimals(1, 200, places=2),
    ),
    *(st.tuples(st.just(act), st.integers(0, 9)) for act in ("post", "correct", "discard")),
    st.tuples(st.just("transfer"), st.decimals(1, 200, places=2)),
    st.tuples(st.just("close")),
)
STEPS = st.one_of(ACTS, ACTS, st.tuples(st.just("break_off"), ACTS))


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(STEPS, min_size=8, max_size=24))
def test_it_lives_as_the_reference(case: Casebook, steps: list[tuple[object, ...]]) -> None:
    with undone():
        life = Life(case)
        for step in steps:
            life.play(*step)
        life.compare()


class Cut(Exception):
    """What ends a transaction after its act was done."""


class Life:
    def __init__(self, case: Casebook) -> None:
        self.case, self.book = case, case.books["a"]
        self.authority = case.authority("a", "300.00").id
        self.reference, self.steps = Reference(), 0
        self.other = Reference()
        for entry in entries(OPENING):
            self.reference.balances[entry.code] += entry.net
            self.other.balances[entry.code] += entry.net

    def play(self, act: object, *given: object) -> None:
        self.steps += 1
        getattr(self, f"_{act}")(*given)

    def _break_off(self, act: tuple[object, ...]) -> None:
        before = deepcopy((self.reference, self.other))
        with suppress(Cut), transaction.atomic():
            self.play(*act)
            raise Cut
        self.reference, self.other = before

    def _told(self, user: str, act: object, *, refused: bool) -> object:
        """Runs the act as this person; it must be refused exactly where the reference refuses."""
        with self.case.signed_in(user) as actor:
            try:
                result = act(actor)  # type: ignore[operator]
            except (Refusal, Conflict, NotAllowed):
                assert refused, "the program refuses what the reference allows"
                return None
        assert not refused, "the program allows what the reference refuses"
        return result

    def _enter(self, day: date, pair: tuple[str, str], amount: Decimal) -> None:
        debit, credit = pair
        spent = amount * ((credit in ("101", "102")) - (debit in ("101", "102")))
        refused = self.reference.refuses_entry(day, debit, credit, amount)
        made = self._told(
            "kuaiji",
            lambda actor: ledger.prepare_entry(
                actor,
                book_id=self.book,
                day=day,
                summary="一笔",
                key=f"life-{self.steps}",
                lines=(ledger.Entry(debit, debit=amount), ledger.Entry(credit, credit=amount)),
                authority_id=self.authority if spent > 0 else None,
            ),
            refused=refused,
        )
        if isinstance(made, ledger.VoucherLine):
            draft = Draft(day, {debit: amount, credit: -amount}, max(spent, Decimal(0)))
            self.reference.drafts[made.id] = draft

    def _transfer(self, amount: Decimal) -> None:
        """A pays B: both vouchers or none."""
        spent = amount > self.reference.left
        made = self._told("kuaiji", lambda actor: self._begun(actor, amount).id, refused=spent)
        if spent:
            return
        for letter in "ab":
            self._told("fuhe", lambda actor, b=letter: self._approved(actor, made, b), refused=False)
        for book, moves in ((self.reference, ("121", "102")), (self.other, ("102", "501"))):
            book.last[MARCH] += 1
            book.posted += 1
            book.balances[moves[0]] += amount
            book.balances[moves[1]] -= amount
        self.reference.left -= amount

    def _begun(self, actor: Actor, amount: Decimal) -> ledger.PairLine:
        pair = ledger.open_pair(
            actor,
            book_id=self.book,
            other_owner_id=self.case.owner("b"),
            pays=True,
            amount=amount,
            purpose="往来款",
            key=f"pair-{self.steps}",
        )
        for letter, (debit, credit) in (("a", ("121", "102")), ("b", ("102", "501"))):
            pair = ledger.prepare_side(
                actor,
                pair_id=pair.id,
                book_id=self.case.books[letter],
                day=MARCH,
                lines=(ledger.Entry(debit, debit=amount), ledger.Entry(credit, credit=amount)),
                authority_id=self.authority if letter == "a" else None,
            )
        return pair

    def _approved(self, actor: Actor, pair_id: object, letter: str) -> ledger.PairLine:
        assert isinstance(pair_id, int)
        return ledger.approve_side(actor, pair_id=pair_id, book_id=self.case.books[letter])

    def _chosen(self, place: int) -> int | None:
        known = sorted(self.reference.drafts)
        return known[place % len(known)] if known else None

    def _post(self, place: int) -> None:
        chosen = self._chosen(place)
        if chosen is None:
            return
        draft = self.reference.drafts[chosen]
        refused = self.reference.refuses_posting(draft)
        key = f"post-{self.steps}"
        self._told("fuhe", lambda a: ledger.post_voucher(a, voucher_id=chosen, key=key), refused=refused)
        if not refused:
            self.reference.post(draft)

    def _correct(self, place: int) -> None:
        chosen = self._chosen(place)
        if chosen is None:
            return
        refused = self.reference.refuses_correction(chosen)
        made = self._told(
            "kuaiji",
            lambda a: ledger.correct_voucher(a, voucher_id=chosen, reason="写错", day=MARCH),
            refused=refused,
        )
        if isinstance(made, ledger.VoucherLine):
            old = self.reference.drafts[chosen]
            back = {code: -amount for code, amount in old.amounts.items()}
            self.reference.drafts[made.id] = Draft(MARCH, back, -old.spent, corrects=chosen)

    def _discard(self, place: int) -> None:
        chosen = self._chosen(place)
        if chosen is None:
            return
        draft = self.reference.drafts[chosen]
        refused = draft.state != "draft"
        self._told("fuhe", lambda a: ledger.discard_voucher(a, voucher_id=chosen), refused=refused)
        draft.state = draft.state if refused else "discarded"

    def _close(self) -> None:
        refused = self.reference.refuses_closing()
        self._told(
            "fuhe", lambda a: ledger.close_month(a, book_id=self.book, month=Month(2026, 1)), refused=refused
        )
        self.reference.closed = True if not refused else self.reference.closed

    def compare(self) -> None:
        for letter, book in (("a", self.reference), ("b", self.other)):
            expected = {code: amount for code, amount in book.balances.items() if amount}
            assert self.case.balances(letter) == expected
            assert self.case.posted(letter) == book.posted
        with as_system():
            assert ledger.remaining(self.authority) == self.reference.left
            for voucher_id, draft in self.reference.drafts.items():
                found = ledger.voucher(voucher_id)
                assert (found.state, found.number or 0) == (draft.state, draft.number)
            assert all(report.whole for report in ledger.verify_books())
