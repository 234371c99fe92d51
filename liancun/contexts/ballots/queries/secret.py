"""Secret ballots: who keeps the key, how far they are, what may be told, the public file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from liancun.contexts.ballots import rules
from liancun.contexts.ballots.models import (
    Ballot,
    BallotSheet,
    HandCount,
    HeldHalf,
    KeyHalf,
    NamedVote,
    PaperCount,
    Sealing,
    SecretMark,
    UrnPaper,
    VoidWish,
)
from liancun.contexts.ballots.queries.unknown import unknown_ballot
from liancun.contexts.ballots.rules import publishing, urns
from liancun.contexts.ballots.rules.publishing import About, OnePaper, Sheet
from liancun.contexts.ballots.rules.urns import Lot, Outcome
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.scope import entered

PROGRAM = Actor.system("ballots.secret")


@dataclass(frozen=True)
class HalfLine:
    """Who keeps a half of the key. `brought`: after the close, waiting for the other."""

    seat: int
    officer_id: int
    officer: str
    post: str
    on_paper: bool
    made_at: datetime
    brought: bool = False


@dataclass(frozen=True)
class SecretLine:
    """How far a secret ballot is. `outcome` None until it is sealed; `lot`: the wooden box once two agree."""

    ballot_id: int
    code: str
    least: int
    halves: tuple[HalfLine, ...]
    voted: int
    on_paper: int
    is_closed: bool
    outcome: Outcome | None
    sealed_at: datetime | None
    sealed_by: tuple[str, ...]
    reason: str
    lot: Lot | None
    counters: tuple[str, ...]
    void_wishes: tuple[tuple[int, str, str], ...]

    @property
    def is_sealed(self) -> bool:
        return self.outcome is not None

    def keeps(self, person_id: int | None) -> HalfLine | None:
        return next((half for half in self.halves if half.officer_id == person_id), None)


@dataclass(frozen=True)
class PublicResult:
    """What anybody may see. `sheet` None where nothing was opened; `unanimous`: the result tells each choice."""

    ballot_id: int
    body: str
    question: str
    method: rules.Method
    outcome: Outcome
    closed_at: datetime
    voted: int
    entitled: int
    least: int
    sheet: Sheet | None
    unanimous: bool
    merged: bool
    sealed_by: tuple[str, ...] = ()
    reason: str = ""


def secret(ballot_id: int) -> SecretLine:
    """Refusal: ballots.unknown (404), also for a ballot that is not secret."""
    row = (
        Ballot.objects.select_related("closing", "sealing", "sheet")
        .filter(pk=ballot_id, method="secret")
        .first()
    )
    if row is None:
        raise unknown_ballot()
    sealing: Sealing | None = getattr(row, "sealing", None)
    marks = list(SecretMark.objects.filter(ballot_id=ballot_id).values_list("paper", flat=True))
    return SecretLine(
        ballot_id=ballot_id,
        code=row.sheet.code,
        least=row.sheet.least,
        halves=_halves(ballot_id),
        voted=len(marks),
        on_paper=sum(marks) if sealing is None else sealing.paper,
        is_closed=getattr(row, "closing", None) is not None,
        outcome=Outcome(sealing.outcome) if sealing else None,
        sealed_at=sealing.sealed_at if sealing else None,
        sealed_by=(sealing.first, sealing.second) if sealing else (),
        reason=sealing.reason if sealing else "",
        lot=agreed_lot(ballot_id),
        counters=tuple(
            dict.fromkeys(PaperCount.objects.filter(ballot_id=ballot_id).values_list("officer", flat=True))
        ),
        void_wishes=tuple(
            VoidWish.objects.filter(ballot_id=ballot_id)
            .order_by("id")
            .values_list("officer_id", "officer", "reason")
        ),
    )


def _halves(ballot_id: int) -> tuple[HalfLine, ...]:
    with entered(PROGRAM):
        held = set(HeldHalf.objects.filter(ballot_id=ballot_id).values_list("half_id", flat=True))
    return tuple(
        HalfLine(
            half.seat, half.officer_id, half.officer, half.post, half.on_paper, half.made_at, half.pk in held
        )
        for half in KeyHalf.objects.filter(ballot_id=ballot_id).order_by("seat")
    )


def halves_awaited(person_id: int | None) -> list[tuple[int, str, str, datetime]]:
    """Closed ballots not yet opened whose key this person keeps half of: id, question, body, close. One statement."""
    if person_id is None:
        return []
    rows = KeyHalf.objects.filter(
        officer_id=person_id, ballot__closing__isnull=False, ballot__sealing__isnull=True
    ).order_by("ballot__closing__closed_at")
    return list(
        rows.values_list("ballot_id", "ballot__question", "ballot__body__name", "ballot__closing__closed_at")
    )


def lots_entered(ballot_id: int) -> list[tuple[int, Lot]]:
    rows = PaperCount.objects.filter(ballot_id=ballot_id).order_by("id")
    return [(row.officer_id, Lot(tuple(row.counts), row.invalid, row.ballots)) for row in rows]


def agreed_lot(ballot_id: int) -> Lot | None:
    return urns.agreed(lots_entered(ballot_id))


# --- tallies -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Opened:
    """`unanimous`: all chose the same, so that the count tells each choice."""

    count: rules.Count
    unanimous: bool


def secret_counts(rows: Sequence[Ballot]) -> dict[int, Opened]:
    """Ballot → its count, where it was opened."""
    wanted = {row.pk: row for row in rows}
    if not wanted:
        return {}
    sealed = Sealing.objects.filter(ballot_id__in=wanted, outcome=Outcome.COUNTED.value)
    lots = {one.ballot_id: Lot(tuple(one.paper_counts), one.paper_invalid, one.paper) for one in sealed}
    answers: dict[int, list[rules.Answer]] = {ballot: [] for ballot in lots}
    for ballot, values in UrnPaper.objects.filter(ballot_id__in=lots).values_list("ballot_id", "answer"):
        answers[ballot].append(read(values, asked_of(wanted[ballot])))
    return {
        ballot: Opened(
            _count(answers[ballot], lot, asked_of(wanted[ballot])), urns.is_unanimous(answers[ballot], lot)
        )
        for ballot, lot in lots.items()
    }


def secret_present(ballot_ids: Collection[int]) -> dict[int, int]:
    """How many have voted in secret, whatever they chose."""
    if not ballot_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select ballot_id, count(*) from ballots_secretmark where ballot_id = any(%s) group by ballot_id",
            [list(ballot_ids)],
        )
        return dict(cursor.fetchall())


def _count(answers: Sequence[rules.Answer], lot: Lot, asked: rules.Question) -> rules.Count:
    count = publishing.counted(answers, asked)
    figures = lot.counts or (0,) * urns.places_of(asked)
    plain = asked.kind is rules.Kind.YES_NO
    yes, no, abstain = figures if plain else (0, 0, figures[-1])
    return rules.Count(
        present=count.present + lot.ballots,
        yes=count.yes + yes,
        no=count.no + no,
        abstain=count.abstain + abstain,
        invalid=count.invalid + lot.invalid,
        options=()
        if plain
        else tuple(had + more for had, more in zip(count.options, figures[:-1], strict=True)),
        cast=count.cast + lot.ballots,
        weight=count.weight + lot.ballots,
    )


def asked_of(row: Ballot) -> rules.Question:
    return rules.Question(rules.Kind(row.kind), tuple(row.options), row.most)


def read(values: Sequence[int], asked: rules.Question) -> rules.Answer:
    answer = urns.decoded(values)
    return answer if urns.fits(answer, asked) else rules.Answer(rules.Said.INVALID)


# --- in public ---------------------------------------------------------------------------------------


def public_result(code: str) -> PublicResult:
    """For whoever has the address, once the vote is over. Refusal: ballots.unknown (404)."""
    with entered(PROGRAM):
        sheet = (
            BallotSheet.objects.select_related("ballot__body", "ballot__closing", "ballot__sealing")
            .filter(code=code)
            .first()
        )
        if sheet is None or not hasattr(sheet.ballot, "closing"):
            raise unknown_ballot()
        return result_of(sheet.ballot, sheet.least)


def result_of(row: Ballot, least: int) -> PublicResult:
    """Of a closed ballot; a secret one once it is sealed. Refusal: ballots.unknown (404)."""
    method = rules.Method(row.method)
    sealing: Sealing | None = getattr(row, "sealing", None)
    if method is rules.Method.SECRET and sealing is None:
        raise unknown_ballot()
    outcome = Outcome(sealing.outcome) if sealing else Outcome.COUNTED
    papers, lot = _papers(row, sealing)
    shown, box = publishing.merged(papers, lot, asked_of(row), least)
    told = outcome is Outcome.COUNTED
    return PublicResult(
        ballot_id=row.pk,
        body=row.body.name,
        question=row.question,
        method=method,
        outcome=outcome,
        closed_at=row.closing.closed_at,
        voted=row.closing.present,
        entitled=row.closing.entitled or row.entitled,
        least=least,
        sheet=publishing.sheet_of(_about(row), shown, [box]) if told else None,
        unanimous=told
        and method is rules.Method.SECRET
        and urns.is_unanimous([one.answer for one in papers], lot),
        merged=len(shown) != len(papers),
        sealed_by=(sealing.first, sealing.second) if sealing else (),
        reason=sealing.reason if sealing else "",
    )


def _papers(row: Ballot, sealing: Sealing | None) -> tuple[list[OnePaper], Lot]:
    asked = asked_of(row)
    if sealing is not None:
        urn = UrnPaper.objects.filter(ballot_id=row.pk).order_by("code").values_list("code", "answer")
        papers = [OnePaper(read(values, asked), code=code) for code, values in urn]
        return papers, Lot(tuple(sealing.paper_counts), sealing.paper_invalid, sealing.paper)
    if row.method == rules.Method.NAMED:
        return _named(row.pk), Lot(())
    return [], _hands(row.pk, asked)


def _named(ballot_id: int) -> list[OnePaper]:
    rows = NamedVote.objects.filter(ballot_id=ballot_id).order_by("mark__order", "mark_id")
    return [
        OnePaper(rules.Answer(rules.Said(said), tuple(picks)), number=number, votes=votes)
        for said, picks, number, votes in rows.values_list("choice", "picks", "mark__order", "mark__weight")
    ]


def _hands(ballot_id: int, asked: rules.Question) -> Lot:
    row = HandCount.objects.filter(ballot_id=ballot_id, witness__isnull=False).first()
    if row is None:
        return Lot(())
    if asked.kind is rules.Kind.YES_NO:
        return Lot((row.yes, row.no, row.abstain), 0, row.yes + row.no + row.abstain)
    return Lot((*row.options, row.abstain), 0, row.present)


def _about(row: Ballot) -> About:
    return About(
        body=row.body.name,
        question=row.question,
        method=row.method,
        asked=asked_of(row),
        roll=row.closing.entitled or row.entitled,
        opened=clock.local(row.opened_at).date().isoformat(),
        closed=clock.local(row.closing.closed_at).date().isoformat(),
    )


def least_of(ballot_ids: Collection[int]) -> Mapping[int, int]:
    return dict(BallotSheet.objects.filter(ballot_id__in=ballot_ids).values_list("ballot_id", "least"))
