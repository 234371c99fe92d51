"""Contact points with what was visited and raised, and businesses led personally."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Q

from liancun.contexts.posts import playbook
from liancun.contexts.posts.models import Contact, Issue, Lead, LeadResult, Visit
from liancun.contexts.posts.queries.lines import in_force
from liancun.contexts.posts.rules import contacts as rules
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class ContactLine:
    """`last`, `visits` are of what the asker may read."""

    id: int
    person_id: int
    person_name: str
    body_id: int
    body_name: str
    kind: str
    kind_name: str
    since: date
    until: date | None
    last: date | None
    visits: int
    due: date


@dataclass(frozen=True)
class VisitLine:
    id: int
    on: date
    note: str
    by_name: str


@dataclass(frozen=True)
class IssueLine:
    id: int
    what: str
    raised_on: date
    settled_on: date | None
    settled_note: str
    contact_id: int
    body_id: int
    person_id: int


@dataclass(frozen=True)
class LeadLine:
    id: int
    person_id: int
    person_name: str
    body_id: int
    body_name: str
    business: str
    business_body_id: int | None
    target: str
    target_amount: Decimal | None
    unit: str
    since: date
    until: date | None


@dataclass(frozen=True)
class ResultLine:
    on: date
    amount: Decimal | None
    note: str
    by_name: str


def kind_of(code: str) -> playbook.ContactKind:
    return playbook.section().contact.get(code) or playbook.ContactKind(name=code)


def _contacts(where: Q) -> list[ContactLine]:
    rows = Contact.objects.filter(where).select_related("body")
    found = rows.annotate(last=Max("visits__on"), number=Count("visits")).order_by("body__path", "pk")
    return [_contact(row, row.last, row.number) for row in found]


def _contact(row: Contact, last: date | None, number: int) -> ContactLine:
    kind = kind_of(row.kind)
    return ContactLine(
        row.pk,
        row.person_id,
        row.person_name,
        row.body_id,
        row.body.name,
        row.kind,
        kind.name,
        row.since,
        row.until,
        last,
        number,
        rules.due(row.since, last, kind.every_days),
    )


def contacts(kind: str, search: str, day: date, body_id: int | None = None) -> list[ContactLine]:
    where = in_force(day) & (Q(kind=kind) if kind else Q()) & (Q(body_id=body_id) if body_id else Q())
    if search:
        where &= Q(person_name__contains=search) | Q(body__name__contains=search)
    return _contacts(where)


def contacts_of(person_id: int, day: date) -> list[ContactLine]:
    return _contacts(in_force(day) & Q(person_id=person_id))


def contact(contact_id: int) -> ContactLine:
    found = _contacts(Q(pk=contact_id))
    if not found:
        raise Unknown("posts.no_contact", mark("没有这个联系点。"), remedy=mark("请从联系点列表进入。"))
    return found[0]


def visits(contact_id: int) -> list[VisitLine]:
    found = Visit.objects.filter(contact_id=contact_id).order_by("-on", "-pk")
    return [VisitLine(*row) for row in found.values_list("id", "on", "note", "by_name")]


_ISSUE = (
    "id",
    "what",
    "visit__on",
    "settled_on",
    "settled_note",
    "visit__contact_id",
    "body_id",
    "person_id",
)


def issues(contact_id: int) -> list[IssueLine]:
    found = Issue.objects.filter(visit__contact_id=contact_id).order_by("settled_on", "pk")
    return [IssueLine(*row) for row in found.values_list(*_ISSUE)]


def issue(issue_id: int) -> IssueLine:
    found = Issue.objects.filter(pk=issue_id).values_list(*_ISSUE).first()
    if found is None:
        raise Unknown("posts.no_issue", mark("没有这个问题。"), remedy=mark("请从联系点进入。"))
    return IssueLine(*found)


def _leads(where: Q) -> list[LeadLine]:
    rows = Lead.objects.filter(where).order_by("body__path", "pk")
    return [
        LeadLine(*row)
        for row in rows.values_list(
            "id",
            "person_id",
            "person_name",
            "body_id",
            "body__name",
            "business",
            "business_body_id",
            "target",
            "target_amount",
            "unit",
            "since",
            "until",
        )
    ]


def leads(search: str, day: date, body_ids: Collection[int] | None = None) -> list[LeadLine]:
    where = in_force(day)
    if body_ids is not None:
        where &= Q(body_id__in=set(body_ids))
    if search:
        where &= (
            Q(person_name__contains=search) | Q(business__contains=search) | Q(body__name__contains=search)
        )
    return _leads(where)


def leads_of(person_id: int, day: date) -> list[LeadLine]:
    return _leads(in_force(day) & Q(person_id=person_id))


def lead(lead_id: int) -> LeadLine:
    found = _leads(Q(pk=lead_id))
    if not found:
        raise Unknown("posts.no_lead", mark("没有这个领办项目。"), remedy=mark("请从领办列表进入。"))
    return found[0]


def results(lead_id: int) -> list[ResultLine]:
    found = LeadResult.objects.filter(lead_id=lead_id).order_by("-on", "-pk")
    return [ResultLine(*row) for row in found.values_list("on", "amount", "note", "by_name")]


def leaders(day: date) -> int:
    """How many persons lead a business that day: 22 in the published report of a county."""
    return int(Lead.objects.filter(in_force(day)).aggregate(n=Count("person", distinct=True))["n"])
