"""One post as everybody shows it, and how rows become such lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q

from liancun.contexts.posts import playbook
from liancun.contexts.posts.models import Post
from liancun.contexts.posts.playbook import PostKind, PostsSection


@dataclass(frozen=True)
class PostLine:
    """`way` and `speciality` are codes, `portfolio` names as shown, `how` the way in words with what was added."""

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
    way: str = ""
    decision: str = ""
    source_id: int | None = None
    source_name: str = ""
    speciality: str = ""
    ends_on: date | None = None
    end_note: str = ""
    corrects_id: int | None = None
    struck_reason: str = ""
    struck: bool = False

    @property
    def title(self) -> str:
        """The post with the place it is held in, nothing said twice: 大北地村·村党支部书记, 铁南联合党委书记."""
        shared = _shared(self.place, self.kind_name)
        return f"{self.place}{self.kind_name[shared:]}" if shared else f"{self.place}·{self.kind_name}"


def _shared(place: str, kind: str) -> int:
    """How many characters end the place and begin the kind; a single one may be chance (村 in 村务)."""
    most = min(len(place), len(kind))
    return next((size for size in range(most, 1, -1) if place.endswith(kind[:size])), 0)


def in_force(day: date) -> Q:
    """Rows whose period holds that day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def holding(day: date) -> Q:
    """Posts held that day; what was struck as a mistake was never held."""
    return in_force(day) & Q(struck_at__isnull=True)


FIELDS = (
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
    "way",
    "how",
    "decision",
    "source_body_id",
    "source_body__name",
    "speciality",
    "portfolio",
    "ends_on",
    "end_note",
    "corrects_id",
    "struck_reason",
    "struck_at",
)
_NAMES = {
    "body__short_name": "body_name",
    "body__name": "body_full_name",
    "body__kind": "body_kind",
    "body__form": "body_form",
    "body__path": "body_path",
    "source_body_id": "source_id",
    "source_body__name": "source_name",
}


def line(row: tuple[Any, ...], section: PostsSection) -> PostLine:
    read = dict(zip(FIELDS, row, strict=True))
    above_name = read.pop("body__parent__short_name")
    struck, known = read.pop("struck_at"), section.post.get(read["kind"])
    read["source_body__name"] = read["source_body__name"] or ""
    read["how"] = _how(read["way"], read["how"], section)
    read["portfolio"] = playbook.portfolio_name(read["portfolio"])
    return PostLine(
        **{_NAMES.get(field, field): value for field, value in read.items()},
        place=above_name if read["body__form"] == "part" and above_name else read["body__short_name"],
        kind_name=known.name if known else read["kind"],
        roles=known.roles if known else (),
        struck=struck is not None,
    )


def _how(way: str, how: str, section: PostsSection) -> str:
    """The way in words, then what was added to it."""
    return "，".join(part for part in (playbook.name_in(section.way, way) if way else "", how) if part)


def lines(where: Q) -> list[PostLine]:
    """Highest post first."""
    return sorted_lines(Post.objects.filter(where).order_by("pk").values_list(*FIELDS))


def held_in(body_ids: Collection[int], day: date) -> list[PostLine]:
    """Posts held in these bodies that day, highest first. Written out: every record of a body asks for it."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD_IN, {"bodies": list(set(body_ids)), "day": day})
        return sorted_lines(cursor.fetchall())


# The columns in the order of FIELDS.
COLUMNS = """
p.id, p.person_id, p.person_name, p.body_id, b.short_name, b.name, b.kind, b.path, b.form, a.short_name,
p.kind, p.since, p.until, p.way, p.how, p.decision, p.source_body_id, s.name, p.speciality, p.portfolio,
p.ends_on, p.end_note, p.corrects_id, p.struck_reason, p.struck_at
"""
PLACES = """
join bodies_body b on b.id = p.body_id
left join bodies_body a on a.id = b.parent_id left join bodies_body s on s.id = p.source_body_id
"""
HOLDING = "p.struck_at is null and p.since <= %(day)s and (p.until is null or p.until > %(day)s)"
_HELD_IN = f"select {COLUMNS} from posts_post p {PLACES} where p.body_id = any(%(bodies)s) and {HOLDING} order by p.id"


def sorted_lines(rows: Iterable[tuple[Any, ...]]) -> list[PostLine]:
    found = list(rows)
    if not found:
        return []
    section = playbook.section()
    return sorted(
        (line(row, section) for row in found), key=lambda one: (rank(section.post, one.kind), one.id)
    )


def rank(kinds: Mapping[str, PostKind], code: str) -> int:
    known = kinds.get(code)
    return known.rank if known else 99
