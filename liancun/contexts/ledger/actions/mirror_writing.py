"""What an import of the platform writes: drafts of its vouchers, red letters for those that went, its balance table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.db.models import Max

from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.actions import drafting, importing
from liancun.contexts.ledger.actions.mirror_accounts import Codes
from liancun.contexts.ledger.models import (
    Batch,
    Book,
    Counterparty,
    MirrorBalance,
    MirrorImport,
    MirrorVoucher,
    Voucher,
)
from liancun.contexts.ledger.queries import vouchers as reads
from liancun.contexts.ledger.rules import importing as incoming
from liancun.contexts.ledger.rules import lines, numbers, platforms, trial
from liancun.contexts.ledger.rules import mirroring as rules
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.kernel.periods import Month

Opening = tuple[lines.Entry, ...]


def opening_of(book: Book, month: Month, table: Sequence[platforms.BalanceRow], codes: Codes) -> Opening:
    """The balances with which the book begins: from the table of its first month, until they are posted."""
    if not table or month != Month.of(book.opened_on):
        return ()
    if Voucher.objects.filter(book=book, state="posted").exists():
        return ()
    rows = rules.leaves({codes.of[(row.code, row.name)]: row for row in table})
    found = {code: amount for code, row in rows.items() if (amount := rules.opening_of(row))}
    entries = tuple(_entry(book, code, amount, codes) for code, amount in found.items())
    if entries:
        trial.require_opening_balance(*lines.totals(entries))
    return entries


def _entry(book: Book, code: str, amount: Decimal, codes: Codes) -> lines.Entry:
    party = _party(book, codes, code, "") if codes.accounts[code].counterparties else None
    held = None if party is None else _party_id(book, party)
    debit, credit = (amount, rules.ZERO) if amount > 0 else (rules.ZERO, -amount)
    return lines.Entry(code, debit, credit, counterparty=held)


def _party(book: Book, codes: Codes, code: str, told: str) -> str:
    """With whom: as the platform says, else the name of the detail account, else that it does not say."""
    account = codes.accounts[code]
    return told or (account.name if account.parent_id is not None else rules.NAMELESS)


def _party_id(book: Book, name: str) -> int:
    found = Counterparty.objects.filter(book=book, name=name).order_by("pk").first()
    return (found or Counterparty.objects.create(book=book, kind="outside", name=name)).pk


def discard(book: Book, month: Month, *, vouchers: bool, opening: bool) -> None:
    """The drafts of the import before make room: of the vouchers, of the opening balances, as they come anew."""
    drafts = Voucher.objects.filter(book=book, state="draft", batch__mirror__isnull=False)
    if vouchers:
        drafts.filter(month=month.first).exclude(word=numbers.OPENING).update(state="discarded")
    if opening:
        drafts.filter(word=numbers.OPENING).update(state="discarded")


def write_back(
    actor: Actor, book: Book, source: MirrorImport, taken: Sequence[int], opening: Opening
) -> None:
    """The opening voucher, and a red-letter voucher for each that the platform changed or took away."""
    if not taken and not opening:
        return
    batch = Batch.objects.create(
        book=book,
        key=f"mirror:{source.pk}:back",
        source=source.voucher_file or source.balance_file,
        vouchers=len(taken) + bool(opening),
        lines=len(opening),
        prepared_by_id=drafting.person_of(actor),
        prepared_at=clock.now(),
        mirror=source,
    )
    if opening:
        drafting.draft(
            actor,
            book,
            drafting.Content(
                day=book.opened_on,
                summary="期初余额",
                entries=opening,
                key=f"mirror:{source.pk}:opening",
                word=numbers.OPENING,
                batch_id=batch.pk,
            ),
        )
    for voucher_id in taken:
        _take_back(actor, book, batch, voucher_id)


def _take_back(actor: Actor, book: Book, batch: Batch, voucher_id: int) -> None:
    old = reads.voucher(voucher_id)
    drafting.draft(
        actor,
        book,
        drafting.Content(
            day=old.date,
            summary=f"冲销{old.label}：平台已更改",
            payee=old.payee,
            entries=lines.negated(reads.entries(voucher_id)),
            key=f"mirror:{batch.mirror_id}:back:{voucher_id}",
            word=old.word,
            authority_id=old.authority_id,
            corrects_id=voucher_id,
            batch_id=batch.pk,
        ),
    )


def write_vouchers(
    actor: Actor, book: Book, source: MirrorImport, fresh: Sequence[rules.PlatformVoucher], codes: Codes
) -> None:
    """Drafts through the same judge and tables as any import; money out is marked until its authority is named."""
    importing.take_in(list(_incoming(book, source, fresh, codes)))
    importing.write(
        actor,
        key=f"mirror:{source.pk}",
        source=source.voucher_file,
        record_unauthorised=True,
        mirror_id=source.pk,
    )
    made = dict(Voucher.objects.filter(batch__mirror=source).values_list("key", "pk"))
    MirrorVoucher.objects.bulk_create(
        MirrorVoucher(
            book=book,
            voucher_id=made[_key(source, voucher)],
            month=source.month,
            word=voucher.word,
            number=voucher.number,
            preparer=voucher.preparer,
            turned=list(voucher.turned),
            digest=voucher.digest,
        )
        for voucher in fresh
    )


def _key(source: MirrorImport, voucher: rules.PlatformVoucher) -> str:
    return f"mirror:{source.pk}:{voucher.word}-{voucher.number}"


def _incoming(
    book: Book, source: MirrorImport, fresh: Sequence[rules.PlatformVoucher], codes: Codes
) -> Iterator[incoming.IncomingLine]:
    """The rows in the order of the platform's numbers, each series running on from where it stands."""
    found = Voucher.objects.filter(book=book, month=source.month, number__isnull=False)
    last = dict(found.values_list("word").annotate(last=Max("number")))
    closing = _closing(book, codes)
    for voucher in fresh:
        word = platforms.book_word(voucher.word)
        last[word] = last.get(word, 0) + 1
        stage = closing(voucher)
        payee = next((x.party for x in voucher.lines if x.party), "")
        for line in voucher.lines:
            yield _line(book, source, voucher, line, codes)._replace(
                word=word, number=last[word], payee=payee, closing=stage
            )


