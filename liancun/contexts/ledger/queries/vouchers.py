"""Vouchers: one as printed, the register, the lines of an account."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection
from django.db.models import F

from liancun.contexts.ledger.models import Line, Voucher, VoucherStep, VoucherWords
from liancun.contexts.ledger.rules import chaining, numbers
from liancun.contexts.ledger.rules.lines import Entry
from liancun.contexts.people import api as people
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class VoucherLine:
    """A voucher as a neighbour sees it. `spent`: yuan that left cash and bank, below zero where they came."""

    id: int
    book_id: int
    owner_id: int
    state: str
    label: str
    word: str
    month: date
    number: int | None
    date: date
    summary: str
    payee: str
    amount: Decimal
    spent: Decimal
    attachments: int
    outstanding: bool
    ratified: bool
    authority_id: int | None
    claim_id: int | None
    corrects_id: int | None
    corrected_by_id: int | None
    prepared_by: int
    posted_by: int | None
    posted_at: datetime | None
    digest: str
    sequence: int | None
    needs_check: bool = False
    checked_by: int | None = None
    link_id: int | None = None
    batch_id: int | None = None
    event: str | None = None
    part: int = 1
    parts: int = 1

    @property
    def warned(self) -> bool:
        """Money has left without authority and none was found since."""
        return self.outstanding and not self.ratified


@dataclass(frozen=True)
class EntryLine:
    """A line as printed, with the account's name."""

    account_id: int
    code: str
    name: str
    debit: Decimal
    credit: Decimal
    counterparty_id: int | None = None
    counterparty: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    summary: str = ""


def unknown_voucher() -> Unknown:
    return Unknown("ledger.no_voucher", mark("没有找到这张凭证。"), remedy=mark("请从账套的凭证登记簿进入。"))


def lines(found: Collection[Voucher]) -> list[VoucherLine]:
    """One statement for any number of vouchers."""
    if not found:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_BESIDE, [[v.pk for v in found]])
        beside = {pk: rest for pk, *rest in cursor.fetchall()}
    return [_line(v, *beside[v.pk]) for v in found]


# In written SQL: to compose it costs Django more than the database needs to answer, at every draft and posting.
_BESIDE = """
select w.voucher_id, w.summary, w.payee,
       (select coalesce(sum(l.debit), 0) from ledger_line l where l.voucher_id = w.voucher_id),
       (select r.id from ledger_voucher r where r.corrects_id = w.voucher_id and r.state = 'posted'),
       exists (select from ledger_ratification t where t.voucher_id = w.voucher_id)
from ledger_voucherwords w where w.voucher_id = any (%s)
"""


def _line(
    v: Voucher, summary: str, payee: str, amount: Decimal, red: int | None, ratified: bool
) -> VoucherLine:
    return VoucherLine(
        id=v.pk,
        book_id=v.book_id,
        owner_id=v.owner_id,
        state=v.state,
        label=numbers.label(v.word, v.month, v.number, v.part, v.parts),
        word=v.word,
        month=v.month,
        number=v.number,
        date=v.date,
        summary=summary,
        payee=payee,
        amount=amount,
        spent=v.spent,
        attachments=v.attachments,
        outstanding=v.outstanding,
        ratified=ratified,
        authority_id=v.authority_id,
        claim_id=v.claim_id,
        corrects_id=v.corrects_id,
        corrected_by_id=red,
        prepared_by=v.prepared_by_id,
        posted_by=v.posted_by_id,
        posted_at=clock.local(v.posted_at) if v.posted_at else None,
        digest=v.digest or "",
        sequence=v.sequence,
        needs_check=v.needs_check,
        checked_by=v.checked_by_id,
        link_id=v.link_id,
        batch_id=v.batch_id,
        event=v.event if v.parts > 1 else None,
        part=v.part,
        parts=v.parts,
    )


def voucher(voucher_id: int) -> VoucherLine:
    found = list(Voucher.objects.filter(pk=voucher_id))
    if not found:
        raise unknown_voucher()
    return lines(found)[0]


def voucher_lines(ids: Collection[int]) -> dict[int, VoucherLine]:
    """Those of the vouchers that can be seen, by their ids; two statements whatever their number."""
    return {line.id: line for line in lines(list(Voucher.objects.filter(pk__in=ids)))}


def parts_of(line: VoucherLine) -> list[VoucherLine]:
    """The vouchers of one event that share a number, in their order; the voucher alone where it has none beside it."""
    if line.event is None:
        return [line]
    found = Voucher.objects.filter(book_id=line.book_id, event=line.event).exclude(state="discarded")
    return lines(list(found.order_by("part")))


def locked_voucher(voucher_id: int) -> Voucher:
    found = Voucher.objects.select_for_update(of=("self",)).filter(pk=voucher_id).first()
    if found is None:
        raise unknown_voucher()
    return found


def book_id_of(voucher_id: int) -> int:
    found = Voucher.objects.filter(pk=voucher_id).values_list("book_id", flat=True).first()
    if found is None:
        raise unknown_voucher()
    return found


def vouchers(
    *,
    book_id: int,
    month: date | None = None,
    state: str = "",
    start: int = 0,
    size: int = 25,
    batch_id: int | None = None,
    alone: bool = False,
) -> tuple[list[VoucherLine], int]:
    """A page of the register, newest first, drafts before all, with the number of all that fit.

    The vouchers of one batch come in their own order. `alone`: without sides of pairs and imports, which are posted elsewhere.
    """
    found = Voucher.objects.filter(book_id=book_id)
    found = found.filter(state=state) if state else found.exclude(state="discarded")
    if month is not None:
        found = found.filter(month=month)
    if alone:
        found = found.filter(link=None, batch=None)
    if batch_id is not None:
        found = found.filter(batch_id=batch_id)
    newest = (F("sequence").desc(nulls_first=True), "-id")
    order = found.order_by("id") if batch_id is not None else found.order_by(*newest)
    return lines(list(order[start : start + size])), found.count()


