"""Keys of programs: what each scope names, and how a key is written."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from liancun.kernel.errors import Place, Refusal, mark

PREFIX = "lck_"
LONGEST_DAYS = 366


@dataclass(frozen=True)
class KeyScope:
    """`reads`: whose records are seen ("bodies", "facts", "people"); `verbs`: actions of the permission table."""

    reads: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()


SCOPES: Mapping[str, KeyScope] = {
    "bodies.read": KeyScope(reads=("bodies",)),
    "people.read": KeyScope(reads=("people",), verbs=("people.see_roll",)),
    "posts.read": KeyScope(reads=("bodies",)),
    "facts.read": KeyScope(reads=("facts",), verbs=("bodies.read_facts",)),
    "facts.import": KeyScope(
        reads=("bodies", "facts"), verbs=("bodies.read_facts", "bodies.record_facts", "bodies.place_body")
    ),
    "bodies.import": KeyScope(
        reads=("bodies",), verbs=("bodies.add_body", "bodies.join", "bodies.leave", "bodies.sign_agency")
    ),
    "people.import": KeyScope(
        reads=("people",), verbs=("people.add_person", "people.enrol", "people.keep_household")
    ),
    "posts.import": KeyScope(reads=("people",), verbs=("posts.appoint", "posts.relieve")),
}


def new_token() -> str:
    """256 random bits: too many to guess, so that a plain digest keeps it."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def refuse_unknown_scopes(scopes: Collection[str]) -> None:
    if scopes and set(scopes) <= set(SCOPES):
        return
    raise Refusal(
        "access.key_scopes",
        mark("请选择密钥可以做什么。"),
        place=Place("field", field="scopes"),
        remedy=mark("只选这个程序用得到的。"),
    )


def refuse_long(since: date, until: date) -> None:
    """A key ends: within a year and a day it is made anew, or forgotten."""
    if since < until <= since + timedelta(days=LONGEST_DAYS):
        return
    raise Refusal(
        "access.key_term",
        mark("密钥的期限要在今天以后、一年以内。"),
        place=Place("field", field="until"),
        remedy=mark("请改截止日期；到期前可以另开新密钥。"),
    )
