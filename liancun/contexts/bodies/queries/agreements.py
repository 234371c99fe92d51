"""Reads of agreements; the row policy shows those of the bodies one may read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncDate

from liancun.contexts.bodies import rules
from liancun.contexts.bodies.models import (
    Agreement,
    AgreementEnd,
    AgreementParty,
    AgreementReminder,
    AgreementSignature,
)
from liancun.contexts.bodies.queries.tree import BodyLine, lines
from liancun.contexts.bodies.rules.agreements import Draft, Facts, Stand, Terms
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class AgreementLine:
    """`stand` on the day asked for; `signed` of `parties` have signed."""

    id: int
    title: str
    number: str
    version: int
    host_id: int
    host_name: str
    since: date
    until: date | None
    parties: int
    signed: int
    stand: Stand


_NEWER = Agreement.objects.filter(replaces=OuterRef("pk"), signatures__completes=True)
_WHOLE = AgreementSignature.objects.filter(agreement=OuterRef("pk"), completes=True)
_ENDED = AgreementEnd.objects.filter(agreement=OuterRef("pk"))


def _count(of: str) -> Subquery:
    model = AgreementParty if of == "parties" else AgreementSignature
    rows = model.objects.filter(agreement=OuterRef("pk")).order_by().values("agreement")
    return Subquery(rows.annotate(n=Count("pk")).values("n"))


def _standing(day: date) -> QuerySet[Any]:
    """Agreements with what happened to them; `standing` says in SQL what `rules.agreements.stand` says."""
    found = Agreement.objects.annotate(
        n_parties=_count("parties"),
        n_signed=_count("signatures"),
        whole=Exists(_WHOLE),
        ended_on=Subquery(_ENDED.values("ended_on")[:1]),
        replaced_on=Subquery(_NEWER.values("since")[:1]),
    )
    whens = (
        When(Q(whole=False, ended_on__isnull=False), then=Value("withdrawn")),
        When(Q(whole=False, n_signed__isnull=True), then=Value("draft")),
        When(whole=False, then=Value("signing")),
        When(ended_on__lte=day, then=Value("ended")),
        When(replaced_on__lte=day, then=Value("replaced")),
        When(since__gt=day, then=Value("waiting")),
        When(until__lte=day, then=Value("ended")),
    )
    return found.annotate(standing=Case(*whens, default=Value("in_force"), output_field=CharField()))


_LINE = (
    "id",
    "title",
    "number",
    "version",
    "host_id",
    "host__name",
    "since",
    "until",
    "n1",
    "n2",
    "standing",
)


def _lines(found: QuerySet[Any]) -> list[AgreementLine]:
    rows = found.annotate(n1=Coalesce("n_parties", 0), n2=Coalesce("n_signed", 0))
    return [AgreementLine(*row) for row in rows.values_list(*_LINE)]


def agreements(
    day: date,
    *,
    stand: str = "",
    search: str = "",
    first: int = 0,
    count: int = 25,
) -> tuple[int, list[AgreementLine]]:
    """How many one may see, and a page of them, latest first."""
    found = _standing(day).order_by("-since", "-id")
    if stand:
        found = found.filter(standing=stand)
    if search:
        found = found.filter(
            Q(title__contains=search) | Q(number__contains=search) | Q(host__name__contains=search)
        )
    return found.count(), _lines(found[first : first + count])


def agreements_of(body_id: int, day: date, *, most: int = 200) -> list[AgreementLine]:
    """Those the body keeps or is a party of, latest first; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_BODY, {"body": body_id, "most": most})
        return [_with_stand(row, day) for row in cursor.fetchall()]


def _with_stand(row: tuple[Any, ...], day: date) -> AgreementLine:
    whole, ended_on, replaced_on, *told = row
    line = AgreementLine(*told)
    facts = Facts(line.since, line.until, line.signed, whole, ended_on, replaced_on)
    return replace(line, stand=rules.agreements.stand(facts, day))


# Written out because every record of a body asks for it.
_OF_BODY = """
select exists (select 1 from bodies_agreementsignature s where s.agreement_id = a.id and s.completes),
    (select e.ended_on from bodies_agreementend e where e.agreement_id = a.id limit 1),
    (select n.since from bodies_agreement n join bodies_agreementsignature s on s.agreement_id = n.id
        where n.replaces_id = a.id and s.completes limit 1),
    a.id, a.title, a.number, a.version, a.host_id, h.name, a.since, a.until,
    (select count(*) from bodies_agreementparty p where p.agreement_id = a.id),
    (select count(*) from bodies_agreementsignature s where s.agreement_id = a.id), 'draft'
from bodies_agreement a join bodies_body h on h.id = a.host_id
where a.readers @> array[%(body)s]::bigint[]
order by a.since desc, a.id desc limit %(most)s
"""


@dataclass(frozen=True)
class Signed:
    body_id: int
    signer_name: str
    signer_post: str
    signed_on: date
    signed_at: datetime
    text_digest: str
    on_paper: bool
    recorded_by_name: str


@dataclass(frozen=True)
class Ending:
    ended_on: date
    reason: str
    recorded_by_name: str
    recorded_at: datetime


