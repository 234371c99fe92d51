"""Raising a matter: first what it is and whose, with the way it must go and why; then the form of that subject."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from secrets import token_hex

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.affairs.actions.raising import raise_matter as do_raise
from liancun.contexts.affairs.actions.raising_own import raise_own as do_raise_own
from liancun.contexts.affairs.actions.ways import Known, Way, known, plan_for, way_of
from liancun.contexts.affairs.playbook import AffairsSection, Subject
from liancun.contexts.affairs.queries.mandates import in_effect, revocable
from liancun.contexts.affairs.web.forms import OwnForm, RaiseForm
from liancun.contexts.affairs.web.views import shapes
from liancun.contexts.bodies import api as bodies
from liancun.contexts.evidence import api as evidence
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.framework import clock, playbook
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web import parts
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page
from liancun.kernel.errors import NotAllowed, mark

FORM = ["GET", "HEAD", "POST"]
RAISE = ("affairs.raise_matter", "affairs.raise_own", "affairs.raise_demanded")


@require_http_methods(FORM)
def raise_matter(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, next((verb for verb in RAISE if may(actor, verb, None)), RAISE[0]), None)
    mine = list(_mine(actor))
    given = request.POST if request.method == "POST" else request.GET
    subjects = _section().subject
    subject = subjects.get(given.get("subject", ""))
    chosen = _chosen(mine, given.get("body", "") or request.GET.get("body", ""), subject)
    if subject is None or chosen is None:
        return _choose(request, mine)
    name = next(key for key, one in subjects.items() if one is subject)
    if subject.joint and chosen.joint:
        return _joint_form(request, actor, chosen, name, subject)
    return _own_form(request, actor, chosen, name, subject)


@dataclass(frozen=True)
class Place:
    """A body somebody may raise for; `joint`: the joint body it belongs to, where it may raise there."""

    body: bodies.BodyLine
    joint: bodies.BodyLine | None = None
    own: bool = True
    demanded: bool = False


def _mine(actor: Actor) -> Iterator[Place]:
    """From the posts one holds: the village, the groups in it, the joint body one serves, the co-operative."""
    today, seen = clock.today(), set()
    for post in posts.posts_of(actor.person_id, today) if actor.person_id else []:
        roles = set(post.roles)
        for place in _places(post.body_id, roles):
            if place.body.id not in seen:
                seen.add(place.body.id)
                yield place


def _places(body_id: int, roles: set[str]) -> Iterator[Place]:
    if roles & {"branch_secretary", "village_approver", "supervisor"}:
        village = bodies.village_of(body_id)
        if village:
            joints = bodies.joints_of(village.id, clock.today()) if "branch_secretary" in roles else []
            yield Place(village, next((line.body for line in joints if line.body.is_joint), None))
            yield from (Place(group) for group in bodies.children(village.id, "group"))
    if roles & {"committee_secretary", "committee_clerk", "coop_officer"}:
        yield Place(bodies.get(body_id))
    if "township_officer" in roles:
        yield from (
            Place(line, own=False, demanded=True) for line in bodies.children(body_id) if line.is_village
        )


def _section() -> AffairsSection:
    found = playbook.current().section("affairs")
    assert isinstance(found, AffairsSection)
    return found


def _chosen(mine: list[Place], text: str, subject: Subject | None) -> Place | None:
    """The body named; else the first that may raise this subject."""
    if text.isdecimal():
        return next((place for place in mine if place.body.id == int(text)), None)
    fits = [place for place in mine if subject is not None and _offers(place, subject)]
    return fits[0] if fits else None


def _offers(place: Place, subject: Subject) -> bool:
    return bool(subject.joint and place.joint) or subject.own


# --- what, and whose --------------------------------------------------------------------


def _choose(request: HttpRequest, mine: list[Place]) -> HttpResponse:
    """Every subject this body can decide, the procedure it must go through, and why."""
    if not mine:
        raise NotAllowed(
            code="access.not_allowed",
            sentence=mark("您现在的职务没有可以提出事项的单位。"),
            remedy=mark("请由有相应职务的人员办理。"),
        )
    text = request.GET.get("body", "")
    place = next((one for one in mine if str(one.body.id) == text), mine[0])
    there = known([place.body.id])[place.body.id]
    choices = tuple(parts.Choice(str(one.body.id), one.body.name) for one in mine)
    filters = (parts.Filter("body", _("单位"), choices, str(place.body.id)),) if len(mine) > 1 else ()
    context = {
        "title": _("提出事项"),
        "lead": _("先选是什么事：由谁决定、走什么程序，由制度按本单位的情况确定。"),
        "crumbs": [parts.Link(_("事项"), reverse("affairs:matters"))],
        "register": parts.Register(
            columns=(
                parts.Column("subject", _("事项类别")),
                parts.Column("way", _("由谁决定")),
                parts.Column("why", _("为什么")),
            ),
            rows=tuple(_rows(place, there)),
            filters=filters,
            empty=_("制度里没有这个单位可以提出的事项。"),
        ),
    }
    return page(request, "pages/register.html", context)


def _rows(place: Place, there: Known) -> Iterator[parts.Row]:
    for key, subject in _section().subject.items():
        if not _offers(place, subject):
            continue
        together = bool(subject.joint and place.joint)
        way = way_of(there, plan_for(key, alone=not together))
        if not way.found:
            continue
        url = f"{reverse('affairs:raise')}?{urlencode([('subject', key), ('body', str(place.body.id))])}"
        yield parts.Row(
            (subject.name, _deciders(key, way, together), _why(way, subject)), url=url, note=_class(subject)
        )


def _deciders(key: str, way: Way, together: bool) -> str:
    names = [way.procedure.name] if way.procedure else []
    outer = plan_for(key, alone=False).outer if together else None
    return "；".join([*([outer.name] if outer else []), *names])


def _why(way: Way, subject: Subject) -> str:
    if way.why:
        return f"{_(way.why)}（{way.article}）" if way.article else _(way.why)
    article = _section().article(subject.article)
    return article.words if article else ""


def _class(subject: Subject) -> str:
    """三重一大 and 小微权力, where the subject is one."""
    found = [f"{_('三重一大')}：{subject.major}"] if subject.major else []
    found += [f"{_('小微权力')}：{subject.micro}"] if subject.micro else []
    return " · ".join(found)


# --- the form ------------------------------------------------------------------------------


def _frame(subject: Subject, form: OwnForm | RaiseForm) -> dict[str, object]:
    return {
        "title": _("提出：%(subject)s") % {"subject": subject.name},
        "crumbs": [
            parts.Link(_("事项"), reverse("affairs:matters")),
            parts.Link(_("提出事项"), reverse("affairs:raise")),
        ],
        "form": form,
        "submit": _("提出事项"),
        "cancel_url": reverse("affairs:raise"),
    }


def _joint_form(request: HttpRequest, actor: Actor, place: Place, key: str, subject: Subject) -> HttpResponse:
    joint = place.joint
    assert joint
    require(actor, "affairs.raise_matter", place.body.id)
    members = {
        line.body.id: line.body.name
        for line in bodies.members_of(joint.id, clock.today())
        if line.body.is_village
    }
    form = RaiseForm(
        request.POST or None,
        request.FILES or None,
        members=members,
        initial={"key": token_hex(16), "subject": key, "body": place.body.id},
    )
    if request.method == "POST" and form.is_valid():
        made = act(request, form, lambda: _raise(actor, form, place.body.id, joint.id, key))
        if made is not None:
            say(request, happened=_("事项已经提出。"), then=_("请看下一步由谁办理。"))
            return redirect("affairs:matter", made)
    plan, there = plan_for(key, alone=False), known(members)
    context = {
        **_frame(subject, form),
        "known": [
            parts.Fact(_("提出单位"), place.body.name),
            parts.Fact(_("联合党委"), joint.name),
            parts.Fact(_("联合程序"), plan.outer.name if plan.outer else "—"),
        ],
        "ways": [_way_row(way_of(there[id], plan)) for id in members],
        "rules": [
            _("使用集体资金的，每个村都要按自己的程序决定；联合党委的决议不能代替村里的决定。"),
            *_buying(subject),
        ],
    }
    return page(request, "affairs/raise.html", context, status=422 if form.errors else 200)


def _way_row(way: Way) -> Mapping[str, str]:
    name = way.procedure.name if way.procedure else _("党支部意见")
    if not way.found:
        name = _("没有适合的程序")
    return {"name": way.name, "way": name, "why": _(way.why) if way.why else "", "article": way.article}


def _buying(subject: Subject) -> list[str]:
    """How to buy, by amount."""
    found = []
    for band in subject.purchase:
        if band.up_to is None:
            found.append(_("金额再大的：%(method)s。") % {"method": band.method})
        else:
            found.append(
                _("%(amount)s 元以下：%(method)s。") % {"amount": f"{band.up_to:,.0f}", "method": band.method}
            )
    return found


def _raise(actor: Actor, form: RaiseForm, village_id: int, joint_id: int, subject: str) -> int:
    data = form.cleaned_data
    return do_raise(
        actor,
        joint_id=joint_id,
        village_id=village_id,
        subject=subject,
        title=data["title"],
        purpose=data["purpose"],
        amounts=form.amounts(),
        minimum=data["minimum"],
        files=_stored(actor, village_id, data["papers"]),
        key=data["key"],
    )


def _stored(actor: Actor, body_id: int, papers: list[object]) -> list[int]:
    return [
        evidence.store(
            actor,
            body_id=body_id,
            name=file.name,  # type: ignore[attr-defined]
            content=file,  # type: ignore[arg-type]
            purpose="affairs.raise",
        ).id
        for file in papers
    ]


def _own_form(request: HttpRequest, actor: Actor, place: Place, key: str, subject: Subject) -> HttpResponse:
    body = place.body
    way = way_of(known([body.id])[body.id], plan_for(key, alone=True))
    form = OwnForm(
        request.POST or None,
        request.FILES or None,
        uses_money=subject.uses_money,
        mandates=in_effect(body.id) if subject.within else None,
        revocable=revocable(body.id) if subject.revokes else None,
        demanded=place.demanded,
        initial={"key": token_hex(16), "subject": key, "body": body.id, **_people_of(body.id)},
    )
    if request.method == "POST" and form.is_valid():
        made = act(request, form, lambda: _raise_own(actor, form, body.id, key))
        if made is not None:
            say(request, happened=_("事项已经提出。"), then=_("请看下一步由谁办理。"))
            return redirect("affairs:matter", made)
    why = f"{_(way.why)}（{way.article}）" if way.why else "—"
    if subject.revokes:
        why = _("撤销先前的决议，按作出该决议的程序办理。")
    stages = " → ".join(stage.name for stage in way.procedure.stages) if way.procedure else ""
    context = {
        **_frame(subject, form),
        "known": [
            parts.Fact(_("单位"), body.name),
            parts.Fact(_("程序"), way.procedure.name if way.procedure and not subject.revokes else "—"),
            parts.Fact(_("为什么"), why),
        ],
        "rules": [
            *([stages] if stages and not subject.revokes else []),
            *_deciding(way, subject),
            *_buying(subject),
        ],
    }
    return page(request, "affairs/raise_own.html", context, status=422 if form.errors else 200)


def _deciding(way: Way, subject: Subject) -> list[str]:
    """The threshold of the deciding vote in words, before the mistake."""
    if way.procedure is None or subject.revokes:
        return []
    votes = [stage for stage in way.procedure.stages if stage.kind == "vote"]
    return [f"{stage.name}：{shapes.rule_words(stage)}" for stage in votes]


def _people_of(body_id: int) -> dict[str, object]:
    """How many there are to sign a demand, where the roll says."""
    parts_ = {line.id for line in bodies.children(body_id)} | {body_id}
    sizes = people.rolls(parts_, clock.today())
    found = {
        kind: max((n for (_b, k), n in sizes.items() if k == kind), default=0)
        for kind in ("villager", "representative")
    }
    return {"villagers": found["villager"], "representatives": found["representative"]}


def _raise_own(actor: Actor, form: OwnForm, body_id: int, subject: str) -> int:
    data = form.cleaned_data
    return do_raise_own(
        actor,
        body_id=body_id,
        subject=subject,
        title=data["title"],
        purpose=data["purpose"],
        amount=data.get("amount") or Decimal(0),
        demanded_by=data["demanded_by"],
        demand_count=data["demand_count"],
        demand_of=data["demand_of"],
        within_id=form.number("within"),
        revokes_id=form.number("revokes"),
        files=_stored(actor, body_id, data["papers"]),
        key=data["key"],
    )
