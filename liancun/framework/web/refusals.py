"""A refusal as a page shows it: what is wrong, where, what to do, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from liancun.kernel.errors import Refusal, Refusals, fill, in_words


@dataclass(frozen=True)
class RefusedLine:
    code: str
    sentence: str
    place: str
    remedy: str


def lines(refusal: Refusal | Refusals) -> list[RefusedLine]:
    """One line for each refusal."""
    several = refusal if isinstance(refusal, Refusals) else (refusal,)
    return [_line(one) for one in several]


def _line(refusal: Refusal) -> RefusedLine:
    params = in_words(refusal.params, gettext)
    return RefusedLine(
        code=refusal.code,
        sentence=fill(gettext(refusal.sentence), params),
        place=refusal.place.text(gettext) if refusal.place else "",
        remedy=fill(gettext(refusal.remedy), params) if refusal.remedy else "",
    )
