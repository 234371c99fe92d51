"""The sister problems: strong and weak villages, offices and villages, households and helpers, rotas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.formation.queries import sisters
from liancun.contexts.formation.queries.sisters import ORGAN, STRONG_WEAK, Proposed
from liancun.contexts.formation.web import words
from liancun.contexts.formation.web.forms import AgencyForm, HouseholdForm, RotaForm, StrongWeakForm
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.forms import Form
from liancun.framework.web.parts import Column, Fact, Link, Register, Row
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, page
from liancun.kernel.errors import Refusal, Refusals

FEWEST = 1


def _crumbs() -> list[Link]:
    return [Link(_("分组规划"), reverse("formation:index"))]


def _drawn(request: HttpRequest, form: Form, context: Mapping[str, object]) -> HttpResponse:
    told = {"crumbs": _crumbs(), "form": form, "asked": bool(request.GET), **context}
    return page(request, "formation/sister.html", told)


def _form(request: HttpRequest, form: type[Form], /, **initial: object) -> Form:
    """Filled from the address, so that what is seen can be sent on; the usual values when it is opened."""
    return form(request.GET if request.GET else dict(initial))


def _pairs(proposed: Proposed, one: str, other: str, one_place: str) -> Register:
    names = proposed.names
    rows = []
    for pair in proposed.found.pairs:
        name, place = names[pair.one]
        to, to_place = names[pair.to]
        before = names.get(proposed.today.get(pair.one, ""), ("", ""))[0]
        further = names[pair.next][0] if pair.next else ""
        rows.append(
            Row(
                (
                    name,
                    place,
                    to,
                    to_place,
                    pair.why.text(gettext),
                    before,
                    further,
                    words.signed(pair.next_more) if further else "",
                )
            )
        )
    return Register(
        (
            Column("one", one, "name"),
            Column("place", one_place),
            Column("other", other),
            Column("other_place", _("所在")),
            Column("why", _("为什么")),
            Column("today", _("现在")),
            Column("next", _("次好")),
            Column("more", _("多付"), "number"),
        ),
        tuple(rows),
    )


def _facts(proposed: Proposed) -> list[Fact]:
    loads = list(proposed.found.loads.values())
    return [
        Fact(_("结成"), _("%(count)d 对") % {"count": len(proposed.found.pairs)}),
        Fact(_("每个帮扶方"), f"{min(loads, default=0)} – {max(loads, default=0)}"),
        Fact(_("与现在不同"), _("%(count)d 对") % {"count": proposed.changed}),
        Fact(_("证明"), _("在这些条件下没有更好的分法")),
    ]


@require_safe
def strong_weak(request: HttpRequest, area_id: int) -> HttpResponse:
    """小村弱村与强村结对 (N26)."""
    require(actor_of(request), "formation.assign", area_id)
    unions = max(FEWEST, len(_unions(area_id)))
    form = _form(request, StrongWeakForm, strong=unions, most=12)
    context: dict[str, object] = {
        "title": _("强村与弱村结对"),
        "lead": bodies.get(area_id).name,
        "kind": STRONG_WEAK,
    }
    if form.is_valid():
        told = form.cleaned_data
        context |= _proposed(
            lambda: sisters.paired_villages(
                area_id,
                strong=told["strong"],
                most=told["most"],
                farthest=told["farthest"],
                within=told["within"],
            ),
            _("弱村、小村"),
            _("强村"),
            _("乡镇"),
        )
    return _drawn(request, form, {**context, "area_id": area_id})


def _unions(area_id: int) -> set[int]:
    return {union.id for cell in bodies.cells(bodies.get(area_id), clock.today()) for union in cell.unions}


def _proposed(work: object, one: str, other: str, place: str) -> dict[str, object]:
    """The proposal, or the sentence that says who stands in the way of whom."""
    try:
        found = work()  # type: ignore[operator]
    except (Refusal, Refusals) as refusal:
        return {"refusal": refusal}
    if found is None:
        return {}
    pairs = "\n".join(f"{pair.to}:{pair.one}" for pair in found.found.pairs)
    return {"register": _pairs(found, one, other, place), "facts": _facts(found), "pairs": pairs}


@require_safe
def agencies(request: HttpRequest, area_id: int) -> HttpResponse:
    """帮扶单位与村结对 (JX8)."""
    require(actor_of(request), "formation.assign", area_id)
    count = len(sisters.today_of(ORGAN)) or 20
    form = _form(request, AgencyForm, villages=count, most=3)
    context: dict[str, object] = {
        "title": _("机关单位与村结对"),
        "lead": bodies.get(area_id).name,
        "kind": ORGAN,
    }
    if request.GET and form.is_valid():
        told = form.cleaned_data
        context |= _proposed(
            lambda: sisters.paired_agencies(area_id, villages=told["villages"], most=told["most"]),
            _("村"),
            _("机关单位"),
            _("乡镇"),
        )
    return _drawn(request, form, {**context, "area_id": area_id})


@require_safe
def households(request: HttpRequest, village_id: int) -> HttpResponse:
    """一对多联系 (JX7): by number of the household; names stay on the village's own pages."""
    actor = actor_of(request)
    require(actor, "people.keep_household", village_id)
    form = _form(request, HouseholdForm, kind="branch_member", most=30)
    context: dict[str, object] = {"title": _("联系户分派"), "lead": bodies.get(village_id).name}
    if request.GET and form.is_valid():
        told = form.cleaned_data
        context |= _proposed(
            lambda: sisters.households_of(actor, village_id, told["kind"], told["most"]),
            _("户号"),
            _("联系人"),
            _("地址"),
        )
    context.pop("pairs", None)
    return _drawn(request, form, context)


