"""All statements of a book in one place: the sheet, last year beside it, the vouchers behind each figure."""

from __future__ import annotations

import io

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liancun.contexts.ledger.actions.publishing import publish_month as act_publish
from liancun.contexts.ledger.queries import books as reads
from liancun.contexts.ledger.queries import statements as found
from liancun.contexts.ledger.queries.exporting import template
from liancun.contexts.ledger.queries.plain import plain_book
from liancun.contexts.ledger.rules import plaintext, spans, statements
from liancun.contexts.ledger.web.views import shapes, sheets
from liancun.contexts.ledger.web.views.rollups import pages_of
from liancun.framework import clock, exported
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Column, Link, Register, Row, State
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, page, page_size
from liancun.kernel.errors import Unknown, mark
from liancun.kernel.periods import Month, Year

_TEXTS = {"hledger": (plaintext.hledger, "journal"), "beancount": (plaintext.beancount, "beancount")}


@require_safe
def index(request: HttpRequest, book_id: int) -> HttpResponse:
    """Every statement with how its checks came out, the year by month as a chart, the book as text."""
    book = _book(request, book_id)
    months = reads.months(book_id)
    period = sheets.period_of(request, months)
    shown = found.several(book, tuple(found.tables(book)), period)
    query = f"?period={sheets.written(period)}"
    context = {
        "title": _("报表"),
        "lead": _("%(owner)s，%(period)s。每个数字都可以打开看凭证。")
        % {"owner": book.owner_name, "period": period.label(_)},
        "crumbs": shapes.crumbs(book),
        "register": _register(book, shown, query),
        "periods": sheets.periods(months),
        "period": sheets.written(period),
        "ledgers": _ledgers(book, query),
        "chart": _chart(book, period),
        "publications": pages_of(book),
        "publishing": _publishing(request, book, months),
        "texts": [("hledger", "hledger"), ("beancount", "beancount")],
        "book_id": book_id,
        "head": book.head,
        "platform": _platform(request, book),
    }
    return page(request, "ledger/statements.html", context)


def _platform(request: HttpRequest, book: reads.BookLine) -> str:
    """The province's platform that takes vouchers in its own template; none where the book is kept there."""
    about = template()
    if book.kind == "mirror" or not about.column:
        return ""
    return about.name if may(actor_of(request), "ledger.prepare_voucher", book.owner_id) else ""


def _publishing(request: HttpRequest, book: reads.BookLine, months: list[reads.MonthLine]) -> Link | None:
    """The newest closed month, where this person may have its sheet prepared again."""
    closed = next((m.month for m in months if m.closed), None)
    if closed is None or not may(actor_of(request), "ledger.publish_month", book.owner_id):
        return None
    month = Month.of(closed)
    label = _("重新拟定%(month)s的公开单") % {"month": month.label(_)}
    return Link(label, reverse("ledger:publish_month", args=[book.id, str(month)]))


def _book(request: HttpRequest, book_id: int) -> reads.BookLine:
    book = reads.book(book_id)
    require(actor_of(request), "ledger.read_books", book.owner_id)
    return book


def _register(book: reads.BookLine, shown: dict[str, found.Shown], query: str) -> Register:
    trial = Row(
        (_("科目余额表"), "", State(_("可查看"), "done")), reverse("ledger:book", args=[book.id]) + query
    )
    rows = tuple(
        Row(
            (sheets.name_of(one.table), one.table.form, _state(one.statement)),
            reverse("ledger:statement", args=[book.id, key]) + query,
        )
        for key, one in shown.items()
    )
    columns = (
        Column("name", _("报表"), "name"),
        Column("form", _("表号")),
        Column("state", _("核对"), "state"),
    )
    return Register(columns=columns, rows=(trial, *rows))


def _state(statement: statements.Statement) -> State:
    if not statement.holds:
        return State(_("不符"), "refused")
    return State(_("有未列入的科目"), "waiting") if statement.unlisted else State(_("相符"), "done")


def _ledgers(book: reads.BookLine, query: str) -> list[Link]:
    """明细账 of every account is reached from the trial balance; the day books of money stand here."""
    return [
        Link(
            _("%(account)s日记账") % {"account": _(account.name)},
            reverse("ledger:account", args=[book.id, account.id]) + query,
        )
        for account in reads.money_accounts(book.id)
    ]


def _chart(book: reads.BookLine, period: spans.Period) -> dict[str, object]:
    """Income and expense of the year, month by month."""
    year = Year(period.last.year)
    months = [m for m in year.months if m.first <= clock.today()]
    income, expense = found.income_and_expense(book, months)
    return {
        "title": _("%(year)s年收入和支出") % {"year": year.year},
        "kind": "bar",
        "unit": _("元"),
        "labels": [_("%(month)s月") % {"month": m.month} for m in months],
        "series": [
            {"name": _("收入"), "values": [float(v) for v in income]},
            {"name": _("支出"), "values": [float(v) for v in expense]},
        ],
    }


