"""Payment files: which there are, making one from approved claims, handing it out, the bank's answer."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liancun.contexts.treasury import playbook
from liancun.contexts.treasury.actions import paying as acts
from liancun.contexts.treasury.queries import accounts as reads
from liancun.contexts.treasury.queries import paying
from liancun.contexts.treasury.web.forms import ResultForm
from liancun.contexts.treasury.web.views import shapes, steps
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.forms import Form
from liancun.framework.web.parts import Column, Entry, Fact, Link, NextStep, Register, Row
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, sensitive


@require_safe
def batches(request: HttpRequest, bank_account_id: int) -> HttpResponse:
    actor, line = actor_of(request), reads.account(bank_account_id)
    require(actor, "treasury.read", line.owner_id)
    rows = tuple(
        Row(
            (
                _("第 %(number)d 号") % {"number": b.id},
                b.made_at,
                b.count,
                b.total,
                b.maker,
                shapes.batch_state(b),
            ),
            reverse("treasury:batch", args=[b.id]),
        )
        for b in paying.batches(line.id)
    )
    columns = (
        Column("number", _("付款文件"), "name"),
        Column("made", _("编制"), "date"),
        Column("count", _("笔数"), "number"),
        Column("total", _("金额"), "money", total=True),
        Column("maker", _("编制人"), "name"),
        Column("state", _("状态"), "state"),
    )
    new = Link(_("编制付款文件"), reverse("treasury:make_batch", args=[line.id]))
    allowed = may(actor, "treasury.make_batch", line.owner_id)
    context = {
        "title": _("付款文件"),
        "lead": _("审批同意的报账单编成文件，由人交给银行；程序不付款。"),
        "crumbs": shapes.crumbs(line),
        "register": Register(
            columns=columns, rows=rows, empty=_("还没有付款文件。"), empty_step=new if allowed else None
        ),
        "new": new if allowed else None,
    }
    return page(request, "treasury/listed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def make_batch(request: HttpRequest, bank_account_id: int) -> HttpResponse:
    actor, line = actor_of(request), reads.account(bank_account_id)
    require(actor, "treasury.make_batch", line.owner_id)
    payables = paying.payables(line.book_id)
    form = Form(steps.posted(request))
    if request.method == "POST" and form.is_valid():
        wanted = set(request.POST.getlist("pay"))
        chosen = [(p, p.account.id) for p in payables if p.key in wanted and p.account is not None]
        claims = {p.claim_id: payee for p, payee in chosen if p.pair_id is None}
        pairs = {p.pair_id: payee for p, payee in chosen if p.pair_id is not None}
        key = request.POST.get("key", "")[:60] or uuid4().hex
        made = act(
            request,
            form,
            lambda: acts.make_batch(actor, account_id=line.id, payees=claims, key=key, pairs=pairs),
        )
        if made is not None:
            say(
                request,
                happened=_("付款文件已经编好。"),
                then=_("由代理中心另一位会计复核后导出，交给银行。"),
            )
            return redirect("treasury:batch", made)
    context = {
        "title": _("编制付款文件"),
        "lead": f"{line.owner_name} {shapes.name_of(line)}",
        "crumbs": shapes.crumbs(line),
        "form": form,
        "payables": payables,
        "key": uuid4().hex,
        "payees_url": reverse("treasury:keep_payee", args=[line.book_id]),
        "most": playbook.section_of().limits.most_lines,
        "cancel_url": reverse("treasury:batches", args=[line.id]),
    }
    return page(request, "treasury/make_batch.html", context, status=422 if form.errors else 200)


@require_safe
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    actor, row = actor_of(request), paying.batch(batch_id)
    require(actor, "treasury.read", row.owner_id)
    line = reads.account(row.account_id)
    context = {
        "title": _("付款文件第 %(number)d 号") % {"number": row.id},
        "lead": f"{line.owner_name} {shapes.name_of(line)}",
        "crumbs": [*shapes.crumbs(line), Link(_("付款文件"), reverse("treasury:batches", args=[line.id]))],
        "facts": [
            Fact(_("笔数"), str(row.count)),
            Fact(_("金额合计"), shapes.yuan(row.total)),
            Fact(_("失败"), str(row.failed)),
        ],
        "state": shapes.batch_state(row),
        "next": _next(actor, row),
        "timeline": _timeline(row),
        "register": _orders(row),
        "digest": row.digest,
        "drop_url": _drop_url(actor, row),
    }
    return page(request, "treasury/batch.html", context)


def _next(actor: Actor, row: paying.BatchRow) -> NextStep | None:
    if row.state == "made":
        mine = row.made_by is not None and row.made_by == actor.person_id
        if mine or not may(actor, "treasury.release_batch", row.owner_id):
            return NextStep(_("等待代理中心另一位会计复核导出。"))
        url = reverse("treasury:release", args=[row.id])
        return NextStep(_("请核对收款人、账号和金额。"), _("复核并导出文件"), url, post=True)
    if row.state == "released" and may(actor, "treasury.record_results", row.owner_id):
        url = reverse("treasury:results", args=[row.id])
        return NextStep(_("银行处理后，把结果文件登记进来。"), _("登记结果"), url)
    return NextStep(_("等待银行返回结果。")) if row.state == "released" else None


def _timeline(row: paying.BatchRow) -> list[Entry]:
    made = [Entry(_("编制"), row.made_at, row.maker)]
    if row.released_at is not None:
        made.append(Entry(_("复核并导出"), row.released_at, row.releaser))
    return made


def _orders(row: paying.BatchRow) -> Register:
    columns = (
        Column("name", _("收款人"), "name"),
        Column("bank", _("开户行和账号")),
        Column("amount", _("金额"), "money", total=True),
        Column("purpose", _("用途")),
        Column("state", _("结果"), "state"),
    )
    rows = tuple(
        Row(
            (o.name, f"{o.bank} {o.masked}", o.amount, o.purpose, shapes.order_state(o.state)),
            reverse("ledger:claim", args=[row.book_id, o.claim_id])
            if o.claim_id is not None
            else reverse("ledger:pair", args=[row.book_id, o.pair_id]),
            note=o.reason,
        )
        for o in paying.order_lines(row.id)
    )
    return Register(columns=columns, rows=rows)


def _drop_url(actor: Actor, row: paying.BatchRow) -> str:
    if row.state != "made" or not may(actor, "treasury.make_batch", row.owner_id):
        return ""
    return reverse("treasury:drop", args=[row.id])


@sensitive
@require_POST
def release(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The file itself: the one place where whole account numbers leave, logged each time."""
    made = acts.release_batch(actor_of(request), batch_id=batch_id)
    answer = HttpResponse(made.content, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, made.name) or "attachment"
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def drop(request: HttpRequest, batch_id: int) -> HttpResponse:
    acts.drop_batch(actor_of(request), batch_id=batch_id)
    say(request, happened=_("付款文件已作废，里面的报账单可以重新编制。"))
    return redirect("treasury:batch", batch_id)


