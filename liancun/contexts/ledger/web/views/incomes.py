"""Collective income village by village: this year beside the one before, out of main and mirror books alike."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.queries import books as reads
from liancun.contexts.ledger.queries import incomes as queries
from liancun.contexts.ledger.rules import incomes as rules
from liancun.contexts.ledger.web.views import rollups, shapes
from liancun.framework import clock
from liancun.framework.permissions import require
from liancun.framework.web.formats import DASH
from liancun.framework.web.parts import Choice, Column, Filter, Link, Register, Row
from liancun.framework.web.shortcuts import actor_of, page
from liancun.kernel.periods import Month


@require_safe
def incomes(request: HttpRequest) -> HttpResponse:
    """Every village book in one's scope; a row opens to its statement of income."""
    require(actor_of(request), "ledger.read_rollups", None)
    month = min(rollups.asked_month(request), Month.of(clock.today()))
    place, measure = rollups.asked_place(request), _measure(request)
    inside = None if place is None else set(bodies.subtree_ids(place.id))
    books = [book for book in reads.books() if inside is None or book.owner_id in inside]
    found = queries.earned(books, measure, month)
    kept = [book for book in books if book.id in found]
    table = playbook.statements_section().measure.get(measure)
    context = {
        "title": _("村集体收入"),
        "lead": _lead(list(found.values()), table.said, month) if table else _unmeasured(),
        "register": shapes.searched(
            request,
            Register(
                columns=_columns(month),
                rows=tuple(_row(book, found[book.id], month) for book in kept),
                filters=_filters(measure, month, place),
                empty=_("范围内没有村集体的账套。"),
                empty_step=Link(_("看已有的账套"), reverse("ledger:books")),
            ),
        ),
        "notes": [
            *([_("口径：%(source)s。") % {"source": _(table.source)}] if table else ()),
            _("从 1 月 1 日算到所选月份的月末，年末结转的凭证不算。去年没有记满这几个月的账套不算增长。"),
        ],
    }
    return page(request, "ledger/incomes.html", context)


def _unmeasured() -> str:
    return _("现行的县方案没有写明收入怎样计算；请系统管理员重新启用方案。")


def _measure(request: HttpRequest) -> playbook.MeasureKey:
    asked = request.GET.get("measure", "")
    return next((key for key in playbook.MEASURES if key == asked), playbook.MEASURES[0])


def _filters(measure: str, month: Month, place: bodies.BodyLine | None) -> tuple[Filter, ...]:
    named = playbook.statements_section().measure
    return (
        Filter(
            "measure",
            _("口径"),
            tuple(Choice(key, named[key].said) for key in playbook.MEASURES if key in named),
            measure,
        ),
        Filter("period", _("期间"), tuple(rollups.months()), str(month)),
        Filter("book", _("范围"), tuple(rollups.places()), str(place.id) if place else ""),
    )


def _lead(found: Sequence[rules.Earned], name: str, month: Month) -> str:
    total, grown = rules.total(found), rules.growth(found)
    words = _("%(name)s，%(month)s止本年累计 %(total)s 元，%(count)d 个账套。") % {
        "name": name,
        "month": month.label(_),
        "total": f"{total:,}",
        "count": len(found),
    }
    if grown is None:
        return words
    both = sum(one.before is not None for one in found)
    return words + _("两年都有账的 %(count)d 个，同比 %(growth)s。") % {
        "count": both,
        "growth": percent(grown),
    }


def percent(growth: Fraction | None) -> str:
    """`+15.2%`, to a tenth, half away from zero; a dash where there is nothing to compare with."""
    if growth is None:
        return DASH
    tenths = (abs(growth) * 1000 + Fraction(1, 2)).__floor__()
    sign = "" if not tenths else "+" if growth > 0 else "−"
    return f"{sign}{tenths // 10}.{tenths % 10}%"


def _columns(month: Month) -> tuple[Column, ...]:
    return (
        Column("owner", _("村"), "name"),
        Column("kind", _("记账方式")),
        Column("now", _("%(year)d 年累计") % {"year": month.year}, "money", total=True),
        Column("before", _("%(year)d 年同期") % {"year": month.year - 1}, "money", total=True),
        Column("growth", _("增长"), "number"),
    )


def _row(book: reads.BookLine, earned: rules.Earned, month: Month) -> Row:
    tables = playbook.statements_section().of_chart(book.chart)
    flow = next((key for key, table in tables.items() if table.shape == "flow"), None)
    url = (
        reverse("ledger:statement", args=[book.id, flow]) if flow else reverse("ledger:book", args=[book.id])
    )
    kind = shapes.book_kind(book)
    cells = (book.owner_name, kind, earned.now, earned.before, percent(earned.growth))
    return Row(cells, f"{url}?period={month}")
