"""A matter whole, with everything that happened in it: five plain statements, whatever its size."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Head:
    """The matter as it was raised; `body_id` is the joint committee, `total` in yuan."""

    id: int
    body_id: int
    joint_name: str
    joint_short_name: str
    village_id: int
    village_name: str
    title: str
    subject: str
    purpose: str
    raised_by: str
    raised_on: date
    raised_at: datetime
    minimum: int
    total: Decimal
    playbook_id: int
    state: str
    alone: bool
    body_kind: str
    revokes_id: int | None
    revokes_title: str | None
    within_id: int | None
    within_title: str | None
    mandate_effective: bool
    mandate_remaining: Decimal | None
    demanded_by: str
    demand_count: int | None
    demand_of: int | None
    purchase: str


@dataclass(frozen=True)
class Resolution:
    """What the committee resolved, with the verdict as it was given."""

    adopted: bool
    number: str
    text: str
    resolved_on: date
    entitled: int
    yes: int
    no: int
    abstain: int
    needed: int
    sentence: str
    params: Mapping[str, Any]
    article: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class Rating:
    """The drive and, once it is closed, its counts."""

    opened_on: date
    closes_on: date
    slips: int
    opened_by: str
    closed_on: date | None
    very: int | None
    fairly: int | None
    not_satisfied: int | None


@dataclass(frozen=True)
class Party:
    """A body concerned, what it would pay, its own way and why, and since when the resolution binds it."""

    village_id: int
    name: str
    kind: str
    amount: Decimal
    procedure: str
    why: str
    article: str
    bound_since: date | None
    bound_at: datetime | None
    revoked_on: date | None
    revoked_at: datetime | None
    revoked_by: int | None
    revoked_by_title: str | None


@dataclass(frozen=True)
class Record:
    """A step taken or missed, with the verdict as it was given; `village_id` None is the joint body's."""

    village_id: int | None
    procedure: str
    stage: str
    how: str
    held_on: date
    method: str
    passed: bool
    sentence: str
    params: Mapping[str, Any]
    article: str
    counted_from: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class Consent:
    """What somebody above said; `village_id` None: to the joint application."""

    village_id: int | None
    procedure: str
    stage: str
    how: str
    given: bool
    deemed: bool
    reason: str
    article: str
    decided_on: date
    decided_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class Escalation:
    """A step before the township, and what it decided."""

    id: int
    village_id: int
    procedure: str
    stage: str
    cause: str
    escalated_on: date
    recorded_at: datetime
    outcome: str
    reason: str
    decided_on: date | None
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True)
class Call:
    """A meeting called; `village_id` None is the committee's, `ballot_id` the ballot opened at it.

    `recorded`: its outcome stands as a step; the next try needs another meeting.
    """

    id: int
    village_id: int | None
    stage: str
    alternative: str
    meeting_id: int
    noticed_on: date
    meets_on: date
    ballot_id: int | None
    recorded: bool


@dataclass(frozen=True)
class Publication:
    village_id: int
    which: str
    stage: str
    notice_id: int
    slug: str
    published_on: date
    closes_on: date
    published_by: str


