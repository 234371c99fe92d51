"""The register of things and land, one thing with its card, registering, disposing."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.estate import playbook
from liancun.contexts.estate.actions import register as acts
from liancun.contexts.estate.queries import contracts as contract_reads
from liancun.contexts.estate.queries import register as reads
from liancun.contexts.estate.web.forms import AssetForm, DisposeForm, ResourceForm
from liancun.contexts.estate.web.views import corrections, shapes
from liancun.contexts.ledger import api as ledger
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import (
    Choice,
    Column,
    Entry,
    Fact,
    Filter,
    Link,
    NextStep,
    Register,
    Related,
    Row,
    State,
)
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, as_of, page, public, sensitive
from liancun.kernel.periods import Month


@require_safe
def assets(request: HttpRequest) -> HttpResponse:
    actor, on = actor_of(request), as_of(request)
    require(actor, "estate.read", None)
    search, kind, state = (request.GET.get(name, "")[:60] for name in ("q", "kind", "state"))
    number, size, first = shapes.paging(request)
    found, total = reads.assets(on=on, kind=kind, words=search, gone=state == "gone", start=first, size=size)
    columns = (
        Column("name", _("名称"), "name"),
        Column("number", _("编号")),
        Column("owner", _("所有者"), "name"),
        Column("category", _("类别")),
        Column("acquired", _("取得"), "date"),
        Column("cost", _("原值"), "money", total=True),
        Column("worn", _("累计折旧"), "money", total=True),
        Column("value", _("净值"), "money", total=True),
    )
    rows = tuple(
        Row(
            (
                a.name,
                a.number,
                a.owner_name,
                shapes.category(a.category),
                a.acquired_on,
                a.cost,
                a.worn,
                a.value,
            ),
            reverse("estate:asset", args=[a.id]),
            note=a.place,
        )
        for a in found
    )
    kinds = (Choice("", _("全部")), *(Choice(key, name) for key, name in shapes.kinds().items()))
    states = (Choice("", _("在用")), Choice("gone", _("已处置")))
    context = {
        "title": _("资产"),
        "lead": _("固定资产、生物资产和无形资产；登记簿和账上的数一起看。"),
        "register": Register(
            columns=columns,
            rows=rows,
            filters=(Filter("kind", _("类型"), kinds, kind), Filter("state", _("状态"), states, state)),
            search=search,
            search_hint=_("名称、编号、地点或所有者"),
            empty=_("没有符合条件的资产。"),
            on=on,
        ),
        "pager": shapes.pager(number, size, total),
        "new": _new_link(request),
    }
    return page(request, "estate/listed.html", context)


def _new_link(request: HttpRequest) -> Link | None:
    actor = actor_of(request)
    if not any(may(actor, f"estate.{verb}", None) for verb in ("register", "dispose", "count")):
        return None
    return Link(_("登记和办理"), reverse("estate:choose_book"))


@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    require(actor_of(request), "estate.read", None)
    search = request.GET.get("q", "")[:60]
    number, size, first = shapes.paging(request)
    found, total = reads.resources(words=search, start=first, size=size)
    land = playbook.section_of().land
    columns = (
        Column("name", _("名称"), "name"),
        Column("number", _("编号")),
        Column("owner", _("所有者"), "name"),
        Column("kind", _("种类")),
        Column("area", _("面积（亩）"), "number", total=True),
        Column("use", _("用途")),
        Column("since", _("登记"), "date"),
    )
    rows = tuple(
        Row((r.name, r.number, r.owner_name, land.get(r.kind, r.kind), r.area, r.use, r.since), note=r.place)
        for r in found
    )
    context = {
        "title": _("资源"),
        "lead": _("集体所有的土地、山林、水面；不记入账，单独登记。"),
        "register": Register(
            columns=columns,
            rows=rows,
            search=search,
            search_hint=_("名称、地点或所有者"),
            empty=_("没有符合条件的资源。"),
        ),
        "pager": shapes.pager(number, size, total),
        "new": _new_link(request),
    }
    return page(request, "estate/listed.html", context)


@require_safe
def asset(request: HttpRequest, asset_id: int) -> HttpResponse:
    actor, on = actor_of(request), as_of(request)
    row = reads.asset_row(asset_id)
    require(actor, "estate.read", row.owner_id)
    line, gone = reads.line(row, on), hasattr(row, "end")
    contracts = contract_reads.of_thing(asset_id=asset_id)
    context = {
        "title": line.name,
        "lead": line.number,
        "crumbs": shapes.crumbs(_("资产"), "estate:assets"),
        "facts": _facts(line),
        "state": State(_("已处置"), "closed") if line.ended_on else State(_("在用"), "done"),
        "timeline": [*corrections.told("asset", asset_id), *_timeline(line)],
        "related": [
            Related(
                _("合同"),
                tuple(
                    Link(c.matter, reverse("estate:contract", args=[c.id]), shapes.contract_state(c).word)
                    for c in contracts
                ),
            ),
            Related(
                _("其他办理"),
                (
                    Link(_("打印资产卡"), reverse("estate:label", args=[asset_id])),
                    *_correcting(actor, line, gone=gone),
                ),
            ),
        ],
    }
    if not gone and may(actor, "estate.dispose", row.owner_id):
        url = reverse("estate:dispose", args=[asset_id])
        context["next"] = NextStep(_("出售、报废或者毁损的，在这里处置，凭证一并拟好。"), _("处置"), url)
    return page(request, "pages/record.html", context)


def _correcting(actor: Actor, line: reads.AssetLine, *, gone: bool) -> list[Link]:
    if gone or not may(actor, "estate.register", line.owner_id):
        return []
    return [Link(_("更正登记"), reverse("estate:correct_asset", args=[line.id]))]


def _facts(line: reads.AssetLine) -> list[Fact]:
    return [
        Fact(_("所有者"), line.owner_name, reverse("estate:book", args=[line.book_id])),
        Fact(_("类别"), shapes.category(line.category)),
        Fact(_("坐落或存放地点"), line.place or "—"),
        Fact(_("数量"), shapes.quantity(line.quantity, line.unit)),
        Fact(_("取得日期"), chinese_date(line.acquired_on)),
        Fact(_("原值"), shapes.yuan(line.cost)),
        Fact(_("累计折旧"), shapes.yuan(line.worn)),
        Fact(_("净值"), shapes.yuan(line.value)),
    ]


def _timeline(line: reads.AssetLine) -> list[Entry]:
    made = []
    if line.ended_on is not None:
        made.append(
            Entry(shapes.ways().get(line.how, line.how), line.ended_on, url=_voucher(line, line.voucher_id))
        )
    for month, amount, voucher_id in reads.wear_lines(line.id):
        words = _("%(month)s折旧 %(amount)s") % {
            "month": Month.of(month).label(_),
            "amount": shapes.yuan(amount),
        }
        made.append(Entry(words, Month.of(month).last, url=_voucher(line, voucher_id)))
    made.append(Entry(_("取得"), line.acquired_on))
    return made


def _voucher(line: reads.AssetLine, voucher_id: int | None) -> str:
    return reverse("ledger:voucher", args=[line.book_id, voucher_id]) if voucher_id else ""


@require_safe
def label(request: HttpRequest, asset_id: int) -> HttpResponse:
    """The card to stick on the thing: what stands on it anybody may know."""
    row = reads.asset_row(asset_id)
    require(actor_of(request), "estate.read", row.owner_id)
    context = {
        "title": _("资产卡"),
        "card": reads.card(row.slug),
        "category": shapes.category(row.category),
        "url": request.build_absolute_uri(reverse("estate:card", args=[row.slug])),
        "back_url": reverse("estate:asset", args=[asset_id]),
    }
    return page(request, "estate/label.html", context)


@public
@require_safe
def card(request: HttpRequest, card: str) -> HttpResponse:
    """What the QR code opens, for everybody: no amounts, no persons."""
    found = reads.card(card)
    state = State(_("已处置"), "closed") if found.ended_on else State(_("在用"), "done")
    context = {
        "title": found.name,
        "lead": _("集体资产卡"),
        "state": state,
        "facts": [
            Fact(_("编号"), found.number),
            Fact(_("所有者"), found.owner_name),
            Fact(_("类别"), shapes.category(found.category)),
            Fact(_("坐落或存放地点"), found.place or "—"),
            Fact(_("数量"), shapes.quantity(found.quantity, found.unit)),
            Fact(_("取得日期"), chinese_date(found.acquired_on)),
        ],
    }
    return page(request, "estate/card.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def register_asset(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), ledger.book(book_id)
    require(actor, "estate.register", book.owner_id)
    categories = [(key, one.name) for key, one in playbook.section_of().category.items()]
    form = AssetForm(shapes.posted(request), categories=categories)

    def done() -> str:
        told = {**form.cleaned_data, "worn": form.cleaned_data["worn"] or Decimal("0.00")}
        (made,) = acts.register_assets(actor, assets=[acts.NewAsset(book_id=book_id, **told)])
        say(request, happened=_("资产已经登记。"), then=_("可以打印资产卡贴在上面。"))
        return reverse("estate:asset", args=[made])

    words: dict[str, object] = {
        "title": _("登记资产"),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(_("资产"), "estate:assets", shapes.book_link(book)),
        "submit": _("登记"),
        "cancel_url": reverse("estate:book", args=[book_id]),
        "rules": [_("折旧年限和净残值按类别计算，从取得的下一个月起逐月提取。")],
    }
    return shapes.step(request, form, done, words)


@require_http_methods(["GET", "HEAD", "POST"])
def register_resource(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), ledger.book(book_id)
    require(actor, "estate.register", book.owner_id)
    form = ResourceForm(shapes.posted(request), kinds=list(playbook.section_of().land.items()))

    def done() -> str:
        acts.register_resources(actor, resources=[acts.NewResource(book_id=book_id, **form.cleaned_data)])
        say(request, happened=_("资源已经登记。"))
        return reverse("estate:book", args=[book_id])

    words: dict[str, object] = {
        "title": _("登记资源"),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(_("资源"), "estate:resources", shapes.book_link(book)),
        "submit": _("登记"),
        "cancel_url": reverse("estate:book", args=[book_id]),
    }
    return shapes.step(request, form, done, words)


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def dispose(request: HttpRequest, asset_id: int) -> HttpResponse:
    actor, row = actor_of(request), reads.asset_row(asset_id)
    require(actor, "estate.dispose", row.owner_id)
    form = DisposeForm(
        shapes.posted(request), ways=list(shapes.ways().items()), initial={"on": clock.today()}
    )

    def done() -> str:
        voucher = acts.dispose(actor, asset_id=asset_id, **form.cleaned_data)
        if voucher is None:
            say(request, happened=_("资产已经处置。"))
            return reverse("estate:asset", args=[asset_id])
        say(request, happened=_("资产已经处置，凭证已经拟好。"), then=_("由另一位会计复核记账。"))
        return reverse("ledger:voucher", args=[row.book_id, voucher])

    line = reads.line(row, clock.today())
    words: dict[str, object] = {
        "title": _("处置：%(name)s") % {"name": row.name},
        "crumbs": shapes.crumbs(
            _("资产"), "estate:assets", Link(row.name, reverse("estate:asset", args=[asset_id]))
        ),
        "known": _facts(line),
        "submit": _("处置"),
        "consequence": _("处置不能撤销；凭证由另一位会计复核后记账。"),
        "cancel_url": reverse("estate:asset", args=[asset_id]),
    }
    return shapes.step(request, form, done, words)
