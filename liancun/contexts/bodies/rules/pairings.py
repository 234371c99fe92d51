"""Pairings, true on paper: who may help whom."""

from __future__ import annotations

from collections.abc import Collection

from liancun.kernel.errors import Place, Refusal, mark


def refuse_wrong_pair(
    helpers: Collection[str], helped_kinds: Collection[str], helper: str, helped: str
) -> None:
    """Kinds of body as the playbook's kind of pairing names them. Refusal: bodies.wrong_pair."""
    if helper not in helpers or helped not in helped_kinds:
        field = "helper" if helper not in helpers else "helped"
        raise Refusal(
            "bodies.wrong_pair",
            mark("这类结对不能由所选的双方建立。"),
            place=Place("field", field=field),
            remedy=mark("请另选结对类别，或核对双方。"),
        )


def refuse_self(helper_id: int, helped_id: int) -> None:
    """Nobody helps oneself. Refusal: bodies.self_pair."""
    if helper_id == helped_id:
        raise Refusal(
            "bodies.self_pair",
            mark("结对双方不能是同一组织。"),
            place=Place("field", field="helped"),
            remedy=mark("请另选一方。"),
        )
