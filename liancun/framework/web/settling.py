"""Files of other programs: which heading is which column, and which holds where a row differs from the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from liancun.framework.models import SheetUpload
from liancun.framework.permissions import require
from liancun.framework.sheets import keeping, mapping, uploads
from liancun.framework.sheets.layouts import Layout
from liancun.framework.sheets.understanding import Remark
from liancun.framework.web.forms import Form
from liancun.framework.web.parts import Fact, Link
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page
from liancun.kernel.errors import Conflict, Refusal, Unknown, mark

TAKE, KEEP = "take", "keep"


class HeadsForm(Form):
    """One choice of heading for each column of the sheet, with the first value below it."""

    def __init__(self, *args: Any, layout: Layout, found: mapping.Headed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = [(head, _said(head, found.samples.get(head, ""))) for head in found.heads]
        for column in layout.columns:
            self.fields[column.key] = forms.ChoiceField(
                label=_(column.heading),
                choices=[("", lazy("没有这一列")), *said],
                required=column.required,
                initial=found.guessed.get(column.key, ""),
            )
        self._settle()


def _said(head: str, sample: str) -> str:
    return f"{head}（{sample}）" if sample else head


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, upload_id: int) -> HttpResponse:
    """What the headings say by themselves, to be put right where it is wrong; then the file is read anew."""
    actor = actor_of(request)
    upload = uploads.of_user(actor, upload_id)
    layout = uploads.layout_of(upload)
    require(actor, layout.verb, None)
    if not layout.mapped or upload.state not in uploads.SETTLED:
        raise Conflict("sheets.not_ready", mark("这份文件现在不能改动。"), remedy=mark("请返回重新上传。"))
    form = HeadsForm(
        request.POST if request.method == "POST" else None, layout=layout, found=_found(layout, upload)
    )

    def told() -> bool:
        mapping.remember(actor, layout, form.cleaned_data)
        uploads.again(actor, upload)
        return True

    if request.method == "POST" and form.is_valid() and act(request, form, told):
        say(request, happened=_("各列已经记住。"), then=_("以后本单位上传有这些列名的文件，照此识别。"))
        return redirect("import_file", upload_id)
    context = {
        "title": _("核对列：%(name)s") % {"name": _(layout.name)},
        "crumbs": [
            Link(_("表格导入"), reverse("imports")),
            Link(upload.name, reverse("import_file", args=[upload_id])),
        ],
        "known": [Fact(_("文件"), upload.name)],
        "rules": [
            _("下面是按表头猜的，括号里是这一列的第一个值；不对的请改。"),
            _("核对一次，以后本单位上传的同样表头照此识别。没有选的列不读。"),
        ],
        "form": form,
        "submit": _("记住并继续"),
        "cancel_url": reverse("import_file", args=[upload_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


def _found(layout: Layout, upload: SheetUpload) -> mapping.Headed:
    """The headings, those already told as they were told."""
    notes = keeping.remarks(upload)[2]
    with keeping.open_kept(upload) as content:
        try:
            found = mapping.headed(layout, upload.name, content)
        except Refusal as error:
            raise Conflict(error.code, error.sentence, error.params, remedy=error.remedy) from error
    if found is None:
        raise Conflict("sheets.empty", mark("文件是空的。"), remedy=mark("请重新选择填好的文件。"))
    told = {key: head for key, head in notes.get("heads", {}).items() if head in found.heads}
    return mapping.Headed(found.heads, found.samples, {**found.guessed, **told})


@dataclass(frozen=True)
class Cell:
    heading: str
    stands: str
    told: str


@dataclass(frozen=True)
class DifferingRow:
    """A row of the file and the cells in which the register says something else."""

    number: int
    cells: tuple[Cell, ...]
    takeable: bool


def differing_rows(layout: Layout, faults: list[Remark], notes: Mapping[str, Any]) -> list[DifferingRow]:
    from liancun.framework.web.imports import hidden

    found: dict[int, list[Cell]] = {}
    for one in faults:
        column = layout.column(one.column)
        if str(one.row) in notes.get("differing", {}) and column is not None:
            stands = (one.params or {}).get("stands", "")
            words = column.words()
            told = [hidden(column, words.get(text, text)) if text else "" for text in (stands, one.shown)]
            cell = Cell(_(column.heading), *told)
            found.setdefault(one.row, []).append(cell)
    return [
        DifferingRow(number, tuple(cells), bool(notes["differing"][str(number)]))
        for number, cells in sorted(found.items())
    ]


def usual_reason(upload: SheetUpload) -> str:
    return _("按平台导出的“%(file)s”更正") % {"file": PurePath(upload.name).stem[:80]}


@require_POST
def settle(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Takes differing rows over from the file or keeps the register's, as chosen; the check page follows."""
    actor = actor_of(request)
    upload = uploads.of_user(actor, upload_id)
    rows = {
        int(name.removeprefix("row-")): value == TAKE
        for name, value in request.POST.items()
        if name.startswith("row-") and name[4:].isdecimal() and len(name) < 12 and value in (TAKE, KEEP)
    }
    if upload.state != "faulty" or not rows:
        raise Unknown("sheets.unknown", mark("没有这份文件。"), remedy=mark("请返回重新上传。"))
    try:
        uploads.settle(actor, upload, rows, request.POST.get("reason", ""))
    except Refusal as refusal:
        if refusal.code != "sheets.no_reason":
            raise
        say(request, happened=_("以文件为准的，请写明原因。"), tone="refused")
        return redirect("import_file", upload_id)
    taken = sum(rows.values())
    say(
        request,
        happened=_("%(taken)d 行以文件为准，%(kept)d 行保留登记簿的。")
        % {"taken": taken, "kept": len(rows) - taken},
        then=_("确认写入时才改登记簿。"),
    )
    return redirect("import_file", upload_id)
