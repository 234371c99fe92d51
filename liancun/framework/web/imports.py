"""Handing in a sheet: which ones there are, template, upload, every fault explained, commit, result."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liancun.framework import sheets
from liancun.framework.models import SheetUpload
from liancun.framework.permissions import may, require
from liancun.framework.sheets import keeping, marking, uploads
from liancun.framework.sheets.columns import Column
from liancun.framework.sheets.features import GEOMETRY
from liancun.framework.sheets.layouts import Layout
from liancun.framework.sheets.repairs import WORDS
from liancun.framework.sheets.template import XLSX, template
from liancun.framework.sheets.understanding import Remark
from liancun.framework.web import formats
from liancun.framework.web.forms import Form, PaperField
from liancun.framework.web.parts import Column as Head
from liancun.framework.web.parts import Fact, Link, Progress, Register, Row, State
from liancun.framework.web.said import say
from liancun.framework.web.settling import differing_rows, usual_reason
from liancun.framework.web.shortcuts import act, actor_of, page
from liancun.kernel import masks
from liancun.kernel.errors import Unknown, fill, mark

SHOWN_FAULTS = 200
SHOWN_ROWS = 5
# Of one cell among the first rows: a shape is long.
SHOWN_SIGNS = 60
LATEST = 10


TABLES = ("xlsx", "csv")


def _file_field(*kinds: str) -> PaperField:
    return PaperField(label=lazy("填好的表格"), kinds=kinds, max_bytes=uploads.MOST_BYTES, required=True)


class SheetForm(Form):
    file = _file_field(*TABLES)


class ShapesForm(Form):
    """For a sheet with a column of shapes: the file of a map program is taken too."""

    file = _file_field(*TABLES, "geojson")


@dataclass(frozen=True)
class Offered:
    """A sheet as the list of sheets shows it."""

    name: str
    lead: str
    url: str
    template_url: str


def _layout(request: HttpRequest, key: str) -> Layout:
    """404 for a sheet that is none, 403 for one somebody may not hand in."""
    layout = sheets.find(key)
    if layout is None:
        raise Unknown("sheets.no_such_sheet", mark("没有这种表。"), remedy=mark("请返回“表格导入”选择。"))
    require(actor_of(request), layout.verb, None)
    return layout


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    offered = [
        Offered(
            _(one.name),
            _(one.lead) if one.lead else "",
            reverse("import", args=[one.key]),
            reverse("import_template", args=[one.key]),
        )
        for one in sheets.offered()
        if may(actor, one.verb, None)
    ]
    context = {
        "title": _("表格导入"),
        "lead": _("先下载模板填写，再上传。上传后先核对，确认后才写入；有一处错误就一行也不写。"),
        "offered": offered,
        "latest": _latest(uploads.latest(actor, LATEST)),
    }
    return page(request, "pages/imports.html", context)


def _latest(found: Iterable[SheetUpload]) -> Register:
    columns = (
        Head("name", _("文件"), "name"),
        Head("sheet", _("表")),
        Head("rows", _("行数"), "number"),
        Head("at", _("上传时间")),
        Head("state", _("状态"), "state"),
    )
    rows = tuple(
        Row(
            (one.name, _(layout.name), one.rows, formats.chinese_moment(one.received_at), state_of(one)),
            reverse("import_file", args=[one.pk]),
        )
        for one in found
        if (layout := sheets.find(one.layout)) is not None
    )
    return Register(columns, rows)


def state_of(upload: SheetUpload) -> State:
    if upload.state == "ready" and not upload.fresh:
        return State(_("没有新内容"), "closed")
    return {
        "received": State(_("正在读文件"), "running"),
        "read": State(_("正在核对"), "running"),
        "ready": State(_("等待确认"), "waiting"),
        "faulty": State(_("有误，未导入"), "refused"),
        "refused": State(_("不能使用"), "refused"),
        "writing": State(_("正在写入"), "running"),
        "done": State(_("已导入"), "done"),
    }[upload.state]


@require_safe
def give_template(request: HttpRequest, key: str) -> HttpResponse:
    layout = _layout(request, key)
    response = HttpResponse(template(layout), content_type=XLSX)
    disposition = content_disposition_header(as_attachment=True, filename=f"{layout.name}-模板.xlsx")
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, key: str) -> HttpResponse:
    layout, actor = _layout(request, key), actor_of(request)
    shapes = any(column.heading == GEOMETRY for column in layout.columns)
    kind = ShapesForm if shapes else SheetForm
    form = kind(request.POST, request.FILES) if request.method == "POST" else kind()

    def received() -> SheetUpload:
        (sent,) = form.cleaned_data["file"]
        return uploads.receive(actor, layout, str(sent.name), sent.file)

    if request.method == "POST" and form.is_valid() and (upload := act(request, form, received)):
        return redirect("import_file", upload.pk)
    context = {
        "title": _("导入：%(sheet)s") % {"sheet": _(layout.name)},
        "lead": _(layout.lead) if layout.lead else "",
        "crumbs": [Link(_("表格导入"), reverse("imports"))],
        "rules": [
            _("只认模板里的表头；列的先后、多余的列都不要紧。"),
            _("全角数字、多余空格、乱码和地名中的繁体字会自动改好，并在核对页列出。"),
            _("同一份文件再传一次，不会改动任何数据。"),
            *(_(note) for note in layout.notes),
        ],
        "template_url": reverse("import_template", args=[key]),
        "form": form,
        "submit": _("上传并核对"),
        "cancel_url": reverse("imports"),
    }
    return page(request, "pages/import.html", context, status=422 if form.errors else 200)


@require_safe
def look(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Progress while it is worked on, then what was found, then what was done."""
    upload = uploads.of_user(actor_of(request), upload_id)
    layout = uploads.layout_of(upload)
    polled = bool(request.headers.get("HX-Request"))
    if upload.state in uploads.WORKING:
        shown = {"title": _(layout.name), "progress": _progress(upload, layout)}
        return page(request, "parts/progress.html" if polled else "pages/progress.html", shown)
    if polled:
        done = HttpResponse()
        done.headers["HX-Refresh"] = "true"
        return done
    return page(request, "pages/import_file.html", _shown(upload, layout))


