"""What waits for whom: lines to match, months to reconcile, files to hand out, answers to record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.treasury import playbook
from liancun.contexts.treasury.models import (
    Account,
    Batch,
    BatchLine,
    MatchedLine,
    MonthReconciled,
    StatementLine,
)
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.todo import TodoItem
from liancun.kernel.periods import Month

_MOST = 100


def waiting_for(actor: Actor) -> Iterable[TodoItem]:
    """Three statements at most, whatever the number of accounts."""
    if actor.person_id is None or not may(actor, "treasury.read", None):
        return []
    return [*_matches(actor), *_months(actor), *_files(actor)]


def _matches(actor: Actor) -> Iterator[TodoItem]:
    if not may(actor, "treasury.match", None):
        return
    matched = Exists(MatchedLine.objects.filter(line_id=OuterRef("pk")))
    found = (
        StatementLine.objects.filter(~matched)
        .values("account_id", "owner_id", "owner__name")
        .annotate(count=Count("id"))
        .order_by("account_id")
    )
    for row in found[:_MOST]:
        if may(actor, "treasury.match", row["owner_id"]):
            yield TodoItem(
                what=_("%(count)d 笔银行流水等待勾对") % {"count": row["count"]},
                for_whom=row["owner__name"],
                due=None,
                url=reverse("treasury:match", args=[row["account_id"]]),
                button=_("勾对"),
            )


def _months(actor: Actor) -> Iterator[TodoItem]:
    """The month that has passed, of accounts that have statements."""
    if not may(actor, "treasury.reconcile", None):
        return
    month = Month.of(clock.today().replace(day=1) - timedelta(days=1))
    due = month.last + timedelta(days=playbook.section_of().reconciliation.due_days)
    done = Exists(MonthReconciled.objects.filter(account_id=OuterRef("pk"), month=month.first))
    begun = Exists(StatementLine.objects.filter(account_id=OuterRef("pk"), day__lte=month.last))
    found = Account.objects.filter(~done, begun).select_related("owner").order_by("id")
    for account in found[:_MOST]:
        if may(actor, "treasury.reconcile", account.owner_id):
            yield TodoItem(
                what=_("%(month)s银行对账") % {"month": month.label(_)},
                for_whom=account.owner.name,
                due=due,
                url=reverse("treasury:reconciliation", args=[account.pk]) + f"?period={month}",
                button=_("对账"),
            )


def _files(actor: Actor) -> Iterator[TodoItem]:
    release, record = (may(actor, f"treasury.{act}", None) for act in ("release_batch", "record_results"))
    if not release and not record:
        return
    waiting = Exists(BatchLine.objects.filter(batch_id=OuterRef("pk"), state="waiting"))
    ready = Q(released_at=None) & ~Q(made_by=actor.person_id) if release else Q(pk=None)
    answered = Q(released_at__isnull=False) if record else Q(pk=None)
    found = Batch.objects.filter(waiting, ready | answered, dropped_at=None).select_related("owner")
    for batch in found.order_by("id")[:_MOST]:
        act = "treasury.release_batch" if batch.released_at is None else "treasury.record_results"
        if may(actor, act, batch.owner_id):
            yield TodoItem(
                what=_("付款文件：%(count)d 笔，%(total)s 元")
                % {"count": batch.count, "total": f"{batch.total:,}"},
                for_whom=batch.owner.name,
                due=None,
                url=reverse("treasury:batch", args=[batch.pk]),
                button=_("复核导出") if batch.released_at is None else _("登记结果"),
                waiting_since=clock.local(batch.made_at).date(),
            )
