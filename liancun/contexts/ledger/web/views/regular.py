"""What comes again and again: recurring business, petty cash, the books on one's desk."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.actions import petty as money
from liancun.contexts.ledger.actions import recurring as actions
from liancun.contexts.ledger.actions.counterparties import add_counterparty
from liancun.contexts.ledger.queries import books
from liancun.contexts.ledger.queries import desk as reads
from liancun.contexts.ledger.rules import papers as rules
from liancun.contexts.ledger.web.forms import CounterpartyForm, PettyForm, RecurringForm
from liancun.contexts.ledger.web.views import shapes
from liancun.contexts.ledger.web.views.people import of_village
from liancun.contexts.ledger.web.views.stepping import step
from liancun.framework import clock
from liancun.framework.permissions import may, require
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import Column, Fact, Link, NextStep, Register, Row, State
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, page
from liancun.kernel.periods import Month

_METHODS = ["GET", "HEAD", "POST"]


@require_safe
def work_desk(request: HttpRequest) -> HttpResponse:
    """The books that somebody of the agency works in: one's own first, with what waits in each."""
    actor = actor_of(request)
    require(
        actor,
        "ledger.prepare_voucher" if may(actor, "ledger.prepare_voucher", None) else "ledger.post_voucher",
        None,
    )
    mine = [b for b in books.books() if _works_in(request, b)]
    lines = sorted(reads.desk(mine), key=lambda d: (d.keeper_id != actor.person_id, -d.claims - d.drafts))
    rows = tuple(
        Row(
            (d.owner_name, d.keeper, d.claims or None, d.drafts or None),
            reverse("ledger:book", args=[d.book_id]),
        )
        for d in lines
    )
    columns = (
        Column("owner", _("账套"), "name"),
        Column("keeper", _("代理会计"), "text"),
        Column("claims", _("等待受理和制单"), "number"),
        Column("drafts", _("等待复核"), "number"),
    )
    day = rules.next_reporting_day(clock.today(), playbook.section_of().ledger.reporting_days)
    context = {
        "title": _("会计工作台"),
        "lead": _("下一个报账日：%(day)s。一次只在一个账套里办理。") % {"day": chinese_date(day)}
        if day
        else "",
        "register": shapes.searched(
            request, Register(columns=columns, rows=rows, empty=_("您现在的职务没有代理的账套。"))
        ),
        "switch": shapes.switch(request, None),
    }
    return page(request, "ledger/desk_books.html", context)


def _works_in(request: HttpRequest, book: books.BookLine) -> bool:
    actor = actor_of(request)
    return any(may(actor, f"ledger.{verb}", book.owner_id) for verb in ("prepare_voucher", "post_voucher"))


@require_safe
def switch(request: HttpRequest) -> HttpResponse:
    """Into another book, chosen by name: to the same desk page of it where there is one."""
    given, page_name = request.GET.get("book", ""), request.GET.get("page", "book")
    require(actor_of(request), "ledger.read_books", None)
    words = request.GET.get("q", "")
    found = shapes.matching(books.books(), words) if words else []
    if len(found) == 1:
        given = str(found[0].id)
    if not given.isdigit():
        return redirect(f"{reverse('ledger:books')}?{urlencode({'q': words})}" if words else "ledger:books")
    book = books.book(int(given))
    known = ("book", "new_entry", "review", "vouchers", "recurring")
    return redirect(f"ledger:{page_name if page_name in known else 'book'}", book.id)