def _line(
    book: Book,
    source: MirrorImport,
    voucher: rules.PlatformVoucher,
    line: platforms.VoucherRow,
    codes: Codes,
) -> incoming.IncomingLine:
    code = codes.of[(line.code, line.name)]
    debit, credit = rules.sides(line)
    keeps = codes.accounts[code].counterparties
    return incoming.IncomingLine(
        book.pk,
        _key(source, voucher),
        voucher.lines[0].day,
        code,
        debit,
        credit,
        voucher.lines[0].summary,
        attachments=voucher.attachments,
        counterparty=_party(book, codes, code, line.party) if keeps else "",
    )


def _closing(book: Book, codes: Codes) -> _Stage:
    chart = playbook.section_of().chart.get(book.chart)
    return _Stage(chart.closing if chart else None, codes)


class _Stage:
    """Which stage of a year's end a voucher of the platform is."""

    def __init__(self, closing: playbook.Closing | None, codes: Codes) -> None:
        self._closing, self._codes = closing, codes
        self._classes = {code: a.account_class for code, a in codes.accounts.items()}

    def __call__(self, voucher: rules.PlatformVoucher) -> str:
        if self._closing is None:
            return ""
        used = [self._codes.of[(x.code, x.name)] for x in voucher.lines]
        chart = (self._closing.result, self._closing.undistributed, tuple(self._closing.distribution))
        return rules.closes(used, self._classes, chart)


def write_balances(
    book: Book, source: MirrorImport, table: Sequence[platforms.BalanceRow], codes: Codes
) -> None:
    """The platform's table as it came; rows that meet on one account are added."""
    held: dict[str, MirrorBalance] = {}
    for row in table:
        code = codes.of[(row.code, row.name)]
        one = held.get(code)
        if one is None:
            held[code] = MirrorBalance(
                book=book,
                source=source,
                account=codes.accounts[code],
                row=row.row,
                name=row.name,
                opening=row.opening,
                debit=row.debit,
                credit=row.credit,
                closing=row.closing,
            )
            continue
        for field in ("opening", "debit", "credit", "closing"):
            told, more = getattr(one, field), getattr(row, field)
            setattr(one, field, None if told is None or more is None else told + more)
    MirrorBalance.objects.bulk_create(held.values())
