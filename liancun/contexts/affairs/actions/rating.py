"""群众评事: printed one-time tokens, one mark each, counted in the open and joined to nobody."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from secrets import token_bytes

from liancun.contexts.affairs.actions.ground import finished, locked, permitted
from liancun.contexts.affairs.actions.publishing import publish_rating
from liancun.contexts.affairs.models import RatingClosing, RatingDrive, RatingMark, RatingToken
from liancun.contexts.affairs.queries.lives import load
from liancun.contexts.affairs.rules.acts import Act, Asked, ask, window_closes
from liancun.contexts.affairs.rules.rating import MARK_KEYS
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.scope import entered
from liancun.kernel.errors import Conflict, Place, Refusal, Unknown, mark
from liancun.kernel.tokens import new_token, token_digest

PURPOSE = "affairs.rating"
MOST_SLIPS = 2000


@dataclass(frozen=True)
class Slips:
    """The tokens to print, shown this once: only their digests are kept."""

    matter_id: int
    title: str
    closes_on: date
    tokens: tuple[str, ...]


@dataclass(frozen=True)
class RatingPage:
    """What the holder of a slip may see. `spent`: this slip was used; never what was chosen."""

    title: str
    office: str
    closes_on: date
    is_open: bool
    spent: bool


@dataclass(frozen=True)
class Rated:
    title: str
    already: bool


@action("affairs.open_rating")
def open_rating(actor: Actor, *, matter_id: int, slips: int) -> Slips:
    """Opens the rating and gives the tokens for `slips` printed slips.

    Refusals: affairs.unknown, affairs.open-rating, affairs.slips.
    """
    loaded = locked(matter_id)
    permitted(actor, loaded, Asked(Act.OPEN_RATING, clock.today()), loaded.row.body_id)
    _refuse_slips(slips)
    appraisal = loaded.life.appraisal
    days = (appraisal.limit_days if appraisal else None) or 7
    closes_on = window_closes(clock.today(), days)
    drive = RatingDrive.objects.create(
        matter_id=loaded.row.id,
        body_id=loaded.row.body_id,
        opened_on=clock.today(),
        closes_on=closes_on,
        slips=slips,
        opened_by=signature(actor),
    )
    tokens = tuple(new_token(token_bytes(16)) for _ in range(slips))
    with entered(Actor.system(PURPOSE)):
        RatingToken.objects.bulk_create(
            RatingToken(digest=token_digest(token, PURPOSE), drive=drive) for token in sorted(tokens)
        )
    asked = Asked(Act.OPEN_RATING, clock.today(), closes_on=closes_on)
    finished(actor, loaded, asked, {"slips": slips})
    return Slips(matter_id, loaded.row.title, closes_on, tokens)


def _refuse_slips(slips: int) -> None:
    if not 1 <= slips <= MOST_SLIPS:
        raise Refusal(
            "affairs.slips",
            mark("纸条数量须在 1 到 {most} 之间。"),
            {"most": MOST_SLIPS},
            Place("field", field="slips"),
            mark("请按参加评价的户数填写。"),
        )


def rating_of(token: str) -> RatingPage:
    """What a slip's page shows; reading spends nothing. Refusals: tokens.*, affairs.no_slip (404)."""
    with entered(Actor.system(PURPOSE), read_only=False):
        row = _token(token, lock=False)
        matter = row.drive.matter
        is_open = not hasattr(row.drive, "closing") and clock.today() <= row.drive.closes_on
        return RatingPage(matter.title, matter.body.name, row.drive.closes_on, is_open, row.spent)


@action("affairs.rate")
def rate(token: str, choice: str) -> Rated:
    """Spends a slip's token once, under its lock. Repeating says "already rated" and never what was chosen.

    Neither the mark nor the log says which token it was; the log says nothing at all.
    Refusals: tokens.*, affairs.no_slip, affairs.mark, affairs.rate (the rating is over).
    """
    if choice not in MARK_KEYS:
        raise Refusal(
            "affairs.mark",
            mark("请选择一项评价。"),
            place=Place("field", field="mark"),
            remedy=mark("三项中选一项。"),
        )
    with entered(Actor.system(PURPOSE)):
        row = _token(token, lock=True)
        if row.spent:
            return Rated(row.drive.matter.title, already=True)
        ruling = ask(load(row.drive.matter_id).life, Asked(Act.RATE, clock.today()), "stranger")
        if not ruling.allowed:
            raise Conflict("affairs.rate", ruling.reason, ruling.params)
        RatingToken.objects.filter(pk=row.pk).update(spent=True)
        RatingMark.objects.create(drive=row.drive, body_id=row.drive.body_id, mark=choice, day=clock.today())
        return Rated(row.drive.matter.title, already=False)


def _token(token: str, *, lock: bool) -> RatingToken:
    found = RatingToken.objects.select_related("drive__matter__body", "drive__closing")
    if lock:
        found = found.select_for_update(of=("self",))
    row = found.filter(digest=token_digest(token, PURPOSE)).first()
    if row is None:
        raise Unknown(
            "affairs.no_slip",
            mark("没有这张评价纸条，或评价已经结束。"),
            remedy=mark("请核对纸条上的号码；不清楚时请问村委会。"),
        )
    return row


@action("affairs.close_rating")
def close_rating(actor: Actor, *, matter_id: int) -> RatingClosing:
    """Counts the marks, destroys the token side, publishes the counts: the matter is done.

    Refusals: affairs.unknown, affairs.close-rating (before the last day is over).
    """
    loaded = locked(matter_id)
    asked = Asked(Act.CLOSE_RATING, clock.today())
    permitted(actor, loaded, asked, loaded.row.body_id)
    drive = RatingDrive.objects.get(matter_id=matter_id)
    counts = Counter(RatingMark.objects.filter(drive=drive).values_list("mark", flat=True))
    closing = RatingClosing.objects.create(
        drive=drive,
        body_id=drive.body_id,
        closed_on=clock.today(),
        spent=counts.total(),
        very=counts["very"],
        fairly=counts["fairly"],
        not_satisfied=counts["not"],
    )
    finished(actor, loaded, asked, {"given": counts.total()})
    system = replace(actor, kind="system")
    with entered(system):
        RatingToken.objects.filter(drive=drive).delete()
        publish_rating(system, loaded, dict(counts), drive.slips)
    return closing
