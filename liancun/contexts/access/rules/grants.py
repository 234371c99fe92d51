"""From posts to rights, true on paper: what each role lets one read, and which bodies a grant reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Reach = Literal["subtree", "members", "joint", "clients"]

_VILLAGE: Mapping[str, tuple[Reach, ...]] = {
    "bodies": ("subtree", "joint"),
    "people": ("subtree",),
    "books": ("subtree",),
}
_OFFICE: Mapping[str, tuple[Reach, ...]] = {
    "bodies": ("subtree",),
    "people": ("subtree",),
    "books": ("subtree",),
}
_COMMITTEE: Mapping[str, tuple[Reach, ...]] = {"bodies": ("subtree", "members")}
_AGENCY: Mapping[str, tuple[Reach, ...]] = {"bodies": ("subtree", "clients"), "books": ("clients",)}
READS: Mapping[str, Mapping[str, tuple[Reach, ...]]] = {
    "county_officer": _OFFICE,
    "township_officer": _OFFICE,
    "township_approver": {"bodies": ("subtree",), "books": ("subtree",)},
    "committee_secretary": _COMMITTEE,
    "committee_clerk": _COMMITTEE,
    "branch_secretary": _VILLAGE,
    "village_clerk": _VILLAGE,
    "village_approver": _VILLAGE,
    "supervisor": _VILLAGE,
    "coop_officer": {"bodies": ("subtree",), "people": ("subtree",)},
    "agency_accountant": _AGENCY,
    "agency_reviewer": _AGENCY,
    "minors_keeper": {"bodies": ("subtree",), "people": ("subtree",), "minors": ("subtree",)},
    "health_keeper": {"bodies": ("subtree",), "people": ("subtree",), "health": ("subtree",)},
}
# What a delegate with named duties must read to do them, by the context of the verbs handed over. Matters and meetings
# call people from rolls and register the money of a decision: there names and books cannot be cut off.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "ledger": ("bodies", "books"),
    "ballots": ("bodies",),
    "affairs": ("bodies", "people", "books"),
    "meetings": ("bodies", "people"),
    "work": ("bodies",),
    "people": ("bodies", "people"),
}
AUDITS = ("auditor",)
# The three administrators: no person holds two of these, nor one of them beside any business (三员分立).
ADMINISTRATORS = ("system_admin", "security_admin", "auditor")
# Administrators, approvers and finance: a second factor is asked of them, and a new password every quarter.
PRIVILEGED = (
    *ADMINISTRATORS,
    "village_approver",
    "township_approver",
    "agency_accountant",
    "agency_reviewer",
)


@dataclass(frozen=True)
class Grant:
    """A role held through a post. `area_id`: the village when the post stands in one of its own bodies.

    `in_stead_of`: the holder's name when the role is had as a delegate (AB 岗); then `verbs` are the actions handed
    over (empty: all, "ledger.*": all of a context) and `by_holder` says who chose the delegate.
    """

    role: str
    post_id: int
    post: str
    kind_name: str
    body_id: int
    body_name: str
    area_id: int
    in_stead_of: str = ""
    holder_id: int | None = None
    verbs: tuple[str, ...] = ()
    by_holder: bool = False

    def covers(self, action: str) -> bool:
        """A delegate's grant reaches only the actions handed over."""
        return not self.verbs or any(
            action == verb or (verb.endswith(".*") and action.startswith(verb[:-1])) for verb in self.verbs
        )

    def opens(self, kind: str) -> bool:
        """Whether records of this kind may be read by it: a delegate with named duties reads what they need."""
        if not self.verbs:
            return True
        contexts = {verb.partition(".")[0] for verb in self.verbs}
        return any(kind in NEEDED.get(context, ("bodies",)) for context in contexts)


@dataclass(frozen=True)
class Land:
    """What lies where that day. `subtrees`: id → itself and all below, for every id named here."""

    members: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    joints: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    clients: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    subtrees: Mapping[int, frozenset[int]] = field(default_factory=dict)


def area(form: str, body_id: int, above: tuple[int, ...]) -> int:
    """A post in an area's own body (`form` part) reaches the area: that is the body above it."""
    return above[-2] if form == "part" and len(above) > 1 else body_id


def apart(grants: Iterable[Grant]) -> list[Grant]:
    """An administrator has that one office and nothing else, by whatever way another right came to them.

    The database refuses two posts of that kind; a delegation is cut off here. Who would hold two keeps none.
    """
    found = list(grants)
    offices = {grant.role for grant in found if grant.role in ADMINISTRATORS}
    if not offices:
        return found
    return [grant for grant in found if grant.role in offices] if len(offices) == 1 else []


def reached(grant: Grant, relation: str, land: Land) -> frozenset[int]:
    """The bodies a grant reaches by a relation of the permission table."""
    if relation in ("self", "subtree"):
        return land.subtrees.get(grant.area_id, frozenset())
    if relation == "joint":
        return frozenset(land.joints.get(grant.area_id, ()))
    roots = land.members if relation == "members" else land.clients
    found = (land.subtrees.get(root, frozenset()) for root in roots.get(grant.area_id, ()))
    return frozenset().union(*found)


def readable(grants: Iterable[Grant], kind: str, land: Land) -> tuple[int, ...]:
    """Bodies whose records of this kind ("bodies", "people", "books", "minors", "health") the grants let one read."""
    found: set[int] = set()
    for grant in grants:
        if not grant.opens(kind):
            continue
        for relation in READS.get(grant.role, {}).get(kind, ()):
            found |= reached(grant, relation, land)
    return tuple(sorted(found))


def may_audit(grants: Iterable[Grant]) -> bool:
    return any(grant.role in AUDITS for grant in grants)


def same_person(person_id: int | None, others: Iterable[int | None]) -> bool:
    """Handling, approving, bookkeeping and supervising one item are done by different persons (law 12)."""
    return person_id is not None and person_id in {other for other in others if other is not None}
