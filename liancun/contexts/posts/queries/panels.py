"""What `posts` shows on the record page of a body: who leads it, and which posts stand vacant."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.contexts.posts import playbook
from liancun.contexts.posts.queries import offices
from liancun.contexts.posts.queries.lines import PostLine
from liancun.contexts.posts.rules.offices import Vacancy
from liancun.framework.actors import Actor
from liancun.framework.web.parts import Column, Link, Register, Row, Section

SHOWN = 30


def leaders(body: bodies.BodyLine, day: date, actor: Actor) -> Section | None:
    """Holders in a body, and in a village's own bodies, the highest first; then what is vacant."""
    parts = [one for one in bodies.children(body.id) if one.form == "part"] if body.is_village else []
    held = offices.holders_in([body.id, *(one.id for one in parts)], day)
    missing = offices.missing([body, *parts], [(one.body_id, one.kind) for one in held])
    if not held and not missing:
        return None
    names = {one.id: one.short_name for one in (body, *parts)}
    rows = (*(_row(line) for line in held[:SHOWN]), *(_vacant(one, names) for one in missing))
    columns = (
        Column("name", _("姓名"), "name"),
        Column("post", _("职务")),
        Column("portfolio", _("分工")),
        Column("since", _("任职日期"), "date"),
    )
    more = f"{reverse('posts:register')}?body={body.id}&on={day.isoformat()}"
    return Section(
        _("班子和分工"), register=Register(columns, rows), links=(Link(_("全部现任职务"), more),), order=10
    )


def posts_of_person(line: people.PersonLine, day: date, actor: Actor) -> Section | None:
    """What posts a person holds that day: posts are public, the way to their history too."""
    held = offices.posts_of(line.id, day)
    if not held:
        return None
    columns = (
        Column("post", _("职务"), "name"),
        Column("body", _("组织")),
        Column("since", _("任职日期"), "date"),
    )
    rows = tuple(
        Row((one.kind_name, one.body_full_name, one.since), url=reverse("posts:post", args=[one.id]))
        for one in held
    )
    history = Link(_("任职经历"), reverse("posts:person", args=[line.id]))
    return Section(_("现任职务"), register=Register(columns, rows), links=(history,), order=10)


def _row(line: PostLine) -> Row:
    url = reverse("posts:post", args=[line.id])
    return Row((line.person_name, line.kind_name, line.portfolio, line.since), url=url, note=line.source_name)


def _vacant(one: Vacancy, names: dict[int, str]) -> Row:
    words = _("空缺 %(count)d 人") % {"count": one.missing}
    return Row((words, playbook.kind_name(one.kind), "", None), note=names[one.body_id])
