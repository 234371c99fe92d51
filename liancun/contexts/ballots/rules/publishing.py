"""The public file of a vote, from which anybody counts again (docs/recount/recount.py shares no code with this)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from liancun.contexts.ballots.rules.asking import Answer, Question, Said
from liancun.contexts.ballots.rules.counting import Count, Kind, count_groups
from liancun.contexts.ballots.rules.urns import Lot, groups_of

FORMAT = "liancun-vote-1"
Sheet = dict[str, object]


@dataclass(frozen=True)
class OnePaper:
    """A ballot as published: with a receipt's code (secret) or a number on the roll and its votes (by name)."""

    answer: Answer
    code: str = ""
    number: int = 0
    votes: int = 1


@dataclass(frozen=True)
class About:
    """What the file says beside the ballots. `opened`, `closed`: days as 2026-11-22."""

    body: str
    question: str
    method: str
    asked: Question
    roll: int
    opened: str
    closed: str


def merged(papers: Sequence[OnePaper], lot: Lot, asked: Question, least: int) -> tuple[list[OnePaper], Lot]:
    """A handful beside the rest would be seen through: below `least`, both parts are told as one count."""
    if not lot.ballots or not papers or min(len(papers), lot.ballots) >= least:
        return list(papers), lot
    count = counted([one.answer for one in papers], asked)
    figures = (
        (count.yes, count.no, count.abstain) if asked.kind is Kind.YES_NO else (*count.options, count.abstain)
    )
    together = tuple(a + b for a, b in zip(figures, lot.counts, strict=True))
    return [], Lot(together, count.invalid + lot.invalid, len(papers) + lot.ballots)


def counted(answers: Sequence[Answer], asked: Question) -> Count:
    return count_groups(groups_of(answers), asked.kind, len(asked.options))


def sheet_of(about: About, papers: Sequence[OnePaper], lots: Sequence[Lot]) -> Sheet:
    """The file as a mapping, its fingerprint included."""
    kind, lots = about.asked.kind, [lot for lot in lots if lot.ballots]
    lines = [_paper(one) for one in papers]
    boxes = [{"ballots": lot.ballots, "counts": _lot_counts(lot, kind)} for lot in lots]
    made: Sheet = {
        "format": FORMAT,
        "body": about.body,
        "question": about.question,
        "method": about.method,
        "kind": kind.value,
        "options": list(about.asked.options),
        "most": about.asked.most,
        "opened": about.opened,
        "closed": about.closed,
        "roll": about.roll,
        "voted": len(papers) + sum(lot.ballots for lot in lots),
        "ballots": lines,
        "lots": boxes,
        "counts": _counts(papers, lots, about.asked),
    }
    return {**made, "fingerprint": fingerprint(made)}


def fingerprint(made: Mapping[str, object]) -> str:
    rest = {key: value for key, value in made.items() if key != "fingerprint"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _paper(one: OnePaper) -> dict[str, object]:
    line: dict[str, object] = {"said": one.answer.said.value}
    if one.answer.said is Said.PICKS:
        line["picks"] = list(one.answer.picks)
    if one.code:
        return {"code": one.code, **line}
    return {"number": one.number, **line, "votes": one.votes}


def _lot_counts(lot: Lot, kind: Kind) -> dict[str, object]:
    if kind is Kind.YES_NO:
        yes, no, abstain = lot.counts
        return {"yes": yes, "no": no, "abstain": abstain, "invalid": lot.invalid, "options": []}
    *options, abstain = lot.counts
    return {"yes": 0, "no": 0, "abstain": abstain, "invalid": lot.invalid, "options": options}


def _counts(papers: Sequence[OnePaper], lots: Sequence[Lot], asked: Question) -> dict[str, object]:
    sums = dict.fromkeys(("yes", "no", "abstain", "invalid"), 0)
    options = [0] * len(asked.options)
    for one in papers:
        count = counted([one.answer], asked)
        for word in sums:
            sums[word] += getattr(count, word) * one.votes
        options = [had + more * one.votes for had, more in zip(options, count.options, strict=True)]
    for lot in lots:
        told = _lot_counts(lot, asked.kind)
        for word in sums:
            sums[word] += int(str(told[word]))
        more_options = lot.counts[:-1] if asked.kind is not Kind.YES_NO else ()
        options = [had + more for had, more in zip(options, more_options, strict=True)]
    return {**sums, "options": options}
