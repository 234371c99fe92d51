"""Who holds which post. Holders of public posts are public: nothing here depends on the scope."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.bodies import api as bodies
from liancun.contexts.posts import playbook
from liancun.contexts.posts.models import Post
from liancun.contexts.posts.playbook import PostKind
from liancun.framework.web.parts import Link, Related
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class PostLine:
    id: int
    person_id: int
    person_name: str
    body_id: int
    body_name: str
    body_full_name: str
    body_kind: str
    body_form: str
    body_path: str
    place: str
    kind: str
    kind_name: str
    roles: tuple[str, ...]
    since: date
    until: date | None
    how: str
    portfolio: str

    @property
    def title(self) -> str:
        """The post with the place it is held in, nothing said twice: 大北地村·村党支部书记, 铁南联合党委书记."""
        shared = _shared(self.place, self.kind_name)
        return f"{self.place}{self.kind_name[shared:]}" if shared else f"{self.place}·{self.kind_name}"


def _shared(place: str, kind: str) -> int:
    """How many characters end the place and begin the kind; a single one may be chance (村 in 村务)."""
    most = min(len(place), len(kind))
    return next((size for size in range(most, 1, -1) if place.endswith(kind[:size])), 0)


def holding(day: date) -> Q:
    """Rows whose period holds that day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


_FIELDS = (
    "id",
    "person_id",
    "person_name",
    "body_id",
    "body__short_name",
    "body__name",
    "body__kind",
    "body__path",
    "body__form",
    "body__parent__short_name",
    "kind",
    "since",
    "until",
    "how",
    "portfolio",
)


def _rows(where: Q) -> Iterable[tuple[Any, ...]]:
    return Post.objects.filter(where).order_by("pk").values_list(*_FIELDS)


def _line(row: tuple[Any, ...], kinds: Mapping[str, PostKind]) -> PostLine:
    read = dict(zip(_FIELDS, row, strict=True))
    above_name = read.pop("body__parent__short_name")
    known = kinds.get(read["kind"])
    return PostLine(
        **{_NAMES.get(field, field): value for field, value in read.items()},
        place=above_name if read["body__form"] == "part" and above_name else read["body__short_name"],
        kind_name=known.name if known else read["kind"],
        roles=known.roles if known else (),
    )


_NAMES = {
    "body__short_name": "body_name",
    "body__name": "body_full_name",
    "body__kind": "body_kind",
    "body__form": "body_form",
    "body__path": "body_path",
}


def _lines(where: Q) -> list[PostLine]:
    """Highest post first."""
    rows = list(_rows(where))
    kinds = playbook.kinds() if rows else {}
    found = [_line(row, kinds) for row in rows]
    return sorted(found, key=lambda line: (_rank(kinds.get(line.kind)), line.id))


def _rank(kind: PostKind | None) -> int:
    return kind.rank if kind else 99


def posts_of(person_id: int, day: date) -> list[PostLine]:
    return _lines(holding(day) & Q(person_id=person_id))


def posts_of_user(user_id: int, day: date) -> list[PostLine]:
    """As `posts_of`, for the person who signs in with this account; visible to that user alone."""
    return _lines(holding(day) & Q(person__user_id=user_id))


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


def post(id: int) -> PostLine:
    """Unknown when there is none."""
    found = _lines(Q(pk=id))
    if not found:
        raise Unknown(
            "posts.unknown", mark("没有这项任职，或已经结束。"), remedy=mark("请刷新页面查看现任。")
        )
    return found[0]


def register(
    kind: str, search: str, body_id: int | None, day: date, *, first: int, count: int
) -> tuple[int, list[PostLine]]:
    """How many posts match, and one page of them; two statements whatever the size."""
    found = Post.objects.filter(holding(day))
    if kind:
        found = found.filter(kind=kind)
    if body_id:
        found = found.filter(Q(body_id=body_id) | Q(body__parent_id=body_id, body__form="part"))
    if search:
        found = found.filter(Q(person_name__contains=search) | Q(body__name__contains=search))
    rows = found.order_by("body__path", "pk").values_list(*_FIELDS)[first : first + count]
    kinds = playbook.kinds()
    return found.count(), [_line(row, kinds) for row in rows]


def panel(body: bodies.BodyLine, day: date) -> Related:
    """Holders of posts in a body, and in a village's own bodies, for its record page."""
    _total, lines = register("", "", body.id, day, first=0, count=30)
    links = [Link(f"{line.person_name}　{line.kind_name}", note=line.body_full_name) for line in lines]
    more = Link(_("全部现任职务"), f"{reverse('posts:register')}?body={body.id}")
    return Related(_("现任职务"), (*links, more))
