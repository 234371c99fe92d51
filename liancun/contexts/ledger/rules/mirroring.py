"""A month of a mirror book: the platform's vouchers whole, what changed since the last import, and whether they agree."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from liancun.contexts.ledger.rules.platforms import BalanceRow, Sheet, VoucherRow, book_word
from liancun.kernel.errors import mark
from liancun.kernel.periods import Month

ZERO = Decimal("0.00")
# With whom a balance stands where the platform does not say.
NAMELESS = "平台未列明"

Label = tuple[str, int]


@dataclass(frozen=True)
class PlatformVoucher:
    """A voucher as the platform numbers it. `digest` covers all that the mirror keeps of it."""

    word: str
    number: int
    lines: tuple[VoucherRow, ...]

    @property
    def label(self) -> Label:
        return self.word, self.number

    @property
    def digest(self) -> str:
        told = [f"{self.word}|{self.number}|{self.lines[0].day}|{self.attachments}|{self.preparer}"]
        told += [f"{x.code}|{x.name}|{x.debit}|{x.credit}|{x.party}|{x.summary}" for x in self.lines]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()

    @property
    def attachments(self) -> int:
        return max(line.attachments for line in self.lines)

    @property
    def preparer(self) -> str:
        return next((line.preparer for line in self.lines if line.preparer), "")

    @property
    def turned(self) -> tuple[int, ...]:
        """The places of red-letter lines, which the mirror keeps on the other side."""
        return tuple(at for at, x in enumerate(self.lines, start=1) if x.debit < 0 or x.credit < 0)


def sides(line: VoucherRow) -> tuple[Decimal, Decimal]:
    """Debit and credit above zero: a red debit is a credit."""
    if line.debit < 0 or line.credit < 0:
        return -line.credit, -line.debit
    return line.debit, line.credit


def vouchers_of(sheet: Sheet, rows: Sequence[VoucherRow], month: Month) -> tuple[PlatformVoucher, ...]:
    """Whole vouchers of one month in the order of their numbers. Refusals name file and row."""
    held: dict[Label, list[VoucherRow]] = {}
    for row in rows:
        if Month.of(row.day) != month:
            raise sheet.fault(
                row.row,
                "day",
                mark("“{file}”第 {row} 行的日期是 {day}，不在要导入的{month}。"),
                day=row.day,
                month=month.label(),
            )
        held.setdefault((row.word, row.number), []).append(row)
    made = tuple(PlatformVoucher(*label, tuple(held[label])) for label in sorted(held, key=_order))
    for voucher in made:
        _check(sheet, voucher)
    _no_gap(sheet, made)
    return made


def _order(label: Label) -> tuple[str, str, int]:
    return book_word(label[0]), label[0], label[1]


def _check(sheet: Sheet, voucher: PlatformVoucher) -> None:
    first, name = voucher.lines[0], f"{voucher.word}-{voucher.number}"
    odd = next((x for x in voucher.lines if x.day != first.day), None)
    if odd is not None:
        raise sheet.fault(
            odd.row, "day", mark("“{file}”第 {row} 行：凭证 {voucher} 的日期前后不一致。"), voucher=name
        )
    if len(voucher.lines) < 2:
        raise sheet.fault(
            first.row, "number", mark("“{file}”第 {row} 行：凭证 {voucher} 只有一行分录。"), voucher=name
        )
    debit, credit = (sum(amounts, ZERO) for amounts in zip(*map(sides, voucher.lines), strict=True))
    if debit != credit:
        raise sheet.fault(
            first.row,
            "debit",
            mark("“{file}”第 {row} 行：凭证 {voucher} 借方合计 {debit} 元，贷方合计 {credit} 元，不相等。"),
            voucher=name,
            debit=debit,
            credit=credit,
        )


def _no_gap(sheet: Sheet, made: Iterable[PlatformVoucher]) -> None:
    last: dict[str, int] = {}
    for voucher in made:
        wanted = last.get(voucher.word, 0) + 1
        if voucher.number != wanted:
            raise sheet.fault(
                voucher.lines[0].row,
                "number",
                mark("“{file}”第 {row} 行：{word}字缺第 {wanted} 号。请在平台整理断号，或者导出整月的凭证。"),
                word=voucher.word,
                wanted=wanted,
            )
        last[voucher.word] = voucher.number


@dataclass(frozen=True)
class Change:
    """What a new file changes: vouchers that came, vouchers taken back because they changed or went, the rest."""

    fresh: tuple[PlatformVoucher, ...]
    gone: tuple[Label, ...]
    kept: tuple[Label, ...]


def compare_months(held: Mapping[Label, str], coming: Sequence[PlatformVoucher]) -> Change:
    """`held`: label → digest of what stands in the mirror."""
    found = {voucher.label: voucher.digest for voucher in coming}
    kept = tuple(label for label, digest in held.items() if found.get(label) == digest)
    fresh = tuple(voucher for voucher in coming if voucher.label not in kept)
    return Change(fresh, tuple(label for label in held if label not in kept), kept)


def closes(
    codes: Collection[str], classes: Mapping[str, str], chart: tuple[str, str, Collection[str]]
) -> str:
    """Which stage of a year's end a voucher is: result, distribution, or none. `chart`: its closing accounts."""
    result, undistributed, others = chart

    def at(code: str, *heads: str) -> bool:
        return any(code.startswith(head) for head in heads)

    moved = [code for code in codes if classes.get(code) in ("income", "expense")]
    rest = [code for code in codes if code not in moved]
    if moved and rest and all(at(code, result) for code in rest):
        return "result"
    ends = all(at(code, result, undistributed, *others) for code in codes)
    return "distribution" if ends and len(set(codes)) > 1 else ""