def _progress(upload: SheetUpload, layout: Layout) -> Progress:
    job = uploads.progress_of(upload)
    return Progress(
        title=_(layout.name),
        done=job.done if job else 0,
        total=job.total if job else 0,
        url=reverse("import_file", args=[upload.pk]),
        sentence=_(job.message) if job and job.message else _("正在排队，很快开始。"),
    )


def _shown(upload: SheetUpload, layout: Layout) -> dict[str, object]:
    faults, repaired, notes = keeping.remarks(upload)
    whole = [one for one in faults if not one.row]
    differing = differing_rows(layout, faults, notes) if upload.state == "faulty" else []
    settling = {row.number for row in differing}
    cells = [one for one in faults if one.row and one.row not in settling]
    mapped = layout.mapped and upload.state in uploads.SETTLED
    return {
        "title": upload.name,
        "crumbs": [
            Link(_("表格导入"), reverse("imports")),
            Link(_(layout.name), reverse("import", args=[layout.key])),
        ],
        "state": state_of(upload),
        "facts": _facts(upload),
        "upload": upload,
        "nothing_new": upload.state == "ready" and not upload.fresh,
        "whole": [marking.words(one) for one in whole],
        "faults": _faults(layout, cells[:SHOWN_FAULTS]),
        "more_faults": max(0, len(cells) - SHOWN_FAULTS),
        "differing": differing,
        "settle_url": reverse("import_settle", args=[upload.pk]),
        "usual_reason": usual_reason(upload) if differing else "",
        "columns_url": reverse("import_columns", args=[upload.pk]) if mapped else "",
        "repaired": _repaired(layout, repaired[:SHOWN_FAULTS]),
        "unknown": formats.listed(notes.get("unknown", [])),
        "sample": _sample(upload, layout) if upload.state == "ready" and upload.fresh else None,
        "again_url": reverse("import", args=[layout.key]),
        "marked_url": reverse("import_marked", args=[upload.pk]) if cells else "",
        "commit_url": reverse("import_commit", args=[upload.pk]),
        "discard_url": reverse("import_discard", args=[upload.pk]),
        "list_url": _list_url(layout),
    }


def _list_url(layout: Layout) -> str:
    try:
        return reverse(layout.done_at) if layout.done_at else ""
    except NoReverseMatch:
        return ""


