"""Papers of a matter: the resolution, and the register of a body's own procedure, one sheet a step."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.affairs import playbook
from liancun.contexts.affairs.queries import lives
from liancun.contexts.affairs.queries.lives import Loaded
from liancun.contexts.affairs.queries.snapshots import verdict_text
from liancun.contexts.affairs.queries.wholes import Party, Record
from liancun.contexts.affairs.rules.binding import tally
from liancun.contexts.affairs.rules.procedure import Stage
from liancun.framework import documents
from liancun.framework.permissions import require
from liancun.framework.web import parts
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.shortcuts import actor_of
from liancun.kernel.errors import fill

Told = dict[str, Any]


@require_safe
def resolution_paper(request: HttpRequest, matter_id: int) -> HttpResponseBase:
    loaded = _read(request, matter_id)
    if loaded.resolution is None or not loaded.resolution.adopted:
        raise Http404
    kind = documents.wanted(request) or "pdf"
    return documents.print_paper("resolution", kind, lambda: _resolution(loaded), loaded.row.title)


@require_safe
def registration_paper(request: HttpRequest, matter_id: int, village_id: int) -> HttpResponseBase:
    loaded = _read(request, matter_id)
    party = loaded.party(village_id)
    if party is None or not _stages(loaded, village_id):
        raise Http404
    kind, name = documents.wanted(request) or "pdf", f"{loaded.row.title}-{party.name}"
    return documents.print_paper("registration", kind, lambda: _registration(loaded, party), name)


def papers_of(loaded: Loaded) -> parts.Related:
    """The links of the matter's page."""
    matter = loaded.row.id
    links = []
    if loaded.resolution and loaded.resolution.adopted:
        links += _links(reverse("affairs:resolution-paper", args=[matter]), _("决议"))
    for party in loaded.whole.parties:
        if _stages(loaded, party.village_id):
            address = reverse("affairs:registration-paper", args=[matter, party.village_id])
            links += _links(address, _("%(name)s：决策实施登记表") % {"name": party.name})
    return parts.Related(_("文书"), tuple(links), _("还没有可以打印的文书。"))


def _links(address: str, words: str) -> list[parts.Link]:
    return [parts.Link(f"{words}（PDF）", f"{address}?as=pdf"), parts.Link("Word", f"{address}?as=docx")]


def _read(request: HttpRequest, matter_id: int) -> Loaded:
    require(actor_of(request), "affairs.read", None)
    return lives.load(matter_id)


def _resolution(loaded: Loaded) -> Told:
    row, said = loaded.row, loaded.resolution
    assert said
    section = playbook.section_of(row.playbook_id)
    joint = section.joint_of(section.subject[row.subject])
    names = {party.village_id: party.name for party in loaded.whole.parties}
    return {
        "authorised": bool(joint) and section.procedure[joint].red_head,
        "office": row.joint_name,
        "number": said.number,
        "title": f"关于{row.title}的决议",
        "text": said.text.splitlines(),
        "votes": fill(said.sentence, said.params),
        "article": said.article,
        "bodies": [
            {
                "name": names[one.village],
                "standing": "已生效" if one.bound else "未生效",
                "words": fill(one.sentence, one.params),
            }
            for one in tally(loaded.life).villages
        ],
        "day": chinese_date(said.resolved_on),
    }


def _stages(loaded: Loaded, village: int) -> tuple[Stage, ...]:
    track = loaded.life.track(village)
    return track.inner.stages if track and track.inner else ()


def _registration(loaded: Loaded, party: Party) -> Told:
    row = loaded.row
    asked = bool(row.demanded_by)
    return {
        "village": party.name,
        "number": f"{row.raised_on.year}-{row.id:04d}",
        "title": row.title,
        "reasons": [
            {"name": "党员群众建议", "on": asked},
            {"name": "村干部提议", "on": not asked},
            {"name": "上级安排", "on": False},
        ],
        "day": chinese_date(row.raised_on),
        "sheets": list(_sheets(loaded, party)),
    }


def _sheets(loaded: Loaded, party: Party) -> Iterator[Told]:
    for stage in _stages(loaded, party.village_id):
        sheet = _blank(loaded, party, stage)
        for record in loaded.whole.records:
            if record.village_id == party.village_id and record.stage == stage.key and record.how != "late":
                sheet |= _held(record)
        for said in loaded.whole.consents:
            if said.village_id == party.village_id and said.stage == stage.key:
                words = "同意" if said.given else f"不同意：{said.reason}"
                sheet |= {"held": chinese_date(said.decided_on), "people": said.decided_by, "result": words}
        for one in loaded.whole.publications:
            if one.village_id == party.village_id and _key(one.which, one.stage) == stage.key:
                shown = f"{chinese_date(one.published_on)}至{chinese_date(one.closes_on)}"
                sheet |= {
                    "held": shown,
                    "people": one.published_by,
                    "result": "已公开，网上和公开栏同时公布。",
                }
        yield sheet


def _key(which: str, stage: str) -> str:
    return stage or f"publish-{which}"


def _blank(loaded: Loaded, party: Party, stage: Stage) -> Told:
    amount = [f"本单位金额：{party.amount:,.2f} 元"] if party.amount else []
    return {
        "name": stage.name,
        "held": "",
        "place": "",
        "people": "",
        "content": [loaded.row.purpose or loaded.row.title, *amount],
        "result": "",
        "article": stage.article.words if stage.article else "",
    }


def _held(record: Record) -> Told:
    entitled, present = record.params.get("entitled"), record.params.get("present")
    people = f"应到 {entitled} 人，实到 {present} 人"
    if isinstance(entitled, int) and isinstance(present, int) and entitled:
        people += f"，比例 {float(Fraction(present * 100, entitled)):.1f}%"
    return {
        "held": chinese_date(record.held_on),
        "people": people if entitled else "",
        "result": ("通过。" if record.passed else "未通过。") + verdict_text(record),
        "article": record.article,
    }
