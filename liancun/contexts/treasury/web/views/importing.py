"""Handing in a bank's file; saying which column is which when nobody has said so before."""

from __future__ import annotations

import base64
import binascii
import io
import zlib
from collections.abc import Callable
from decimal import Decimal
from typing import IO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.treasury.actions import importing as acts
from liancun.contexts.treasury.queries import accounts as reads
from liancun.contexts.treasury.web.forms import CustodyFileForm, ShapeForm, StatementForm
from liancun.contexts.treasury.web.views import shapes, steps
from liancun.framework.permissions import require
from liancun.framework.web.forms import Form
from liancun.framework.web.parts import Link
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page
from liancun.kernel.errors import Refusal

# What a page carries along while somebody says which column is which.
_MOST_CARRIED = 1024 * 1024
Take = Callable[[str, IO[bytes], Decimal | None], str]
Remember = Callable[[dict[str, str]], None]


@require_http_methods(["GET", "HEAD", "POST"])
def import_statement(request: HttpRequest, bank_account_id: int) -> HttpResponse:
    actor, line = actor_of(request), reads.account(bank_account_id)
    require(actor, "treasury.import_statement", line.owner_id)

    def take(name: str, content: IO[bytes], opening: Decimal | None) -> str:
        done = acts.import_statement(actor, account_id=line.id, name=name, content=content, opening=opening)
        if done.again or not done.fresh:
            say(request, happened=_("这些流水以前都导入过，没有改动。"))
            return reverse("treasury:account", args=[line.id])
        say(
            request,
            happened=_("导入 %(rows)d 笔流水，新增 %(fresh)d 笔，余额连续。")
            % {"rows": done.rows, "fresh": done.fresh},
            then=_("下一步：和账上勾对。"),
        )
        return reverse("treasury:match", args=[line.id])

    def remember(heads: dict[str, str]) -> None:
        acts.remember_shape(actor, heads=heads, account_id=line.id)

    words: dict[str, object] = {
        "title": _("导入流水"),
        "lead": f"{line.owner_name} {shapes.name_of(line)}",
        "crumbs": shapes.crumbs(line),
        "cancel_url": reverse("treasury:account", args=[line.id]),
    }
    return _handed_in(request, StatementForm, take, remember, words, custody=False)


@require_http_methods(["GET", "HEAD", "POST"])
def import_custody(request: HttpRequest, custody_id: int) -> HttpResponse:
    actor, line = actor_of(request), reads.custody(custody_id)
    require(actor, "treasury.open_custody", line.body_id)

    def take(name: str, content: IO[bytes], opening: Decimal | None) -> str:
        done = acts.import_custody(actor, custody_id=custody_id, name=name, content=content)
        say(
            request,
            happened=_("流水已分到 %(accounts)d 个子账户，新增 %(fresh)d 笔。")
            % {"accounts": len(done), "fresh": sum(one.fresh for one in done)},
        )
        return reverse("treasury:custody", args=[custody_id])

    def remember(heads: dict[str, str]) -> None:
        acts.remember_shape(actor, heads=heads, custody_id=custody_id)

    words: dict[str, object] = {
        "title": _("导入专户流水"),
        "lead": f"{line.body_name} {line.bank} {line.masked}",
        "crumbs": [*shapes.crumbs(), Link(line.bank, reverse("treasury:custody", args=[custody_id]))],
        "cancel_url": reverse("treasury:custody", args=[custody_id]),
    }
    return _handed_in(request, CustodyFileForm, take, remember, words, custody=True)


def _handed_in(
    request: HttpRequest,
    kind: type[Form],
    take: Take,
    remember: Remember,
    words: dict[str, object],
    *,
    custody: bool,
) -> HttpResponse:
    if "packed" in request.POST:
        return _told(request, take, remember, words, custody=custody)
    form = kind(steps.posted(request), steps.files(request))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"][0]
        opening = form.cleaned_data.get("opening")
        content = io.BytesIO(file.read())
        url = act(request, form, lambda: take(str(file.name), content, opening))
        if url is not None:
            return redirect(url)
        refusal: Refusal | None = getattr(request, "refusal", None)
        if isinstance(refusal, acts.UnknownShape):
            packed = base64.b64encode(zlib.compress(content.getvalue())).decode()
            if len(packed) <= _MOST_CARRIED:
                given = {"packed": packed, "name": file.name, "opening": opening}
                return _ask(request, refusal.heads, given, words, refusal, custody=custody)
    rules = [
        _("CSV 和 Excel 都可以；编码、表头和日期的写法由程序识别。"),
        _("余额要前后连续，少一笔整个文件都不保存；同一个文件导入两次不会重复。"),
    ]
    context = {**words, "form": form, "submit": _("导入"), "rules": rules, "unkept": True}
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


def _ask(
    request: HttpRequest,
    heads: tuple[str, ...],
    given: dict[str, object],
    words: dict[str, object],
    refusal: Refusal,
    *,
    custody: bool,
) -> HttpResponse:
    form = ShapeForm(heads=heads, custody=custody, initial={**given, "heads": "\n".join(heads)})
    context = _asking(words, form) | {"refusal": refusal}
    return page(request, "pages/step.html", context, status=422)


def _asking(words: dict[str, object], form: Form) -> dict[str, object]:
    return {
        **words,
        "title": _("指明各列是什么"),
        "form": form,
        "submit": _("记住并导入"),
        "unkept": True,
        "rules": [_("指明一次，以后这个账户的文件照此识别。"), _("金额要么一列，要么收入、支出两列。")],
    }


def _told(
    request: HttpRequest, take: Take, remember: Remember, words: dict[str, object], *, custody: bool
) -> HttpResponse:
    heads = tuple(filter(None, request.POST.get("heads", "").splitlines()))[:120]
    form = ShapeForm(request.POST, heads=heads, custody=custody)
    if form.is_valid():
        told = form.cleaned_data

        def done() -> str:
            remember(form.shape())
            return take(told["name"], _unpacked(told["packed"]), told["opening"])

        url = act(request, form, done)
        if url is not None:
            return redirect(url)
    return page(request, "pages/step.html", _asking(words, form), status=422)


def _unpacked(packed: str) -> IO[bytes]:
    """The carried file; anything else than what this page packed is an empty file, which is refused as such."""
    try:
        unfold = zlib.decompressobj()
        content = unfold.decompress(base64.b64decode(packed, validate=True), acts.MOST_BYTES)
        return io.BytesIO(content if not unfold.unconsumed_tail else b"")
    except (binascii.Error, zlib.error, ValueError):
        return io.BytesIO(b"")
