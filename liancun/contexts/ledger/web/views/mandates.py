"""Mandates between two books: given by the village's secretary, seen by both, revoked at any time."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liancun.contexts.ledger.actions import linking as actions
from liancun.contexts.ledger.queries import books, links
from liancun.contexts.ledger.web.forms import MandateForm
from liancun.contexts.ledger.web.views import pairs, shapes
from liancun.contexts.ledger.web.views.stepping import step
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Link, State
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, page, sensitive
from liancun.kernel.errors import Unknown, mark


@require_safe
def mandates(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.read_books", book.owner_id)
    gives = may(actor, "ledger.give_mandate", book.owner_id)
    context = {
        "title": _("联动凭证委托"),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book, Link(_("联动凭证"), reverse("ledger:pairs", args=[book_id]))),
        "mandates": [
            {
                "line": m,
                "other": pairs.other_name(m.other_name),
                "state": State(_("已撤销"), "closed") if m.revoked_on else State(_("有效"), "running"),
                "revoke_url": reverse("ledger:revoke_mandate", args=[book_id, m.id])
                if gives and m.given and m.revoked_on is None
                else "",
            }
            for m in links.mandates(book_id)
        ],
        "new": Link(_("授予委托"), reverse("ledger:new_mandate", args=[book_id])) if gives else None,
    }
    return page(request, "ledger/mandates.html", context)


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def new_mandate(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.give_mandate", book.owner_id)
    form = MandateForm(
        request.POST or None,
        holders=pairs.partner_choices(book_id),
        accounts=shapes.account_choices(book_id, codes=shapes.shows_codes(request)),
        authorities=shapes.authority_choices(book.owner_id, standing=False),
    )
    return step(
        request,
        book,
        form,
        lambda given: actions.give_mandate(
            actor,
            book_id=book_id,
            holder_owner_id=given["holder"],
            debit=given["debit"],
            credit=given["credit"],
            each=given["each"],
            purpose=given["purpose"],
            authority_id=shapes.chosen_authority(given["authority"]),
        ),
        onward=reverse("ledger:mandates", args=[book_id]),
        title=_("授予委托"),
        submit=_("授予"),
        happened=_("委托已经授予。"),
        rules=[
            _("对方可以在每笔限额之内，按这里写明的科目制好并复核本账套的联动凭证，看不到本账套的其他内容。")
        ],
        consequence=_("授予后对方不用再问就可以办理，直到撤销。随时可以撤销；撤销前已经记的账不变。"),
    )


@sensitive
@require_POST
def revoke_mandate(request: HttpRequest, book_id: int, mandate_id: int) -> HttpResponse:
    if not any(m.id == mandate_id and m.given for m in links.mandates(book_id)):
        raise Unknown("ledger.no_mandate", mark("没有找到这项委托。"))
    actions.revoke_mandate(actor_of(request), mandate_id=mandate_id)
    say(request, happened=_("委托已经撤销。"), then=_("对方不能再按它办理；已经记的账不变。"))
    return redirect("ledger:mandates", book_id)
