"""Personal slips to vote on the phone: a token in the QR code, a code handed over apart from it, used once."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from secrets import randbelow, token_bytes

from django.db import connection

from liancun.contexts.ballots import rules
from liancun.contexts.ballots.actions.casting import Hand, Place, put_vote, trace
from liancun.contexts.ballots.actions.ground import open_row, record
from liancun.contexts.ballots.actions.secret import put_secret
from liancun.contexts.ballots.models import NamedVote, RollMark, SecretMark, Slip
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.scope import entered
from liancun.kernel.errors import Unknown, mark
from liancun.kernel.tokens import new_token, token_digest

PURPOSE = "ballots.slip"
TRIES = 5
CODE_DIGITS = 6


@dataclass(frozen=True)
class IssuedSlip:
    """`token`, `code`: shown this once; only their digests are kept."""

    number: int
    name: str
    token: str
    code: str


@dataclass(frozen=True)
class SlipSheet:
    ballot_id: int
    question: str
    slips: tuple[IssuedSlip, ...]


class SlipState(StrEnum):
    """`OPEN`: the vote may come. `VOTED`: this person has voted, by this slip or another way; never what."""

    OPEN = "open"
    VOTED = "voted"
    OVER = "over"
    SHUT = "shut"


@dataclass(frozen=True)
class SlipPage:
    """What the holder of a slip may see."""

    ballot_id: int
    method: rules.Method
    question: str
    office: str
    name: str
    asked: rules.Question
    state: SlipState


class SlipOutcome(StrEnum):
    VOTED = "voted"
    ALREADY = "already"
    WRONG_CODE = "wrong_code"
    SHUT = "shut"


@dataclass(frozen=True)
class SlipVote:
    question: str
    outcome: SlipOutcome
    tries_left: int = 0
    receipt: str = ""


@action("ballots.issue_slips")
def issue_slips(actor: Actor, *, ballot_id: int, person_ids: Collection[int] | None = None) -> SlipSheet:
    """Slips for these persons of the roll (None: for all who have not voted); their older slips are void.

    Refusals: ballots.unknown, ballots.other_method, ballots.closed, ballots.channel.
    """
    ballot = open_row(actor, "ballots.issue_slips", ballot_id, rules.Method.NAMED, rules.Method.SECRET)
    rules.refuse_channel(ballot.channels, rules.Channel.PHONE)
    marks = RollMark.objects.filter(ballot=ballot, vote=None, secret=None).exclude(
        strikes__witness__isnull=False
    )
    if person_ids is not None:
        marks = marks.filter(person_id__in=set(person_ids))
    rows = list(marks.order_by("order", "id"))
    issued = [IssuedSlip(row.order, row.name, new_token(token_bytes(16)), _code()) for row in rows]
    _keep(ballot_id, rows, issued)
    record(actor, "ballots.issue_slips", ballot, {"slips": len(issued)})
    return SlipSheet(ballot_id, ballot.question, tuple(issued))


def _keep(ballot_id: int, rows: Sequence[RollMark], issued: Sequence[IssuedSlip]) -> None:
    made_at = clock.now()
    with entered(Actor.system(PURPOSE)):
        older = Slip.objects.filter(mark__in=[row.pk for row in rows], used_at=None, voided_at=None)
        older.update(voided_at=made_at)
        Slip.objects.bulk_create(
            [
                Slip(
                    digest=token_digest(slip.token, PURPOSE),
                    code_digest=_code_digest(slip.token, slip.code),
                    mark=row,
                    ballot_id=ballot_id,
                    made_at=made_at,
                )
                for row, slip in zip(rows, issued, strict=True)
            ],
            batch_size=5000,
        )


def slip_of(token: str) -> SlipPage:
    """What a slip's page shows; reading spends nothing. Refusals: tokens.*, ballots.no_slip (404)."""
    with entered(Actor.system(PURPOSE), read_only=False):
        row = _slip(token)
        ballot = row.mark.ballot
        method = rules.Method(ballot.method)
        return SlipPage(
            ballot.pk, method, ballot.question, ballot.body.name, row.mark.name, _asked(row), _state(row)
        )


@dataclass(frozen=True)
class _Found:
    """A slip under its lock, with what a vote by it must know; found in one statement."""

    digest: str
    code_digest: str
    used: bool
    wrong_codes: int
    method: rules.Method
    closed: bool
    question: str
    place: Place


_LOOK = """
select s.code_digest, s.used_at is not null, s.wrong_codes, b.method, c.ballot_id is not null, b.question,
    b.id, m.id, m.person_id, b.body_id, b.kind, b.options, b.most, b.channels
from ballots_slip s join ballots_rollmark m on m.id = s.mark_id join ballots_ballot b on b.id = s.ballot_id
left join ballots_ballotclosing c on c.ballot_id = b.id
where s.digest = %s and s.voided_at is null for update of s
"""


