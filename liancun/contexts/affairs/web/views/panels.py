"""What affairs show on the record of a body: the matters under way, the oldest first."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.affairs.queries.of_body import MOST, going_on
from liancun.contexts.bodies import api as bodies
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.web.parts import Column, Link, Register, Row, Section, State


def matters(body: bodies.BodyLine, day: date, actor: Actor) -> Section | None:
    """Of today only: a past day has its own records. None for bodies without matters."""
    if body.form not in ("area", "joint") or day != clock.today() or not may(actor, "affairs.read", None):
        return None
    total, found = going_on(body.id, body.path)
    if not found:
        return None
    columns = (
        Column("title", _("事项"), "name"),
        Column("state", _("进行到"), "state"),
        Column("raised_on", _("提出日期"), "date"),
    )
    rows = tuple(
        Row(
            (one.title, State(one.state_word, "running"), one.raised_on),
            url=reverse("affairs:matter", args=[one.id]),
            note="" if body.is_joint else one.joint_name,
        )
        for one in found
    )
    all_of_them = (Link(_("看全部事项"), reverse("affairs:matters")),) if total > MOST else ()
    note = _("在办 %(count)d 件") % {"count": total}
    return Section(_("事项"), register=Register(columns, rows), links=all_of_them, note=note, order=20)
