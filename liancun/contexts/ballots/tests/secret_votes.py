"""What tests of secret ballots share: a vote with its two keepers, and voters at the booth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from liancun.contexts.ballots import actions, queries
from liancun.contexts.ballots import api as ballots
from liancun.contexts.ballots.actions import HalfGiven
from liancun.contexts.ballots.models import RollMark
from liancun.contexts.ballots.tests.test_voting import actor
from liancun.demo.world import World
from liancun.framework.actors import Actor
from liancun.framework.testing import as_actor, as_system

FIRST, SECOND = "zhishu-a", "jiandu-a"
PASSPHRASE = "西山的柿子先红了三棵半不多"


@dataclass
class Held:
    """A secret ballot and the sheets of paper its keepers hold."""

    world: World
    ballot_id: int
    sheets: dict[str, Sequence[str]] = field(default_factory=dict)

    def who(self, name: str) -> Actor:
        return actor(self.world, name)

    @property
    def marks(self) -> list[int]:
        with as_system():
            return list(
                RollMark.objects.filter(ballot_id=self.ballot_id)
                .order_by("order")
                .values_list("pk", flat=True)
            )

    def keep(self, name: str, *, passphrase: str = "") -> None:
        rows = () if passphrase else actions.offer_half()
        self.sheets[name] = rows
        officer = self.who(name)
        with as_actor(officer):
            actions.keep_half(officer, ballot_id=self.ballot_id, given=HalfGiven(rows, passphrase))

    def vote(self, mark_id: int, choice: str = "", picks: Sequence[int] = ()) -> actions.SecretReceipt:
        officer = self.who(FIRST)
        with as_actor(officer):
            handed = actions.hand_over(officer, ballot_id=self.ballot_id, mark_id=mark_id)
        return actions.vote_in_booth(handed, choice=choice, picks=picks)

    def close(self) -> None:
        officer = self.who(FIRST)
        with as_actor(officer):
            ballots.close(officer, ballot_id=self.ballot_id)

    def bring(self, name: str, given: HalfGiven | None = None) -> queries.SecretLine:
        officer = self.who(name)
        with as_actor(officer):
            return actions.bring_half(
                officer, ballot_id=self.ballot_id, given=given or HalfGiven(self.sheets[name])
            )

    def open_all(self) -> queries.SecretLine:
        self.close()
        self.bring(FIRST)
        return self.bring(SECOND)


def asked(
    world: World,
    *,
    kind: str = "yes_no",
    options: Sequence[str] = (),
    most: int = 1,
    channels: Sequence[str] = ("meeting", "phone", "paper"),
    voters: int | None = None,
    keys: bool = True,
) -> Held:
    officer = actor(world, FIRST)
    with as_actor(officer):
        line = ballots.open_ballot(
            officer,
            body_id=world.a.collective,
            method="secret",
            question="是否同意统一购买种子",
            entitled=world.a.representatives[:voters],
            kind=kind,
            options=options,
            most=most,
            channels=channels,
            subject="affairs.matter",
            subject_id=7,
        )
    held = Held(world, line.id)
    if keys:
        held.keep(FIRST)
        held.keep(SECOND)
    return held
