"""May they? Contexts bring their tables of rules; `access` plugs in the resolver; an empty socket refuses all.

Relations of a rule, seen from the body where the role is held:
`self` and `subtree`: that body and all below it; `members`: member bodies of that joint body, and below them;
`joint`: joint bodies it is a member of; `clients`: villages whose books it keeps, and below them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from liancun.framework.actors import acts_instead
from liancun.kernel.errors import NotAllowed, mark

if TYPE_CHECKING:
    from liancun.framework.actors import Actor
    from liancun.framework.scope import Scope

Relation = Literal["self", "subtree", "members", "joint", "clients"]


@dataclass(frozen=True)
class Rule:
    action: str
    role: str
    relation: Relation = "self"


class Resolver(Protocol):
    def identify(self, user_id: int) -> Actor:
        """The person, post and body behind a signed-in user; runs before any scope is known."""
        ...

    def may(self, actor: Actor, rules: tuple[Rule, ...], body_id: int | None) -> bool: ...

    def in_stead_of(self, actor: Actor, rules: tuple[Rule, ...], body_id: int | None) -> str:
        """The holder's name when the actor may do this only as somebody's delegate; otherwise empty."""
        ...

    def scope(self, actor: Actor) -> Scope: ...


_rules: dict[str, tuple[Rule, ...]] = {}
_owners: dict[str, str] = {}
_resolver: Resolver | None = None


def register(context: str, policy: Iterable[Rule]) -> None:
    """Adds a context's table. An action belongs to one context only."""
    for rule in policy:
        owner = _owners.setdefault(rule.action, context)
        if owner != context:
            raise ValueError(f"{rule.action} is already the policy of {owner}")
        if rule not in _rules.get(rule.action, ()):
            _rules[rule.action] = (*_rules.get(rule.action, ()), rule)


def rules_for(action: str) -> tuple[Rule, ...]:
    return _rules.get(action, ())


def all_rules() -> dict[str, tuple[Rule, ...]]:
    return dict(_rules)


def plug(resolver: Resolver) -> None:
    global _resolver
    _resolver = resolver


def resolver() -> Resolver | None:
    return _resolver


def may(actor: Actor, action: str, body_id: int | None) -> bool:
    if actor.kind == "system":
        return True
    if _resolver is None or actor.kind == "stranger":
        return False
    return _resolver.may(actor, rules_for(action), body_id)


def require(actor: Actor, action: str, body_id: int | None) -> None:
    """Raises NotAllowed (403) when the actor may not do this for this body; notes when it is done as a delegate."""
    if not may(actor, action, body_id):
        raise NotAllowed(
            code="access.not_allowed",
            sentence=mark("您现在的职务不能办理这一步。"),
            remedy=mark("请由有相应职务的人员办理；职务有误时，请联系乡镇或县级管理员更正。"),
        )
    if _resolver is not None and actor.is_signed_in:
        holder = _resolver.in_stead_of(actor, rules_for(action), body_id)
        if holder:
            acts_instead(actor, holder)
