"""Agreements, true on paper: what a draft needs, what is signed, and how an agreement stands on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from liancun.kernel.chain import canonical, digest
from liancun.kernel.errors import Conflict, Place, Refusal, mark

Stand = Literal["draft", "signing", "waiting", "in_force", "replaced", "ended", "withdrawn"]
REMIND_BEFORE = (60, 30, 7)
SOON = 60


@dataclass(frozen=True)
class Terms:
    """What one party takes on: position (分村定位), duties, share in percent and in words."""

    body_id: int
    position: str = ""
    duties: str = ""
    share: Decimal | None = None
    share_terms: str = ""


@dataclass(frozen=True)
class Draft:
    title: str
    purpose: str
    since: date
    until: date | None
    parties: Sequence[Terms]
    number: str = ""


def text_digest(draft: Draft, *, version: int) -> str:
    """The fingerprint of what is signed: equal text, equal digest, in whatever order parties are written."""
    parties = sorted(draft.parties, key=lambda one: one.body_id)
    content = {
        "title": draft.title,
        "number": draft.number,
        "purpose": draft.purpose,
        "since": draft.since,
        "until": draft.until,
        "version": version,
        "parties": [
            {
                "body": one.body_id,
                "position": one.position,
                "duties": one.duties,
                "share": one.share,
                "share_terms": one.share_terms,
            }
            for one in parties
        ],
    }
    return digest(canonical(content))


def refuse_draft(draft: Draft) -> None:
    """Two parties or more, nobody twice, shares within the whole. Refusals: bodies.few_parties, bodies.shares."""
    ids = [one.body_id for one in draft.parties]
    if len(ids) < 2 or len(set(ids)) < len(ids):
        raise Refusal(
            "bodies.few_parties",
            mark("协议至少有两方，每一方只写一次。"),
            place=Place("field", field="parties"),
            remedy=mark("请选择各方。"),
        )
    shares = [one.share for one in draft.parties if one.share is not None]
    if any(not 0 <= share <= 100 for share in shares) or sum(shares) > 100:
        raise Refusal(
            "bodies.shares",
            mark("各方份额合计 {total}%，超过了 100%。"),
            {"total": sum(shares)},
            Place("field", field="share"),
            mark("请核对各方的份额。"),
        )


def refuse_unready(draft: Draft) -> None:
    """Every party knows what it takes on before anybody signs. Refusal: bodies.empty_terms."""
    if any(not (one.position or one.duties) for one in draft.parties):
        raise Conflict(
            "bodies.empty_terms",
            mark("还有一方没有写明定位或职责，不能签署。"),
            remedy=mark("请先由起草人补全各方条款。"),
        )


@dataclass(frozen=True)
class Facts:
    """What happened to an agreement; `replaced_on`: when a newer version, signed by all, begins."""

    since: date
    until: date | None
    signed: int
    whole: bool
    ended_on: date | None = None
    replaced_on: date | None = None


def stand(facts: Facts, day: date) -> Stand:
    if not facts.whole:
        if facts.ended_on is not None:
            return "withdrawn"
        return "signing" if facts.signed else "draft"
    if facts.ended_on is not None and facts.ended_on <= day:
        return "ended"
    if facts.replaced_on is not None and facts.replaced_on <= day:
        return "replaced"
    if day < facts.since:
        return "waiting"
    return "ended" if facts.until is not None and facts.until <= day else "in_force"


def reminders_due(until: date, today: date) -> tuple[int, ...]:
    """Days before the end whose reminder is due by today; none once the end has come."""
    left = (until - today).days
    return tuple(days for days in REMIND_BEFORE if 0 < left <= days)
