"""What waits for whom in the books: five statements, whatever the number of books."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.models import (
    Batch,
    Claim,
    Handover,
    PaymentWarning,
    Publication,
    Ratification,
    Voucher,
)
from liancun.contexts.ledger.queries import todo_pairs
from liancun.contexts.ledger.rules import claims as rules
from liancun.contexts.ledger.rules import papers
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.todo import TodoItem
from liancun.kernel.periods import Month

_MOST = 100
_DEBT_DAYS = 120
# State → who acts, and the button's verb.
_TURNS = {
    rules.FILED: ("ledger.check_claim", "审核"),
    rules.CHECKED: ("ledger.approve_claim", "审批"),
    rules.ABOVE: ("ledger.approve_claim_above", "审批"),
    rules.APPROVED: ("ledger.accept_claim", "受理"),
    rules.ACCEPTED: ("ledger.prepare_voucher", "制单"),
    rules.RETURNED: ("ledger.file_claim", "修改"),
}


def waiting_for(actor: Actor) -> Iterable[TodoItem]:
    """The claims, drafts and warnings on which this person is the one to act."""
    if actor.person_id is None or not may(actor, "ledger.read_books", None):
        return []
    return [
        *_claims(actor),
        *_drafts(actor),
        *_mirrors(actor),
        *todo_pairs.between_books(actor, _MOST),
        *_warnings(actor),
        *_handovers(actor),
        *_debts(actor),
    ]


def _verbs() -> dict[str, str]:
    return {
        "审核": _("审核"),
        "审批": _("审批"),
        "受理": _("受理"),
        "制单": _("制单"),
        "修改": _("修改"),
        "对凭证": _("对凭证"),
    }


def _claims(actor: Actor) -> Iterator[TodoItem]:
    verbs = _verbs()
    mine = [state for state, (action, _verb) in _TURNS.items() if may(actor, action, None)]
    if not mine:
        return
    due = papers.next_reporting_day(clock.today(), playbook.section_of().ledger.reporting_days)
    for claim in Claim.objects.select_related("owner", "book").filter(state__in=mine).order_by("id")[:_MOST]:
        action, verb = _TURNS[claim.state]
        verb = "对凭证" if claim.book.kind == "mirror" and verb == "制单" else verb
        if may(actor, action, claim.owner_id):
            yield TodoItem(
                what=_("报账单：%(purpose)s %(amount)s 元")
                % {"purpose": claim.purpose, "amount": f"{claim.amount:,}"},
                for_whom=claim.owner.name,
                due=due,
                url=reverse("ledger:claim", args=[claim.book_id, claim.pk]),
                button=verbs[verb],
                waiting_since=clock.local(claim.filed_at).date(),
            )


def _drafts(actor: Actor) -> Iterator[TodoItem]:
    """A draft waits for its checker where the tier asks for one, then for whoever posts."""
    found = Voucher.objects.select_related("owner").filter(state="draft", link=None, batch=None)
    found = found.exclude(prepared_by=actor.person_id)
    for voucher in _turn_of(actor, found).order_by("id")[:_MOST]:
        waits = voucher.needs_check and voucher.checked_by_id is None
        if may(actor, "ledger.check_voucher" if waits else "ledger.post_voucher", voucher.owner_id):
            yield TodoItem(
                what=(_("凭证等待审核（%(day)s）") if waits else _("凭证等待复核记账（%(day)s）"))
                % {"day": voucher.date},
                for_whom=voucher.owner.name,
                due=None,
                url=reverse("ledger:voucher", args=[voucher.book_id, voucher.pk]),
                button=_("复核"),
                waiting_since=clock.local(voucher.prepared_at).date(),
            )


def _mirrors(actor: Actor) -> Iterator[TodoItem]:
    """Months that came in from the province's platform wait as a whole for another person."""
    if not may(actor, "ledger.post_import", None):
        return
    found = Batch.objects.filter(mirror__isnull=False).exclude(prepared_by=actor.person_id)
    waiting = found.filter(
        pk__in=Voucher.objects.filter(state="draft", batch__isnull=False).values("batch_id")
    )
    seen: set[tuple[int, date]] = set()
    for batch in waiting.select_related("book__owner", "mirror").order_by("id")[:_MOST]:
        month = batch.mirror.month if batch.mirror else batch.prepared_at.date()
        if (batch.book_id, month) in seen or not may(actor, "ledger.post_import", batch.book.owner_id):
            continue
        seen.add((batch.book_id, month))
        yield TodoItem(
            what=_("%(month)s从平台导入的凭证等待复核入账") % {"month": Month.of(month).label(_)},
            for_whom=batch.book.owner.name,
            due=None,
            url=reverse("ledger:mirror", args=[batch.book_id]),
            button=_("复核"),
            waiting_since=clock.local(batch.prepared_at).date(),
        )