@require_http_methods(["GET", "HEAD", "POST"])
def results(request: HttpRequest, batch_id: int) -> HttpResponse:
    actor, row = actor_of(request), paying.batch(batch_id)
    require(actor, "treasury.record_results", row.owner_id)
    form = ResultForm(steps.posted(request), steps.files(request))

    def done() -> str:
        file = form.cleaned_data["file"][0]
        paid, failed = acts.record_results(actor, batch_id=batch_id, name=str(file.name), content=file)
        say(
            request,
            happened=_("付成 %(paid)d 笔，失败 %(failed)d 笔。") % {"paid": paid, "failed": failed},
            then=_("失败的可以更正账户后编入新的付款文件。") if failed else "",
            tone="waiting" if failed else "done",
        )
        return reverse("treasury:batch", args=[batch_id])

    words: dict[str, object] = {
        "title": _("登记银行结果"),
        "lead": _("付款文件第 %(number)d 号") % {"number": row.id},
        "crumbs": [*shapes.crumbs(), Link(_("付款文件"), reverse("treasury:batch", args=[batch_id]))],
        "submit": _("登记"),
        "cancel_url": reverse("treasury:batch", args=[batch_id]),
        "rules": [_("按业务编号和付款文件逐笔对应；金额不同的不接受。")],
    }
    return steps.step(request, form, done, words)
