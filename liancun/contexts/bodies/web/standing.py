"""What of agreements, pairings and facts is shown on the record of a body, and what waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.bodies import playbook
from liancun.contexts.bodies.queries import BodyLine
from liancun.contexts.bodies.queries import agreements as agreements_of
from liancun.contexts.bodies.queries import conditions as conditions_asked
from liancun.contexts.bodies.queries import facts as facts_of
from liancun.contexts.bodies.queries import pairings as pairings_of
from liancun.contexts.bodies.web.views.agreements import state
from liancun.contexts.bodies.web.views.facts import asked_of
from liancun.framework import clock, scope
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.todo import TodoItem
from liancun.framework.web.parts import Link, Section

HOSTS = ("township", "county")


def agreements(body: BodyLine, day: date, actor: Actor) -> Section | None:
    """Agreements it keeps or is a party of, for those who read them."""
    if not may(actor, "bodies.read_agreements", None):
        return None
    links = tuple(
        Link(line.title, reverse("bodies:agreement", args=[line.id]), note=state(line.stand).word)
        for line in agreements_of.agreements_of(body.id, day, most=10)
    )
    joint = playbook.kind_of(body.kind).form == "joint"
    hosts = (joint or body.kind in HOSTS) and may(actor, "bodies.draft_agreement", body.id)
    step = Link(_("起草联建协议"), reverse("bodies:draft_agreement", args=[body.id])) if hosts else None
    return Section(_("联建协议"), links=links, step=step, order=60) if links or step else None


def pairings(body: BodyLine, day: date, actor: Actor) -> Section | None:
    """Whom it helps and who helps it that day."""
    if not may(actor, "bodies.read_pairings", None):
        return None
    links = tuple(
        Link(
            line.helped_name if line.helper_id == body.id else line.helper_name,
            reverse("bodies:pairing", args=[line.id]),
            note=_("%(kind)s（受助方）") % {"kind": line.kind_name}
            if line.helper_id == body.id
            else _("%(kind)s（帮扶方）") % {"kind": line.kind_name},
        )
        for line in pairings_of.pairings_of(body.id, day)
    )
    return Section(_("结对"), links=links, order=62) if links else None


def facts(body: BodyLine, day: date, actor: Actor) -> Section | None:
    """The way to the yearly facts of a body that has any kinds of them."""
    if not playbook.fact_kinds(body.kind) or not may(actor, "bodies.read_facts", body.id):
        return None
    years = facts_of.fact_years(body.id)[:5]
    words = "、".join(str(year) for year in years)
    note = _("已登记的年度：%(years)s") % {"years": words} if years else _("还没有登记。")
    return Section(
        _("年度情况"),
        note=note,
        step=Link(_("查看和登记"), reverse("bodies:facts", args=[body.id])),
        order=64,
    )


def conditions(body: BodyLine, day: date, actor: Actor) -> Section | None:
    """What the law asks of the composition of such a body, and whether it holds that day."""
    if not may(actor, "bodies.read_facts", body.id):
        return None
    found = conditions_asked.conditions_of(body, day.year)
    if found is None:
        return None
    note = _("按 %(year)d 年登记的情况。") % {"year": found.year} if found.year else ""
    at = f"{reverse('bodies:facts', args=[body.id])}?year={found.year or day.year}"
    return Section(
        _("法定条件"),
        register=asked_of(found.lines),
        note=note,
        step=Link(_("查看和登记"), at),
        order=30,
    )


def waiting(actor: Actor) -> Iterator[TodoItem]:
    """Agreements to sign, and agreements that end soon; three statements at most."""
    here = scope.current()
    if here is None or not may(actor, "bodies.read_agreements", None):
        return
    if may(actor, "bodies.sign_agreement", None):
        yield from _to_sign(actor, here[1].bodies)
    yield from _ending(actor)


def _to_sign(actor: Actor, bodies: tuple[int, ...]) -> Iterator[TodoItem]:
    mine = [id for id in bodies if may(actor, "bodies.sign_agreement", id)]
    for one in agreements_of.waiting_for_signature(mine):
        yield TodoItem(
            what=_("签署联建协议：%(title)s") % {"title": one.title},
            for_whom=one.body_name,
            due=None,
            url=reverse("bodies:sign_agreement", args=[one.agreement_id, one.body_id]),
            button=_("看过再签"),
            waiting_since=one.drafted_on,
        )


def _ending(actor: Actor) -> Iterator[TodoItem]:
    """For those who may end or renew it, and those who sign for a party."""
    soon = agreements_of.ending_soon(clock.today())
    readers = agreements_of.parties_of([line.id for line in soon]) if soon else {}
    for line in soon:
        signs = any(may(actor, "bodies.sign_agreement", id) for id in readers.get(line.id, ()))
        if signs or may(actor, "bodies.draft_agreement", line.host_id):
            yield TodoItem(
                what=_("联建协议快到期：%(title)s") % {"title": line.title},
                for_whom=line.host_name,
                due=line.until,
                url=reverse("bodies:agreement", args=[line.id]),
                button=_("商定续签或终止"),
            )
