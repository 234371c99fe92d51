"""A month of a mirror book comes in from the province's platform: vouchers and balance table, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from liancun.contexts.audit import api as audit
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.actions import mirror_accounts, mirror_reading, mirror_writing
from liancun.contexts.ledger.actions.drafting import person_of
from liancun.contexts.ledger.actions.mirror_reading import GivenFile
from liancun.contexts.ledger.actions.posting import seal
from liancun.contexts.ledger.models import (
    Book,
    ClaimMatch,
    MirrorImport,
    MirrorShape,
    Period,
    Voucher,
)
from liancun.contexts.ledger.queries import books, mirrors
from liancun.contexts.ledger.rules import mirroring as rules
from liancun.contexts.ledger.rules import platforms
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Refusal, mark
from liancun.kernel.periods import Month


@dataclass(frozen=True)
class Imported:
    """What an import did. `fresh`, `kept`, `gone`: vouchers that came, stayed, were taken back; `differences`: figures
    in which the mirror and the platform's table do not agree; `agrees`: there is a table, and none.
    """

    import_id: int
    fresh: int
    kept: int
    gone: int
    accounts: int
    differences: int
    agrees: bool
    again: bool = False


Tell = Callable[[int, str], None]
READING, COMPARING = mark("读文件"), mark("核对科目和凭证")
WRITING, RECONCILING = mark("写入凭证"), mark("写入余额表并逐个科目核对")


def quietly(part: int, words: str) -> None:
    """For an import that nobody watches."""


@action("ledger.remember_mirror_columns")
def remember_mirror_columns(actor: Actor, *, book_id: int, sheet: str, heads: Mapping[str, str]) -> None:
    """Keeps which column of the platform's file is which. Refusal: ledger.mirror_shape."""
    book = books.book(book_id)
    require(actor, "ledger.import_mirror", book.owner_id)
    known = {role: heads[role] for role in platforms.ROLES[sheet] if heads.get(role)}
    fault = platforms.Shape(sheet, known).fault
    if fault:
        raise Refusal("ledger.mirror_shape", fault, status=422)
    MirrorShape.objects.create(
        book_id=book_id,
        sheet=sheet,
        platform=platform_name(),
        heads=known,
        made_by_id=actor.person_id,
        made_at=clock.now(),
    )


def platform_name() -> str:
    return playbook.section_of().ledger.platform.name


@action("ledger.import_mirror")
def import_mirror(
    actor: Actor,
    *,
    book_id: int,
    month: Month,
    vouchers: GivenFile | None = None,
    balances: GivenFile | None = None,
    guess: bool = False,
    recheck: str = "",
    tell: Tell = quietly,
) -> Imported:
    """Drafts of a month's vouchers and the platform's balance table; another person posts with `post_mirror`.

    The same files again change nothing. A new list of a month that is not closed replaces the one before: drafts are
    discarded, posted vouchers that changed are taken back in red letters. `guess`: columns that the headings tell need
    nobody's word; `recheck`: the sheet whose columns are asked for again; `tell` gets the part done (0 to 100) with
    words, for a bar. Refusals: ledger.not_mirror,
    ledger.month_closed, ledger.mirror_columns (UnknownColumns), and those of rows with file, row and column.
    """
    book = books.locked(book_id)
    require(actor, "ledger.import_mirror", book.owner_id)
    person = person_of(actor)
    _permit(book, month, vouchers, balances)
    digests = (vouchers.digest if vouchers else "", balances.digest if balances else "")
    before = None if recheck else _same(book, month, *digests)
    if before is not None:
        return _told(before, again=True)
    lists = _read(book, month, vouchers, balances, guess, recheck, tell)
    return _keep(actor, book, month, lists, person, tell)


def begin_import(
    actor: Actor,
    *,
    book_id: int,
    month: Month,
    vouchers: GivenFile | None,
    balances: GivenFile | None,
    recheck: str = "",
) -> None:
    """What can be refused before the rows are read: the right, the month, the columns. Refusals as `import_mirror`."""
    book = Book.objects.filter(pk=book_id).first()
    if book is None:
        raise books.unknown_book()
    require(actor, "ledger.import_mirror", book.owner_id)
    person_of(actor)
    _permit(book, month, vouchers, balances)
    for key, given in (("vouchers", vouchers), ("balances", balances)):
        if given is not None:
            known = [] if key == recheck else mirrors.shapes(book.pk, platform_name(), key)
            mirror_reading.read(key, given, known, guess=False, most=mirror_reading.PEEKED)


def _keep(
    actor: Actor, book: Book, month: Month, lists: _Lists, person: int, tell: Tell = quietly
) -> Imported:
    tell(50, COMPARING)
    codes = mirror_accounts.open_accounts(actor, book, lists.vouchers, lists.balances)
    held = mirrors.standing(book.pk, month, "posted")
    change = rules.compare_months({label: m.digest for label, m in held.items()}, lists.coming)
    if lists.vouchers is None:
        change = rules.Change((), (), ())
    taken = [held[label].voucher_id for label in change.gone]
    _refuse_matched(taken)
    opening = mirror_writing.opening_of(book, month, lists.table, codes)
    made = MirrorImport.objects.create(
        book=book,
        month=month.first,
        platform=platform_name(),
        **lists.files,
        drafts=len(change.fresh) + len(taken) + bool(opening),
        kept=len(change.kept),
        gone=len(taken),
        imported_by_id=person,
        name=signature(actor),
        imported_at=clock.now(),
    )
    tell(60, WRITING)
    Period.objects.get_or_create(book=book, month=month.first)
    mirror_writing.discard(book, month, vouchers=lists.vouchers is not None, opening=bool(opening))
    mirror_writing.write_back(actor, book, made, taken, opening)
    if change.fresh:
        mirror_writing.write_vouchers(actor, book, made, change.fresh, codes)
    tell(90, RECONCILING)
    mirror_writing.write_balances(book, made, lists.table, codes)
    audit.record(
        actor,
        "ledger.import_mirror",
        subject="ledger.book",
        subject_id=book.pk,
        body_id=book.owner_id,
        detail={"month": str(month), "vouchers": len(change.fresh), "gone": len(taken)},
    )
    return _told(made, len(change.fresh))


