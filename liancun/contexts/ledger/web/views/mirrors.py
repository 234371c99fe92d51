"""Pages of a mirror book: its imports, what differs from the platform's table."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liancun.contexts.ledger.actions import mirroring as acts
from liancun.contexts.ledger.queries import books, mirrors
from liancun.contexts.ledger.rules import mirroring as rules
from liancun.contexts.ledger.rules import spans
from liancun.contexts.ledger.web.views import shapes
from liancun.framework import clock
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Choice, Column, Filter, Link, NextStep, Register, Row, State
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, page, sensitive
from liancun.kernel.periods import Month


def book_of(request: HttpRequest, book_id: int, verb: str) -> books.BookLine:
    book = books.book(book_id)
    require(actor_of(request), verb, book.owner_id)
    return book


def crumbs(book: books.BookLine) -> list[Link]:
    return shapes.crumbs(book, Link(_("平台镜像"), reverse("ledger:mirror", args=[book.id])))


@require_safe
def mirror(request: HttpRequest, book_id: int) -> HttpResponse:
    """The imports of a mirror book, newest first, and what is to be done next."""
    book = book_of(request, book_id, "ledger.read_books")
    found = mirrors.imports(book_id)
    columns = (
        Column("month", _("月份"), "name"),
        Column("files", _("文件")),
        Column("fresh", _("新到凭证"), "number"),
        Column("kept", _("没有变动"), "number"),
        Column("gone", _("红字冲回"), "number"),
        Column("state", _("状态"), "state"),
        Column("who", _("导入人")),
        Column("at", _("导入时间"), "date"),
    )
    rows = tuple(
        Row(
            (
                one.month.label(_),
                "、".join(filter(None, (one.voucher_file, one.balance_file))),
                one.drafts - one.gone,
                one.kept,
                one.gone,
                _state(one),
                one.who,
                one.at.date(),
            ),
            differences_url(book_id, one.month),
        )
        for one in found
    )
    context = {
        "title": _("平台镜像"),
        "lead": _("这个账套记在“%(platform)s”，每月把凭证和科目余额表导入到这里，逐个科目核对。")
        % {"platform": acts.platform_name()},
        "crumbs": shapes.crumbs(book),
        "register": Register(columns=columns, rows=rows, empty=_("还没有导入过。")),
        "next": _next(request, book, found),
        "links": _steps(request, book),
    }
    return page(request, "ledger/mirror.html", context)


def _state(one: mirrors.ImportLine) -> State:
    if one.waiting:
        return State(_("%(count)d 张等待复核") % {"count": one.waiting}, "waiting")
    return State(_("已办"), "done")


def differences_url(book_id: int, month: Month) -> str:
    return f"{reverse('ledger:mirror_differences', args=[book_id])}?month={month}"


def _steps(request: HttpRequest, book: books.BookLine) -> list[Link]:
    if book.kind != "mirror" or not may(actor_of(request), "ledger.import_mirror", book.owner_id):
        return []
    return [Link(_("导入一个月"), reverse("ledger:import_mirror", args=[book.id]))]


def _next(request: HttpRequest, book: books.BookLine, found: Sequence[mirrors.ImportLine]) -> NextStep | None:
    waiting = next((one for one in found if one.waiting), None)
    if waiting is None:
        return None
    month = waiting.month.label(_)
    if not may(actor_of(request), "ledger.post_import", book.owner_id):
        return NextStep(_("%(month)s导入的凭证等待另一位会计复核。") % {"month": month})
    agrees = mirrors.agreement(book.id, waiting.month)
    told = (
        _("%(month)s和平台的科目余额表一致，请复核入账。")
        if agrees.agrees
        else _("%(month)s和平台还有不一致；可以先入账，结账前必须一致。")
    )
    return NextStep(
        told % {"month": month},
        _("复核入账"),
        reverse("ledger:post_mirror", args=[book.id]),
        post=True,
        consequence=_("入账后凭证不能改；平台以后改动的，用红字冲回再记。"),
        hidden=(("month", str(waiting.month)),),
    )


@sensitive
@require_POST
def post_mirror(request: HttpRequest, book_id: int) -> HttpResponse:
    book = book_of(request, book_id, "ledger.post_import")
    month = spans.parse_or(request.POST.get("month", ""), Month.of(clock.today()))
    count = acts.post_mirror(actor_of(request), book_id=book.id, month=Month.of(month.first))
    say(
        request,
        happened=_("%(count)d 张凭证已经入账。") % {"count": count},
        then=_("下一步：和平台的科目余额表一致后结账。"),
    )
    return redirect("ledger:mirror", book_id)


@require_safe
def differences(request: HttpRequest, book_id: int) -> HttpResponse:
    """Line by line: the platform's balance table and what the mirror adds up itself."""
    book = book_of(request, book_id, "ledger.read_books")
    months = [m.month for m in books.months(book_id)]
    asked = request.GET.get("month", "")
    newest = Month.of(max(months, default=clock.today()))
    month = Month.of(spans.parse_or(asked, newest).first)
    found = mirrors.agreement(book_id, month)
    choices = tuple(Choice(key, label) for key, label in shapes.month_choices(sorted(months, reverse=True)))
    context = {
        "title": _("和平台核对"),
        "lead": _("%(owner)s，%(month)s。") % {"owner": book.owner_name, "month": month.label(_)}
        + _sentence(found),
        "crumbs": crumbs(book),
        "register": Register(
            columns=(
                Column("account", _("科目"), "name"),
                Column("what", _("项目")),
                Column("theirs", _("平台"), "money"),
                Column("ours", _("镜像账"), "money"),
                Column("gap", _("差额"), "money"),
            ),
            rows=tuple(_row(book_id, month, found, one) for one in found.differences),
            filters=(Filter("month", _("月份"), choices, str(month)),),
            empty=_("没有不一致。") if found.agrees else _("这个月还没有导入科目余额表。"),
        ),
        "state": _agreement(found),
        "links": _steps(request, book),
    }
    return page(request, "ledger/mirror_differences.html", context)


def _agreement(found: mirrors.Agreement) -> State:
    if not found.table:
        return State(_("没有余额表"), "waiting")
    return State(_("一致"), "done") if found.agrees else State(_("不一致"), "refused")


def _sentence(found: mirrors.Agreement) -> str:
    if not found.table:
        return _("还没有导入平台的科目余额表。")
    if found.agrees:
        return _("核对了 %(count)d 个科目，全部一致。") % {"count": found.accounts}
    return _("核对了 %(count)d 个科目，%(gaps)d 处不一致；金额以借方减贷方表示。") % {
        "count": found.accounts,
        "gaps": len(found.differences),
    }


def _row(book_id: int, month: Month, found: mirrors.Agreement, one: rules.Difference) -> Row:
    words = {
        "opening": _("期初余额"),
        "debit": _("本期借方"),
        "credit": _("本期贷方"),
        "closing": _("期末余额"),
    }
    account = found.ids.get(one.code)
    url = f"{reverse('ledger:account', args=[book_id, account])}?period={month}" if account else ""
    return Row((f"{one.code} {one.name}", words[one.what], one.theirs, one.ours, one.gap), url)
