"""Who holds which post. Holders of public posts are public: nothing here depends on the scope."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from liancun.contexts.posts import playbook
from liancun.contexts.posts.models import Post


@dataclass(frozen=True)
class PostLine:
    id: int
    person_id: int
    person_name: str
    body_id: int
    body_name: str
    body_kind: str
    body_path: str
    kind: str
    kind_name: str
    roles: tuple[str, ...]
    since: date
    until: date | None
    how: str
    portfolio: str


def holding(day: date) -> Q:
    """Rows whose period holds that day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


_FIELDS = (
    "id",
    "person_id",
    "person_name",
    "body_id",
    "body__short_name",
    "body__kind",
    "body__path",
    "kind",
    "since",
    "until",
    "how",
    "portfolio",
)


def _lines(where: Q) -> list[PostLine]:
    """Highest post first."""
    kinds = playbook.kinds()
    found = []
    for *head, kind, since, until, how, portfolio in Post.objects.filter(where).order_by("pk").values_list(*_FIELDS):
        known = kinds.get(kind)
        name, roles = (known.name, known.roles) if known else (kind, ())
        found.append(PostLine(*head, kind, name, roles, since, until, how, portfolio))
    return sorted(found, key=lambda line: (_rank(line.kind), line.id))


def _rank(kind: str) -> int:
    known = playbook.kinds().get(kind)
    return known.rank if known else 99


def posts_of(person_id: int, day: date) -> list[PostLine]:
    return _lines(holding(day) & Q(person_id=person_id))


def holders(body_id: int, kind: str | None, day: date) -> list[PostLine]:
    """Those who hold this post (or any) in the body that day."""
    return _lines(holding(day) & Q(body_id=body_id) & (Q(kind=kind) if kind else Q()))


def holders_in(body_ids: Collection[int], day: date) -> list[PostLine]:
    """All posts held in these bodies that day, in one statement."""
    return _lines(holding(day) & Q(body_id__in=set(body_ids)))


def holders_of_role(body_ids: Collection[int], role: str, day: date) -> list[PostLine]:
    """Those whose post in one of these bodies brings the role."""
    kinds = [code for code, kind in playbook.kinds().items() if role in kind.roles]
    return _lines(holding(day) & Q(body_id__in=set(body_ids), kind__in=kinds))


def all_with_roles(day: date) -> list[PostLine]:
    """Every post that brings a role."""
    kinds = [code for code, kind in playbook.kinds().items() if kind.roles]
    return _lines(holding(day) & Q(kind__in=kinds))
