"""One-time links: which purposes there are, and what a link is for; looking spends nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liancun.contexts.access.models import OneTimeLink
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.scope import entered
from liancun.kernel.errors import NotAllowed, Refusal, mark
from liancun.kernel.tokens import token_digest

# A stranger holds the link: the program looks it up.
PROGRAM = Actor.system("access.link")


@dataclass(frozen=True)
class Purpose:
    """`right`: the permission needed to give out such a link; `label` is a Chinese msgid."""

    code: str
    label: str
    right: str


_purposes: dict[str, Purpose] = {}


def link_purpose(code: str, *, label: str, right: str) -> None:
    """A context names what its links are for, in its `ready()`."""
    _purposes[code] = Purpose(code, label, right)


def purpose_of(code: str) -> Purpose:
    """NotAllowed for one that no context named."""
    if code not in _purposes:
        raise NotAllowed(
            "access.link_purpose",
            mark("没有这种一次性链接。"),
            remedy=mark("请从办理页面生成链接。"),
        )
    return _purposes[code]


@dataclass(frozen=True)
class LinkLine:
    purpose: str
    subject: str
    subject_id: int | None
    person_id: int
    body_id: int
    until: datetime
    used: bool


def digest(token: str) -> str:
    """Refusals of a mistyped token: tokens.length, tokens.sign, tokens.check."""
    return token_digest(token, "access.link")


def look(token: str, purpose: str) -> LinkLine:
    """What this link is for. Refusals: access.link_unknown, access.link_used, access.link_over."""
    with entered(PROGRAM):
        row = OneTimeLink.objects.filter(digest=digest(token), purpose=purpose).first()
    return checked(row)


def checked(row: OneTimeLink | None) -> LinkLine:
    if row is None:
        raise _refusal("access.link_unknown", mark("这个链接不对。"))
    if row.used_at is not None:
        raise _refusal("access.link_used", mark("这个链接已经用过。"))
    if row.until <= clock.now():
        raise _refusal("access.link_over", mark("这个链接已经过期。"))
    return LinkLine(row.purpose, row.subject, row.subject_id, row.person_id, row.body_id, row.until, False)


def _refusal(code: str, sentence: str) -> Refusal:
    return Refusal(code, sentence, remedy=mark("请向给您链接的村干部再要一个。"))
