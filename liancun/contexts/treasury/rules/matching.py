"""Which line of the bank is which line of the book: proposals with their reasons; a person accepts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

# Sums are tried over so many nearby lines, in groups of so many at most.
_NEAR, _GROUP = 12, 4


@dataclass(frozen=True)
class Side:
    """A line of either side. `net`: yuan into the account (below zero: out of it)."""

    id: int
    day: date
    net: Decimal
    name: str = ""
    words: str = ""


@dataclass(frozen=True)
class Reason:
    """Why two lines belong together: a code, and a number where it has one."""

    code: str
    number: int = 0


@dataclass(frozen=True)
class Proposal:
    """Lines of the bank and of the book with equal sums. `sure`: nothing else could take their place."""

    lines: tuple[int, ...]
    entries: tuple[int, ...]
    reasons: tuple[Reason, ...]
    sure: bool
    score: int

    @property
    def key(self) -> str:
        return "-".join(map(str, self.lines)) + "_" + "-".join(map(str, self.entries))


def propose(lines: Iterable[Side], entries: Iterable[Side], *, window: int) -> tuple[Proposal, ...]:
    """Each line at most once. First one to one by amount, nearest name and day; then one to several."""
    bank, book = sorted(lines, key=_by_day), sorted(entries, key=_by_day)
    single = _singles(bank, book, window)
    used_lines = {id for one in single for id in one.lines}
    used_entries = {id for one in single for id in one.entries}
    rest_bank = [one for one in bank if one.id not in used_lines]
    rest_book = [one for one in book if one.id not in used_entries]
    groups = _groups(rest_bank, rest_book, window)
    return tuple(sorted((*single, *groups), key=lambda one: (not one.sure, -one.score, one.key)))


def _by_day(one: Side) -> tuple[date, int]:
    return one.day, one.id


def _singles(bank: Sequence[Side], book: Sequence[Side], window: int) -> list[Proposal]:
    pairs = [
        (_score(line, entry, window), line, entry)
        for line in bank
        for entry in book
        if line.net == entry.net and abs((line.day - entry.day).days) <= window
    ]
    pairs.sort(key=lambda pair: (-pair[0], pair[1].day, pair[1].id, pair[2].id))
    made: list[Proposal] = []
    lines: set[int] = set()
    entries: set[int] = set()
    for score, line, entry in pairs:
        if line.id in lines or entry.id in entries:
            continue
        rivals = sum(
            1 for other, one, two in pairs if (one.id == line.id) != (two.id == entry.id) and other >= score
        )
        lines.add(line.id)
        entries.add(entry.id)
        reasons = _reasons(line, entry)
        if rivals:
            reasons = (*reasons, Reason("rivals", rivals))
        made.append(Proposal((line.id,), (entry.id,), reasons, not rivals, score))
    return made


def _score(line: Side, entry: Side, window: int) -> int:
    apart = abs((line.day - entry.day).days)
    return max(window - apart, 0) + (100 if same_name(line, entry) else 0)


def same_name(line: Side, entry: Side) -> bool:
    """The bank's other party stands among the words of the book, or the other way round."""
    name = _plain(line.name)
    told = _plain(entry.name), _plain(entry.words)
    return len(name) >= 2 and (any(name in text for text in told) or (len(told[0]) >= 2 and told[0] in name))


def _plain(text: str) -> str:
    return text.replace(" ", "").replace("（", "(").replace("）", ")")


def _reasons(line: Side, entry: Side) -> tuple[Reason, ...]:
    apart = abs((line.day - entry.day).days)
    made = [Reason("amount"), Reason("same_day") if not apart else Reason("days", apart)]
    if same_name(line, entry):
        made.append(Reason("name"))
    return tuple(made)


def _groups(bank: Sequence[Side], book: Sequence[Side], window: int) -> list[Proposal]:
    """One line of the bank for several of the book (a batch paid at once), and the other way round."""
    made: list[Proposal] = []
    taken_book: set[int] = set()
    taken_bank: set[int] = set()
    for line in bank:
        near = [one for one in book if one.id not in taken_book and _near(line, one, window)]
        found = _only_sum(line, near)
        if found:
            taken_book |= {one.id for one in found}
            taken_bank.add(line.id)
            made.append(_group((line,), found, len(found)))
    for entry in book:
        if entry.id in taken_book:
            continue
        near = [one for one in bank if one.id not in taken_bank and _near(entry, one, window)]
        found = _only_sum(entry, near)
        if found:
            taken_bank |= {one.id for one in found}
            made.append(_group(found, (entry,), len(found)))
    return made


def _near(one: Side, other: Side, window: int) -> bool:
    within = abs((one.day - other.day).days) <= window
    return within and (one.net > 0) == (other.net > 0) and abs(other.net) < abs(one.net)


def _only_sum(whole: Side, near: Sequence[Side]) -> tuple[Side, ...]:
    """The one set of nearby lines with this sum; empty where there is none or more than one."""
    pool = sorted(near, key=lambda one: abs((one.day - whole.day).days))[:_NEAR]
    for size in range(2, _GROUP + 1):
        found = [group for group in combinations(pool, size) if sum(one.net for one in group) == whole.net]
        if found:
            return found[0] if len(found) == 1 else ()
    return ()


def _group(lines: Sequence[Side], entries: Sequence[Side], count: int) -> Proposal:
    ids = tuple(one.id for one in lines), tuple(one.id for one in entries)
    return Proposal(*ids, (Reason("sum", count),), False, 0)


def equal_sums(lines: Iterable[Side], entries: Iterable[Side]) -> bool:
    """What may be matched: something on both sides, equal to the fen."""
    bank, book = list(lines), list(entries)
    return bool(bank and book) and sum(one.net for one in bank) == sum(one.net for one in book)
