"""Matters of one body alone, played act by act by the people of the small federation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from liancun.contexts.affairs import api as affairs
from liancun.contexts.affairs.actions.raising import subject_of
from liancun.contexts.affairs.queries.sketches import sketch_of
from liancun.contexts.affairs.queries.steps import Possible, possible
from liancun.contexts.affairs.tests.play import QUOTATION, Play
from liancun.contexts.ballots import api as ballots
from liancun.contexts.bodies import api as bodies
from liancun.contexts.evidence import api as evidence
from liancun.contexts.meetings import api as meetings
from liancun.contexts.people import api as people
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import as_system

AMOUNT = Decimal("30000.00")


class OwnPlay(Play):
    """`body` is the body whose matter it is; village A unless said otherwise."""

    body: int = 0

    def raise_own(
        self, subject: str, *, letter: str = "a", amount: Decimal | None = None, **more: Any
    ) -> int:
        self.body = self.village(letter)
        with self.by(f"zhishu-{letter}") as actor:
            uses = subject_of(subject).uses_money
            paper = evidence.store(
                actor, body_id=self.body, name="方案.pdf", content=QUOTATION, purpose="affairs.raise"
            )
            self.matter = affairs.raise_own(
                actor,
                body_id=self.body,
                subject=subject,
                title="修水渠",
                purpose="本村修水渠",
                amount=amount if amount is not None else AMOUNT if uses else Decimal(0),
                files=[paper.id],
                **more,
            )
        return self.matter

    def record(self, stage: str, *, letter: str = "a", present: int = 5, yes: int = 5) -> None:
        members = {"review": len(self.world.seat(letter).party_members)}.get(stage)
        came = members or present
        with self.by(f"zhishu-{letter}") as actor:
            affairs.record_village_step(
                actor,
                matter_id=self.matter,
                village_id=self.body,
                stage=stage,
                held_on=clock.today(),
                entitled=members or 5,
                present=came,
                yes=members or yes,
                no=0 if members else came - yes,
            )

    def vote(
        self, *, letter: str = "a", yes: int | None = None, alternative: str = "", notice: int = 0
    ) -> bool:
        """Called, held, voted by hand, recorded; `yes` None: everybody."""
        with self.by(f"zhishu-{letter}") as actor:
            line = affairs.convene_assembly(
                actor,
                matter_id=self.matter,
                village_id=self.body,
                starts_at=self.at(days=notice, hour=8),
                place="村部",
                alternative=alternative,
            )
        self.clock.advance(days=notice)
        self.hold(line.id, f"zhishu-{letter}")
        with as_system():
            present = meetings.facts(line.id).present
        with self.by(f"zhishu-{letter}") as actor:
            ballot = affairs.open_vote(actor, matter_id=self.matter, village_id=self.body, method="hand").id
        self.count(letter, ballot, present=present, yes=present if yes is None else yes)
        with self.by(f"zhishu-{letter}") as actor:
            ballots.close(actor, ballot_id=ballot)
            return affairs.record_decision(actor, matter_id=self.matter, village_id=self.body).passed

    def publish_it(self, letter: str = "a") -> None:
        with self.by(f"zhishu-{letter}") as actor:
            affairs.publish_decision(actor, matter_id=self.matter, village_id=self.body)

    def bind(self, letter: str = "a") -> None:
        self.publish_it(letter)
        self.clock.advance(days=8)
        with self.by(f"zhishu-{letter}") as actor:
            affairs.take_effect(actor, matter_id=self.matter)

    def consent(
        self, name: str, stage: str, *, given: bool = True, reason: str = "材料不全", joint: bool = False
    ) -> None:
        with self.by(name) as actor:
            affairs.record_consent(
                actor,
                matter_id=self.matter,
                stage=stage,
                given=given,
                reason="" if given else reason,
                village_id=None if joint else self.body,
            )

    def decide_above(self, outcome: str) -> None:
        with self.by("fenguan") as actor:
            affairs.decide_escalation(
                actor, matter_id=self.matter, village_id=self.body, outcome=outcome, reason="依据规程"
            )

    def spend(self, amount: Decimal = AMOUNT) -> None:
        """A decision on collective money in effect."""
        self.raise_own("collective-spending", amount=amount)
        for stage in ("propose", "discuss", "review"):
            self.record(stage)
        assert self.vote()
        self.bind()

    def next(self) -> list[Possible]:
        with as_system():
            return possible(sketch_of(affairs.matter(self.matter)))

    def enrol(self, kind: str, part: str, count: int, *, letter: str = "a") -> None:
        """Puts representatives of the village on another roll of one of its bodies."""
        seat = self.world.seat(letter)
        actor = Actor.system("test")
        with as_system():
            body = seat.village if part == "village" else bodies.part_of(seat.village, part).id
            there = {line.person_id for line in people.roll(body, kind, clock.today())}
            people.enrol_many(
                actor,
                entries=[
                    people.NewEntry(kind=kind, body_id=body, person_id=person, since=clock.today())
                    for person in seat.representatives[:count]
                    if person not in there
                ],
            )
