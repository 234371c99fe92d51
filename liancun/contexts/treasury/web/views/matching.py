"""Both sides beside one another: proposals to accept, the rest to choose by hand, what is matched to take back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from liancun.contexts.treasury.actions import matching as acts
from liancun.contexts.treasury.models import Match
from liancun.contexts.treasury.queries import accounts as reads
from liancun.contexts.treasury.queries import matching
from liancun.contexts.treasury.rules.matching import Proposal, Side
from liancun.contexts.treasury.web.views import shapes, steps
from liancun.framework.permissions import require
from liancun.framework.web.forms import Form
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page

_MOST_SHOWN = 60


@dataclass(frozen=True)
class Shown:
    """One line of a side as the page shows it."""

    id: int
    day: date
    words: str
    net: Decimal
    url: str = ""


@dataclass(frozen=True)
class Offer:
    """A proposal as the page shows it; the ids go back with the button."""

    lines: tuple[Shown, ...]
    entries: tuple[Shown, ...]
    reasons: str
    sure: bool


@require_http_methods(["GET", "HEAD", "POST"])
def match(request: HttpRequest, bank_account_id: int) -> HttpResponse:
    actor, line = actor_of(request), reads.account(bank_account_id)
    require(actor, "treasury.match", line.owner_id)
    form = Form(steps.posted(request))
    if request.method == "POST" and form.is_valid():
        chosen = {
            side: [int(x) for x in request.POST.getlist(side) if x.isdecimal()] for side in ("line", "entry")
        }
        done = act(
            request,
            form,
            lambda: acts.accept(
                actor, account_id=line.id, lines=chosen["line"][:50], entries=chosen["entry"][:50]
            ),
        )
        if done is not None:
            say(request, happened=_("已勾对。"))
            return redirect("treasury:match", line.id)
    context = {**_context(line), "form": form}
    return page(request, "treasury/match.html", context, status=422 if form.errors else 200)


def _context(line: reads.AccountLine) -> dict[str, object]:
    sides = matching.open_sides(line.id)
    offers = [_offer(line, sides, one) for one in sides.proposals]
    return {
        "title": _("勾对"),
        "lead": f"{line.owner_name} {shapes.name_of(line)}",
        "crumbs": shapes.crumbs(line),
        "offers": offers[:_MOST_SHOWN],
        "sure": sum(offer.sure for offer in offers),
        "sure_url": reverse("treasury:accept_sure", args=[line.id]),
        "lines": [_shown(line, sides, one, False) for one in list(sides.lines.values())[:_MOST_SHOWN]],
        "entries": [_shown(line, sides, one, True) for one in list(sides.entries.values())[:_MOST_SHOWN]],
        "matched": [
            (one, shapes.reasons(one.codes), reverse("treasury:undo_match", args=[one.id]))
            for one in matching.matches(line.id, 20)
        ],
        "sheet_url": reverse("treasury:reconciliation", args=[line.id]),
        "import_url": reverse("treasury:import", args=[line.id]),
    }


def _offer(line: reads.AccountLine, sides: matching.Open, one: Proposal) -> Offer:
    return Offer(
        tuple(_shown(line, sides, sides.lines[id], False) for id in one.lines),
        tuple(_shown(line, sides, sides.entries[id], True) for id in one.entries),
        shapes.reasons((r.code, r.number) for r in one.reasons),
        one.sure,
    )


def _shown(line: reads.AccountLine, sides: matching.Open, one: Side, book: bool) -> Shown:
    if not book:
        return Shown(one.id, one.day, "，".join(filter(None, (one.name, one.words))), one.net)
    words = "，".join(filter(None, (sides.labels[one.id], one.words, one.name)))
    url = reverse("ledger:voucher", args=[line.book_id, sides.vouchers[one.id]])
    return Shown(one.id, one.day, words, one.net, url)


@require_POST
def accept_sure(request: HttpRequest, bank_account_id: int) -> HttpResponse:
    count = acts.accept_sure(actor_of(request), account_id=bank_account_id)
    say(request, happened=_("已勾对 %(count)d 笔没有疑问的。") % {"count": count})
    return redirect("treasury:match", bank_account_id)


@require_POST
def undo_match(request: HttpRequest, match_id: int) -> HttpResponse:
    found = Match.objects.filter(pk=match_id).values_list("account_id", flat=True).first()
    acts.undo_match(actor_of(request), match_id=match_id)
    say(request, happened=_("勾对已取消，两边都可以重新勾对。"))
    return redirect("treasury:match", found)
