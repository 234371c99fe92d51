"""What the bank has and the book has, what is matched, what is proposed, and the reconciliation of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from liancun.contexts.ledger import api as ledger
from liancun.contexts.treasury import playbook
from liancun.contexts.treasury.models import Account, Match, MatchedEntry, MatchedLine, StatementLine
from liancun.contexts.treasury.queries import accounts
from liancun.contexts.treasury.rules import matching, reconciling
from liancun.contexts.treasury.rules.matching import Proposal, Side

ZERO = Decimal("0.00")
# Proposals are looked for among so many open lines of either side.
MOST_OPEN = 400


@dataclass(frozen=True)
class Open:
    """What is not matched yet, by id, and what is proposed."""

    lines: dict[int, Side]
    entries: dict[int, Side]
    vouchers: dict[int, int]
    labels: dict[int, str]
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True)
class MatchLine:
    id: int
    amount: Decimal
    day: date
    words: str
    count: int
    codes: tuple[tuple[str, int], ...]


def begun_on(account_id: int) -> date | None:
    """The day of the first line: what the book has before it is not compared."""
    first = StatementLine.objects.filter(account_id=account_id).order_by("order").first()
    return None if first is None else first.day


def side_of(line: StatementLine) -> Side:
    return Side(line.pk, line.day, line.income - line.outgo, line.payer, line.summary)


def entry_side(entry: ledger.MoneyLine) -> Side:
    return Side(entry.id, entry.day, entry.net, entry.payee, entry.summary)


def entries_of(account: Account, until: date | None = None) -> list[ledger.MoneyLine]:
    """The book's lines that the bank may tell too; nothing before the first statement."""
    begun = begun_on(account.pk)
    if begun is None:
        return []
    return ledger.money_lines(account.book_id, account.code, since=begun, until=until)


def open_sides(account_id: int) -> Open:
    """Both sides' open lines and the proposals between them. A fixed number of statements."""
    account = accounts.account_row(account_id)
    taken_lines = MatchedLine.objects.filter(account_id=account_id).values("line_id")
    taken = set(MatchedEntry.objects.filter(account_id=account_id).values_list("entry_id", flat=True))
    lines = StatementLine.objects.filter(account_id=account_id).exclude(pk__in=taken_lines)
    bank = [side_of(line) for line in lines.order_by("order")[:MOST_OPEN]]
    open_entries = [entry for entry in entries_of(account) if entry.id not in taken][:MOST_OPEN]
    book = [entry_side(entry) for entry in open_entries]
    window = playbook.section_of().matching.window_days
    return Open(
        {one.id: one for one in bank},
        {one.id: one for one in book},
        {entry.id: entry.voucher_id for entry in open_entries},
        {entry.id: entry.label for entry in open_entries},
        matching.propose(bank, book, window=window),
    )


def lines_by_id(account_id: int, ids: list[int]) -> list[StatementLine]:
    return list(StatementLine.objects.filter(account_id=account_id, pk__in=ids))


def matches(account_id: int, most: int = 50) -> list[MatchLine]:
    """The newest matches that stand."""
    found = list(
        Match.objects.filter(account_id=account_id, undone_at=None)
        .prefetch_related("lines__line", "entries")
        .order_by("-id")[:most]
    )
    return [_match(one) for one in found]


def _match(one: Match) -> MatchLine:
    lines = sorted((part.line for part in one.lines.all()), key=lambda line: line.order)
    codes = tuple((str(code), int(number)) for code, number in one.codes)
    words = "、".join(dict.fromkeys(line.payer or line.summary for line in lines))
    return MatchLine(one.pk, one.amount, lines[0].day, words, len(lines) + one.entries.count(), codes)


def reconciliation(account_id: int, on: date) -> reconciling.Reconciliation:
    """The 银行存款余额调节表 at the end of a day: what is matched only after it counts as open on it."""
    account = accounts.account_row(account_id)
    lines = list(StatementLine.objects.filter(account_id=account_id, day__lte=on).order_by("order"))
    entries = entries_of(account, on)
    closed_lines, closed_entries = _closed(account_id, {line.pk for line in lines}, {e.id for e in entries})
    bank = lines[-1].balance if lines else account.opening or ZERO
    book = ledger.money_balance(account.book_id, account.code, on)
    return reconciling.Reconciliation(
        on,
        bank,
        book,
        _opening_gap(account, lines),
        tuple(
            reconciling.Item(x.pk, x.day, x.payer or x.summary, x.income - x.outgo)
            for x in lines
            if x.pk not in closed_lines
        ),
        tuple(
            reconciling.Item(e.voucher_id, e.day, f"{e.label} {e.summary}", e.net)
            for e in entries
            if e.id not in closed_entries
        ),
    )


def _closed(account_id: int, lines: set[int], entries: set[int]) -> tuple[set[int], set[int]]:
    """Lines and entries whose whole match lies within the day."""
    parts: dict[int, tuple[set[int], set[int]]] = {}
    for match_id, line_id in MatchedLine.objects.filter(account_id=account_id).values_list(
        "match_id", "line_id"
    ):
        parts.setdefault(match_id, (set(), set()))[0].add(line_id)
    for match_id, id in MatchedEntry.objects.filter(account_id=account_id).values_list(
        "match_id", "entry_id"
    ):
        parts.setdefault(match_id, (set(), set()))[1].add(id)
    whole = [pair for pair in parts.values() if pair[0] <= lines and pair[1] <= entries]
    return {id for one, _ in whole for id in one}, {id for _, two in whole for id in two}


def _opening_gap(account: Account, lines: list[StatementLine]) -> Decimal:
    """Bank less book on the eve of the first statement."""
    if not lines:
        return ZERO
    first = lines[0]
    before: Decimal = first.balance - (first.income - first.outgo)
    return before - ledger.money_balance(account.book_id, account.code, first.day - timedelta(days=1))
