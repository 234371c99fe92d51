"""What published statements add up to: township and county roll-ups, and the bands of the agricultural return."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.queries import books as reads
from liancun.contexts.ledger.queries import publishing
from liancun.contexts.ledger.web.views import sheets
from liancun.framework import clock
from liancun.framework.permissions import require
from liancun.framework.web.parts import (
    Amount,
    Choice,
    Column,
    Fact,
    Filter,
    Line,
    Link,
    Register,
    Row,
    Sheet,
)
from liancun.framework.web.shortcuts import actor_of, page
from liancun.kernel.errors import Refusal
from liancun.kernel.periods import Month

_BACK = 24
_FIRST = "village-balance"


@dataclass(frozen=True)
class _Asked:
    """Whose books, of which month; `published`: those whose statements of the month are public."""

    place: bodies.BodyLine | None
    month: Month
    books: list[reads.BookLine]
    published: list[publishing.PublicationLine]


def _asked(request: HttpRequest) -> _Asked:
    require(actor_of(request), "ledger.read_rollups", None)
    month = asked_month(request)
    place = asked_place(request)
    found = reads.books()
    if place is not None:
        inside = set(bodies.subtree_ids(place.id))
        found = [book for book in found if book.owner_id in inside]
    return _Asked(place, month, found, publishing.published([b.id for b in found], month.first))


def asked_month(request: HttpRequest) -> Month:
    try:
        return Month.parse(request.GET.get("period", ""))
    except Refusal:
        return Month.of(clock.today()).previous()


def asked_place(request: HttpRequest) -> bodies.BodyLine | None:
    given = request.GET.get("book", "")
    return next((t for t in bodies.of_kind("township") if str(t.id) == given), None)


def places() -> list[Choice]:
    return [Choice("", _("全部账套")), *(Choice(str(t.id), t.name) for t in bodies.of_kind("township"))]


def months() -> list[Choice]:
    month, found = Month.of(clock.today()), []
    for _step in range(_BACK):
        month = month.previous()
        found.append(Choice(str(month), month.label(_)))
    return found


@require_safe
def rollup(request: HttpRequest) -> HttpResponse:
    """One statement, the published ones added row by row."""
    asked = _asked(request)
    tables = playbook.statements_section().statement
    given = request.GET.get("report", _FIRST)
    key = given if given in tables else next(iter(tables))
    having = [p for p in asked.published if key in p.statements]
    table = tables[key]
    pairs = publishing.pairs_between([p.book_id for p in having], asked.month)
    context = {
        "title": _("报表汇总"),
        "lead": _("把已经公开的报表逐行相加，不合并账簿。没有公开的账套不计在内。"),
        "sheet": _sheet(asked, key, having, pairs),
        "periods": months(),
        "period": str(asked.month),
        "bodies": places(),
        "book": str(asked.place.id) if asked.place else "",
        "unit": request.GET.get("unit", "yuan"),
        "facts": [
            Fact(_("已公开"), _("%(count)d 个账套") % {"count": len(having)}),
            Fact(_("范围内的账套"), _("%(count)d 个") % {"count": len(asked.books)}),
        ],
        "others": [
            Link(
                f"{sheets.name_of(one)}（{_chart_word(one.charts[0])}）",
                ""
                if other == key
                else f"?report={other}&period={asked.month}&book={asked.place.id if asked.place else ''}",
            )
            for other, one in tables.items()
        ],
        "parts": _parts(asked, having, key),
        "pairs": pairs,
        "shape": table.shape,
    }
    return page(request, "ledger/rollup.html", context)


def _chart_word(chart: str) -> str:
    words = {"village-2023": _("村"), "cooperative-2021": _("合作社"), "company-2011": _("企业")}
    return words.get(chart, chart)


def _sheet(
    asked: _Asked,
    key: str,
    having: list[publishing.PublicationLine],
    pairs: list[publishing.PairLine],
) -> Sheet:
    table = playbook.statements_section().statement[key]
    rows = publishing.rolled(key, having)
    sided = any(row.part for row in rows)
    labels = (_("期末余额"), _("年初余额")) if table.shape == "balance" else (_("本月金额"), _("本年累计"))
    twice = sum((pair.amount for pair in pairs), Decimal("0.00"))
    note = _("成对凭证在两边各记一次，合计 %(amount)s 元，列示如下，未从各行扣除。") % {
        "amount": f"{twice:,}"
    }
    return Sheet(
        title=_("%(name)s（汇总）") % {"name": sheets.name_of(table)},
        body=asked.place.name if asked.place else _("全部账套"),
        period=sheets.heading(table.shape, asked.month),
        columns=labels,
        lines=tuple(_line(r) for r in rows if not sided or r.part != "right"),
        right=tuple(_line(r) for r in rows if sided and r.part == "right"),
        heads=(_("资产"), _("负债和所有者权益")) if sided else ("", ""),
        note=note if pairs else _("范围内没有成对凭证，不需要抵销。"),
    )


def _line(row: publishing.RolledRow) -> Line:
    amounts = tuple(Amount(a if a or row.total else None) for a in row.amounts)
    return Line(row.name, amounts, row.number, row.level, row.total)


def _parts(asked: _Asked, having: list[publishing.PublicationLine], key: str) -> Register:
    """The books behind the sums, published or not."""
    public = {p.book_id: p for p in having}
    query = f"?period={asked.month}"
    rows = tuple(
        Row(
            (
                book.owner_name,
                _("已公开") if book.id in public else _("没有公开"),
                public[book.id].head[:16] if book.id in public else "",
            ),
            reverse("ledger:statement", args=[book.id, key]) + query if book.id in public else "",
        )
        for book in asked.books
        if key in playbook.statements_section().of_chart(book.chart)
    )
    columns = (
        Column("owner", _("账套"), "name"),
        Column("state", _("公开情况")),
        Column("head", _("账套指纹")),
    )
    return Register(columns=columns, rows=rows, empty=_("范围内没有用这张报表的账套。"))


@require_safe
def bands(request: HttpRequest) -> HttpResponse:
    """Books counted by band; a band opens to the villages in it with their amounts."""
    asked = _asked(request)
    known = playbook.statements_section().statistic
    given = request.GET.get("statistic", "")
    key = given if given in known else list(known)[-1]
    found = publishing.banded(key, asked.published)
    wanted = request.GET.get("band", "")
    chosen = int(wanted) if wanted.isdigit() and int(wanted) < len(found) else None
    statistics = tuple(Choice(k, one.name) for k, one in known.items())
    place = str(asked.place.id) if asked.place else ""
    filters = (
        Filter("statistic", _("统计表"), statistics, key),
        Filter("period", _("期间"), tuple(months()), str(asked.month)),
        Filter("book", _("范围"), tuple(places()), place),
    )
    context = {
        "title": _("农经统计"),
        "lead": _("%(name)s，%(period)s，本年累计，按已经公开的报表统计。")
        % {"name": known[key].name, "period": asked.month.label(_)},
        "register": _villages(asked, found[chosen], key, filters)
        if chosen is not None
        else _counts(asked, found, key, filters),
    }
    return page(request, "pages/register.html", context)


def _counts(
    asked: _Asked, found: list[publishing.BandLine], key: str, filters: tuple[Filter, ...]
) -> Register:
    place = asked.place.id if asked.place else ""
    rows = tuple(
        Row(
            (band.name, len(band.books), sum((a for _id, a in band.books), Decimal("0.00"))),
            f"?statistic={key}&period={asked.month}&book={place}&band={at}" if band.books else "",
        )
        for at, band in enumerate(found)
    )
    columns = (
        Column("band", _("分档"), "name"),
        Column("count", _("村数"), "number", total=True),
        Column("amount", _("金额合计"), "money", total=True),
    )
    return Register(columns=columns, rows=rows, filters=filters)


def _villages(asked: _Asked, band: publishing.BandLine, key: str, filters: tuple[Filter, ...]) -> Register:
    owners = {book.id: book for book in asked.books}
    statement = next(iter(playbook.statements_section().statistic[key].row))
    rows = tuple(
        Row(
            (owners[book].owner_name, band.name, amount),
            f"{reverse('ledger:statement', args=[book, statement])}?period={asked.month}",
        )
        for book, amount in sorted(band.books, key=lambda one: one[1])
        if book in owners
    )
    columns = (
        Column("owner", _("村"), "name"),
        Column("band", _("分档")),
        Column("amount", _("本年累计"), "money", total=True),
    )
    return Register(columns=columns, rows=rows, filters=filters)


def pages_of(book: reads.BookLine) -> Register:
    """The published and prepared sheets of a book, newest first."""
    rows = []
    for line in publishing.publications(book.id):
        listed = line.unplanned != publishing.NOT_LISTED
        word, url = _("没有送审") if listed else _("不用公开"), ""
        if line.notice_id is not None:
            word, url = _("已公开"), reverse("disclosure:notice", args=[line.notice_id])
        elif line.plan_id is not None:
            word, url = _("等待审查和发布"), reverse("disclosure:plan", args=[line.plan_id])
        label = Month.of(line.month).label(_)
        rows.append(
            Row(
                (label, word, line.sequence, line.head[:16]),
                url,
                note=_(line.unplanned) if line.unplanned else "",
            )
        )
    columns = (
        Column("month", _("月份"), "name"),
        Column("state", _("公开情况")),
        Column("sequence", _("已记账凭证"), "number"),
        Column("head", _("账套指纹")),
    )
    return Register(columns=columns, rows=tuple(rows))
