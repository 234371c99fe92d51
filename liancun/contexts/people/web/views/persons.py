"""Persons: found, looked at one by one, registered after a search."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import actions, playbook, queries, rules
from liancun.contexts.people.models import Sex
from liancun.contexts.people.web.forms.persons import LookForm, PersonForm
from liancun.contexts.people.web.views import shapes
from liancun.contexts.people.web.views.steps import (
    PAGE,
    Step,
    area_of,
    draw,
    homes_in,
    id_of,
    search_of,
    sent,
    step,
)
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Column, Entry, Fact, Link, Register, Row, Section, State
from liancun.framework.web.shortcuts import act, actor_of, as_of, as_of_picker, page, page_size

FOREMOST = 10
STEP = require_http_methods(["GET", "HEAD", "POST"])


@STEP
def persons(request: HttpRequest) -> HttpResponse:
    """Found by the beginning of a name or its sound; a page begins after a line.

    An exact number comes by POST: it must not stand in an address, which histories and logs keep.
    """
    actor = actor_of(request)
    require(actor, "people.see_person", None)
    body_id, search = id_of(request, "body"), search_of(request)
    number = request.POST.get("number", "").strip()[:40] if request.method == "POST" else ""
    body = bodies.get(body_id) if body_id else None
    key = _key(search, number)
    count = page_size(request, PAGE)
    found = queries.find(key, homes_in(body_id), after=_after(request), count=count)
    homes = bodies.lines({line.home_id for line in found.lines})
    area = body or area_of(actor)
    village = area if area is not None and area.kind in bodies.village_kinds() else None
    context = {
        "title": _("%(body)s：人员") % {"body": body.name} if body else _("人员"),
        "lead": _("按姓名、拼音或拼音首字母查找；知道号码时按号码查找。"),
        "register": _register(found, homes, search, key.kind == "part_of_number", body_id),
        "next_after": f"{found.after[1]}.{found.after[0]}" if found.after else "",
        "is_first": not request.GET.get("after"),
        "area": area,
        "new_in": village if village and may(actor, "people.add_person", village.id) else None,
    }
    response = page(request, "people/persons.html", context)
    response.only_read = True  # type: ignore[attr-defined]
    return response


def _key(search: str, number: str) -> rules.SearchKey:
    """Numbers are looked for only where they were sent closed."""
    key = rules.read_search(number or search)
    if key.kind in ("identity", "phone") and not number:
        return rules.SearchKey("part_of_number")
    return key


def _after(request: HttpRequest) -> tuple[str, int] | None:
    """`after=<id>.<key>`: the last line of the page before."""
    number, dot, key = request.GET.get("after", "").partition(".")
    return (
        (key[:200], int(number))
        if dot and number.isascii() and number.isdigit() and len(number) < 16
        else None
    )


def _register(
    found: queries.FoundPage,
    homes: dict[int, bodies.BodyLine],
    search: str,
    is_part: bool,
    body_id: int | None,
) -> Register:
    columns = (
        Column("name", _("姓名"), "name"),
        Column("home", _("所在村或单位")),
        Column("sex", _("性别")),
        Column("born", _("出生年份"), "number"),
    )
    rows = tuple(
        Row(
            (
                line.name,
                homes[line.home_id].name if line.home_id in homes else "",
                str(Sex(line.sex).label) if line.sex else "",
                str(line.birth_year or ""),
            ),
            url=reverse("people:person", args=[line.id]),
            note=_("已故") if line.died_on else "",
        )
        for line in found.lines
    )
    empty = (
        _("号码请填在“按号码查找”里，并且填完整：身份证号 18 位，手机号 11 位。")
        if is_part
        else _("没有找到这样的人。可以换个写法，或核对号码。")
    )
    return Register(
        columns,
        rows,
        search=search,
        search_hint=_("姓名、拼音或拼音首字母"),
        empty=empty,
        kept=(("body", str(body_id)),) if body_id else (),
    )


@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """The record of one person as of a day: household, rolls, requests, and what higher contexts know."""
    actor, day = actor_of(request), as_of(request)
    record = queries.record(person_id)
    require(actor, "people.see_person", record.home_id)
    ids = [person_id, *(line.id for line in queries.merged_records(person_id))]
    context = {
        "title": record.name,
        "crumbs": [Link(_("人员"), reverse("people:persons"))],
        "as_of": as_of_picker(request),
        "state": _state(record, day),
        "facts": _facts(record, day),
        "sections": _sections(record, ids, day, actor),
        "timeline": _timeline(ids),
        "asks": _asks(actor, record),
        "merged_url": reverse("people:person", args=[record.merged_into_id]) if record.merged_into_id else "",
    }
    return page(request, "people/person.html", context)


def _state(record: queries.PersonRecord, day: date) -> State:
    if record.merged_into_id:
        return State(_("已并入另一份记录"), "closed")
    return shapes.standing_state(queries.standing(record.id, day))


def _facts(record: queries.PersonRecord, day: date) -> list[Fact]:
    home = bodies.get(record.home_id)
    facts = [
        Fact(_("所在村或单位"), home.name, reverse("bodies:record", args=[home.id])),
        Fact(_("性别"), str(Sex(record.sex).label) if record.sex else _("未登记")),
        Fact(_("出生年份"), str(record.birth_year or _("未登记"))),
        Fact(_("民族"), record.ethnicity or _("未登记")),
    ]
    facts += [
        Fact(_("曾用名"), f"{name}（{until:%Y-%m-%d}）") for name, until in queries.former_names(record.id)
    ]
    for line in queries.capacities(record.id, day):
        guardian = line.guardian
        shown = _("监护人：%(name)s") % {"name": guardian.name} if guardian else shapes.since(line.since)
        url = reverse("people:person", args=[guardian.id]) if guardian else ""
        facts.append(Fact(line.label, shown, url))
    return facts


def _sections(record: queries.PersonRecord, ids: list[int], day: date, actor: Actor) -> list[Section]:
    """What the person does comes first, then the household and the rolls, then what others may do for them."""
    told = queries.sections(queries.person(record.id), day, actor)
    return [
        *(one for one in told if one.order <= FOREMOST),
        _household(ids, day),
        _rolls(ids),
        *_closed(record, actor),
        *(one for one in told if one.order > FOREMOST),
        _changes(ids),
    ]


def _closed(record: queries.PersonRecord, actor: Actor) -> list[Section]:
    """The way to numbers and health: they are shown apart, for a reason."""
    if not may(actor, "people.open_numbers", record.home_id):
        return []
    link = Link(_("因事查看、登记，或办理本人的申请"), reverse("people:personal", args=[record.id]))
    return [Section(_("号码和健康状况"), links=(link,), note=_("默认遮盖，查看要写明理由。"))]


def _household(ids: list[int], day: date) -> Section:
    links = tuple(
        Link(
            shapes.household_name(queries.household(member.household_id, day)),
            reverse("people:household", args=[member.household_id]),
            f"{member.relation_label} · {shapes.period(member.since, member.until)}",
        )
        for member in queries.memberships_of(ids)[:10]
    )
    return Section(_("户"), links=links, note="" if links else _("没有登记在任何一户。"))


def _rolls(ids: list[int]) -> Section:
    lines = [line for line in queries.entries_of(ids) if line.kind in playbook.roll_kinds()]
    known = bodies.lines({line.body_id for line in lines})
    rows = tuple(
        Row(
            (
                playbook.roll_name(line.kind),
                known[line.body_id].name,
                line.since,
                line.until,
            ),
            url=reverse("people:roll", args=[line.body_id, line.kind]),
        )
        for line in lines
    )
    columns = (
        Column("roll", _("名册")),
        Column("body", _("组织")),
        Column("since", _("列入"), "date"),
        Column("until", _("移出"), "date"),
    )
    return Section(_("名册"), register=Register(columns, rows, empty=_("不在任何名册上。")))


def _changes(ids: list[int]) -> Section:
    lines = queries.changes_about(ids)
    rows = tuple(shapes.change_row(line) for line in lines)
    return Section(_("变更申请"), register=Register(shapes.change_columns(), rows, empty=_("没有变更申请。")))


def _timeline(ids: list[int]) -> list[Entry]:
    """What happened, newest first: rolls joined and left."""
    lines = [line for line in queries.entries_of(ids) if line.kind in playbook.roll_kinds()]
    entries = [
        Entry(_("列入%(roll)s") % {"roll": playbook.roll_name(line.kind)}, line.since) for line in lines
    ]
    entries += [
        Entry(_("移出%(roll)s") % {"roll": playbook.roll_name(line.kind)}, line.until, tone="closed")
        for line in lines
        if line.until
    ]
    return sorted(entries, key=lambda entry: str(entry.at), reverse=True)


def _asks(actor: Actor, record: queries.PersonRecord) -> list[Link]:
    if record.merged_into_id or not may(actor, "people.ask_change", record.home_id):
        return []
    return [
        Link(label, reverse("people:ask", args=[record.id, kind]))
        for kind, label in shapes.ask_labels(record)
    ]


@STEP
def new_person(request: HttpRequest, body_id: int) -> HttpResponse:
    """Search first: those who look alike are shown before the form opens."""
    body, actor = bodies.get(body_id), actor_of(request)
    require(actor, "people.add_person", body_id)
    back = f"{reverse('people:persons')}?body={body_id}"
    crumbs = [Link(_("人员"), back)]
    if request.method == "POST" and "looked" in request.POST:
        form = PersonForm(request.POST)
        shown = Step(
            title=_("登记人员"),
            lead=body.name,
            submit=_("登记"),
            back=back,
            happened=_("已登记。"),
            then=_("需要列入名册时，请在人员页面提出申请。"),
            crumbs=crumbs,
            template="people/new_person.html",
            more={"likely": _likely(form) if not form.errors else []},
        )
        return step(request, form, lambda: _added(actor, body_id, form), shown)
    look = LookForm(sent(request))
    first = Step(
        title=_("登记人员：先查找"),
        lead=_("%(body)s。先看是否已经登记，避免重复。") % {"body": body.name},
        submit=_("查找"),
        back=back,
        happened="",
        crumbs=crumbs,
    )
    if request.method == "POST" and look.is_valid():
        found = act(request, look, lambda: _likely(look))
        if found is not None:
            second = Step(
                title=_("登记人员"),
                lead=body.name,
                submit=_("登记"),
                back=back,
                happened="",
                crumbs=crumbs,
                template="people/new_person.html",
                more={"likely": found},
            )
            return draw(request, PersonForm(initial={**look.cleaned_data, "looked": "1"}), second)
    return draw(request, look, first)


def _added(actor: Actor, body_id: int, form: PersonForm) -> str:
    made = actions.add_person(actor, home_id=body_id, **form.person())
    if not queries.names([made]):  # a minor, read by the two in charge only
        return f"{reverse('people:persons')}?body={body_id}"
    return reverse("people:person", args=[made])


def _likely(form: LookForm) -> list[tuple[queries.LikelyLine, str, str]]:
    """Who may be meant, by what, and where they live."""
    given = form.cleaned_data
    found = queries.likely(
        name=given["name"],
        phone=rules.tidy_phone(given["phone"]),
        identity_number=rules.tidy_identity(given["identity_number"]),
    )
    homes = bodies.lines({line.person.home_id for line in found})
    by = {"identity": _("身份证号相同"), "phone": _("电话相同"), "name": _("同名"), "sound": _("同音")}
    return [(line, by[line.by], homes[line.person.home_id].name) for line in found]


@require_safe
def area(request: HttpRequest, body_id: int) -> HttpResponse:
    """Persons and households of an area, one line for each area below; a fixed number of statements."""
    actor, body, day = actor_of(request), bodies.get(body_id), clock.today()
    require(actor, "people.see_person", body_id)
    below = [one for one in bodies.children(body_id) if one.form == "area"]
    trees = bodies.subtrees([one.id for one in below])
    ids = {id for tree in trees.values() for id in tree} or {body_id}
    counts, homes = queries.person_counts(ids), queries.household_counts(ids, day)
    rows = tuple(
        Row(
            (
                one.name,
                sum(counts.get(id, 0) for id in trees.get(one.id, ())),
                sum(homes.get(id, 0) for id in trees.get(one.id, ())),
            ),
            url=_area_url(one),
        )
        for one in below
    )
    columns = (
        Column("name", _("名称"), "name"),
        Column("persons", _("人数"), "number"),
        Column("households", _("户数"), "number"),
    )
    context = {
        "title": _("%(body)s：人口和户数") % {"body": body.name},
        "lead": _("按登记的人员和户计算，已故和已并入的不计。"),
        "crumbs": [Link(_("人员"), reverse("people:persons"))],
        "facts": [
            Fact(_("人数"), str(sum(counts.values()))),
            Fact(_("户数"), str(sum(homes.values()))),
        ],
        "sections": [Section(_("下属区域"), register=Register(columns, rows, empty=_("没有下属区域。")))],
        "timeline": [],
    }
    return page(request, "people/area.html", context)


def _area_url(body: bodies.BodyLine) -> str:
    name = "people:households" if body.kind in bodies.village_kinds() else "people:area"
    return reverse(name, args=[body.id])
