"""The vouchers of an own book in the template of the province's platform."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST
from openpyxl import Workbook

from liancun.contexts.ledger.actions.drafting import keep_here
from liancun.contexts.ledger.queries import books
from liancun.contexts.ledger.queries.exporting import Cells, platform_lines, template
from liancun.contexts.ledger.rules import spans
from liancun.framework import clock, exported
from liancun.framework.permissions import require
from liancun.framework.sheets.listings import harmless
from liancun.framework.web.shortcuts import actor_of
from liancun.kernel.errors import Conflict, mark
from liancun.kernel.periods import Month

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_POST
def platform_export(request: HttpRequest, book_id: int) -> HttpResponseBase:
    """The posted vouchers of a period as an Excel file with the playbook's columns. The taking is logged."""
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.prepare_voucher", book.owner_id)
    keep_here(books.locked(book_id))
    about = template()
    if not about.column:
        raise Conflict("ledger.no_template_of_platform", mark("县里还没有写明平台的凭证模板。"))
    period = spans.parse_or(request.POST.get("period", ""), Month.of(clock.today()))
    rows = platform_lines(book_id, period.first, period.last)
    exported.tell(actor, exported.Taken("ledger:platform_export", "xlsx", len(rows)))
    content = _workbook(about.sheet, [column.head for column in about.column], rows)
    name = f"{book.owner_name}-{about.sheet}-{period.first:%Y%m}.xlsx".replace("/", "-")
    return FileResponse(content, as_attachment=True, filename=name, content_type=_EXCEL)


def _workbook(title: str, heads: Sequence[str], rows: Iterable[Cells]) -> io.BytesIO:
    """A bare sheet: one row of headings, then the lines. Programs read it, so nothing is merged or coloured."""
    workbook, out = Workbook(write_only=True), io.BytesIO()
    sheet = workbook.create_sheet(title[:31])
    sheet.append(list(heads))
    for row in rows:
        sheet.append([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    workbook.save(out)
    out.seek(0)
    return out
