"""Vouchers that come every month: planned once, proposed as drafts, checked and posted like any other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from liancun.contexts.audit import api as audit
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.actions.drafting import keep_here, person_of
from liancun.contexts.ledger.actions.vouchers import prepare_entry
from liancun.contexts.ledger.models import Recurring
from liancun.contexts.ledger.queries import books, desk
from liancun.contexts.ledger.rules import papers as rules
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, mark
from liancun.kernel.money import yuan
from liancun.kernel.periods import Month


@action("ledger.plan_recurring")
def plan_recurring(
    actor: Actor,
    *,
    book_id: int,
    template: str,
    amount: Decimal,
    summary: str,
    day: int,
    since: date,
    payee: str = "",
    authority_id: int | None = None,
) -> int:
    """From the month of `since` on, this business is proposed on `day` of each month. Gives its id."""
    book = books.locked(book_id)
    require(actor, "ledger.prepare_voucher", book.owner_id)
    keep_here(book)
    if template not in playbook.section_of().templates_for(book.chart):
        raise Refusal(
            "ledger.no_template", mark("请选择一项业务。"), place=Place("field", field="template"), status=422
        )
    made = Recurring.objects.create(
        book=book,
        template=template,
        amount=yuan(amount),
        summary=summary,
        payee=payee,
        authority_id=authority_id,
        day=day,
        since=Month.of(since).first,
        made_by_id=person_of(actor),
        made_at=clock.now(),
    )
    _record(actor, "ledger.plan_recurring", made)
    return made.pk


@action("ledger.end_recurring")
def end_recurring(actor: Actor, *, recurring_id: int) -> None:
    """Nothing more is proposed of it. Drafts and vouchers that came of it stay."""
    found = Recurring.objects.filter(pk=recurring_id).first()
    if found is None:
        raise desk.unknown_recurring()
    book = books.locked(found.book_id)
    require(actor, "ledger.prepare_voucher", book.owner_id)
    last = max(clock.today(), found.since)
    if not Recurring.objects.filter(pk=recurring_id, until=None).update(until=last):
        raise Conflict("ledger.recurring_ended", mark("这项经常业务已经停止。"))
    _record(actor, "ledger.end_recurring", found)


def _record(actor: Actor, verb: str, about: Recurring) -> None:
    owner = books.book(about.book_id).owner_id
    audit.record(actor, verb, subject="ledger.recurring", subject_id=about.pk, body_id=owner, detail={})


@dataclass(frozen=True)
class Proposed:
    """`made`: ids of the drafts; `refused`: summary and the refusal of those that could not be prepared."""

    made: tuple[int, ...]
    refused: tuple[tuple[str, Refusal], ...]


@action("ledger.propose_recurring")
def propose_recurring(actor: Actor, *, book_id: int, month: Month) -> Proposed:
    """The drafts of a month, each once; what its day has not come for is left for later."""
    book = books.book(book_id)
    require(actor, "ledger.prepare_voucher", book.owner_id)
    made: list[int] = []
    refused: list[tuple[str, Refusal]] = []
    running = Q(until__isnull=True) | Q(until__gte=month.first)
    for one in Recurring.objects.filter(running, book_id=book_id, since__lte=month.first).order_by("id"):
        day = rules.in_month(month.first.year, month.first.month, one.day)
        if day > clock.today() or desk.is_proposed(one.pk, month):
            continue
        try:
            with transaction.atomic():
                made.append(_prepare(actor, one, day, month))
        except Refusal as error:
            refused.append((one.summary, error))
    return Proposed(tuple(made), tuple(refused))


def _prepare(actor: Actor, one: Recurring, day: date, month: Month) -> int:
    line = prepare_entry(
        actor,
        book_id=one.book_id,
        day=day,
        summary=f"{one.summary}（{month.label()}）",
        key=desk.recurring_key(one.pk, month),
        template=one.template,
        amount=one.amount,
        payee=one.payee,
        authority_id=one.authority_id,
    )
    return line.id