def _turn_of(actor: Actor, drafts: QuerySet[Voucher]) -> QuerySet[Voucher]:
    unchecked = Q(needs_check=True, checked_by__isnull=True)
    turn = Q(pk__in=[])
    if may(actor, "ledger.check_voucher", None):
        turn |= unchecked
    if may(actor, "ledger.post_voucher", None):
        turn |= ~unchecked & ~Q(checked_by=actor.person_id)
    return drafts.filter(turn)


def _warnings(actor: Actor) -> Iterator[TodoItem]:
    if not may(actor, "ledger.watch_payments", None):
        return
    ratified = Ratification.objects.values("voucher_id")
    found = PaymentWarning.objects.select_related("voucher__owner").exclude(voucher_id__in=ratified)
    for warning in found.order_by("id")[:_MOST]:
        voucher = warning.voucher
        if may(actor, "ledger.watch_payments", voucher.owner_id):
            yield TodoItem(
                what=_("待补手续：没有依据已付款 %(amount)s 元") % {"amount": f"{voucher.spent:,}"},
                for_whom=voucher.owner.name,
                due=None,
                url=reverse("ledger:voucher", args=[warning.book_id, voucher.pk]),
                button=_("查看"),
                waiting_since=clock.local(warning.raised_at).date(),
            )


def _handovers(actor: Actor) -> Iterator[TodoItem]:
    """Papers that were brought on a list and not counted yet."""
    if not may(actor, "ledger.take_papers", None):
        return
    for one in Handover.objects.select_related("book__owner").filter(taken_at=None).order_by("id")[:_MOST]:
        if may(actor, "ledger.take_papers", one.book.owner_id):
            yield TodoItem(
                what=_("清点接收第 %(number)d 号移交清单") % {"number": one.number},
                for_whom=one.book.owner.name,
                due=None,
                url=reverse("ledger:handover", args=[one.book_id, one.pk]),
                button=_("接收"),
                waiting_since=one.given_on,
            )


def works_at_desk(actor: Actor) -> bool:
    """Whether this person prepares or posts vouchers anywhere."""
    return any(may(actor, f"ledger.{verb}", None) for verb in ("prepare_voucher", "post_voucher"))


def _debts(actor: Actor) -> Iterator[TodoItem]:
    """Books whose newest closed month stood over the debt line: for supervisors and the township."""
    if not may(actor, "ledger.watch_payments", None) or may(actor, "ledger.prepare_voucher", None):
        return
    since = clock.today() - timedelta(days=_DEBT_DAYS)
    newest = (
        Publication.objects.filter(month__gte=since).order_by("book_id", "-month", "-id").distinct("book_id")
    )
    over = [p for p in newest.defer("statements").select_related("book__owner") if p.over_line]
    for found in over[:_MOST]:
        if may(actor, "ledger.watch_payments", found.book.owner_id):
            month = Month.of(found.month)
            yield TodoItem(
                what=_("负债警戒：%(month)s负债为资产的 %(share)s")
                % {"month": month.label(_), "share": _share(found.debt_share)},
                for_whom=found.book.owner.name,
                due=None,
                url=f"{reverse('ledger:statements', args=[found.book_id])}?period={month}",
                button=_("查看"),
                waiting_since=clock.local(found.made_at).date(),
            )


def _share(share: Decimal | None) -> str:
    return _("全部") if share is None else f"{share * 100:.1f}%"
