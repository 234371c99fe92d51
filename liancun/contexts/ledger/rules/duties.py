"""Duties kept apart on one item (不相容职务分离): 会计法, 农村集体经济组织财务制度."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from liancun.kernel.errors import NotAllowed, mark


@dataclass(frozen=True)
class Apart:
    """Two acts that one person may not both do on one item, and why."""

    acts: tuple[str, str]
    why: str


def conflict(act: str, person: int, done: Mapping[str, int | None], apart: Sequence[Apart]) -> Apart | None:
    """The rule that forbids this person this act after what was done; None where nothing forbids it."""
    for rule in apart:
        if act in rule.acts:
            other = rule.acts[1] if rule.acts[0] == act else rule.acts[0]
            if done.get(other) == person:
                return rule
    return None


def keep_apart(act: str, person: int, done: Mapping[str, int | None], apart: Sequence[Apart]) -> None:
    """Raises NotAllowed with the reason written in the playbook."""
    rule = conflict(act, person, done, apart)
    if rule is not None:
        raise NotAllowed(
            "ledger.duties_apart",
            mark("这一步不能由您办理：{why}。"),
            {"why": rule.why},
            remedy=mark("请由另一位有相应职务的人员办理。"),
        )


def keep_single(act: str, person: int, done: Mapping[str, int | None]) -> None:
    """A delegate signs an item once: whoever did any other act on it does not do one in somebody's stead."""
    if any(signed == person for other, signed in done.items() if other != act):
        raise NotAllowed(
            "ledger.delegate_twice",
            mark("您已在这件事上签过字，不能再代别人办理另一步。"),
            remedy=mark("请由职务的担任人办理，或另请上级指定代行人。"),
        )
