"""Any list or statement as an Excel file or a PDF: the same page with the same rights, filters and masks.

The view of the list is asked again, without drawing, page after large page; what it would have shown is written
into the file. So a file never holds more than its page, and every taking is logged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import IO, Any
from urllib.parse import urlsplit

from django.http import FileResponse, HttpRequest, HttpResponseBase, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from liancun.framework import clock, exported, playbook
from liancun.framework.exported import Taken
from liancun.framework.scope import entered
from liancun.framework.sheets.excel import as_excel
from liancun.framework.sheets.listings import Cells, Listing
from liancun.framework.sheets.pdf import as_pdf
from liancun.framework.sheets.template import XLSX
from liancun.framework.web.parts import Column, Line, Pager, Register, Row, Sheet
from liancun.framework.web.shortcuts import Taking, actor_of
from liancun.kernel.errors import Refusal, Unknown, mark

AT_ONCE = 1_000
MOST_ROWS = {"xlsx": 100_000, "pdf": 3_000}
_PLACES = ("page", "after")
_NOT_FILTERS = (*_PLACES, "sort", "unit")


@dataclass(frozen=True)
class _Place:
    match: ResolverMatch
    path: str
    query: str


@require_POST
def take(request: HttpRequest) -> HttpResponseBase:
    """`of`: address of the list as it is shown; `as`: xlsx or pdf. Refusals: exports.unknown, exports.too_many."""
    form = request.POST.get("as", "xlsx")
    place = _place(request.POST.get("of", ""))
    if place is None or form not in MOST_ROWS:
        raise _unknown()
    with entered(actor_of(request), read_only=True):
        listing = _listing(request, place, MOST_ROWS[form])
        content, rows = _PRINTERS[form](listing)
    filters = tuple(
        name for name, value in QueryDict(place.query).items() if value and name not in _NOT_FILTERS
    )
    exported.tell(actor_of(request), Taken(place.match.view_name, form, rows, filters))
    name = f"{listing.title}-{listing.day:%Y%m%d}.{form}".replace("/", "-")
    return FileResponse(content, as_attachment=True, filename=name, content_type=_TYPES[form])


def _pdf(listing: Listing) -> tuple[IO[bytes], int]:
    import io

    content, rows = as_pdf(listing)
    return io.BytesIO(content), rows


_PRINTERS: dict[str, Callable[[Listing], tuple[IO[bytes], int]]] = {"xlsx": as_excel, "pdf": _pdf}
_TYPES = {"xlsx": XLSX, "pdf": "application/pdf"}


def _unknown() -> Unknown:
    return Unknown("exports.unknown", mark("没有这份表。"), remedy=mark("请返回列表重新导出。"))


def _place(address: str) -> _Place | None:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    try:
        return _Place(resolve(parts.path), parts.path, parts.query)
    except Resolver404:
        return None


def _listing(request: HttpRequest, place: _Place, most: int) -> Listing:
    shown = _ask(request, place)
    if isinstance(sheet := shown.get("sheet"), Sheet):
        return _of_statement(request, sheet)
    register, pager = shown.get("register"), shown.get("pager")
    if not isinstance(register, Register):
        raise _unknown()
    if isinstance(pager, Pager) and pager.total > most:
        raise _too_many(pager.total, most)
    return Listing(
        title=str(shown.get("title", "")),
        office=exported.office_of(actor_of(request)),
        day=clock.today(),
        columns=register.columns,
        rows=_rows(request, place, shown) if pager else _at_most(_rows(request, place, shown), most),
        facts=tuple(_filters(register)),
        unit=_("元") if any(column.kind == "money" for column in register.columns) else "",
        mark=_("示范数据") if playbook.is_demonstration() else "",
    )


def _too_many(count: int, most: int) -> Refusal:
    return Refusal(
        "exports.too_many",
        mark("这份表有 {count} 行，一次最多导出 {most} 行。"),
        {"count": count, "most": most},
        remedy=mark("请先用筛选缩小范围；行数多时请导出 Excel。"),
    )


def _at_most(rows: Iterator[Cells], most: int) -> Iterator[Cells]:
    """A list that goes on line after line does not say how long it is: counted first, it is never cut silently."""
    known = list(islice(rows, most + 1))
    if len(known) > most:
        raise _too_many(len(known), most)
    return iter(known)


def _ask(request: HttpRequest, place: _Place, **asked: str) -> dict[str, Any]:
    """What the page would show; empty when it is no page of ours. `asked`: page or after."""
    taking = Taking(AT_ONCE)
    place.match.func(_inner(request, place, taking, asked), *place.match.args, **place.match.kwargs)
    return taking.context or {}


def _inner(request: HttpRequest, place: _Place, taking: Taking, asked: Mapping[str, str]) -> HttpRequest:
    """A GET of the list by the same person."""
    inner = HttpRequest()
    inner.method, inner.path, inner.path_info = "GET", place.path, place.path
    query = QueryDict(place.query, mutable=True)
    for name in _PLACES:
        query.pop(name, None)
    query.update(asked)
    inner.GET, inner.META, inner.COOKIES = query, {**request.META, "REQUEST_METHOD": "GET"}, request.COOKIES  # type: ignore[assignment]
    inner.META["QUERY_STRING"] = query.urlencode()
    inner.resolver_match = place.match
    for name in ("user", "session", "actor", "elder", "_messages", "htmx"):
        if hasattr(request, name):
            setattr(inner, name, getattr(request, name))
    inner.taking = taking  # type: ignore[attr-defined]
    return inner


def _rows(request: HttpRequest, place: _Place, first: dict[str, Any]) -> Iterator[Cells]:
    """The rows of the list, page after page: by number, or from the line after which the next one begins."""
    shown, number, seen = first, 1, 0
    while isinstance(register := shown.get("register"), Register) and register.rows:
        yield from map(_cells, register.rows)
        seen, number = seen + len(register.rows), number + 1
        pager, after = shown.get("pager"), shown.get("next_after")
        if isinstance(pager, Pager) and seen < pager.total:
            shown = _ask(request, place, page=str(number))
        elif pager is None and after:
            shown = _ask(request, place, after=str(after))
        else:
            return


def _cells(row: Row) -> Cells:
    if not row.note:
        return row.cells
    return (f"{row.cells[0]}（{row.note}）", *row.cells[1:])


def _filters(register: Register) -> Iterator[str]:
    """The filters in use, in words: a printed list must say what it leaves out."""
    if register.search:
        yield _("查找“%(words)s”") % {"words": register.search}
    for one in register.filters:
        word = next((choice.label for choice in one.choices if choice.value == one.chosen), "")
        if one.chosen and word:
            yield f"{one.label}：{word}"


def _of_statement(request: HttpRequest, sheet: Sheet) -> Listing:
    coded = any(line.code for half in sheet.halves for line in half[1])
    columns = [
        column for at, (head, _lines) in enumerate(sheet.halves) for column in _half(sheet, coded, head, at)
    ]
    width = len(columns) // len(sheet.halves)
    halves = [[_statement_cells(line, coded, width) for line in lines] for _head, lines in sheet.halves]
    rows = [
        tuple(cell for half in both for cell in half)
        for both in zip_longest(*halves, fillvalue=(None,) * width)
    ]
    return Listing(
        title=sheet.title,
        office=sheet.body or exported.office_of(actor_of(request)),
        day=clock.today(),
        columns=tuple(columns),
        rows=rows,
        facts=tuple(filter(None, (sheet.form_number, sheet.period, sheet.note))),
        unit=_("元"),
        mark=_("示范数据") if playbook.is_demonstration() else "",
        strong=frozenset(at for at, line in enumerate(sheet.lines) if line.total or line.heading),
    )


def _half(sheet: Sheet, coded: bool, head: str, at: int) -> Iterator[Column]:
    yield Column(f"label{at}", head or _("项目"), "name" if at == 0 else "text")
    if coded:
        yield Column(f"code{at}", _("行次"), "number")
    for number, label in enumerate(sheet.columns):
        yield Column(f"a{at}-{number}", label, "money")


def _statement_cells(line: Line, coded: bool, width: int) -> Cells:
    amounts = [amount.value for amount in line.amounts] + [None] * width
    start: Cells = ("　" * line.level + line.label, *((line.code,) if coded else ()))
    return (*start, *amounts[: width - len(start)])
