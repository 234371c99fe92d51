"""A person's own data from every context, what still has to be kept, and what is due to be erased."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import playbook, rules
from liancun.contexts.people.models import (
    HouseholdMember,
    Person,
    Relation,
    Request,
    RollEntry,
    Wish,
)
from liancun.contexts.people.queries.consents import consents
from liancun.contexts.people.queries.numbers import openings, sealed
from liancun.contexts.people.queries.persons import former_names, person
from liancun.framework import clock, crypto
from liancun.framework.actors import Actor
from liancun.framework.scope import entered
from liancun.kernel.errors import Unknown, mark

ERASED = "已删除"


@dataclass(frozen=True)
class DataPart:
    """One table of what a context keeps of a person, in words; cells are texts."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Retention:
    """Why data of a person must stay, and until when (None: as long as it lasts)."""

    reason: str
    until: date | None = None


Telling = Callable[[int], Iterable[DataPart]]
Keeping = Callable[[int, date], Iterable[Retention]]
_tellings: list[Telling] = []
_keepings: list[Keeping] = []


def offer_personal_data(telling: Telling) -> None:
    """A context registers what it tells a person of their own data; asked with the person's id."""
    if telling not in _tellings:
        _tellings.append(telling)


def offer_retention(keeping: Keeping) -> None:
    """A context registers which duty to keep still runs on that day."""
    if keeping not in _keepings:
        _keepings.append(keeping)


def dossier(person_id: int) -> list[DataPart]:
    """Everything told of one person, plain: for the person alone, handed over at the counter."""
    return [*_own(person_id), *(part for telling in _tellings for part in telling(person_id))]


def _own(person_id: int) -> Iterable[DataPart]:
    line = person(person_id)
    closed = sealed(person_id)
    texts = zip(closed, crypto.open_many(list(closed.values())), strict=True)
    basics = [(_("姓名"), line.name), (_("登记村"), bodies.get(line.home_id).name)]
    basics += [(_("曾用名"), name) for name, _until in former_names(person_id)]
    basics += [(_(rules.FIELDS[name].label), text or "") for name, text in texts]
    yield DataPart(_("基本信息"), (_("项目"), _("内容")), tuple(basics))
    yield DataPart(
        _("农户"), (_("村"), _("户号"), _("与户主关系"), _("起"), _("止")), tuple(_homes(person_id))
    )
    yield DataPart(_("名册"), (_("组织"), _("名册"), _("起"), _("止")), tuple(_rolls(person_id)))
    yield DataPart(
        _("同意书"),
        (_("事项"), _("日期"), _("撤回"), _("存放")),
        tuple((_kind(c.kind), _day(c.given_on), _day(c.withdrawn_on), c.paper) for c in consents(person_id)),
    )
    yield DataPart(
        _("谁查看过"),
        (_("时间"), _("查看人"), _("项目"), _("理由")),
        tuple(
            (
                f"{clock.local(o.opened_at):%Y-%m-%d %H:%M}",
                o.actor_name,
                _(rules.FIELDS[o.field].label),
                o.reason,
            )
            for o in openings(person_id)
        ),
    )


def _rolls(person_id: int) -> Iterable[tuple[str, ...]]:
    rows = list(RollEntry.objects.filter(person_id=person_id).order_by("since"))
    names = bodies.lines({row.body_id for row in rows})
    for row in rows:
        name = names[row.body_id].name if row.body_id in names else ""
        yield name, playbook.roll_name(row.kind), _day(row.since), _day(row.until)


def _homes(person_id: int) -> Iterable[tuple[str, ...]]:
    rows = HouseholdMember.objects.filter(person_id=person_id).select_related("household", "home")
    for row in rows.order_by("since"):
        relation = str(Relation(row.relation).label)
        yield row.home.name, row.household.number, relation, _day(row.since), _day(row.until)


def _kind(code: str) -> str:
    known = playbook.kind_of(code)
    return known.name if known else code


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def retentions(person_id: int, today: date) -> list[Retention]:
    """Every duty that forbids erasing this person today, also one in records the asker may not see."""
    with entered(Actor.system("people.retentions")):
        kept = [
            *_own_duties(person_id, today),
            *(one for keep in _keepings for one in keep(person_id, today)),
        ]
    return [one for one in kept if one.until is None or one.until > today]


def _own_duties(person_id: int, today: date) -> Iterable[Retention]:
    if Person.objects.filter(pk=person_id, user__isnull=False).exists():
        yield Retention(_("这个人还有登录账号"))
    lives = HouseholdMember.objects.filter(Q(until=None) | Q(until__gt=today), person_id=person_id)
    if lives.exists():
        yield Retention(_("这个人还在农户登记中"))
    rows = RollEntry.objects.filter(person_id=person_id)
    if rows.filter(Q(until=None) | Q(until__gt=today)).exists():
        return (yield Retention(_("这个人还在名册上")))
    last = rows.aggregate(last=Max("until"))["last"]
    if last is not None:
        until = rules.years_after(last, playbook.privacy().after_years)
        yield Retention(_("名册在移出后还要保存"), until)


def due(today: date, at_most: int = 200) -> list[int]:
    """Persons whose last roll ended long enough ago and who have no account; hooks are asked one by one."""
    years = playbook.privacy().after_years
    border = rules.years_after(today, -years)
    entries = RollEntry.objects.filter(person=OuterRef("pk"))
    found = Person.objects.filter(
        Exists(entries), ~Exists(entries.filter(Q(until=None) | Q(until__gt=border))), user=None
    ).exclude(name=ERASED)
    ids = found.order_by("id").values_list("id", flat=True)[:at_most]
    return [id for id in ids if not retentions(id, today)]


@dataclass(frozen=True)
class RequestLine:
    id: int
    person_id: int
    name: str
    home_id: int
    kind: str
    words: str
    asked_on: date
    by_schedule: bool
    state: str
    answer: str
    recorded_by: int | None
    answered_at: datetime | None
    finished_at: datetime | None

    @property
    def kind_name(self) -> str:
        return str(Wish(self.kind).label)


_COLUMNS = (
    "id", "person_id", "person__name", "home_id", "kind", "words", "asked_on", "by_schedule", "state", "answer",
    "recorded_by", "answered_at", "finished_at",
)  # fmt: skip


def requests(*, state: str = "", person_id: int | None = None) -> list[RequestLine]:
    rows = Request.objects.order_by("-asked_on", "-id")
    if state:
        rows = rows.filter(state=state)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    return [RequestLine(*row) for row in rows.values_list(*_COLUMNS)[:1000]]


def request(id: int) -> RequestLine:
    """Unknown when there is none, or none the asker may know of."""
    row = Request.objects.filter(pk=id).values_list(*_COLUMNS).first()
    if row is None:
        raise Unknown(
            "people.unknown_request",
            mark("没有这份申请，或您不能查看。"),
            remedy=mark("请返回列表重新选择。"),
        )
    return RequestLine(*row)