def _permit(book: Book, month: Month, *given: GivenFile | None) -> None:
    if book.kind != "mirror":
        raise Conflict(
            "ledger.not_mirror",
            mark("这个账套是主账，记在本系统里，不接收平台的镜像。"),
            remedy=mark("主账的凭证在这里填制或者导入，再按平台的模板导出。"),
        )
    if not any(given):
        raise Refusal("ledger.mirror_no_file", mark("请选择凭证表或者科目余额表。"), status=422)
    if month.last < book.opened_on or month.first > clock.today():
        raise Refusal(
            "ledger.mirror_month",
            mark("{month}在账套启用以前，或者还没有到，不能导入。"),
            {"month": month.label()},
            status=422,
        )
    closed = Period.objects.filter(book=book, month__gte=month.first, closed_at__isnull=False)
    if closed.exists():
        raise Conflict(
            "ledger.month_closed",
            mark("{month}已经结账公开，镜像不能再换。"),
            {"month": month.label()},
            remedy=mark("平台里更正了已结账的月份的，请先凭决定重新打开这个月，再导入。"),
        )


def _same(book: Book, month: Month, vouchers: str, balances: str) -> MirrorImport | None:
    """The import that already brought exactly these files, where none has come since that changed them."""
    found = MirrorImport.objects.filter(book=book, month=month.first).order_by("-id")
    last = {field: found.exclude(**{field: ""}).first() for field in ("voucher_digest", "balance_digest")}
    wanted = {"voucher_digest": vouchers, "balance_digest": balances}
    for field, digest in wanted.items():
        held = last[field]
        if digest and (held is None or getattr(held, field) != digest):
            return None
    newest = found.first()
    if newest is None or MirrorShape.objects.filter(book=book, made_at__gt=newest.imported_at).exists():
        return None  # what the columns are was said anew since
    return newest


@dataclass(frozen=True)
class _Lists:
    vouchers: platforms.Sheet | None
    balances: platforms.Sheet | None
    coming: tuple[rules.PlatformVoucher, ...]
    table: tuple[platforms.BalanceRow, ...]
    files: dict[str, str]


def _read(
    book: Book,
    month: Month,
    vouchers: GivenFile | None,
    balances: GivenFile | None,
    guess: bool,
    recheck: str,
    tell: Tell,
) -> _Lists:
    name = platform_name()
    begun = {"vouchers": 0, "balances": 40}

    def sheet(key: str, given: GivenFile | None) -> platforms.Sheet | None:
        if given is None:
            return None
        remembered = [] if key == recheck else mirrors.shapes(book.pk, name, key)
        span = 40 if key == "vouchers" else 10

        def tick(done: int, total: int) -> None:
            tell(begun[key] + span * done // max(total, 1), READING)

        return mirror_reading.read(key, given, remembered, guess=guess, tick=tick)

    first, second = sheet("vouchers", vouchers), sheet("balances", balances)
    coming = rules.vouchers_of(first, platforms.voucher_rows(first), month) if first else ()
    files = {
        "voucher_file": vouchers.name[:200] if vouchers else "",
        "voucher_digest": vouchers.digest if vouchers else "",
        "balance_file": balances.name[:200] if balances else "",
        "balance_digest": balances.digest if balances else "",
    }
    return _Lists(first, second, coming, platforms.balance_rows(second) if second else (), files)


def _refuse_matched(taken: Sequence[int]) -> None:
    found = ClaimMatch.objects.select_related("claim").filter(voucher_id__in=taken).first()
    if found is not None:
        raise Conflict(
            "ledger.mirror_matched",
            mark("平台里改动了已经和第 {number} 号报账单对上的凭证，不能换掉。"),
            {"number": found.claim.number},
            remedy=mark("请在平台里用红字冲销并另记一张，再导入。"),
        )


def _told(made: MirrorImport, fresh: int = 0, *, again: bool = False) -> Imported:
    found = mirrors.agreement(made.book_id, Month.of(made.month))
    return Imported(
        made.pk, fresh, made.kept, made.gone, found.accounts, len(found.differences), found.agrees, again
    )


@action("ledger.post_mirror")
def post_mirror(actor: Actor, *, book_id: int, month: Month) -> int:
    """Posts what was imported for a month, through the gate, by another person than imported it. Gives the number."""
    book = books.locked(book_id)
    require(actor, "ledger.post_import", book.owner_id)
    person = person_of(actor)
    drafts = Voucher.objects.filter(book=book, state="draft", batch__mirror__month=month.first).order_by("pk")
    if drafts.filter(prepared_by_id=person).exists():
        raise Conflict(
            "ledger.own_import",
            mark("制单和复核要由两个人完成。"),
            remedy=mark("请由另一位有记账职务的人员复核这次导入。"),
        )
    ids = list(drafts.values_list("pk", flat=True))
    if ids:
        seal(ids, None)
        audit.record(
            actor,
            "ledger.post_mirror",
            subject="ledger.book",
            subject_id=book.pk,
            body_id=book.owner_id,
            detail={"month": str(month), "vouchers": len(ids)},
        )
    return len(ids)
