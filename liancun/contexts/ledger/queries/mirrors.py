"""Mirror books: what was imported, what differs from the platform's balance table, which voucher paid which claim."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from liancun.contexts.ledger.models import (
    Account,
    Book,
    Claim,
    ClaimMatch,
    Line,
    MirrorBalance,
    MirrorImport,
    MirrorShape,
    MirrorVoucher,
    Ratification,
    Voucher,
    VoucherWords,
)
from liancun.contexts.ledger.queries import balances
from liancun.contexts.ledger.rules import mirroring as rules
from liancun.contexts.ledger.rules import numbers, platforms
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark
from liancun.kernel.periods import Month


@dataclass(frozen=True)
class ImportLine:
    """An import as a person sees it. `waiting`: its vouchers that nobody has posted yet."""

    id: int
    month: Month
    voucher_file: str
    balance_file: str
    drafts: int
    kept: int
    gone: int
    waiting: int
    who: str
    at: datetime


def imports(book_id: int) -> list[ImportLine]:
    """The imports of a book, newest first."""
    found = list(MirrorImport.objects.filter(book_id=book_id).order_by("-id")[:200])
    waiting = waiting_by_import(m.pk for m in found)
    return [
        ImportLine(
            m.pk,
            Month.of(m.month),
            m.voucher_file,
            m.balance_file,
            m.drafts,
            m.kept,
            m.gone,
            waiting.get(m.pk, 0),
            m.name,
            clock.local(m.imported_at),
        )
        for m in found
    ]


def waiting_by_import(ids: Collection[int] | Iterator[int]) -> dict[int, int]:
    """Import → how many of its vouchers are drafts."""
    made: dict[int, int] = {}
    found = Voucher.objects.filter(batch__mirror_id__in=list(ids), state="draft")
    for (mirror_id,) in found.values_list("batch__mirror_id"):
        made[mirror_id] = made.get(mirror_id, 0) + 1
    return made


def is_mirror(book_id: int) -> bool:
    return Book.objects.filter(pk=book_id, kind="mirror").exists()


def unknown_import() -> Unknown:
    return Unknown("ledger.no_mirror_import", mark("没有找到这次镜像导入。"))


def import_of(import_id: int) -> MirrorImport:
    found = MirrorImport.objects.filter(pk=import_id).first()
    if found is None:
        raise unknown_import()
    return found


def shapes(book_id: int, platform: str, sheet: str) -> list[platforms.Shape]:
    """What was said of the platform's columns: of this book first, then of any other book in scope, newest first."""
    found = MirrorShape.objects.filter(platform=platform, sheet=sheet).order_by("-id")[:50]
    ordered = sorted(found, key=lambda s: s.book_id != book_id)
    return [platforms.Shape(sheet, s.heads) for s in ordered]


def current_balances(book_id: int, month: Month) -> MirrorImport | None:
    """The newest import of a month that brought a balance table."""
    found = MirrorImport.objects.filter(book_id=book_id, month=month.first).exclude(balance_digest="")
    return found.order_by("-id").first()


def standing(book_id: int, month: Month, *states: str) -> dict[rules.Label, MirrorVoucher]:
    """The platform's vouchers that count in a month, by the platform's number."""
    taken = Voucher.objects.filter(book_id=book_id, corrects__isnull=False).exclude(state="discarded")
    found = MirrorVoucher.objects.filter(book_id=book_id, month=month.first, voucher__state__in=states)
    found = found.exclude(voucher_id__in=taken.values("corrects_id"))
    return {(m.word, m.number): m for m in found}


def platform_number(voucher_id: int) -> tuple[str, str]:
    """The platform's number of a voucher and who made it there; empty for any other voucher."""
    found = MirrorVoucher.objects.filter(voucher_id=voucher_id).first()
    return ("", "") if found is None else (f"{found.word}-{found.number}", found.preparer)


@dataclass(frozen=True)
class Agreement:
    """A month beside the platform's balance table. `table`: the file, empty where none has come."""

    table: str
    accounts: int
    differences: tuple[rules.Difference, ...]
    ids: dict[str, int]

    @property
    def agrees(self) -> bool:
        return bool(self.table) and not self.differences


def agreement(book_id: int, month: Month) -> Agreement:
    """Compares all that stands in the mirror, drafts of the import included, with the table line by line."""
    accounts = {a.pk: a for a in Account.objects.filter(book_id=book_id)}
    names = {a.code: a.name for a in accounts.values()}
    ids = {a.code: a.pk for a in accounts.values()}
    source = current_balances(book_id, month)
    if source is None:
        return Agreement("", 0, (), ids)
    theirs = {
        accounts[b.account_id].code: platforms.BalanceRow(
            b.row, accounts[b.account_id].code, b.name, b.opening, b.debit, b.credit, b.closing
        )
        for b in MirrorBalance.objects.filter(source=source)
    }
    found = rules.differences(theirs, _sums(book_id, month), names)
    return Agreement(source.balance_file, len(theirs), found, ids)


