"""A joint matter played by the people of the small federation, act by act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from liancun.contexts.affairs import api as affairs
from liancun.contexts.ballots import api as ballots
from liancun.contexts.evidence import api as evidence
from liancun.contexts.meetings import api as meetings
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.clock import FixedClock
from liancun.framework.testing import as_actor, as_system

START = date(2026, 3, 2)
AMOUNTS = {"a": Decimal("62000.00"), "b": Decimal("71000.00"), "c": Decimal("53000.00")}
QUOTATION = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass
class Play:
    """`matter` is the id once raised."""

    world: World
    clock: FixedClock
    matter: int = 0
    tokens: tuple[str, ...] = ()
    buys: bool = True
    people: dict[str, Actor] = field(default_factory=dict)

    def who(self, name: str) -> Actor:
        if name not in self.people:
            with as_system():
                self.people[name] = self.world.actor(name)
        return self.people[name]

    @contextmanager
    def by(self, name: str) -> Iterator[Actor]:
        actor = self.who(name)
        with as_actor(actor):
            yield actor

    def village(self, letter: str) -> int:
        return self.world.seat(letter).village

    def at(self, days: int = 0, hour: int = 10) -> datetime:
        return datetime.combine(clock.today() + timedelta(days=days), time(hour), clock.ZONE)

    # --- 提事, 议事, 定事 ---------------------------------------------------

    def raise_matter(
        self, *, key: str = "", minimum: int = 2, subject: str = "joint-purchase", letters: str = "abc"
    ) -> int:
        before = self.matter
        with self.by("zhishu-a") as actor:
            body = self.village("a")
            paper = evidence.store(
                actor, body_id=body, name="报价单.pdf", content=QUOTATION, purpose="affairs.raise"
            )
            self.matter = affairs.raise_matter(
                actor,
                joint_id=self.world.joint,
                village_id=body,
                subject=subject,
                title="联合购种",
                purpose="三村一起购买玉米种子",
                amounts={self.village(letter): AMOUNTS[letter] for letter in letters},
                minimum=minimum,
                files=[paper.id],
                key=key,
            )
        if self.buys and subject == "joint-purchase" and self.matter != before:
            self.buy("trading", "县公共资源交易中心")
        return self.matter

    def buy(self, kind: str, supplier: str, *, amount: Decimal | None = None, letter: str = "a") -> None:
        """Puts one paper of the purchase on record."""
        with self.by(f"zhishu-{letter}") as actor:
            body = self.village(letter)
            name = f"{supplier}.pdf"
            paper = evidence.store(
                actor, body_id=body, name=name, content=QUOTATION, purpose="affairs.purchase"
            )
            affairs.record_purchase_paper(
                actor, matter_id=self.matter, kind=kind, supplier=supplier, file_id=paper.id, amount=amount
            )

    def deliberate(self, letter: str, *, yes: int = 3, present: int = 3) -> None:
        with self.by(f"zhishu-{letter}") as actor:
            affairs.record_deliberation(
                actor,
                matter_id=self.matter,
                village_id=self.village(letter),
                held_on=clock.today(),
                entitled=3,
                present=present,
                yes=yes,
                no=present - yes,
            )

    def convene(self, *, days: int = 3) -> int:
        with self.by("mishu") as actor:
            line = affairs.convene_committee(
                actor, matter_id=self.matter, starts_at=self.at(days), place="联合党委会议室"
            )
        return line.id

    def hold(self, meeting: int, name: str, *, absent: int = 0) -> None:
        with self.by(name) as actor:
            called = [attendant.person_id for attendant in meetings.attendees(meeting)]
            meetings.record_attendance(actor, meeting_id=meeting, present=called[: len(called) - absent])
            meetings.hold(actor, meeting_id=meeting)

    def resolve(self, meeting: int, *, no: int = 0) -> None:
        with self.by("mishu") as actor:
            present = meetings.facts(meeting).present
            affairs.adopt_resolution(
                actor, matter_id=self.matter, text="同意联合购种", yes=present - no, no=no, minutes="会议记录"
            )

    def to_resolution(self) -> None:
        self.raise_matter()
        for letter in AMOUNTS:
            self.deliberate(letter)
        meeting = self.convene()
        self.clock.advance(days=3, hours=2)
        self.hold(meeting, "mishu")
        self.resolve(meeting)

    def everyone(self, letter: str) -> int:
        """All representatives of the village's collective."""
        return len(self.world.seat(letter).representatives)

    def enough(self, letter: str) -> int:
        """The least number that is two thirds of them all."""
        return -(-2 * self.everyone(letter) // 3)

    # --- a village's own procedure -------------------------------------------

    def step(self, letter: str, stage: str, *, present: int, yes: int, entitled: int | None = None) -> None:
        with self.by(f"zhishu-{letter}") as actor:
            affairs.record_village_step(
                actor,
                matter_id=self.matter,
                village_id=self.village(letter),
                stage=stage,
                held_on=clock.today(),
                entitled=entitled,
                present=present,
                yes=yes,
                no=present - yes,
            )

    def before_vote(self, letter: str) -> None:
        self.step(letter, "discuss", entitled=5, present=5, yes=5)
        members = len(self.world.seat(letter).party_members)
        self.step(letter, "review", present=members, yes=members)

    def assembly(self, letter: str, *, absent: int = 0) -> int:
        with self.by(f"zhishu-{letter}") as actor:
            line = affairs.convene_assembly(
                actor,
                matter_id=self.matter,
                village_id=self.village(letter),
                starts_at=self.at(hour=8),
                place="村部",
            )
        self.hold(line.id, f"zhishu-{letter}", absent=absent)
        return line.id

    def open_vote(self, letter: str, method: str) -> int:
        with self.by(f"zhishu-{letter}") as actor:
            return affairs.open_vote(
                actor, matter_id=self.matter, village_id=self.village(letter), method=method
            ).id

    def count(self, letter: str, ballot: int, *, present: int, yes: int) -> None:
        with self.by(f"zhishu-{letter}") as actor:
            line = ballots.enter_hand_count(
                actor, ballot_id=ballot, present=present, yes=yes, no=present - yes, abstain=0
            )
        with self.by(f"jiandu-{letter}") as actor:
            ballots.witness_hand_count(actor, count_id=line.id)

    def vote_by_name(self, letter: str, ballot: int, *, yes: int) -> None:
        with self.by(f"zhishu-{letter}") as actor:
            for number, place in enumerate(ballots.roll(ballot)):
                choice = "yes" if number < yes else "no"
                ballots.cast(
                    actor, ballot_id=ballot, person_id=place.person_id, choice=choice, key=f"k{number}"
                )

    def decide(self, letter: str, ballot: int) -> bool:
        with self.by(f"zhishu-{letter}") as actor:
            ballots.close(actor, ballot_id=ballot)
            return affairs.record_decision(
                actor, matter_id=self.matter, village_id=self.village(letter)
            ).passed

    def by_hand(self, letter: str, *, yes: int, absent: int = 0) -> bool:
        self.before_vote(letter)
        self.assembly(letter, absent=absent)
        ballot = self.open_vote(letter, "hand")
        self.count(letter, ballot, present=self.everyone(letter) - absent, yes=yes)
        return self.decide(letter, ballot)

    def by_name(self, letter: str, *, yes: int) -> bool:
        self.before_vote(letter)
        self.assembly(letter)
        ballot = self.open_vote(letter, "named")
        self.vote_by_name(letter, ballot, yes=yes)
        return self.decide(letter, ballot)

    def pass_a(self) -> bool:
        """By hand count, everyone in favour."""
        return self.by_hand("a", yes=self.everyone("a"))

    def pass_b(self) -> bool:
        """By name, with exactly two thirds of all."""
        return self.by_name("b", yes=self.enough("b"))

    def miss_c(self) -> bool:
        """Enough present, one vote short of two thirds of all."""
        return self.by_hand("c", yes=self.enough("c") - 1, absent=self.everyone("c") // 5)

    # --- publication, effect, result, rating ---------------------------------

    def publish(self, letter: str) -> int:
        with self.by(f"zhishu-{letter}") as actor:
            return affairs.publish_decision(actor, matter_id=self.matter, village_id=self.village(letter)).id

    def take_effect(self) -> tuple[int, ...]:
        with self.by("mishu") as actor:
            return affairs.take_effect(actor, matter_id=self.matter)

    def to_effect(self) -> None:
        self.to_resolution()
        self.pass_a()
        self.pass_b()
        self.miss_c()
        self.publish("a")
        self.publish("b")
        self.clock.advance(days=8)
        self.take_effect()

    def to_rating(self, *, slips: int = 5) -> None:
        self.to_effect()
        for letter in ("a", "b"):
            with self.by(f"zhishu-{letter}") as actor:
                affairs.publish_result(
                    actor, matter_id=self.matter, village_id=self.village(letter), note="种子已经发到各户"
                )
        with self.by("mishu") as actor:
            self.tokens = affairs.open_rating(actor, matter_id=self.matter, slips=slips).tokens

    def state(self) -> affairs.State:
        with as_system():
            return affairs.matter_line(self.matter).state

    def life(self) -> object:
        with as_system():
            return affairs.matter(self.matter).life
