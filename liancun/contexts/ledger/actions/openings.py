"""Opening balances from a balance table: older accounts mapped, counterparties kept apart, gated by a trial balance."""

from __future__ import annotations

from collections.abc import Sequence

from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.actions.books import load_opening
from liancun.contexts.ledger.models import Counterparty
from liancun.contexts.ledger.queries import books, vouchers
from liancun.contexts.ledger.rules import opening
from liancun.contexts.ledger.rules.lines import Entry
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require


@action("ledger.load_opening_table")
def load_opening_table(
    actor: Actor, *, book_id: int, rows: Sequence[opening.TableRow]
) -> vouchers.VoucherLine:
    """Prepares the opening voucher from the rows of a table. All rows or none.

    Refusals: ledger.one_side, ledger.opening_unbalanced, ledger.not_mapped, ledger.choose_target and those of
    loading an opening.
    """
    require(actor, "ledger.load_opening", books.book(book_id).owner_id)
    return load_opening(actor, book_id=book_id, lines=_entries(book_id, judged(rows)))


def judged(rows: Sequence[opening.TableRow]) -> tuple[opening.TableRow, ...]:
    """The rows in the book's own chart, both tables balanced."""
    opening.check_table(rows)
    maps = {key: one.moves for key, one in playbook.statements_section().map.items()}
    return opening.in_new_chart(rows, maps)


def _entries(book_id: int, rows: Sequence[opening.TableRow]) -> list[Entry]:
    """Rows that meet on one account are added, counterparties apart."""
    held: dict[tuple[str, int | None], Entry] = {}
    for row in rows:
        party = _party(book_id, row) if row.party else None
        key = (row.code, party)
        net = row.net + (held[key].net if key in held else opening.ZERO)
        debit, credit = (net, opening.ZERO) if net > 0 else (opening.ZERO, -net)
        held[key] = Entry(row.code, debit, credit, counterparty=party)
    return [entry for entry in held.values() if entry.net]


def _party(book_id: int, row: opening.TableRow) -> int:
    made, _new = Counterparty.objects.get_or_create(
        book_id=book_id, kind=row.party_kind, name=row.party.strip()
    )
    return made.pk
