"""Rent received for several years at once: what belongs to which year, and the draft that moves it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.estate.actions import spreading as acts
from liancun.contexts.estate.queries import spreading as reads
from liancun.contexts.estate.web.views import shapes
from liancun.contexts.estate.web.views.books import month_of
from liancun.contexts.ledger import api as ledger
from liancun.framework import clock
from liancun.framework.permissions import require
from liancun.framework.web.forms import Form
from liancun.framework.web.parts import Fact, NextStep
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, page
from liancun.kernel.errors import Conflict
from liancun.kernel.periods import Month


@require_http_methods(["GET", "HEAD", "POST"])
def spread_rent(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, line, month = actor_of(request), ledger.book(book_id), month_of(request)
    require(actor, "estate.spread_rent", line.owner_id)
    parts = reads.spread_parts(book_id, min(month.last, clock.today()))
    form = Form(shapes.posted(request))

    def done() -> str:
        voucher = acts.spread_rent(actor, book_id=book_id, month=month)
        say(request, happened=_("租金分摊凭证已经拟好。"), then=_("由另一位会计复核记账。"))
        return reverse("ledger:voucher", args=[book_id, voucher])

    words: dict[str, object] = {
        "title": _("%(year)s年租金分摊") % {"year": month.year},
        "lead": line.owner_name,
        "crumbs": shapes.crumbs(_("合同"), "estate:contracts", shapes.book_link(line)),
        "known": [fact for part in parts for fact in _facts(part, month)] or [_nothing()],
        "rules": [
            _("一次收到几年的租金，属于以后年度的先转出，到了那一年再转回收入，不能当年一次分掉。"),
            _("只分摊已经记账的收款；收款凭证原来全部记作收入。"),
        ],
        "submit": _("拟分摊凭证"),
        "cancel_url": reverse("estate:book", args=[book_id]),
    }
    try:
        reads.rent_accounts(line)
    except Conflict as reason:
        if request.method != "POST":
            words |= {"facts": words["known"], "next": NextStep(reason.text(_))}
            return page(request, "pages/record.html", words)
    return shapes.step(request, form, done, words)


def _nothing() -> Fact:
    return Fact(_("要分摊的租金"), _("没有：已经记账的收款里没有属于以后年度的。"))


def _facts(part: reads.SpreadPart, month: Month) -> list[Fact]:
    name = f"{part.contract.number} {part.contract.matter}"
    url = reverse("estate:contract", args=[part.contract.pk])
    told = _("已收并记账 %(received)s，其中属于以后年度 %(later)s；账上已经转出 %(waiting)s") % {
        "received": shapes.yuan(part.received),
        "later": shapes.yuan(part.later),
        "waiting": shapes.yuan(part.waiting),
    }
    facts = [Fact(name, told, url), Fact(_("这次"), _this_time(part))]
    if part.unbooked:
        facts.append(Fact(_("没有凭证的收款"), shapes.yuan(part.unbooked)))
    return facts


def _this_time(part: reads.SpreadPart) -> str:
    if not part.amount:
        return _("不用再转")
    amount = shapes.yuan(abs(part.amount))
    return (_("从收入转出 %(amount)s，留给以后年度") if part.amount > 0 else _("转回本年收入 %(amount)s")) % {
        "amount": amount
    }
