"""Once is once: the same key again, also from two connections at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from unittest.mock import patch

import pytest
from django.db import connections

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.models import Book
from liancun.contexts.ledger.queries import books
from liancun.contexts.ledger.tests.casebook import Casebook, opened
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_system
from liancun.kernel.errors import Refusal


def test_it_prepares_an_entry_once(case: Casebook) -> None:
    text = "102 银行存款 100.00\n501 经营收入 -100.00"
    assert case.entry("a", text).id == case.entry("a", text).id


def test_it_files_a_claim_once(case: Casebook) -> None:
    authority = case.authority("a", "100.00")
    first = case.file("a", "50.00", authority.id, key="phone-1")
    assert case.file("a", "50.00", authority.id, key="phone-1").id == first.id


def test_it_posts_once(case: Casebook) -> None:
    draft = case.entry("a", "102 银行存款 100.00\n501 经营收入 -100.00")
    first = case.post(draft.id, "k")
    after = case.balances("a")

    assert case.post(draft.id, "k") == first
    assert case.balances("a") == after
    assert case.posted("a") == 2


def test_it_refuses_another_key_for_a_posted_voucher(case: Casebook) -> None:
    draft = case.entry("a", "102 银行存款 100.00\n501 经营收入 -100.00")
    case.post(draft.id, "k")
    with pytest.raises(Refusal) as caught:
        case.post(draft.id, "other")
    assert caught.value.code == "ledger.already_posted"
    assert case.posted("a") == 2


@pytest.fixture
def committed(cloned_world: World) -> Casebook:
    with clock.fixed(date(2026, 3, 10)):
        return opened(cloned_world)


def _together(*acts: Callable[[], object]) -> list[object]:
    """Runs the acts at the same moment, each on its own connection; gives results or errors."""
    gate = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(index: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[index] = act()
        except Exception as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_it_posts_once_when_sent_twice_at_the_same_moment(committed: Casebook) -> None:
    with clock.fixed(date(2026, 3, 10)):
        draft = committed.entry("a", "102 银行存款 100.00\n501 经营收入 -100.00")
        one, two = _together(*[lambda: committed.post(draft.id, "same")] * 2)

    assert isinstance(one, ledger.VoucherLine)
    assert one == two
    assert committed.posted("a") == 2


def test_the_database_orders_postings_without_the_programs_lock(committed: Casebook) -> None:
    """Whoever forgets the lock in the program still posts one after the other: the function takes it itself."""
    waiting = threading.Barrier(2, timeout=20)

    def unlocked(book_id: int) -> Book:
        found = Book.objects.get(pk=book_id)
        waiting.wait()
        return found

    with clock.fixed(date(2026, 3, 10)):
        drafts = [
            committed.entry("a", f"102 银行存款 {n}.00\n501 经营收入 -{n}.00", key=f"d{n}").id for n in (1, 2)
        ]
        with patch.object(books, "locked", unlocked):
            results = _together(*[lambda id=id: committed.post(id) for id in drafts])

    assert sorted(r.number or 0 for r in results if isinstance(r, ledger.VoucherLine)) == [1, 2]
    assert committed.posted("a") == 3
    with as_system():
        assert all(report.whole for report in ledger.verify_books())


def test_it_numbers_without_gaps_from_two_connections(committed: Casebook) -> None:
    with clock.fixed(date(2026, 3, 10)):
        drafts = [
            committed.entry("a", f"102 银行存款 {n}.00\n501 经营收入 -{n}.00", key=f"d{n}").id
            for n in range(1, 7)
        ]
        results = _together(*[lambda id=id: committed.post(id) for id in drafts])

    assert sorted(r.number or 0 for r in results if isinstance(r, ledger.VoucherLine)) == [1, 2, 3, 4, 5, 6]
    with as_system():
        assert all(report.whole for report in ledger.verify_books())
