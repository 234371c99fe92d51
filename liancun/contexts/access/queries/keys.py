"""Keys of programs: which there are, and who a key speaks for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from liancun.contexts.access.models import ApiKey
from liancun.contexts.access.rules import keys as rules
from liancun.contexts.access.rules.keys import SCOPES
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.kernel.errors import NotAllowed, mark


@dataclass(frozen=True)
class KeyActor(Actor):
    """A program that acts with a key: its scopes, and nothing of any person's rights."""

    key_id: int = 0
    scopes: tuple[str, ...] = ()

    def reads(self, kind: str) -> bool:
        return any(kind in SCOPES[code].reads for code in self.scopes if code in SCOPES)

    def does(self, verb: str) -> bool:
        return any(verb in SCOPES[code].verbs for code in self.scopes if code in SCOPES)


@dataclass(frozen=True)
class KeyLine:
    id: int
    body_id: int
    body_name: str
    label: str
    scopes: tuple[str, ...]
    last_four: str
    since: date
    until: date
    revoked: bool

    def works_on(self, day: date) -> bool:
        return not self.revoked and self.since <= day < self.until


def actor_of_key(token: str) -> KeyActor:
    """Who asks with this key. NotAllowed for a key that is unknown, ended or taken back: one sentence for all.

    Enter the actor's scope (`framework.scope.entered`) to read as the key may: rows of the key's body and below it.
    """
    row = (
        ApiKey.objects.filter(digest=rules.digest(token), revoked_at=None)
        .values_list("id", "label", "body_id", "body__name", "scopes", "since", "until")
        .first()
    )
    if row is None or not row[5] <= clock.today() < row[6]:
        raise NotAllowed(
            "access.key_refused",
            mark("密钥不对，或者已经到期、收回。"),
            remedy=mark("请向本县系统管理员另要密钥。"),
        )
    id, label, body_id, body_name, scopes, _since, _until = row
    return KeyActor(None, None, label, body_name, body_id, "key", id, tuple(scopes))


def keys(body_ids: Collection[int]) -> list[KeyLine]:
    """Keys of these bodies, newest first."""
    rows = ApiKey.objects.filter(body_id__in=set(body_ids)).select_related("body").order_by("-pk")
    return [_line(row) for row in rows]


def key(id: int) -> KeyLine | None:
    row = ApiKey.objects.filter(pk=id).select_related("body").first()
    return _line(row) if row else None


def _line(row: ApiKey) -> KeyLine:
    return KeyLine(
        row.pk,
        row.body_id,
        row.body.name,
        row.label,
        tuple(row.scopes),
        row.last_four,
        row.since,
        row.until,
        row.revoked_at is not None,
    )