@dataclass(frozen=True)
class AgreementRecord:
    """An agreement whole: text, parties, signatures, the versions before and after it, its end."""

    line: AgreementLine
    draft: Draft
    text_digest: str
    bodies: dict[int, BodyLine]
    signatures: Sequence[Signed]
    ending: Ending | None
    replaces_id: int | None
    replaced_by_id: int | None
    drafted_by_name: str
    drafted_at: datetime
    reminders: Sequence[tuple[int, datetime]]

    @property
    def unsigned(self) -> tuple[int, ...]:
        """Parties that have not signed, in the order of the text."""
        done = {one.body_id for one in self.signatures}
        return tuple(one.body_id for one in self.draft.parties if one.body_id not in done)


def agreement(id: int, day: date) -> AgreementRecord:
    """Unknown when there is none or one may not know of it."""
    found = _standing(day).filter(pk=id)
    listed = _lines(found)
    if not listed:
        raise Unknown("bodies.agreement_unknown", mark("没有这份协议。"), remedy=mark("请返回列表重新选择。"))
    row, line = found[0], listed[0]
    draft = _draft(row)
    newer = _alive(id)
    ending = AgreementEnd.objects.filter(agreement_id=id).first()
    return AgreementRecord(
        line=line,
        draft=draft,
        text_digest=rules.agreements.text_digest(draft, version=row.version),
        bodies=lines([row.host_id, *(one.body_id for one in draft.parties)]),
        signatures=_signatures(id),
        ending=Ending(ending.ended_on, ending.reason, ending.recorded_by_name, ending.recorded_at)
        if ending
        else None,
        replaces_id=row.replaces_id,
        replaced_by_id=newer,
        drafted_by_name=row.drafted_by_name,
        drafted_at=row.drafted_at,
        reminders=list(
            AgreementReminder.objects.filter(agreement_id=id)
            .order_by("-days")
            .values_list("days", "reminded_at")
        ),
    )


def _draft(row: Agreement) -> Draft:
    parties = AgreementParty.objects.filter(agreement=row).order_by("id")
    terms = [
        Terms(*values)
        for values in parties.values_list("body_id", "position", "duties", "share", "share_terms")
    ]
    return Draft(row.title, row.purpose, row.since, row.until, terms, row.number)


def _alive(id: int) -> int | None:
    """The newer version that was not withdrawn."""
    newer = Agreement.objects.filter(replaces_id=id, ending__isnull=True)
    return newer.values_list("id", flat=True).first()


def _signatures(id: int) -> list[Signed]:
    fields = (
        "body_id",
        "signer_name",
        "signer_post",
        "signed_on",
        "signed_at",
        "digest",
        "on_paper",
        "recorded_by_name",
    )
    rows = AgreementSignature.objects.filter(agreement_id=id).order_by("signed_at", "id")
    return [Signed(*row) for row in rows.values_list(*fields)]


def facts_of_agreement(row: Agreement) -> Facts:
    """What happened to it, for the rules."""
    signed = AgreementSignature.objects.filter(agreement=row)
    ending = AgreementEnd.objects.filter(agreement=row).values_list("ended_on", flat=True).first()
    newer = Agreement.objects.filter(replaces=row, signatures__completes=True).values_list("since", flat=True)
    whole = signed.filter(completes=True).exists()
    return Facts(row.since, row.until, signed.count(), whole, ending, newer.first())


@dataclass(frozen=True)
class Unsigned:
    """A draft whose terms are waiting for a party's signature."""

    agreement_id: int
    title: str
    body_id: int
    body_name: str
    drafted_on: date


def waiting_for_signature(body_ids: Collection[int]) -> list[Unsigned]:
    """Running drafts these bodies have not signed, where every party's terms are written; one statement."""
    signed = AgreementSignature.objects.filter(agreement=OuterRef("agreement"), body=OuterRef("body"))
    ended = AgreementEnd.objects.filter(agreement=OuterRef("agreement"))
    blank = AgreementParty.objects.filter(agreement=OuterRef("agreement"), position="", duties="")
    rows = AgreementParty.objects.filter(body_id__in=set(body_ids)).filter(
        ~Exists(signed), ~Exists(ended), ~Exists(blank)
    )
    rows = rows.annotate(day=TruncDate("agreement__drafted_at"))
    fields = ("agreement_id", "agreement__title", "body_id", "body__short_name", "day")
    return [Unsigned(*row) for row in rows.order_by("agreement_id").values_list(*fields)]


def ending_soon(day: date) -> list[AgreementLine]:
    """In force and ending within the days of notice, soonest first; one statement, two when there are any."""
    last = day + timedelta(days=rules.agreements.SOON)
    # A plain look first: the full reading costs a page more than all else, and mostly finds nothing.
    if not Agreement.objects.filter(until__gt=day, until__lte=last).exists():
        return []
    return _lines(_standing(day).filter(standing="in_force", until__lte=last).order_by("until", "id"))


def parties_of(agreement_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """agreement id → its parties and host, in one statement."""
    found = Agreement.objects.filter(pk__in=set(agreement_ids))
    return {id: tuple(readers) for id, readers in found.values_list("id", "readers")}


def to_remind(day: date) -> list[tuple[int, date, frozenset[int]]]:
    """In force with an end in sight: id, end, reminders already given."""
    found = {line.id: line for line in ending_soon(day)}
    given: dict[int, set[int]] = {}
    for id, days in AgreementReminder.objects.filter(agreement_id__in=found).values_list(
        "agreement_id", "days"
    ):
        given.setdefault(id, set()).add(days)
    return [
        (id, line.until, frozenset(given.get(id, ()))) for id, line in found.items() if line.until is not None
    ]
