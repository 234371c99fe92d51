"""What the books keep of a person: which papers they handled, and how long the law wants them kept."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from liancun.contexts.ledger.models import Claim, Voucher
from liancun.contexts.people import api as people
from liancun.framework import clock

# 会计档案管理办法: vouchers and what belongs to them are kept for thirty years.
KEPT_DAYS = 30 * 366
_HANDS = (
    "handled_by",
    "witnessed_by",
    "filed_by",
    "checked_by",
    "approved_by",
    "approved_above_by",
    "accepted_by",
)


def _claims_of(person_id: int) -> Q:
    touched = Q()
    for hand in _HANDS:
        touched |= Q(**{hand: person_id})
    return touched


def told_of(person_id: int) -> list[people.DataPart]:
    rows = Claim.objects.filter(_claims_of(person_id)).order_by("filed_at")
    cells = tuple(
        (f"{clock.local(at):%Y-%m-%d}", purpose, f"{amount:,.2f}")
        for at, purpose, amount in rows.values_list("filed_at", "purpose", "amount")
    )
    return [people.DataPart(_("经办、证明和审批的报账单"), (_("日期"), _("用途"), _("金额（元）")), cells)]


def kept_of(person_id: int, today: date) -> list[people.Retention]:
    claims = Claim.objects.filter(_claims_of(person_id)).aggregate(last=Max("filed_at"))["last"]
    vouchers = Voucher.objects.filter(Q(prepared_by=person_id) | Q(posted_by=person_id)).exists()
    if vouchers:
        return [people.Retention(_("会计凭证由其填制或复核，凭证保存三十年"))]
    until = clock.local(claims).date() + timedelta(days=KEPT_DAYS) if claims else None
    return [people.Retention(_("报账单随会计档案保存"), until)] if until else []
