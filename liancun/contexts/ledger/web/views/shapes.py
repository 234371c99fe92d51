"""From records of the books to the shapes that pages draw: words, links, choices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.actions.drafting import refuse_kept_elsewhere
from liancun.contexts.ledger.queries import authorities, books, desk
from liancun.contexts.ledger.queries.books import BookLine
from liancun.contexts.ledger.queries.vouchers import VoucherLine
from liancun.framework.permissions import may
from liancun.framework.web.letters import LettersSelect, letters
from liancun.framework.web.parts import Fact, Link, Pager, Register, Row, State
from liancun.framework.web.shortcuts import actor_of, page_size
from liancun.kernel.money import plain
from liancun.kernel.periods import Month

PAGE = 25
STANDING = "standing:"


def yuan(amount: Decimal) -> str:
    """For a fact or a choice: 62,000.00 元."""
    return _("%(amount)s 元") % {"amount": plain(amount)}


def crumbs(book: BookLine, *more: Link) -> list[Link]:
    """The book's name stands in every path: one acts in one book at a time."""
    return [
        Link(_("账套"), reverse("ledger:books")),
        Link(book.owner_name, reverse("ledger:book", args=[book.id])),
        *more,
    ]


def pager(request: HttpRequest, total: int) -> Pager:
    size = page_size(request, PAGE)
    given = request.GET.get("page", "1")
    pages = max(1, -(-total // size))
    number = min(max(int(given), 1), pages) if given.isdigit() else 1
    return Pager(number=number, pages=pages, total=total, size=size)


def start(request: HttpRequest) -> int:
    size = page_size(request, PAGE)
    given = request.GET.get("page", "1")
    return (max(int(given), 1) - 1) * size if given.isdigit() and len(given) < 8 else 0


def book_kind(book: BookLine) -> str:
    return _("镜像账") if book.kind == "mirror" else _("主账")


def keep_here(book: BookLine) -> None:
    """Pages on which something is entered say at once that a mirror book is kept elsewhere."""
    if book.kind == "mirror":
        raise refuse_kept_elsewhere()


def claim_states() -> dict[str, State]:
    return {
        "filed": State(_("等待监督审核"), "waiting"),
        "checked": State(_("等待村集体审批"), "waiting"),
        "above": State(_("等待乡镇审批"), "waiting"),
        "approved": State(_("等待代理中心受理"), "waiting"),
        "accepted": State(_("等待制单"), "running"),
        "vouchered": State(_("等待复核记账"), "running"),
        "paid": State(_("已记账"), "done"),
        "returned": State(_("已退回"), "refused"),
    }


def act_words() -> dict[str, str]:
    return {
        "file": _("报送"),
        "refile": _("修改后重新报送"),
        "check": _("监督审核通过"),
        "approve": _("村集体审批同意"),
        "approve_above": _("乡镇审批同意"),
        "accept": _("代理中心受理"),
        "return": _("退回"),
        "match": _("和平台的凭证对上"),
        "withdraw": _("报送人撤回"),
    }


def voucher_state(line: VoucherLine) -> State:
    if line.state == "discarded":
        return State(_("已作废"), "closed")
    if line.state == "draft":
        return State(_("等待复核记账"), "waiting")
    if line.warned:
        return State(_("待补手续"), "refused")
    if line.corrected_by_id is not None:
        return State(_("已红字冲销"), "closed")
    return State(_("已记账"), "done")


def kind_words() -> dict[str, str]:
    return {
        "resolution": _("决议"),
        "budget": _("预算"),
        "standing": _("小微权力清单"),
        "duty": _("法定或合同义务"),
        "emergency": _("应急"),
    }


def authority_choices(owner_id: int, *, standing: bool) -> list[tuple[str, str]]:
    """What the owner may draw on, each with what is left; limits of the playbook where asked for."""
    found = [(str(a.id), _authority(a)) for a in authorities.authorities_of(owner_id)]
    if standing:
        known = {line.label for line in authorities.authorities_of(owner_id) if line.kind == "standing"}
        limits = playbook.section_of().ledger.standing
        found += [
            (f"{STANDING}{key}", _limit(limit.name, limit.each, limit.month))
            for key, limit in limits.items()
            if not any(label.startswith(limit.name) for label in known)
        ]
    return [("", _("没有依据")), *found]


def _authority(line: authorities.AuthorityLine) -> str:
    kind = kind_words()[line.kind]
    left = _("%(kind)s：%(label)s，还可使用 %(left)s 元") % {
        "kind": kind,
        "label": line.label,
        "left": plain(line.remaining),
    }
    if line.waits_until is None:
        return left
    return _("%(left)s，%(day)s 起可付款") % {"left": left, "day": line.waits_until}


def _limit(name: str, each: Decimal, month: Decimal) -> str:
    return _("小微权力清单：%(name)s，单笔不超过 %(each)s 元，每月 %(month)s 元") % {
        "name": name,
        "each": plain(each),
        "month": plain(month),
    }


def chosen_authority(value: str) -> int | None:
    return int(value) if value.isdigit() else None


def chosen_standing(value: str) -> str:
    return value.removeprefix(STANDING) if value.startswith(STANDING) else ""


def template_choices(chart: str, *ways: str) -> list[tuple[str, str]]:
    """The usual businesses that move money in one of these ways, as the playbook names them."""
    found: Iterable[tuple[str, str]] = (
        (key, t.name) for key, t in playbook.section_of().templates_for(chart).items() if t.money in ways
    )
    return [("", _("请选择")), *found]


def template_name(key: str) -> str:
    found = playbook.section_of().templates.get(key)
    return found.name if found else key


def shows_codes(request: HttpRequest) -> bool:
    """Nobody sees an account's number unless they ask for it: `?codes=1`."""
    return request.GET.get("codes") == "1"


def account_choices(book_id: int, *, codes: bool) -> list[tuple[str, str]]:
    """Accounts by their names; the value is the code, which is shown only where wanted."""
    found = books.account_choices(book_id)
    return [("", ""), *((a.code, f"{a.code} {_(a.name)}" if codes else _(a.name)) for a in found)]


def counterparty_choices(book_id: int) -> list[tuple[str, str]]:
    return [("", ""), *((str(c.id), c.name) for c in desk.counterparties(book_id))]


# Longer lists are searched: five hundred names on every page of a book would cost more than the page.
MOST_LISTED = 40
_SEARCHED = (
    '<input class="form-control" id="switch-book" name="q" type="search" placeholder="{}" autocomplete="off">'
)


@dataclass(frozen=True)
class Switch:
    """The book one acts in and the others, chosen by name: for those who keep several."""

    page: str
    book_id: int | None
    field: SafeString


def switch(request: HttpRequest, book_id: int | None, page: str = "book") -> Switch | None:
    """None for those who do not keep books, or keep one."""
    actor = actor_of(request)
    if not may(actor, "ledger.prepare_voucher", None) and not may(actor, "ledger.post_voucher", None):
        return None
    mine = books.names(MOST_LISTED + 1)
    if len(mine) < 2:
        return None
    if len(mine) > MOST_LISTED:
        return Switch(page, book_id, format_html(_SEARCHED, _("打字母换账套")))
    field = LettersSelect({"id": "switch-book", "class": "form-control"}, hint=_("打字母换账套"))
    field.choices = [("", ""), *((str(number), name) for number, name in mine)]
    return Switch(page, book_id, field.render("book", str(book_id or "")))


def searched(request: HttpRequest, register: Register) -> Register:
    """The rows in which the words asked for stand, or whose first cell begins with these letters."""
    words = request.GET.get("q", "").strip().lower()[:60]
    if not words:
        return register
    found = tuple(row for row in register.rows if _has(row, words))
    return replace(register, rows=found, search=words, empty="", empty_step=None)


def matching(found: Sequence[books.BookLine], words: str) -> list[books.BookLine]:
    """The books whose owner's name holds these words, or begins with these letters."""
    words = words.strip().lower()[:60]
    return [b for b in found if words in b.owner_name.lower() or words in letters(b.owner_name)]


def _has(row: Row, words: str) -> bool:
    texts = [str(cell).lower() for cell in row.cells if isinstance(cell, (str, int))]
    return any(words in text for text in texts) or words in letters(str(row.cells[0]))


def month_choices(months: Sequence[date]) -> list[tuple[str, str]]:
    return [(str(Month.of(day)), Month.of(day).label(_)) for day in months]


def payment_facts(line: VoucherLine) -> list[Fact]:
    return [
        Fact(_("凭证"), line.label),
        Fact(_("摘要"), line.summary),
        Fact(_("付出金额"), yuan(line.spent)),
    ]