@action("ballots.vote_by_slip")
def vote_by_slip(token: str, *, code: str, choice: str = "", picks: Sequence[int] = ()) -> SlipVote:
    """Spends a slip once, under its lock. A wrong code is counted, and too many shut the slip; repeating says
    "already voted" and never what was chosen.

    Refusals: tokens.*, ballots.no_slip, ballots.closed, ballots.not_on_roll, those of `rules.read_answer`.
    """
    with entered(Actor.system(PURPOSE), savepoint=False):
        row = _found(token)
        if row.wrong_codes >= TRIES:
            return SlipVote(row.question, SlipOutcome.SHUT)
        if not hmac.compare_digest(_code_digest(token, code), row.code_digest):
            return _wrong(row)
        if row.used:
            return SlipVote(row.question, SlipOutcome.ALREADY)
        rules.refuse_closed(row.closed)
        answer = rules.read_answer(row.place.asked, choice, picks)
        if row.method is rules.Method.SECRET:
            return _vote_in_secret(row, answer)
        return _vote(row, answer)


def _found(token: str) -> _Found:
    digest = token_digest(token, PURPOSE)
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [digest])
        found = cursor.fetchone()
    if found is None:
        raise _no_slip()
    (
        code_digest,
        used,
        wrong,
        method,
        closed,
        question,
        ballot,
        mark_id,
        person,
        body,
        kind,
        options,
        most,
        ways,
    ) = found
    asked = rules.Question(rules.Kind(kind), tuple(options), most)
    place = Place(ballot, mark_id, person, body, asked, tuple(ways))
    return _Found(digest, code_digest, used, wrong, rules.Method(method), closed, question, place)


def _vote(row: _Found, answer: rules.Answer) -> SlipVote:
    kept = put_vote(row.place, answer, Hand(rules.Channel.PHONE), key=row.digest, recorded_by="")
    with connection.cursor() as cursor:
        cursor.execute("update ballots_slip set used_at = %s where digest = %s", [clock.now(), row.digest])
    if not kept:
        return SlipVote(row.question, SlipOutcome.ALREADY)
    trace(Actor.stranger(), "ballots.vote_by_slip", row.place, rules.Channel.PHONE)
    return SlipVote(row.question, SlipOutcome.VOTED)


def _vote_in_secret(row: _Found, answer: rules.Answer) -> SlipVote:
    """That the slip is used shows on the roll alone: no moment is kept, and the log says nothing."""
    done = put_secret(row.place.ballot_id, row.place.body_id, row.place.mark_id, answer)
    outcome = SlipOutcome.ALREADY if done.already else SlipOutcome.VOTED
    return SlipVote(row.question, outcome, receipt=done.code)


def _wrong(row: _Found) -> SlipVote:
    wrong = row.wrong_codes + 1
    Slip.objects.filter(pk=row.digest).update(wrong_codes=wrong)
    left = max(TRIES - wrong, 0)
    return SlipVote(row.question, SlipOutcome.WRONG_CODE if left else SlipOutcome.SHUT, left)


def _slip(token: str) -> Slip:
    found = Slip.objects.select_related("mark__ballot__body", "mark__ballot__closing")
    row = found.filter(digest=token_digest(token, PURPOSE), voided_at=None).first()
    if row is None:
        raise _no_slip()
    return row


def _no_slip() -> Unknown:
    return Unknown(
        "ballots.no_slip",
        mark("没有这张投票纸条，或已经换发了新的。"),
        remedy=mark("请核对纸条上的号码；不清楚时请问村委会。"),
    )


def _state(row: Slip) -> SlipState:
    if row.wrong_codes >= TRIES:
        return SlipState.SHUT
    voted = SecretMark if row.mark.ballot.method == rules.Method.SECRET else NamedVote
    if row.used_at is not None or voted.objects.filter(pk=row.mark_id).exists():
        return SlipState.VOTED
    return SlipState.OVER if hasattr(row.mark.ballot, "closing") else SlipState.OPEN


def _asked(row: Slip) -> rules.Question:
    ballot = row.mark.ballot
    return rules.Question(rules.Kind(ballot.kind), tuple(ballot.options), ballot.most)


def _code() -> str:
    return str(randbelow(10**CODE_DIGITS)).zfill(CODE_DIGITS)


def _code_digest(token: str, code: str) -> str:
    """Bound to the token: whoever holds the table can try no code without the slip itself."""
    typed = "".join(sign for sign in code if sign.isdigit())
    return hashlib.sha256(
        f"liancun code\n{token_digest(token, PURPOSE + '.code')}\n{typed}".encode()
    ).hexdigest()
