"""Putting a question to a roll: one ballot, or those of many bodies at once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from secrets import token_bytes

from django.db import connection

from liancun.contexts.audit import api as audit
from liancun.contexts.ballots import queries, rules
from liancun.contexts.ballots.actions.ground import SUBJECT, names_of
from liancun.contexts.ballots.models import Ballot, BallotSheet
from liancun.contexts.ballots.playbook import BallotsSection
from liancun.contexts.ballots.queries.rights import require
from liancun.contexts.ballots.rules import urns
from liancun.contexts.people import api as people
from liancun.framework import clock, playbook
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.kernel.errors import Refusal, mark
from liancun.kernel.tokens import RANDOM_BYTES, new_token


@dataclass(frozen=True)
class NewBallot:
    """A ballot to be opened; the names are those of `open_ballot`."""

    body_id: int
    method: str
    question: str
    entitled: Sequence[int]
    subject: str = ""
    subject_id: int | None = None
    roll_kind: str = ""
    needed: int = 0
    rule: str = ""
    kind: str = "yes_no"
    options: Sequence[str] = ()
    most: int = 1
    unit: str = "person"
    weights: Mapping[int, int] = field(default_factory=dict)
    weight_cap: Fraction | None = rules.EXTRA_VOTES
    seats: Mapping[int, int] = field(default_factory=dict)
    channels: Collection[str] = ()
    most_proxies: int = 1

    @property
    def asked(self) -> rules.Question:
        return rules.Question(rules.Kind(self.kind), tuple(text.strip() for text in self.options), self.most)

    @property
    def ways(self) -> tuple[rules.Channel, ...]:
        return rules.read_channels(self.channels)

    @property
    def asks_households(self) -> bool:
        return self.unit == rules.Unit.HOUSEHOLD or rules.Channel.PROXY in self.ways


@action("ballots.open_ballot")
def open_ballot(
    actor: Actor,
    *,
    body_id: int,
    method: str,
    question: str,
    entitled: Sequence[int],
    subject: str = "",
    subject_id: int | None = None,
    roll_kind: str = "",
    needed: int = 0,
    rule: str = "",
    kind: str = "yes_no",
    options: Sequence[str] = (),
    most: int = 1,
    unit: str = "person",
    weights: Mapping[int, int] | None = None,
    weight_cap: Fraction | None = rules.EXTRA_VOTES,
    seats: Mapping[int, int] | None = None,
    channels: Collection[str] = (),
    most_proxies: int = 1,
) -> queries.BallotLine:
    """Puts a question to a roll (ids of persons), which is frozen at once. `method`: hand, named or secret.

    `needed`, `rule`: how many must take part and why; only shown, the caller judges. `kind`, `options`, `most`: see
    `rules.Question`. `unit`: person; household (one place a household); vote (as many as `weights` says: person →
    whole votes, extra ones within `weight_cap` of the basic ones; None: no limit). `seats`: person → the member body
    they speak for, one vote each. `channels`: by which ways votes may come, the meeting alone where empty.
    `most_proxies`: how many one person may carry.

    Refusals: ballots.out_of_scope (elections, recalls), ballots.no_question, ballots.empty_roll,
    ballots.twice_on_roll, ballots.unknown_person, ballots.options, ballots.same_options, ballots.most,
    ballots.weights, ballots.extra_votes, ballots.same_household, ballots.no_household, ballots.same_seat,
    ballots.roll_too_small (secret, playbook).
    """
    new = NewBallot(
        body_id=body_id,
        method=method,
        question=question,
        entitled=entitled,
        subject=subject,
        subject_id=subject_id,
        roll_kind=roll_kind,
        needed=needed,
        rule=rule,
        kind=kind,
        options=options,
        most=most,
        unit=unit,
        weights=weights or {},
        weight_cap=weight_cap,
        seats=seats or {},
        channels=channels,
        most_proxies=most_proxies,
    )
    return queries.line(_open_all(actor, "ballots.open_ballot", [new])[0])


@action("ballots.open_many")
def open_many(actor: Actor, *, body_id: int, ballots: Sequence[NewBallot]) -> tuple[int, ...]:
    """Opens the same vote in many bodies at once, all or none; gives the ids in their order.

    `body_id`: the body on whose behalf it is done; each ballot asks for the right in its own body as well.
    Refusals as by `open_ballot`.
    """
    require(actor, "ballots.open", body_id)
    return _open_all(actor, "ballots.open_many", ballots)


def _open_all(actor: Actor, verb: str, ballots: Sequence[NewBallot]) -> tuple[int, ...]:
    for body_id in {new.body_id for new in ballots}:
        require(actor, "ballots.open", body_id)
    for new in ballots:
        rules.refuse_opening(new.question, new.entitled, (new.subject, new.roll_kind))
        rules.refuse_question(new.asked)
    rows = Ballot.objects.bulk_create([_row(actor, new) for new in ballots])
    _write_sheets(rows)
    _write_rolls(list(zip(rows, ballots, strict=True)))
    audit.record_all(
        actor,
        [
            audit.Act(verb, SUBJECT, row.pk, row.body_id, {"method": row.method, "entitled": row.entitled})
            for row in rows
        ],
    )
    return tuple(row.pk for row in rows)


def _row(actor: Actor, new: NewBallot) -> Ballot:
    return Ballot(
        body_id=new.body_id,
        roll_kind=new.roll_kind,
        question=new.question.strip(),
        method=rules.Method(new.method).value,
        kind=new.asked.kind.value,
        options=list(new.asked.options),
        most=new.most,
        unit=rules.Unit(new.unit).value,
        channels=[way.value for way in new.ways],
        most_proxies=new.most_proxies,
        entitled=len(new.entitled),
        needed=new.needed,
        rule=new.rule,
        subject=new.subject,
        subject_id=new.subject_id,
        opened_at=clock.now(),
        opened_by=signature(actor),
    )


def _write_sheets(rows: Sequence[Ballot]) -> None:
    """The address of each public page; from how many ballots up a secret result is told."""
    section: BallotsSection = playbook.current().section("ballots")
    for row in rows:
        if row.method == rules.Method.SECRET:
            urns.refuse_small_roll(row.entitled, section.secret.least)
    BallotSheet.objects.bulk_create(
        BallotSheet(
            ballot=row,
            body_id=row.body_id,
            code=new_token(token_bytes(RANDOM_BYTES)),
            least=section.secret.least if row.method == rules.Method.SECRET else 0,
        )
        for row in rows
    )


def _write_rolls(opened: Sequence[tuple[Ballot, NewBallot]]) -> None:
    """All rolls in a fixed number of statements."""
    persons = {person for _, new in opened for person in new.entitled}
    names = names_of([ballot.body_id for ballot, _ in opened], persons)
    if persons - set(names):
        raise Refusal(
            "ballots.unknown_person",
            mark("名册中有 {count} 人查不到。"),
            {"count": len(persons - set(names))},
            remedy=mark("请核对名册，只列在册的人员。"),
        )
    asked = {person for _, new in opened if new.asks_households for person in new.entitled}
    households = people.households_of(asked, clock.today()) if asked else {}
    lines = [
        (ballot, place, names[place.person], order)
        for ballot, new in opened
        for order, place in enumerate(_places(new, households), start=1)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            _ROLL,
            [
                _numbers(ballot.pk for ballot, *_ in lines),
                _numbers(ballot.body_id for ballot, *_ in lines),
                _numbers(place.person for _, place, *_ in lines),
                json.dumps([name for *_, name, _ in lines]),
                _numbers(order for *_, order in lines),
                _numbers(place.votes for _, place, *_ in lines),
                _numbers(place.household for _, place, *_ in lines),
                _numbers(place.seat for _, place, *_ in lines),
            ],
        )


_ROLL = """
insert into ballots_rollmark (ballot_id, body_id, person_id, name, "order", weight, household_id, seat_id)
select * from rows from (unnest(%s::bigint[]), unnest(%s::bigint[]), unnest(%s::bigint[]),
    json_array_elements_text(%s::json), unnest(%s::int[]), unnest(%s::int[]), unnest(%s::bigint[]), unnest(%s::bigint[]))
"""


def _numbers(values: Iterable[int | None]) -> str:
    """An array as PostgreSQL reads it: written at once, where the driver would look at each of a county's voters."""
    return "{" + ",".join("NULL" if one is None else str(one) for one in values) + "}"


def _places(new: NewBallot, households: Mapping[int, int]) -> list[rules.Standing]:
    unit = rules.Unit(new.unit)
    if unit is rules.Unit.HOUSEHOLD and (lost := [one for one in new.entitled if one not in households]):
        raise Refusal(
            "ballots.no_household",
            mark("按户表决，但名册中有 {count} 人没有登记在哪一户。"),
            {"count": len(lost)},
            remedy=mark("请先在户籍册中补登。"),
        )
    found = rules.places(new.entitled, new.weights, households if new.asks_households else {}, new.seats)
    rules.refuse_places(found, unit, rules.Method(new.method), new.weight_cap)
    return found