def entry_lines(voucher_id: int) -> list[EntryLine]:
    found = Line.objects.select_related("account", "counterparty").filter(voucher_id=voucher_id)
    texts = VoucherWords.objects.filter(voucher_id=voucher_id).values_list("lines", flat=True).first() or []
    return [
        EntryLine(
            x.account_id,
            x.account.code,
            x.account.name,
            x.debit,
            x.credit,
            x.counterparty_id,
            x.counterparty.name if x.counterparty else "",
            x.quantity,
            x.unit,
            texts[place] if place < len(texts) else "",
        )
        for place, x in enumerate(found.order_by("order"))
    ]


def entries(voucher_id: int) -> tuple[Entry, ...]:
    return tuple(
        Entry(x.code, x.debit, x.credit, x.counterparty_id, x.quantity, x.unit, x.summary)
        for x in entry_lines(voucher_id)
    )


@dataclass(frozen=True)
class StepLine:
    act: str
    who: str
    at: datetime


def steps(voucher_id: int) -> list[StepLine]:
    """Who did what with a voucher, oldest first, under the names of those days."""
    found = VoucherStep.objects.filter(voucher_id=voucher_id).order_by("id")
    told = [StepLine(s.act, s.name, clock.local(s.at)) for s in found]
    return _whole(voucher_id, told)


def _whole(voucher_id: int, told: list[StepLine]) -> list[StepLine]:
    """What came in bulk or under a mandate has no steps of its own: the voucher itself says who and when."""
    acts = {"post" if step.act == "approve" else step.act for step in told}
    v = Voucher.objects.get(pk=voucher_id)
    kept = [("prepare", v.prepared_by_id, v.prepared_at), ("post", v.posted_by_id, v.posted_at)]
    missing = [(act, who, at) for act, who, at in kept if at is not None and who and act not in acts]
    if not missing:
        return told
    names = people.names({who for _act, who, _at in missing})
    made = [StepLine(act, names.get(who, ""), clock.local(at)) for act, who, at in missing]
    return sorted([*told, *made], key=lambda step: step.at)


@dataclass(frozen=True)
class AccountMove:
    """One line of the 明细账: the voucher, its amounts, and the balance after it (debit less credit)."""

    voucher_id: int
    label: str
    date: date
    summary: str
    debit: Decimal
    credit: Decimal
    balance: Decimal
    word: str = ""


def moves(account_id: int, since: date | None, until: date) -> list[AccountMove]:
    """The posted lines of an account up to `until`, with running balance; shown from `since`."""
    found = (
        Line.objects.filter(account_id=account_id, voucher__state="posted", voucher__date__lte=until)
        .order_by("voucher__date", "voucher__sequence", "order")
        .values_list(
            "voucher_id",
            "voucher__word",
            "voucher__month",
            "voucher__number",
            "voucher__part",
            "voucher__parts",
            "voucher__date",
            "debit",
            "credit",
        )
    )
    rows = list(found)
    words = dict(
        VoucherWords.objects.filter(voucher_id__in={r[0] for r in rows}).values_list("voucher_id", "summary")
    )
    moved = _running((r, words.get(r[0], "")) for r in rows)
    return [m for m in moved if since is None or m.date >= since]


def _running(
    rows: Iterable[tuple[tuple[int, str, date, int | None, int, int, date, Decimal, Decimal], str]],
) -> list[AccountMove]:
    balance, made = Decimal("0.00"), []
    for (voucher_id, word, month, number, part, parts, day, debit, credit), summary in rows:
        balance += debit - credit
        label = numbers.label(word, month, number, part, parts)
        made.append(AccountMove(voucher_id, label, day, summary, debit, credit, balance, word))
    return made


def sealed(v: Voucher, lines: Iterable[chaining.SealedLine]) -> chaining.Sealed:
    """What the chain covers of a numbered voucher."""
    return chaining.Sealed(
        book=v.book_id,
        sequence=v.sequence or 0,
        voucher=v.pk,
        word=v.word,
        date=v.date,
        number=v.number or 0,
        part=v.part,
        parts=v.parts,
        spent=v.spent,
        outstanding=v.outstanding,
        authority=v.authority_id,
        claim=v.claim_id,
        corrects=v.corrects_id,
        closing=v.closing,
        link=v.link_id,
        batch=v.batch_id,
        prepared_by=v.prepared_by_id,
        checked_by=v.checked_by_id,
        posted_by=v.posted_by_id or 0,
        attachments=v.attachments,
        words=v.words,
        lines=tuple(lines),
    )


def sealed_lines(book_id: int) -> dict[int, list[chaining.SealedLine]]:
    """voucher id → its lines in order, for a whole book."""
    made: dict[int, list[chaining.SealedLine]] = {}
    found = Line.objects.filter(account__book_id=book_id).order_by("voucher_id", "order")
    columns = (
        "voucher_id",
        "order",
        "account__code",
        "debit",
        "credit",
        "counterparty_id",
        "quantity",
        "unit",
    )
    for voucher_id, *rest in found.values_list(*columns).iterator():
        made.setdefault(voucher_id, []).append(chaining.SealedLine(*rest))
    return made
