"""Making and taking back the keys of programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from liancun.contexts.access.models import ApiKey
from liancun.contexts.access.rules import keys as rules
from liancun.contexts.audit import api as audit
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Place, Refusal, Unknown, mark


@dataclass(frozen=True)
class NewKey:
    """`token` is shown now and never again."""

    id: int
    token: str


@action("access.make_key")
def make_key(actor: Actor, *, body_id: int, label: str, scopes: Sequence[str], until: date) -> NewKey:
    """Refusals: access.key_scopes, access.key_term, access.key_label, access.not_allowed."""
    require(actor, "access.make_key", body_id)
    rules.refuse_unknown_scopes(scopes)
    rules.refuse_long(clock.today(), until)
    if not label.strip():
        raise Refusal(
            "access.key_label",
            mark("请写明哪个程序使用这把密钥。"),
            place=Place("field", field="label"),
            remedy=mark("例如：县数据平台人员同步。"),
        )
    token = rules.new_token()
    row = ApiKey(
        body_id=body_id,
        label=label.strip(),
        scopes=sorted(set(scopes)),
        digest=rules.digest(token),
        last_four=token[-4:],
        since=clock.today(),
        until=until,
        made_at=clock.now(),
        maker_user_id=actor.user_id,
    )
    row.save(force_insert=True)
    _trace(actor, "access.make_key", row)
    return NewKey(row.pk, token)


@action("access.revoke_key")
def revoke_key(actor: Actor, *, key_id: int) -> None:
    """From this moment the key is refused. Taking it back again changes nothing."""
    row = ApiKey.objects.filter(pk=key_id).first()
    if row is None:
        raise Unknown("access.no_key", mark("没有这把密钥。"), remedy=mark("请刷新页面。"))
    require(actor, "access.revoke_key", row.body_id)
    if ApiKey.objects.filter(pk=key_id, revoked_at=None).update(revoked_at=clock.now()):
        _trace(actor, "access.revoke_key", row)


def _trace(actor: Actor, verb: str, row: ApiKey) -> None:
    detail = {"scopes": row.scopes, "until": row.until.isoformat()}
    audit.record(actor, verb, subject="access.key", subject_id=row.pk, body_id=row.body_id, detail=detail)
