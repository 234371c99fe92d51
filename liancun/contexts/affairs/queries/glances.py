"""What happened in many matters, no wider than who must move in them depends on: one statement for all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db import connection


@dataclass(frozen=True)
class Record:
    """A step taken or missed: the columns of a stage record that a life reads."""

    village_id: int | None
    procedure: str
    stage: str
    how: str
    counted_from: str
    passed: bool
    held_on: date


@dataclass(frozen=True)
class Consent:
    """`village_id` None: to the joint application."""

    village_id: int | None
    procedure: str
    stage: str
    given: bool
    decided_on: date


@dataclass(frozen=True)
class Escalation:
    """What the township decided on a step."""

    village_id: int
    procedure: str
    stage: str
    outcome: str
    decided_on: date


@dataclass(frozen=True)
class Published:
    village_id: int
    which: str
    stage: str
    notice_id: int
    published_on: date
    closes_on: date


@dataclass(frozen=True)
class Called:
    """A meeting called; `voted`: a ballot was opened at it; `recorded`: its outcome stands as a step."""

    stage: str
    noticed_on: date
    meets_on: date
    voted: bool
    recorded: bool


@dataclass
class Happened:
    """`villages`: id → name of the bodies concerned; `procedures`: their own ways; `calls`: the latest by village,
    None the committee's.
    """

    villages: dict[int, str] = field(default_factory=dict)
    procedures: dict[int, str] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    publications: list[Published] = field(default_factory=list)
    calls: dict[int | None, Called] = field(default_factory=dict)
    effects: dict[int, date] = field(default_factory=dict)
    consents: list[Consent] = field(default_factory=list)
    escalations: list[Escalation] = field(default_factory=list)
    revoked: dict[int, date] = field(default_factory=dict)
    papers: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, village: int, row: tuple[object, ...]) -> None:
        text, stage, how, counted_from, flag, day, last, notice = row
        match what:
            case "party":
                self.villages[village] = text  # type: ignore[assignment]
                self.procedures[village] = stage  # type: ignore[assignment]
                self.kinds[village] = how  # type: ignore[assignment]
            case "record":
                self.records.append(Record(village, text, stage, how, counted_from, flag, day))  # type: ignore[arg-type]
            case "publication":
                self.publications.append(Published(village, text, stage, notice, day, last))  # type: ignore[arg-type]
            case "call":
                self.calls[village] = Called(stage, day, last, flag, bool(how))  # type: ignore[arg-type]
            case "consent":
                self.consents.append(Consent(village, text, stage, flag, day))  # type: ignore[arg-type]
            case "decision":
                self.escalations.append(Escalation(village, text, stage, how, day))  # type: ignore[arg-type]
            case "paper":
                self.papers[text] += 1  # type: ignore[index]
            case "revocation":
                self.revoked[village] = day  # type: ignore[assignment]
            case _:
                self.effects[village] = day  # type: ignore[assignment]


_HAPPENED = """
select 'party', p.matter_id, p.village_id, p.id, v.name, p.procedure, v.kind, '', false, null::date, null::date, null::bigint
  from affairs_party p join bodies_body v on v.id = p.village_id where p.matter_id = any(%(ids)s)
union all
select 'record', matter_id, village_id, id, procedure, stage, how, counted_from, passed, held_on, null, null
  from affairs_stagerecord where matter_id = any(%(ids)s)
union all
select 'publication', matter_id, village_id, id, which, stage, '', '', false, published_on, closes_on, notice_id
  from affairs_publication where matter_id = any(%(ids)s)
union all
select 'call', c.matter_id, c.village_id, c.id, '', c.stage,
    case when exists (select from affairs_stagerecord s
      where s.matter_id = c.matter_id and s.meeting_id = c.meeting_id) then 'recorded' else '' end,
    '', b.call_id is not null, noticed_on, meets_on, null
  from affairs_call c left join affairs_vote b on b.call_id = c.id where c.matter_id = any(%(ids)s)
union all
select 'effect', matter_id, village_id, id, '', '', '', '', false, since, null, null
  from affairs_effect where matter_id = any(%(ids)s)
union all
select 'consent', matter_id, village_id, id, procedure, stage, how, '', given, decided_on, null, null
  from affairs_consent where matter_id = any(%(ids)s)
union all
select 'decision', e.matter_id, e.village_id, e.id, e.procedure, e.stage, d.outcome, '', true, d.decided_on, null, null
  from affairs_escalation e join affairs_escalationdecision d on d.escalation_id = e.id
  where e.matter_id = any(%(ids)s)
union all
select 'revocation', matter_id, village_id, id, '', '', '', '', false, since, null, null
  from affairs_revocation where matter_id = any(%(ids)s)
union all
select 'paper', matter_id, null, id, kind, '', '', '', false, null, null, null
  from affairs_purchasepaper where matter_id = any(%(ids)s)
order by 4
"""


def happened(matter_ids: Collection[int]) -> dict[int, Happened]:
    """By matter, in the order it was recorded."""
    found = {matter: Happened() for matter in matter_ids}
    if found:
        with connection.cursor() as cursor:
            cursor.execute(_HAPPENED, {"ids": list(found)})
            for what, matter, village, _id, *row in cursor.fetchall():
                found[matter].add(what, village, tuple(row))
    return found
