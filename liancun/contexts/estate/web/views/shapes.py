"""Words, links and step forms shared by the pages of the register."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.estate import playbook
from liancun.contexts.estate.queries.contracts import ContractLine
from liancun.contexts.ledger import api as ledger
from liancun.framework.web.forms import Form
from liancun.framework.web.parts import Link, Pager, State, Tone
from liancun.framework.web.shortcuts import act, page, page_number, page_size
from liancun.kernel.money import plain

PAGE = 25


def yuan(amount: Decimal) -> str:
    return _("%(amount)s 元") % {"amount": plain(amount)}


def quantity(number: Decimal, unit: str) -> str:
    return f"{number.normalize():f} {unit}".strip()


def category(key: str) -> str:
    found = playbook.section_of().category.get(key)
    return found.name if found else key


def kinds() -> dict[str, str]:
    return {str(kind): one.name for kind, one in playbook.section_of().account.items()}


def ways() -> dict[str, str]:
    return {"sold": _("出售"), "scrapped": _("报废"), "lost": _("毁损、丢失"), "given": _("无偿划出")}


def crumbs(label: str, name: str, *more: Link) -> list[Link]:
    return [Link(label, reverse(name)), *more]


def book_link(book: ledger.BookLine) -> Link:
    return Link(book.owner_name, reverse("estate:book", args=[book.id]))


def contract_state(one: ContractLine) -> State:
    tones: dict[str, Tone] = {"yellow": "waiting", "orange": "waiting", "red": "refused"}
    if one.late:
        words = {"yellow": _("黄：欠租"), "orange": _("橙：欠租"), "red": _("红：欠租")}
        return State(words[one.late], tones[one.late])
    if one.ending:
        words = {"yellow": _("黄：将到期"), "orange": _("橙：将到期"), "red": _("红：已到期")}
        return State(words[one.ending], tones[one.ending])
    if one.ended_on is not None:
        return State(_("提前终止"), "closed")
    return State(_("正常"), "done")


def step(request: HttpRequest, form: Form, done: Callable[[], str], words: dict[str, object]) -> HttpResponse:
    """A step form: `done` acts and gives the address to go to."""
    if request.method == "POST" and form.is_valid():
        url = act(request, form, done)
        if url is not None:
            return redirect(url)
    return page(request, "pages/step.html", {**words, "form": form}, status=422 if form.errors else 200)


def paging(request: HttpRequest) -> tuple[int, int, int]:
    """(number, size, first)."""
    size, number = page_size(request, PAGE), page_number(request)
    return number, size, (number - 1) * size


def pager(number: int, size: int, total: int) -> Pager:
    return Pager(number, max(1, -(-total // size)), total, size)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent; None while the form is only looked at. An empty form that was sent is judged too."""
    return request.POST if request.method == "POST" else None