@dataclass(frozen=True)
class Sums:
    """What the mirror itself adds up for an account: debit less credit before and after, and what moved."""

    opening: Decimal = ZERO
    debit: Decimal = ZERO
    credit: Decimal = ZERO

    @property
    def closing(self) -> Decimal:
        return self.opening + self.debit - self.credit

    def plus(self, other: Sums) -> Sums:
        return Sums(self.opening + other.opening, self.debit + other.debit, self.credit + other.credit)


@dataclass(frozen=True)
class Difference:
    """A figure in which table and mirror do not agree. `what`: opening, debit, credit or closing."""

    code: str
    name: str
    what: str
    theirs: Decimal
    ours: Decimal

    @property
    def gap(self) -> Decimal:
        return self.ours - self.theirs


def differences(
    theirs: Mapping[str, BalanceRow], ours: Mapping[str, Sums], names: Mapping[str, str]
) -> tuple[Difference, ...]:
    """`theirs`: the book's code → the row of the table; `ours`: of each account by itself.

    An account the table leaves out differs by all it holds and moved, unless it stands below one of the table. What
    stands on an account itself while the table names only details below it differs too.
    """
    found: list[Difference] = []
    for code, row in sorted(theirs.items()):
        own = _under(code, ours)
        for what in ("opening", "debit", "credit", "closing"):
            told = getattr(row, what)
            if told is not None and told != getattr(own, what):
                found.append(
                    Difference(code, row.name or names.get(code, ""), what, told, getattr(own, what))
                )
    for code, sums in sorted(ours.items()):
        if any(code.startswith(head) for head in theirs):
            continue
        for what in ("opening", "debit", "credit", "closing"):
            if own := getattr(sums, what):
                found.append(Difference(code, names.get(code, ""), what, ZERO, own))
    return tuple(found)


def _under(code: str, ours: Mapping[str, Sums]) -> Sums:
    made = Sums()
    for other, sums in ours.items():
        if other.startswith(code):
            made = made.plus(sums)
    return made


def leaves(rows: Mapping[str, BalanceRow]) -> dict[str, BalanceRow]:
    """The accounts of a table below which it names no other."""
    return {
        code: row
        for code, row in rows.items()
        if not any(other != code and other.startswith(code) for other in rows)
    }


def opening_of(row: BalanceRow) -> Decimal:
    """What an account held before the month; worked back where the table has no such column."""
    if row.opening is not None:
        return row.opening
    return row.closing - (row.debit or ZERO) + (row.credit or ZERO)