def _facts(upload: SheetUpload) -> list[Fact]:
    facts = [Fact(_("行数"), f"{upload.rows:,}")]
    if upload.state in ("ready", "done"):
        facts += [Fact(_("新增"), f"{upload.fresh:,}"), Fact(_("原来已有"), f"{upload.known:,}")]
    if upload.faulty:
        facts.append(Fact(_("有误的行"), f"{upload.faulty:,}"))
    return [
        *facts,
        Fact(_("自动改好的格"), f"{upload.repaired:,}"),
        Fact(_("大小"), formats.size(upload.size)),
    ]


def _faults(layout: Layout, faults: list[Remark]) -> Register:
    columns = (
        Head("place", _("位置"), "name"),
        Head("shown", _("原来写的")),
        Head("what", _("错在哪里")),
        Head("remedy", _("怎么改")),
    )
    rows = tuple(
        Row((_where(layout, one), _content(layout, one.column, one.shown), *_told(one))) for one in faults
    )
    return Register(columns, rows)


def _told(one: Remark) -> tuple[str, str]:
    params = one.params or {}
    return fill(_(one.sentence), params), fill(_(one.remedy), params) if one.remedy else ""


def _where(layout: Layout, one: Remark) -> str:
    column = layout.column(one.column)
    if column is None:
        return _("第 %(row)d 行") % {"row": one.row}
    return _("第 %(row)d 行“%(column)s”") % {"row": one.row, "column": column.heading}


def _content(layout: Layout, key: str, text: str) -> str:
    column = layout.column(key)
    return hidden(column, text) if column and text else text


_MASKS: dict[str, Callable[[str], str]] = {
    "identity": masks.mask_number,
    "phone": masks.mask_phone,
    "account": masks.mask_account,
    "name": masks.mask_name,
    "text": lambda text: "*" * len(text),
}


def hidden(column: Column, text: str) -> str:
    """The text as a page may show it: numbers and names of persons masked."""
    return _MASKS[column.personal](text) if column.personal else text


def _repaired(layout: Layout, repaired: list[Remark]) -> Register:
    columns = (
        Head("place", _("位置"), "name"),
        Head("before", _("原来")),
        Head("after", _("改为")),
        Head("why", _("原因")),
    )
    rows = tuple(
        Row(
            (
                _where(layout, one),
                _content(layout, one.column, one.shown),
                _content(layout, one.column, one.fixed),
                _(WORDS[one.code]),
            )
        )
        for one in repaired
    )
    return Register(columns, rows)


def _sample(upload: SheetUpload, layout: Layout) -> Register:
    """The first rows as they will stand, for a last look."""
    batch = next(iter(keeping.kept_rows(upload)), [])
    columns = tuple(Head(column.key, column.heading) for column in layout.columns)
    rows = tuple(
        Row(tuple(_said(column, text) for column, text in zip(layout.columns, texts, strict=True)))
        for _number, texts in batch[:SHOWN_ROWS]
    )
    return Register(columns, rows)


def _said(column: Column, text: str) -> str:
    word = column.words().get(text, text) if column.kind == "choice" else text
    shown = hidden(column, word) if word else ""
    return shown if len(shown) <= SHOWN_SIGNS else f"{shown[:SHOWN_SIGNS]}…"


@require_safe
def give_marked(request: HttpRequest, upload_id: int) -> HttpResponseBase:
    upload = uploads.of_user(actor_of(request), upload_id)
    if upload.state != "faulty":
        raise Unknown("sheets.unknown", mark("没有这份文件。"), remedy=mark("请返回重新上传。"))
    name, content = marking.marked(upload, uploads.layout_of(upload))
    return FileResponse(content, as_attachment=True, filename=name, content_type=XLSX)


@require_POST
def commit(request: HttpRequest, upload_id: int) -> HttpResponse:
    upload = uploads.of_user(actor_of(request), upload_id)
    uploads.commit(actor_of(request), upload)
    upload.refresh_from_db()
    if upload.state == "done":
        happened = _("已写入 %(count)d 行。") % {"count": upload.fresh}
        say(request, happened=happened, then=_("原来已有的 %(count)d 行没有改动。") % {"count": upload.known})
    return redirect("import_file", upload_id)


@require_POST
def discard(request: HttpRequest, upload_id: int) -> HttpResponse:
    upload = uploads.of_user(actor_of(request), upload_id)
    key = upload.layout
    uploads.discard(actor_of(request), upload)
    say(request, happened=_("文件已删除，没有写入任何数据。"))
    return redirect("import", key)