@dataclass(frozen=True)
class Paper:
    """A paper of the purchase; `amount` in yuan where it names one."""

    id: int
    kind: str
    supplier: str
    amount: Decimal | None
    file_id: int
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class Whole:
    """Rows in the order they were written."""

    row: Head
    resolution: Resolution | None
    rating: Rating | None
    parties: tuple[Party, ...]
    records: tuple[Record, ...]
    calls: tuple[Call, ...]
    publications: tuple[Publication, ...]
    consents: tuple[Consent, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    papers: tuple[Paper, ...] = ()


def whole(matter_id: int) -> Whole | None:
    """None where there is none, or none the reader may know of."""
    heads = _rows(_HEAD, matter_id)
    if not heads:
        return None
    head, decided, rated, above = heads[0][:28], heads[0][28:42], heads[0][42:50], heads[0][50:]
    return Whole(
        row=Head(*head),
        resolution=Resolution(*_parsed(decided, 10)) if decided[0] is not None else None,
        rating=Rating(*rated) if rated[0] is not None else None,
        parties=tuple(Party(*row) for row in _rows(_PARTIES, matter_id)),
        records=tuple(Record(*_parsed(row, 8)) for row in _rows(_RECORDS, matter_id)),
        calls=tuple(Call(*row) for row in _rows(_CALLS, matter_id)),
        publications=tuple(Publication(*row) for row in _rows(_PUBLICATIONS, matter_id)),
        consents=tuple(_consent(one) for one in json.loads(above[0])),
        escalations=tuple(_escalation(one) for one in json.loads(above[1])),
        papers=tuple(_paper(one) for one in json.loads(above[2])),
    )


def _paper(one: dict[str, Any]) -> Paper:
    one["amount"] = Decimal(one["amount"]) if one["amount"] is not None else None
    one["recorded_at"] = datetime.fromisoformat(one["recorded_at"])
    return Paper(**one)


def _consent(one: dict[str, Any]) -> Consent:
    one["decided_on"] = date.fromisoformat(one["decided_on"])
    one["recorded_at"] = datetime.fromisoformat(one["recorded_at"])
    return Consent(**one)


def _escalation(one: dict[str, Any]) -> Escalation:
    one["escalated_on"] = date.fromisoformat(one["escalated_on"])
    one["recorded_at"] = datetime.fromisoformat(one["recorded_at"])
    if one["decided_on"]:
        one["decided_on"] = date.fromisoformat(one["decided_on"])
        one["decided_at"] = datetime.fromisoformat(one["decided_at"])
    return Escalation(**one)


def _rows(statement: str, matter_id: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [matter_id])
        return list(cursor.fetchall())


def _parsed(row: tuple[Any, ...], at: int) -> tuple[Any, ...]:
    # Django hands over jsonb as text, for its own field to parse.
    return (*row[:at], json.loads(row[at]), *row[at + 1 :])


_HEAD = """
select m.id, m.body_id, j.name, j.short_name, m.village_id, v.name, m.title, m.subject, m.purpose,
  m.raised_by, m.raised_on, m.raised_at, m.minimum, m.total, m.playbook_id, m.state, m.alone, j.kind,
  m.revokes_id, (select title from affairs_matter o where o.id = m.revokes_id),
  m.within_id, w.title, coalesce(w.effective, false), w.remaining, m.demanded_by, m.demand_count, m.demand_of, m.purchase,
  r.adopted, r.number, r.text, r.resolved_on, r.entitled, r.yes, r.no, r.abstain, r.needed,
  r.sentence, r.params, r.article, r.recorded_by, r.recorded_at,
  d.opened_on, d.closes_on, d.slips, d.opened_by, c.closed_on, c.very, c.fairly, c.not_satisfied,
  (select coalesce(jsonb_agg(to_jsonb(said) order by said.recorded_at), '[]') from (
    select village_id, procedure, stage, how, given, deemed, reason, article, decided_on, decided_by, recorded_at
    from affairs_consent where matter_id = m.id) said),
  (select coalesce(jsonb_agg(to_jsonb(step) order by step.id), '[]') from (
    select e.id, e.village_id, e.procedure, e.stage, e.cause, e.escalated_on, e.recorded_at,
      coalesce(d.outcome, '') outcome, coalesce(d.reason, '') reason, d.decided_on,
      coalesce(d.decided_by, '') decided_by, d.recorded_at decided_at
    from affairs_escalation e left join affairs_escalationdecision d on d.escalation_id = e.id
    where e.matter_id = m.id) step),
  (select coalesce(jsonb_agg(to_jsonb(paper) order by paper.id), '[]') from (
    select id, kind, supplier, amount::text amount, file_id, recorded_by, recorded_at
    from affairs_purchasepaper where matter_id = m.id) paper)
from affairs_matter m
join bodies_body j on j.id = m.body_id
join bodies_body v on v.id = m.village_id
left join affairs_resolution r on r.matter_id = m.id
left join affairs_ratingdrive d on d.matter_id = m.id
left join affairs_ratingclosing c on c.drive_id = d.id
left join lateral (
  select o.title,
    exists (select from affairs_effect e where e.matter_id = o.id and e.village_id = p.village_id)
      and not exists (select from affairs_revocation v where v.matter_id = o.id and v.village_id = p.village_id)
      and o.state not in ('rejected', 'lapsed', 'revoked') as effective,
    p.amount - coalesce((
      select sum(q.amount) from affairs_party q join affairs_matter x on x.id = q.matter_id
      where x.within_id = o.id and x.id <> m.id and x.state not in ('rejected', 'lapsed', 'revoked')), 0) as remaining
  from affairs_matter o join affairs_party p on p.matter_id = o.id
  where o.id = m.within_id
  order by p.village_id <> m.village_id limit 1
) w on true
where m.id = %s
"""
_PARTIES = """
select p.village_id, v.name, v.kind, p.amount, p.procedure, p.why, p.article, e.since, e.recorded_at,
  r.since, r.recorded_at, r.by_matter_id, l.title
from affairs_party p
join bodies_body v on v.id = p.village_id
left join affairs_effect e on e.matter_id = p.matter_id and e.village_id = p.village_id
left join affairs_revocation r on r.matter_id = p.matter_id and r.village_id = p.village_id
left join affairs_matter l on l.id = r.by_matter_id
where p.matter_id = %s order by p.id
"""
_RECORDS = """
select village_id, procedure, stage, how, held_on, method, passed, sentence, params, article, counted_from,
  recorded_by, recorded_at
from affairs_stagerecord where matter_id = %s order by id
"""
_CALLS = """
select c.id, c.village_id, c.stage, c.alternative, c.meeting_id, c.noticed_on, c.meets_on, b.ballot_id,
  exists (select from affairs_stagerecord s where s.matter_id = c.matter_id and s.meeting_id = c.meeting_id)
from affairs_call c left join affairs_vote b on b.call_id = c.id
where c.matter_id = %s order by c.id
"""
_PUBLICATIONS = """
select village_id, which, stage, notice_id, slug, published_on, closes_on, published_by
from affairs_publication where matter_id = %s order by id
"""
