"""The key of a secret ballot: each of two officers makes and keeps a half, and brings it after the close."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liancun.contexts.ballots import queries, rules
from liancun.contexts.ballots.actions.ground import lock, open_row, record
from liancun.contexts.ballots.actions.sealing import Opener, seal_counted
from liancun.contexts.ballots.models import Bag, Ballot, HeldHalf, KeyHalf, SealedHalf
from liancun.contexts.ballots.queries.rights import require
from liancun.contexts.ballots.queries.secret import PROGRAM
from liancun.contexts.ballots.rules import sealing, urns
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.crypto import masters
from liancun.framework.scope import entered

_BAG = 32
"""So many ballots lie in a bag on the average: few enough to write anew, enough to hide in."""


@dataclass(frozen=True, repr=False)
class HalfGiven:
    """A half as its officer gives it: the four rows of the sheet of paper, or the passphrase it lies under."""

    rows: Sequence[str] = ()
    passphrase: str = ""


def offer_half() -> tuple[str, ...]:
    """Four rows to write down; nothing is kept. It counts once its officer has typed it back (`keep_half`)."""
    return sealing.half_code(sealing.new_half())


@action("ballots.keep_half")
def keep_half(actor: Actor, *, ballot_id: int, given: HalfGiven) -> queries.SecretLine:
    """The actor keeps a half: of paper (the rows as typed back) or under a passphrase of their own.

    With the second half the vote can begin. Only the public half is kept, and what lies under the passphrase.
    Refusals: ballots.unknown, ballots.other_method, ballots.closed, ballots.no_officer, ballots.key_complete,
    ballots.same_keeper, ballots.same_post, ballots.half_unknown, ballots.passphrase_short, tokens.*.
    """
    ballot = open_row(actor, "ballots.keep_half", ballot_id, rules.Method.SECRET, alone=True)
    person = rules.refuse_officer(actor.person_id)
    kept = [urns.Keeper(half.officer_id, half.post) for half in queries.secret(ballot_id).halves]
    urns.refuse_keeper(kept, urns.Keeper(person, actor.post))
    half = sealing.new_half() if given.passphrase else sealing.read_half(given.rows)
    row = KeyHalf.objects.create(
        ballot=ballot,
        body_id=ballot.body_id,
        seat=len(kept) + 1,
        officer_id=person,
        officer=signature(actor),
        post=actor.post,
        public=sealing.public_of(half),
        on_paper=not given.passphrase,
        made_at=clock.now(),
    )
    with entered(PROGRAM):
        if given.passphrase:
            data = sealing.seal_half(half, given.passphrase, _purpose(row))
            SealedHalf.objects.create(half=row, ballot=ballot, data=data)
        if row.seat == 2:
            numbers = range(max(1, round(ballot.entitled / _BAG)))
            Bag.objects.bulk_create(Bag(ballot=ballot, number=number, data=b"") for number in numbers)
    record(actor, "ballots.keep_half", ballot, {"seat": row.seat, "on_paper": row.on_paper})
    return queries.secret(ballot_id)


@action("ballots.bring_half")
def bring_half(actor: Actor, *, ballot_id: int, given: HalfGiven) -> queries.SecretLine:
    """After the close the actor gives their half. The second one opens, counts and seals, in one transaction.

    Refusals: ballots.unknown, ballots.still_open, ballots.sealed, ballots.half_unknown, ballots.boxes_differ,
    ballots.lot_missing, ballots.lot_differs, tokens.*.
    """
    queries.secret(ballot_id)
    ballot = queries.ballot_row(ballot_id)
    require(actor, "ballots.bring_half", ballot.body_id)
    lock(ballot_id, alone=True)
    line = queries.secret(ballot_id)
    urns.refuse_sealed(line.is_sealed)
    urns.refuse_open(line.is_closed)
    row = KeyHalf.objects.filter(ballot_id=ballot_id, officer_id=actor.person_id or 0).first()
    if row is None:
        raise sealing.wrong_half()
    half = _opened(row, given)
    _put(actor, ballot, Opener(row.seat, signature(actor), half), row)
    return queries.secret(ballot_id)


def _opened(row: KeyHalf, given: HalfGiven) -> bytes:
    if given.rows:
        half = sealing.read_half(given.rows)
    else:
        with entered(PROGRAM):
            kept = SealedHalf.objects.filter(half=row).first()
        if kept is None:
            raise sealing.wrong_half()
        half = sealing.unseal_half(bytes(kept.data), given.passphrase, _purpose(row))
    if sealing.public_of(half) != bytes(row.public):
        raise sealing.wrong_half()
    return half


def _put(actor: Actor, ballot: Ballot, brought: Opener, row: KeyHalf) -> None:
    """The first half waits under the master key; both are never written down together."""
    with entered(PROGRAM):
        other = HeldHalf.objects.select_related("half").filter(ballot=ballot).exclude(half=row).first()
        if other is None:
            data = masters.seal(brought.half.hex(), _purpose(row))
            HeldHalf.objects.get_or_create(half=row, defaults={"ballot": ballot, "data": data})
        else:
            half = bytes.fromhex(masters.unseal(bytes(other.data), _purpose(other.half)))
            waiting = Opener(other.half.seat, other.half.officer, half)
    detail: dict[str, object] = {"seat": row.seat}
    if other is not None:
        detail |= seal_counted(ballot, sorted([waiting, brought], key=lambda one: one.seat))
    record(actor, "ballots.bring_half", ballot, detail)


def _purpose(row: KeyHalf) -> str:
    return f"ballots.half:{row.ballot_id}:{row.seat}"
