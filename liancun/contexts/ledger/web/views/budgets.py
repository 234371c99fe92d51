"""Budget and projects against actuals: what was adopted for this owner, what was paid of it, what is left."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.ledger.queries import authorities
from liancun.contexts.ledger.queries import books as reads
from liancun.contexts.ledger.web.views import shapes
from liancun.framework import clock
from liancun.framework.permissions import require
from liancun.framework.web.parts import Choice, Column, Filter, Link, Register, Row
from liancun.framework.web.shortcuts import actor_of, page
from liancun.kernel.errors import Unknown, mark

_BACK = 5


@require_safe
def budget(request: HttpRequest, book_id: int) -> HttpResponse:
    book = reads.book(book_id)
    require(actor_of(request), "ledger.read_books", book.owner_id)
    this = clock.today().year
    given = request.GET.get("year", "")
    year = int(given) if given.isdigit() and this - _BACK <= int(given) <= this else this
    years = tuple(Choice(str(y), _("%(year)s年") % {"year": y}) for y in range(this, this - _BACK, -1))
    words = shapes.kind_words()
    rows = tuple(
        Row(
            (
                line.label,
                words[line.kind],
                line.amount,
                line.used,
                line.reserved,
                line.amount - line.used - line.reserved,
                _rate(line),
            ),
            f"{reverse('ledger:spent', args=[book_id, line.id])}" if line.used else "",
        )
        for line in authorities.adopted_in(book.owner_id, year)
    )
    context = {
        "title": _("预算和项目执行"),
        "lead": _("%(owner)s。每条是一项批准的预算、项目或者决议。") % {"owner": book.owner_name},
        "crumbs": shapes.crumbs(book),
        "register": Register(
            columns=_columns(),
            rows=rows,
            filters=(Filter("year", _("年度"), years, str(year)),),
            empty=_("这一年没有批准的预算、项目或者决议。"),
        ),
    }
    return page(request, "pages/register.html", context)


@require_safe
def spent(request: HttpRequest, book_id: int, authority_id: int) -> HttpResponse:
    """The vouchers that drew on one budget line, project or resolution."""
    book = reads.book(book_id)
    require(actor_of(request), "ledger.read_books", book.owner_id)
    line = authorities.authority(authority_id)
    if line.owner_id != book.owner_id:
        raise Unknown("ledger.no_such_authority", mark("没有找到这项付款依据。"))
    rows = tuple(
        Row(
            (one.label, one.date, one.payee, one.amount),
            reverse("ledger:voucher", args=[book_id, one.voucher_id]),
        )
        for one in authorities.vouchers_under(authority_id)
    )
    columns = (
        Column("voucher", _("凭证"), "name"),
        Column("date", _("日期"), "date"),
        Column("payee", _("收款单位或个人")),
        Column("amount", _("金额"), "money", total=True),
    )
    context = {
        "title": line.label,
        "lead": _("批准 %(amount)s，已支付 %(used)s")
        % {"amount": shapes.yuan(line.amount), "used": shapes.yuan(line.used)},
        "crumbs": shapes.crumbs(book, Link(_("预算和项目执行"), reverse("ledger:budget", args=[book_id]))),
        "register": Register(columns=columns, rows=rows, empty=_("还没有付款。")),
    }
    return page(request, "pages/register.html", context)


def _columns() -> tuple[Column, ...]:
    return (
        Column("label", _("预算、项目或者决议"), "name"),
        Column("kind", _("类别")),
        Column("amount", _("批准金额"), "money", total=True),
        Column("used", _("已支付"), "money", total=True),
        Column("reserved", _("在办"), "money", total=True),
        Column("left", _("剩余"), "money", total=True),
        Column("rate", _("执行率")),
    )


def _rate(line: authorities.AuthorityLine) -> str:
    return f"{(line.used / line.amount * 100).quantize(Decimal('0.1'))}%"