def _sums(book_id: int, month: Month) -> dict[str, rules.Sums]:
    balance = balances.trial_balance(book_id, month.last, month.first)
    made = {
        line.code: rules.Sums(line.opening_debit - line.opening_credit, line.debit, line.credit)
        for line in balance.lines
    }
    for code, sums in [*_drafted(book_id, month), *_turned(book_id, month)]:
        made[code] = made.get(code, rules.Sums()).plus(sums)
    return made


def _drafted(book_id: int, month: Month) -> Iterator[tuple[str, rules.Sums]]:
    found = Line.objects.filter(
        book_id=book_id, voucher__state="draft", voucher__book_id=book_id, voucher__month=month.first
    )
    for code, word, debit, credit in found.values_list("account__code", "voucher__word", "debit", "credit"):
        opening = word == numbers.OPENING
        yield code, rules.Sums(debit - credit) if opening else rules.Sums(rules.ZERO, debit, credit)


def _turned(book_id: int, month: Month) -> Iterator[tuple[str, rules.Sums]]:
    """Red letters of the platform stand on the other side here: what moved is told as the platform tells it."""
    held = {m.voucher_id: m.turned for m in standing(book_id, month, "draft", "posted").values() if m.turned}
    found = Line.objects.filter(voucher_id__in=held)
    for voucher_id, order, code, debit, credit in found.values_list(
        "voucher_id", "order", "account__code", "debit", "credit"
    ):
        if order in held[voucher_id]:
            yield code, rules.Sums(rules.ZERO, -(debit + credit), -(debit + credit))


@dataclass(frozen=True)
class Proposal:
    """An imported voucher that may have paid a claim, and what speaks for it, the strongest first."""

    voucher_id: int
    label: str
    date: date
    summary: str
    payee: str
    amount: Decimal
    reasons: tuple[str, ...]


_MOST_DAYS = 120


def proposals(claim_id: int) -> list[Proposal]:
    """Posted vouchers of the same amount that nobody has named for anything yet, the likeliest first."""
    claim = Claim.objects.filter(pk=claim_id).first()
    if claim is None or claim.state != "accepted":
        return []
    since = clock.local(claim.filed_at).date() - timedelta(days=_MOST_DAYS)
    found = Voucher.objects.filter(
        book_id=claim.book_id, state="posted", spent=claim.amount, corrects__isnull=True, date__gte=since
    ).exclude(word=numbers.OPENING)
    found = found.exclude(pk__in=ClaimMatch.objects.filter(book_id=claim.book_id).values("voucher_id"))
    found = found.exclude(pk__in=Ratification.objects.filter(book_id=claim.book_id).values("voucher_id"))
    found = found.exclude(
        pk__in=Voucher.objects.filter(book_id=claim.book_id, corrects__isnull=False).values("corrects_id")
    )
    words = {w.voucher_id: w for w in VoucherWords.objects.filter(voucher__in=found)}
    made = [_proposal(claim, v, words[v.pk]) for v in found]
    return sorted(made, key=lambda p: (-len(p.reasons), abs(p.date - clock.local(claim.filed_at).date())))


def _proposal(claim: Claim, voucher: Voucher, words: VoucherWords) -> Proposal:
    told = f"{words.summary} {words.payee}"
    reasons = [mark("金额相等")]
    if claim.payee and claim.payee in told:
        reasons.append(mark("收款人相同"))
    if f"报账单{claim.number}号" in told.replace(" ", "") or f"报账{claim.number}号" in told.replace(" ", ""):
        reasons.append(mark("摘要里写着报账单号"))
    if claim.purpose and (claim.purpose in words.summary or words.summary in claim.purpose):
        reasons.append(mark("用途相同"))
    if abs(voucher.date - clock.local(claim.filed_at).date()).days <= 31:
        reasons.append(mark("日期相近"))
    label = numbers.label(voucher.word, voucher.month, voucher.number)
    return Proposal(
        voucher.pk, label, voucher.date, words.summary, words.payee, voucher.spent, tuple(reasons)
    )


def matched_voucher(claim_id: int) -> int | None:
    """The voucher that was accepted as the payment of a claim."""
    return ClaimMatch.objects.filter(claim_id=claim_id).values_list("voucher_id", flat=True).first()


def matched_claim(voucher_id: int) -> int | None:
    return ClaimMatch.objects.filter(voucher_id=voucher_id).values_list("claim_id", flat=True).first()