@require_safe
def rota(request: HttpRequest, area_id: int) -> HttpResponse:
    """第一书记轮播、驻村干部轮值: fair, with absences."""
    require(actor_of(request), "formation.assign", area_id)
    today = clock.today()
    form = _form(
        request, RotaForm, kind="first_secretary", first=today, days=14, every=1, need=1, rest=1, absent=""
    )
    context: dict[str, object] = {"title": _("轮值表"), "lead": bodies.get(area_id).name}
    if request.GET and form.is_valid() and isinstance(form, RotaForm):
        told = form.cleaned_data
        days = [told["first"] + timedelta(days=told["every"] * number) for number in range(told["days"])]
        try:
            found, names = sisters.turns(
                area_id, told["kind"], days, told["need"], told["rest"], form.absences()
            )
        except (Refusal, Refusals) as refusal:
            context["refusal"] = refusal
        else:
            context |= {"register": _days(found.days, names), "facts": _counts(found.counts, found.proven)}
    return _drawn(request, form, context)


def _days(days: Mapping[date, Sequence[str]], names: Mapping[str, tuple[str, str]]) -> Register:
    rows = tuple(
        Row((day, "、".join(names[key][0] for key in came), "、".join(names[key][1] for key in came)))
        for day, came in sorted(days.items())
    )
    return Register(
        (Column("day", _("日期"), "date"), Column("who", _("轮到谁")), Column("body", _("任职"))), rows
    )


def _counts(counts: Mapping[str, int], proven: bool) -> list[Fact]:
    values = list(counts.values())
    return [
        Fact(_("参加轮值"), _("%(count)d 人") % {"count": len(values)}),
        Fact(_("每人次数"), f"{min(values, default=0)} – {max(values, default=0)}"),
        Fact(_("公平"), _("没有更均衡的排法") if proven else _("已尽量均衡")),
    ]


@require_POST
def confirm(request: HttpRequest, area_id: int) -> HttpResponse:
    """The proposed pairs that do not stand yet are registered; a person decides (law 12)."""
    actor = actor_of(request)
    require(actor, "formation.assign", area_id)
    kind = request.POST.get("kind", "")
    kind = kind if kind in (STRONG_WEAK, ORGAN) else STRONG_WEAK
    made = _registered(actor, kind, request.POST.get("pairs", ""))
    say(
        request,
        happened=_("已登记 %(count)d 对结对。") % {"count": made},
        then=_("已有帮扶方的村没有改动。"),
    )
    return redirect(f"{reverse('bodies:pairings')}?kind={kind}")


def _registered(actor: Actor, kind: str, text: str) -> int:
    """Pairs as `helper:helped` lines; those helped already keep their helper."""
    today = sisters.today_of(kind)
    wanted = []
    for line in text.splitlines():
        helper, _sign, helped = line.strip().partition(":")
        known = helper.isdigit() and helped.isdigit() and helped not in today
        if known and may(actor, "bodies.pair", int(helped)):
            wanted.append(bodies.NewPairing(kind, int(helper), int(helped), clock.today()))
    return len(bodies.pair_many(actor, pairings=wanted)) if wanted else 0
