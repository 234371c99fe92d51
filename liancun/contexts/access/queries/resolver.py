"""The resolver: who a user is, what they may read and do. Four statements a request, kept for that request only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from liancun.contexts.access import rules
from liancun.contexts.access.queries.inspections import InspectionLine, open_for
from liancun.contexts.access.queries.keys import KeyActor
from liancun.contexts.access.rules import Grant, Land
from liancun.contexts.access.rules.inspections import INSPECTORS, OPENS
from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.framework import clock, permissions, scope
from liancun.framework.actors import Actor
from liancun.framework.permissions import Rule
from liancun.framework.scope import Scope


@dataclass(frozen=True)
class GrantedScope(Scope):
    """The scope with the grants it was computed from: it lives as long as its transaction."""

    grants: tuple[Grant, ...] = ()
    land: Land = field(default_factory=Land)
    inspected: tuple[InspectionLine, ...] = ()


class PostsResolver:
    """Rights come from the posts a person holds today, through the playbook."""

    def identify(self, user_id: int) -> Actor:
        """A user without person or post is somebody signed in who may do nothing."""
        held = posts.posts_of_user(user_id, clock.today())
        if held:
            return Actor(
                user_id, held[0].person_id, held[0].person_name, held[0].title, held[0].body_id, "user"
            )
        person = people.person_of_user(user_id)
        if person is None:
            return Actor(user_id, None, "", "", None, "user")
        return Actor(user_id, person.id, person.name, "", None, "user")

    def scope(self, actor: Actor) -> GrantedScope:
        if isinstance(actor, KeyActor):
            return _scope_of_key(actor)
        grants = tuple(grants_of(actor))
        inspected = _inspected(actor, grants)
        land = land_of(grants, clock.today(), {one.body_id for one in inspected})
        opened = tuple(id for one in inspected for id in land.subtrees.get(one.body_id, ()))
        return GrantedScope(
            bodies=(*rules.readable(grants, "bodies", land), *opened),
            books=(*rules.readable(grants, "books", land), *opened),
            people=(*rules.readable(grants, "people", land), *opened),
            minors=rules.readable(grants, "minors", land),
            health=rules.readable(grants, "health", land),
            audit=rules.may_audit(grants),
            grants=grants,
            land=land,
            inspected=inspected,
            note=_note(inspected),
        )

    def may(self, actor: Actor, table: tuple[Rule, ...], body_id: int | None) -> bool:
        """`body_id` None asks whether the actor may do this anywhere."""
        if isinstance(actor, KeyActor):
            return _key_may(actor, table, body_id, _held(actor).land)
        return any(_filling(actor, table, body_id)) or _opened(actor, table, body_id)

    def in_stead_of(self, actor: Actor, table: tuple[Rule, ...], body_id: int | None) -> str:
        """The holder's name when no post of one's own gives the right; otherwise empty."""
        grant = stand_in(actor, table, body_id)
        return grant.in_stead_of if grant is not None else ""


def _filling(actor: Actor, table: tuple[Rule, ...], body_id: int | None) -> Iterator[Grant]:
    """The grants that fill a rule of the table for the body, own posts first."""
    held = _held(actor)
    for grant in held.grants:
        for rule in table:
            if grant.role != rule.role or not grant.covers(rule.action):
                continue
            if body_id is None or body_id in rules.reached(grant, rule.relation, held.land):
                yield grant


def stand_in(actor: Actor, table: tuple[Rule, ...], body_id: int | None) -> Grant | None:
    """The delegated grant the actor acts by; None for those who act by a post of their own, or not at all."""
    if isinstance(actor, KeyActor):
        return None
    first = next(_filling(actor, table, body_id), None)
    return first if first is not None and first.in_stead_of else None


def acts_for(actor: Actor, action: str, body_id: int | None) -> Grant | None:
    """As `stand_in`, for an action by its name; nobody stands in for the program."""
    return stand_in(actor, permissions.rules_for(action), body_id) if actor.is_signed_in else None


def _scope_of_key(key: KeyActor) -> GrantedScope:
    """The body the key is bound to and all below it; only the kinds of record that its scopes name."""
    land = Land(subtrees=bodies.subtrees({key.body_id} if key.body_id else set()))
    below = tuple(sorted(land.subtrees.get(key.body_id or 0, ())))
    return GrantedScope(
        bodies=below if key.reads("bodies") else (), people=below if key.reads("people") else (), land=land
    )


def _key_may(key: KeyActor, table: tuple[Rule, ...], body_id: int | None, land: Land) -> bool:
    names = {rule.action for rule in table}
    within = body_id is None or body_id in land.subtrees.get(key.body_id or 0, ())
    return within and any(key.does(name) for name in names)


def _inspected(actor: Actor, grants: tuple[Grant, ...]) -> tuple[InspectionLine, ...]:
    """One statement, and only for those who may look into villages at all."""
    if actor.person_id is None or not any(grant.role in INSPECTORS for grant in grants):
        return ()
    return open_for(actor.person_id)


def _note(inspected: tuple[InspectionLine, ...]) -> str:
    """Stands above every page while an inspection is open."""
    return "　".join(
        _("正在查看%(place)s，到 %(time)s 为止；每一页都记入日志。")
        % {"place": one.body_name, "time": f"{clock.local(one.until):%H:%M}"}
        for one in inspected
    )


def _opened(actor: Actor, table: tuple[Rule, ...], body_id: int | None) -> bool:
    """An open inspection lets one read, never do."""
    held = _held(actor)
    if not held.inspected or not any(rule.action in OPENS for rule in table):
        return False
    return body_id is None or any(
        body_id in held.land.subtrees.get(one.body_id, ()) for one in held.inspected
    )


def inspectable(actor: Actor) -> frozenset[int]:
    """The bodies into which the actor may look for a reason."""
    held = _held(actor)
    found = [
        rules.reached(grant, rule.relation, held.land)
        for rule in permissions.rules_for("access.inspect")
        for grant in held.grants
        if grant.role == rule.role
    ]
    return frozenset().union(*found)


def _held(actor: Actor) -> GrantedScope:
    """What this transaction already knows about the actor, or a fresh look."""
    now = scope.current()
    if now is not None and now[0] == actor and isinstance(now[1], GrantedScope):
        return now[1]
    return PostsResolver().scope(actor)


def grants_of(actor: Actor) -> list[Grant]:
    """One grant for each role of each post the person holds today, then of those they stand in for."""
    if actor.person_id is None:
        return []
    return _grants(posts.held_by(actor.person_id, clock.today()))


def is_privileged(user_id: int) -> bool:
    """Whether the posts of this account's person bring rights that ask for a second factor."""
    with scope.entered_as_user(user_id) as actor:
        return any(grant.role in rules.PRIVILEGED for grant in grants_of(actor))


