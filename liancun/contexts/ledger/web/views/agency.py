"""委托代理记账: the agreement between a village and an agency centre, and the accountant who keeps the book."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.bodies import api as bodies
from liancun.contexts.ledger.actions.petty import assign_keeper
from liancun.contexts.ledger.queries import books
from liancun.contexts.ledger.queries import desk as reads
from liancun.contexts.ledger.web.forms import AgencyForm, KeeperForm
from liancun.contexts.ledger.web.views.stepping import step
from liancun.framework import clock
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Fact
from liancun.framework.web.shortcuts import actor_of

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
def keeper(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.assign_keeper", book.owner_id)
    choices = [(str(id), name) for id, name in reads.accountants(book.owner_id)]
    form = KeeperForm(request.POST or None, initial={"since": clock.today()}, people=choices)
    return step(
        request,
        book,
        form,
        lambda given: assign_keeper(
            actor, book_id=book_id, accountant_id=given["accountant"], since=given["since"]
        ),
        onward=reverse("ledger:book", args=[book_id]),
        title=_("指定代理会计"),
        submit=_("指定"),
        happened=_("代理会计已经指定。"),
        known=[*_agreement(book), *_kept(book_id)],
        rules=[_("只能指定委托代理协议中代理中心的会计；别人代班请用职务的 AB 岗。")],
    )


def _agreement(book: books.BookLine) -> list[Fact]:
    agency = books.agency_of(book.owner_id)
    return [Fact(_("委托代理协议"), agency.name if agency else _("没有"))]


def _kept(book_id: int) -> list[Fact]:
    days = _("%(since)s 至 %(until)s")
    return [
        Fact(k.name, days % {"since": k.since, "until": k.until or _("今")}) for k in reads.keepings(book_id)
    ]


@require_http_methods(_METHODS)
def agency(request: HttpRequest, book_id: int) -> HttpResponse:
    """A village signs with an agency centre; who signs for the centre's township registers it."""
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.assign_keeper", book.owner_id)
    village = bodies.village_of(book.owner_id)
    offered = [a for a in bodies.of_kind("agency") if may(actor, "bodies.sign_agency", a.id)]
    form = AgencyForm(
        request.POST or None,
        initial={"since": clock.today()},
        agencies=[(str(a.id), a.name) for a in offered],
    )
    return step(
        request,
        book,
        form,
        lambda given: bodies.sign_agency(
            actor,
            agency_id=given["agency"],
            client_id=village.id if village else book.owner_id,
            since=given["since"],
            until=given["until"],
        ),
        onward=reverse("ledger:keeper", args=[book_id]),
        title=_("登记委托代理协议"),
        submit=_("登记"),
        happened=_("委托代理协议已经登记。"),
        then=_("请指定代理会计。"),
        known=_agreement(book),
    )
