"""Which of the platform's vouchers paid a claim of a mirror book."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.ledger.actions.claim_matching import match_claim as act_match
from liancun.contexts.ledger.queries import books, mirrors
from liancun.contexts.ledger.web.forms.mirrors import MatchForm
from liancun.contexts.ledger.web.views import shapes
from liancun.contexts.ledger.web.views.papers import of_book
from liancun.framework.permissions import require
from liancun.framework.web.parts import Fact, Link
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page


@require_http_methods(["GET", "HEAD", "POST"])
def match_claim(request: HttpRequest, book_id: int, claim_id: int) -> HttpResponse:
    """The imported vouchers that fit, the likeliest chosen already: one click accepts it."""
    actor, line = actor_of(request), of_book(book_id, claim_id)
    require(actor, "ledger.ratify", line.owner_id)
    book, found = books.book(book_id), mirrors.proposals(claim_id)
    form = MatchForm(
        request.POST or None,
        vouchers=[(str(one.voucher_id), _said(one)) for one in found],
        initial={"voucher": str(found[0].voucher_id) if found else ""},
    )
    if request.method == "POST" and form.is_valid():
        voucher_id = int(form.cleaned_data["voucher"])
        if act(request, form, lambda: act_match(actor, claim_id=claim_id, voucher_id=voucher_id)):
            say(request, happened=_("报账单和平台的凭证已经对上，付款依据随之补上。"))
            return redirect("ledger:claim", book_id, claim_id)
    context = {
        "title": _("和平台的凭证对上"),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(
            book,
            Link(
                _("报账单第 %(number)d 号") % {"number": line.number},
                reverse("ledger:claim", args=[book_id, claim_id]),
            ),
        ),
        "known": [
            Fact(_("用途"), line.purpose),
            Fact(_("收款方"), line.payee),
            Fact(_("金额"), shapes.yuan(line.amount)),
            Fact(_("报送日期"), f"{line.filed_on:%Y-%m-%d}"),
        ],
        "form": form if found else None,
        "submit": _("就是这张"),
        "rules": [
            _("列出的是金额相等、还没有用于别的事项的平台凭证，最像的在前。")
            if found
            else _("平台里还没有金额相等的已入账凭证。请先导入付款的那个月。")
        ],
        "cancel_url": reverse("ledger:claim", args=[book_id, claim_id]),
    }
    return page(request, "ledger/match_claim.html", context, status=422 if form.errors else 200)


def _said(one: mirrors.Proposal) -> str:
    reasons = "、".join(_(reason) for reason in one.reasons)
    words = " ".join(filter(None, (one.summary, one.payee)))
    return f"{one.label} {one.date:%Y-%m-%d} {words}（{reasons}）"