@require_safe
def recurring(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.read_books", book.owner_id)
    columns = (
        Column("summary", _("摘要"), "name"),
        Column("business", _("业务"), "text"),
        Column("amount", _("每月金额"), "money", total=True),
        Column("day", _("每月几号"), "number"),
        Column("since", _("从"), "date"),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(_recurring_row(line) for line in reads.recurring(book_id))
    prepares = may(actor, "ledger.prepare_voucher", book.owner_id)
    new = Link(_("新增经常业务"), reverse("ledger:new_recurring", args=[book_id])) if prepares else None
    running = [(line.id, line.summary) for line in reads.recurring(book_id) if line.until is None]
    context = {
        "title": _("经常业务"),
        "lead": _("每月都有的收付：到日子生成草稿，核对后像别的凭证一样复核记账。"),
        "crumbs": shapes.crumbs(book),
        "register": shapes.searched(
            request, Register(columns=columns, rows=rows, empty=_("还没有经常业务。"), empty_step=new)
        ),
        "new": new,
        "propose_url": reverse("ledger:propose_recurring", args=[book_id]) if prepares and running else "",
        "months": shapes.month_choices(
            [m.first for m in (Month.of(clock.today()), Month.of(clock.today()).previous())]
        ),
        "running": running if prepares else [],
        "book": book,
    }
    return page(request, "ledger/recurring.html", context)


def _recurring_row(line: reads.RecurringLine) -> Row:
    state = State(_("已停止"), "closed") if line.until else State(_("进行中"), "running")
    business = shapes.template_name(line.template)
    return Row((line.summary, business, line.amount, line.day, line.since, state), note=line.payee)


@require_http_methods(_METHODS)
def new_recurring(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.prepare_voucher", book.owner_id)
    shapes.keep_here(book)
    form = RecurringForm(
        request.POST or None,
        initial={"since": clock.today(), "day": clock.today().day},
        templates=[("", ""), *shapes.template_choices(book.chart, "in", "none", "out")[1:]],
        authorities=shapes.authority_choices(book.owner_id, standing=False),
    )
    return step(
        request,
        book,
        form,
        lambda given: actions.plan_recurring(
            actor,
            book_id=book_id,
            template=given["template"],
            amount=given["amount"],
            summary=given["summary"],
            payee=given["payee"],
            day=given["day"],
            since=given["since"],
            authority_id=shapes.chosen_authority(given["authority"]),
        ),
        onward=reverse("ledger:recurring", args=[book_id]),
        title=_("新增经常业务"),
        submit=_("登记"),
        happened=_("经常业务已经登记。"),
        rules=[_("付款的业务要有付款依据，每月生成时检查依据还够不够。")],
    )


@require_POST
def propose_recurring(request: HttpRequest, book_id: int) -> HttpResponse:
    month = Month.parse(request.POST.get("month", "") or str(Month.of(clock.today())))
    done = actions.propose_recurring(actor_of(request), book_id=book_id, month=month)
    say(
        request,
        happened=_("生成了 %(count)d 张草稿。") % {"count": len(done.made)},
        then=_("等待另一位会计复核记账。") if done.made else "",
    )
    for summary, refusal in done.refused:
        say(
            request,
            happened=_("“%(summary)s”没有生成。") % {"summary": summary},
            then=refusal.text(_),
            tone="refused",
        )
    return redirect("ledger:recurring", book_id)


@require_POST
def end_recurring(request: HttpRequest, book_id: int, recurring_id: int) -> HttpResponse:
    if reads.recurring_book(recurring_id) != book_id:
        raise reads.unknown_recurring()
    actions.end_recurring(actor_of(request), recurring_id=recurring_id)
    say(request, happened=_("这项经常业务已经停止，已经生成的凭证不变。"))
    return redirect("ledger:recurring", book_id)


@require_safe
def counterparties(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.read_books", book.owner_id)
    words = dict(party_kinds())
    columns = (Column("name", _("名称"), "name"), Column("kind", _("类别"), "text"))
    rows = tuple(Row((c.name, words.get(c.kind, c.kind))) for c in reads.counterparties(book_id))
    adds = may(actor, "ledger.prepare_voucher", book.owner_id)
    new = Link(_("新增往来对象"), reverse("ledger:new_counterparty", args=[book_id])) if adds else None
    context = {
        "title": _("往来对象"),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book),
        "register": shapes.searched(
            request, Register(columns=columns, rows=rows, empty=_("还没有往来对象。"), empty_step=new)
        ),
        "new": new,
    }
    return page(request, "ledger/claims.html", context)


def party_kinds() -> list[tuple[str, str]]:
    return [
        ("outside", _("外单位或个人")),
        ("member", _("成员")),
        ("household", _("农户")),
        ("unit", _("所属单位")),
    ]


@require_http_methods(_METHODS)
def new_counterparty(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.prepare_voucher", book.owner_id)
    return step(
        request,
        book,
        CounterpartyForm(request.POST or None, kinds=party_kinds()),
        lambda given: add_counterparty(actor, book_id=book_id, kind=given["kind"], name=given["name"]),
        onward=reverse("ledger:counterparties", args=[book_id]),
        title=_("新增往来对象"),
        submit=_("登记"),
        happened=_("往来对象已经登记，制单时打字母就能选到。"),
    )


@require_safe
def petty(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.read_books", book.owner_id)
    found = reads.petty_cash(book_id)
    sets = may(actor, "ledger.set_petty_cash", book.owner_id)
    context = {
        "title": _("备用金"),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book),
        "facts": _petty_facts(found),
        "next": _petty_next(found, book_id, tops_up=may(actor, "ledger.prepare_voucher", book.owner_id)),
        "timeline": [],
        "links": [Link(_("规定限额和保管人"), reverse("ledger:set_petty", args=[book_id]))] if sets else [],
    }
    return page(request, "ledger/petty.html", context)


def _petty_facts(found: reads.Petty | None) -> list[Fact]:
    if found is None:
        return []
    return [
        Fact(_("限额"), shapes.yuan(found.ceiling)),
        Fact(_("账面库存现金"), shapes.yuan(found.held)),
        Fact(_("保管人"), found.keeper),
        Fact(_("规定日期"), str(found.since)),
    ]


def _petty_next(found: reads.Petty | None, book_id: int, *, tops_up: bool) -> NextStep:
    if found is None:
        return NextStep(_("还没有规定备用金限额。"))
    if found.held > found.ceiling:
        return NextStep(
            _("库存现金超过限额，请把多出的 %(amount)s 存入银行。")
            % {"amount": shapes.yuan(found.held - found.ceiling)},
            late=True,
        )
    if found.held == found.ceiling:
        return NextStep(_("库存现金和限额相等，不用补足。"))
    amount = shapes.yuan(found.ceiling - found.held)
    if not tops_up:
        return NextStep(_("可以补足 %(amount)s，由代理会计办理。") % {"amount": amount})
    url = reverse("ledger:top_up", args=[book_id])
    return NextStep(
        _("可以从银行提取 %(amount)s，补足到限额。") % {"amount": amount},
        _("生成补足备用金的凭证"),
        url,
        post=True,
        hidden=(("key", uuid4().hex),),
    )


@require_POST
def top_up(request: HttpRequest, book_id: int) -> HttpResponse:
    key = request.POST.get("key", "")[:60] or uuid4().hex
    made = money.top_up_petty_cash(actor_of(request), book_id=book_id, key=key)
    say(request, happened=_("凭证已经制好。"), then=_("等待另一位会计复核记账。"))
    return redirect("ledger:voucher", book_id, made.id)


@require_http_methods(_METHODS)
def set_petty(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.set_petty_cash", book.owner_id)
    return step(
        request,
        book,
        PettyForm(request.POST or None, people=of_village(book.owner_id)),
        lambda given: money.set_petty_cash(
            actor, book_id=book_id, ceiling=given["ceiling"], keeper_id=given["keeper"]
        ),
        onward=reverse("ledger:petty", args=[book_id]),
        title=_("规定备用金限额"),
        submit=_("保存"),
        happened=_("备用金限额已经规定。"),
    )