@require_safe
def statement(request: HttpRequest, book_id: int, report: str) -> HttpResponse:
    book = _book(request, book_id)
    months = reads.months(book_id)
    period = sheets.period_of(request, months)
    shown = found.statement(book, report, period)
    compare = request.GET.get("compare") == "1"
    context = {
        "title": sheets.name_of(shown.table),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book, _to_index(book, period)),
        "sheet": sheets.sheet(book, report, shown, period, compare=compare),
        "periods": sheets.periods(months),
        "period": sheets.written(period),
        "unit": request.GET.get("unit", "yuan"),
        "statement": shown.statement,
        "faults": [] if shown.statement.holds else sheets.check_words(shown.statement),
        "comparing": compare,
        "can_compare": shown.table.shape == "balance",
        "others": [
            Link(
                sheets.name_of(one),
                ""
                if other == report
                else f"{reverse('ledger:statement', args=[book_id, other])}?period={sheets.written(period)}",
            )
            for other, one in found.tables(book).items()
        ],
    }
    return page(request, "ledger/statement.html", context)


def _to_index(book: reads.BookLine, period: spans.Period) -> Link:
    return Link(_("报表"), f"{reverse('ledger:statements', args=[book.id])}?period={sheets.written(period)}")


@require_safe
def behind(request: HttpRequest, book_id: int, report: str) -> HttpResponse:
    """The posted lines a figure is made of. A balance is made of all up to its day, a flow of its span."""
    book = _book(request, book_id)
    period = sheets.period_of(request, ())
    shown = found.statement(book, report, period)
    row, column = _asked(request, shown)
    lines, total = found.lines_of(
        book, shown, row, column, start=shapes.start(request), size=page_size(request, shapes.PAGE)
    )
    rows = tuple(
        Row(
            (x.label, x.date, x.summary, x.account, x.debit or None, x.credit or None),
            reverse("ledger:voucher", args=[book_id, x.voucher_id]),
        )
        for x in lines
    )
    statement_url = f"{reverse('ledger:statement', args=[book_id, report])}?period={sheets.written(period)}"
    context = {
        "title": _(row.name),
        "lead": _("%(statement)s，%(column)s %(amount)s，由下列分录构成。")
        % {
            "statement": sheets.name_of(shown.table),
            "column": _(shown.columns[column].label),
            "amount": shapes.yuan(row.amounts[column] or statements.ZERO),
        },
        "crumbs": shapes.crumbs(
            book, _to_index(book, period), Link(sheets.name_of(shown.table), statement_url)
        ),
        "register": Register(columns=_behind_columns(), rows=rows, empty=_("没有分录。")),
        "pager": shapes.pager(request, total),
    }
    return page(request, "pages/register.html", context)


def _asked(request: HttpRequest, shown: found.Shown) -> tuple[statements.Row, int]:
    rows = shown.statement.rows
    wanted = request.GET.get("row", rows[0].key)
    row = next((r for r in rows if r.key == wanted), None)
    column = request.GET.get("column", "0")
    if row is None or not column.isdigit() or int(column) >= len(shown.columns):
        raise Unknown("ledger.no_row", mark("这张报表没有这一行。"))
    return row, int(column)


def _behind_columns() -> tuple[Column, ...]:
    return (
        Column("voucher", _("凭证")),
        Column("date", _("日期"), "date"),
        Column("summary", _("摘要")),
        Column("account", _("科目")),
        Column("debit", _("借方"), "money", group=_("发生额"), total=True),
        Column("credit", _("贷方"), "money", group=_("发生额"), total=True),
    )


@require_POST
def publish_month(request: HttpRequest, book_id: int, month: str) -> HttpResponseBase:
    """The sheet of a closed month is prepared once more; nothing is published before the supervisors' days."""
    book = _book(request, book_id)
    wanted = spans.parse_or(month, Month.of(clock.today()))
    act_publish(actor_of(request), book_id=book.id, month=Month.of(wanted.first))
    say(request, happened=_("公开单已经拟定。"), then=_("等待村务监督委员会审查。"))
    return redirect("ledger:statements", book_id)


@require_POST
def plain(request: HttpRequest, book_id: int) -> HttpResponseBase:
    """The book up to the end of a period as text for hledger or beancount. The taking is logged."""
    book = _book(request, book_id)
    form = request.POST.get("as", "hledger")
    if form not in _TEXTS:
        raise Unknown("ledger.no_text", mark("没有这种文本格式。"))
    period = spans.parse_or(request.POST.get("period", ""), Month.of(clock.today()))
    text, ending = _TEXTS[form]
    whole = plain_book(book_id, min(period.last, clock.today()))
    content = "\n".join(text(whole)) + "\n"
    exported.tell(actor_of(request), exported.Taken("ledger:plain", ending, len(whole.vouchers)))
    name = f"{book.owner_name}-{whole.until:%Y%m%d}.{ending}".replace("/", "-")
    return FileResponse(
        io.BytesIO(content.encode()),
        as_attachment=True,
        filename=name,
        content_type="text/plain; charset=utf-8",
    )