def _grants(held: Iterable[posts.Held]) -> list[Grant]:
    made = [
        Grant(
            role=role,
            post_id=one.post.id,
            post=one.post.kind,
            kind_name=one.post.kind_name,
            body_id=one.post.body_id,
            body_name=one.post.body_name,
            area_id=rules.area(one.post.body_form, one.post.body_id, _above(one.post.body_path)),
            in_stead_of=one.instead_of,
            holder_id=one.post.person_id if one.instead_of else None,
            verbs=one.verbs,
            by_holder=one.by_holder,
        )
        for one in held
        for role in one.post.roles
    ]
    return rules.apart(made)


def _above(path: str) -> tuple[int, ...]:
    return tuple(int(part) for part in path.split("/") if part)


def land_of(grants: Collection[Grant], day: date, also: Collection[int] = ()) -> Land:
    """Two statements: the relations of the areas, and what lies below all bodies named."""
    areas = {grant.area_id for grant in grants}
    if not areas:
        return Land()
    around = bodies.relations(areas, day)
    named = areas.union(also, *around.members.values(), *around.clients.values())
    return Land(around.members, around.joints, around.clients, bodies.subtrees(named))


def administered(actor: Actor, role: str) -> frozenset[int]:
    """The bodies below the places where the actor holds this role."""
    held = _held(actor)
    reached = (rules.reached(grant, "subtree", held.land) for grant in held.grants if grant.role == role)
    return frozenset().union(*reached)


@dataclass(frozen=True)
class Allowed:
    """One line of "what I may do": an action, through which post, for which bodies."""

    action: str
    grant: Grant
    relation: str


def allowed(actor: Actor) -> list[Allowed]:
    """Every rule of the permission table that one of the actor's grants fills."""
    grants = _held(actor).grants
    return [
        Allowed(action, grant, rule.relation)
        for action, table in sorted(permissions.all_rules().items())
        for rule in table
        for grant in grants
        if grant.role == rule.role and grant.covers(action)
    ]
