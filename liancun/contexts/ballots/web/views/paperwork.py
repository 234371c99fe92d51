"""What the papers of a vote tell: the ballot paper, the sheet for counting by hand."""

from __future__ import annotations

from typing import Any

from liancun.contexts.ballots import queries
from liancun.contexts.ballots.rules import Kind
from liancun.contexts.ballots.web.views import shapes
from liancun.framework.web.formats import chinese_date

Told = dict[str, Any]


def ballot_paper(line: queries.BallotLine) -> Told:
    plain = line.tally.kind is Kind.YES_NO
    return {
        "office": line.body_name,
        "question": line.question,
        "options": ["同意", "反对", "弃权"] if plain else list(line.options),
        "how": shapes.how(line),
        "serial": "",
    }


def count_sheet(line: queries.BallotLine) -> Told:
    return {
        "office": line.body_name,
        "method": shapes.method_word(line.method),
        "question": line.question,
        "entitled": line.tally.entitled,
        "present": str(line.tally.present) if line.is_closed else "",
        "options": [{"name": word, "count": votes} for word, votes in shapes.counted(line)[:-1]],
        "rule": f"至少须 {line.needed} 人参加：{line.rule}。" if line.needed else "",
        "day": chinese_date(line.closed_at) if line.closed_at else "",
    }
