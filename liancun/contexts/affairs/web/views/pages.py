"""The register of matters and the record of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.affairs.queries import lines, lives
from liancun.contexts.affairs.queries.sketches import sketch_of
from liancun.contexts.affairs.queries.steps import possible
from liancun.contexts.affairs.web.views import buying, paperwork, shapes
from liancun.contexts.affairs.web.views.raising import RAISE
from liancun.contexts.ballots import api as ballots
from liancun.contexts.evidence import api as evidence
from liancun.contexts.meetings import api as meetings
from liancun.framework.permissions import may, require
from liancun.framework.web import parts
from liancun.framework.web.shortcuts import actor_of, page, page_size

PAGE = 25


@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    size = page_size(request, PAGE)
    actor = actor_of(request)
    require(actor, "affairs.read", None)
    state, search = request.GET.get("state", ""), request.GET.get("q", "")[:60]
    alone, subject = request.GET.get("alone", ""), request.GET.get("subject", "")[:60]
    number = _number(request)
    found = lines.listed(
        state=state,
        search=search,
        alone=alone,
        subject=subject,
        first=(number - 1) * size,
        size=size,
    )
    may_raise = any(may(actor, verb, None) for verb in RAISE)
    context = {
        "title": _("事项"),
        "lead": _("联合的事，各村按自己的程序同意后才生效；一个单位自己的事，按自己的程序决定。"),
        "register": shapes.register(
            found.lines, chosen=state, search=search, may_raise=may_raise, alone=alone, subject=subject
        ),
        "pager": parts.Pager(number, max(1, -(-found.total // size)), found.total, size),
        "raise_url": reverse("affairs:raise") if may_raise else "",
    }
    return page(request, "affairs/matters.html", context)


@require_safe
def matter(request: HttpRequest, matter_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "affairs.read", None)
    loaded = lives.load(matter_id)
    steps = possible(sketch_of(loaded))
    mine = [step for step in steps if any(may(actor, verb, step.body_id) for verb in step.permissions)]
    files = evidence.files_of(lives.SUBJECT, matter_id)
    context = {
        "title": loaded.row.title,
        "crumbs": [parts.Link(_("事项"), reverse("affairs:matters"))],
        "facts": shapes.facts(loaded),
        "state": shapes.state(loaded.life.state),
        "next": shapes.next_step(steps, mine, loaded),
        "others": mine[1:],
        "alone": loaded.row.alone,
        "tracks": shapes.tracks(loaded),
        "approvals": shapes.approvals(loaded),
        "buying": buying.panel(actor, loaded),
        "purpose": loaded.row.purpose,
        "resolution": loaded.resolution,
        "verdict": _verdict(loaded),
        **shapes.history(lines.events(loaded), whole=request.GET.get("history") == "all"),
        "uploads": [parts.Upload(f.name, f.size, f.url, f.digest) for f in files],
        "related": [*_related(matter_id), _shown(loaded), paperwork.papers_of(loaded)],
    }
    return page(request, "affairs/matter.html", context)


def _verdict(loaded: lives.Loaded) -> parts.Verdict | None:
    row = loaded.resolution
    if row is None:
        return None
    stage = loaded.life.resolution
    return parts.Verdict(
        row.adopted,
        shapes.said(row.sentence, row.params),
        shapes.rule_words(stage) if stage else "",
        row.yes,
        row.no,
        row.abstain,
        row.entitled,
        row.needed,
        row.article,
    )


def _related(matter_id: int) -> list[parts.Related]:
    called = meetings.titles(lives.SUBJECT, matter_id)
    voted = ballots.questions(lives.SUBJECT, matter_id)
    return [
        parts.Related(
            _("会议"),
            tuple(parts.Link(m.title, shapes.address("meetings:meeting", m.id), m.kind) for m in called),
            _("还没有会议。"),
        ),
        parts.Related(
            _("表决"),
            tuple(parts.Link(b.body_name, shapes.address("ballots:ballot", b.id), b.question) for b in voted),
            _("还没有表决。"),
        ),
    ]


def _shown(loaded: lives.Loaded) -> parts.Related:
    """What anyone reads of it without signing in, by village."""
    newest = {one.village_id: one for one in loaded.whole.publications}
    links = (
        parts.Link(party.name, shapes.address("portal:matter", newest[party.village_id].slug))
        for party in loaded.whole.parties
        if party.village_id in newest
    )
    return parts.Related(_("群众看到的"), tuple(links), _("还没有公开。"))


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, min(int(text), 10_000)) if text.isdecimal() and len(text) <= 5 else 1
