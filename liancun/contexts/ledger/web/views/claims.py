"""报账单: the register, the record with its next step, filing, signing, returning."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liancun.contexts.access import api as access
from liancun.contexts.evidence import api as evidence
from liancun.contexts.ledger.actions import claims as actions
from liancun.contexts.ledger.actions.vouchers import prepare_voucher
from liancun.contexts.ledger.queries import authorities, books, mirrors
from liancun.contexts.ledger.queries import claims as reads
from liancun.contexts.ledger.rules import claims as rules
from liancun.contexts.ledger.web.forms import ClaimForm, ReasonForm, RefileForm
from liancun.contexts.ledger.web.views import shapes
from liancun.contexts.ledger.web.views.papers import (
    completes,
    invoice_register,
    of_book,
    paper_steps,
    signed_papers,
)
from liancun.contexts.ledger.web.views.people import of_village
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import (
    Choice,
    Column,
    Entry,
    Fact,
    Filter,
    Link,
    NextStep,
    Register,
    Row,
    Upload,
)
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, page_size, sensitive


@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "ledger.read_books", None)
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()[:60]
    found, total = reads.claims(
        state=state, words=words, start=shapes.start(request), size=page_size(request, shapes.PAGE)
    )
    states = shapes.claim_states()
    columns = (
        Column("purpose", _("用途"), "name"),
        Column("owner", _("账套"), "text"),
        Column("amount", _("金额"), "money", total=True),
        Column("filed", _("报送日期"), "date"),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(
        Row(
            (c.purpose, c.owner_name, c.amount, c.filed_on, states[c.state]),
            reverse("ledger:claim", args=[c.book_id, c.id]),
            note=_("第 %(number)d 号 · %(payee)s") % {"number": c.number, "payee": c.payee},
        )
        for c in found
    )
    choices = (Choice("", _("全部")), *(Choice(key, s.word) for key, s in states.items()))
    files = may(actor, "ledger.file_claim", None)
    new = Link(_("填报账单"), reverse("ledger:where_to_claim")) if files else None
    register = Register(
        columns=columns,
        rows=rows,
        filters=(Filter("state", _("状态"), choices, state),),
        search=words,
        search_hint=_("用途或收款方"),
        empty=_("没有报账单。"),
        empty_step=new,
    )
    context = {"title": _("报账单"), "register": register, "pager": shapes.pager(request, total), "new": new}
    return page(request, "ledger/claims.html", context)


@require_safe
def where_to_claim(request: HttpRequest) -> HttpResponse:
    """The one book a 报账员 files into; several are offered as a list."""
    actor = actor_of(request)
    require(actor, "ledger.file_claim", None)
    mine = [b for b in books.books() if may(actor, "ledger.file_claim", b.owner_id)]
    if len(mine) == 1:
        return redirect("ledger:new_claim", mine[0].id)
    rows = tuple(Row((b.owner_name,), reverse("ledger:new_claim", args=[b.id])) for b in mine)
    register = Register(
        columns=(Column("owner", _("账套"), "name"),), rows=rows, empty=_("您没有可以报账的账套。")
    )
    return page(request, "pages/register.html", {"title": _("在哪个账套报账"), "register": register})


@require_http_methods(["GET", "HEAD", "POST"])
def new_claim(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.file_claim", book.owner_id)
    form = ClaimForm(
        request.POST or None,
        request.FILES or None,
        initial={"key": uuid4().hex},
        templates=shapes.template_choices(book.chart, "out"),
        authorities=shapes.authority_choices(book.owner_id, standing=True),
        people=of_village(book.owner_id),
    )
    if request.method == "POST" and form.is_valid():
        made = act(request, form, lambda: _file(actor, book, form.cleaned_data))
        if made is not None:
            say(request, happened=_("报账单已经报送。"), then=_("等待村务监督委员会审核。"))
            return redirect("ledger:claim", book_id, made.id)
    context = {
        "title": _("填报账单"),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book),
        "form": form,
        "submit": _("报送"),
        "rules": [
            _("经手人和证明人要是两个人，纸质单据上要有本人签字。"),
            _("没有依据的钱不能先付；已经付出的，请告诉代理会计登记“待补手续”。"),
        ],
        "cancel_url": reverse("ledger:claims"),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


def _file(actor: Actor, book: books.BookLine, given: Mapping[str, Any]) -> reads.ClaimLine:
    stored = [
        evidence.store(actor, body_id=book.owner_id, name=f.name, content=f.file, purpose="ledger.claim").id
        for f in given["papers"]
    ]
    return actions.file_claim(
        actor,
        owner_id=book.owner_id,
        payee=given["payee"],
        amount=given["amount"],
        purpose=given["summary"],
        template=given["template"],
        handler_id=given["handler"],
        witness_id=given["witness"],
        authority_id=shapes.chosen_authority(given["authority"]),
        standing=shapes.chosen_standing(given["authority"]),
        files=stored,
        key=given["key"],
    )


@require_safe
def claim(request: HttpRequest, book_id: int, claim_id: int) -> HttpResponse:
    actor, line = actor_of(request), of_book(book_id, claim_id)
    require(actor, "ledger.read_books", line.owner_id)
    book = books.book(book_id)
    context = {
        "title": _("报账单第 %(number)d 号") % {"number": line.number},
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book, Link(_("报账单"), reverse("ledger:claims"))),
        "facts": _facts(line),
        "state": shapes.claim_states()[line.state],
        "next": _next(actor, line),
        "timeline": _timeline(claim_id),
        "uploads": [
            Upload(f.name, f.size, f.url, f.digest, f.stored_at, f.stored_by_name)
            for f in evidence.files_of("ledger.claim", claim_id)
        ],
        "signed": signed_papers(claim_id),
        "invoices": invoice_register(line, completes=completes(actor, line)),
        "steps": paper_steps(actor, line),
        "return_url": _return_url(actor, line),
        "withdraw_url": _withdraw_url(actor, line),
        "kin": access.kin_among(actor.person_id, list(asdict(line.signed).values())),
    }
    return page(request, "ledger/claim.html", context)


def _facts(line: reads.ClaimLine) -> list[Fact]:
    names = {step.act: step.who for step in reads.steps(line.id)}
    facts = [
        Fact(_("金额"), shapes.yuan(line.amount)),
        Fact(_("业务"), shapes.template_name(line.template)),
        Fact(_("用途"), line.purpose),
        Fact(_("收款方"), line.payee),
        Fact(_("经手人"), names.get("handle", "")),
        Fact(_("证明人"), names.get("witness", "")),
        Fact(_("单据"), _("%(count)d 张") % {"count": line.attachments}),
    ]
    if line.authority_id is None:
        return [*facts, Fact(_("付款依据"), _("没有"))]
    authority = authorities.authority(line.authority_id)
    url = authorities.subject_url(authority.subject, authority.subject_id)
    return [
        *facts,
        Fact(_("付款依据"), authority.label, url),
        Fact(_("依据还可使用"), shapes.yuan(authority.remaining)),
    ]


# State → verb in the address, action asked for.
_STEPS = {
    rules.FILED: ("check", "ledger.check_claim"),
    rules.CHECKED: ("approve", "ledger.approve_claim"),
    rules.ABOVE: ("approve", "ledger.approve_claim_above"),
    rules.APPROVED: ("accept", "ledger.accept_claim"),
    rules.ACCEPTED: ("voucher", "ledger.prepare_voucher"),
}


def _next(actor: Actor, line: reads.ClaimLine) -> NextStep | None:
    waits = shapes.claim_states()[line.state].word
    if line.state == rules.RETURNED and may(actor, "ledger.file_claim", line.owner_id):
        return NextStep(_("这张报账单已经退回或撤回，请修改后重新报送。"), _("修改"), _url("refile", line))
    made = reads.voucher_of(line.id) or mirrors.matched_voucher(line.id)
    if made is not None:
        url = reverse("ledger:voucher", args=[line.book_id, made])
        return NextStep(_("这张报账单已经制成凭证。"), _("看凭证"), url)
    step = _STEPS.get(line.state)
    if step is None or not may(actor, step[1], line.owner_id):
        return NextStep(waits)
    sentence, label, consequence = _words(line)[step[0]]
    if step[0] == "voucher" and mirrors.is_mirror(line.book_id):
        sentence = _("这个账套记在平台：导入付款的那个月以后，把报账单和平台的凭证对上。")
        return NextStep(sentence, _("和平台的凭证对上"), _url("match_claim", line))
    if step[0] == "voucher":
        return NextStep(sentence, label, _url("make_voucher", line), post=True)
    url = reverse("ledger:sign", args=[line.book_id, line.id, step[0]])
    return NextStep(sentence, label, url, post=True, consequence=consequence)


def _words(line: reads.ClaimLine) -> dict[str, tuple[str, str, str]]:
    """Verb → what is needed, the button, what follows from it."""
    amount = shapes.yuan(line.amount)
    return {
        "check": (_("请核对单据和用途。"), _("审核通过"), ""),
        "approve": (
            _("请审批这笔 %(amount)s 的付款。") % {"amount": amount},
            _("同意付款"),
            _("同意后，%(amount)s 从付款依据中预留，转给下一步办理。") % {"amount": amount},
        ),
        "accept": (_("请核对纸质单据后受理。"), _("受理"), ""),
        "voucher": (_("请制作记账凭证。"), _("制单"), ""),
    }


def _url(name: str, line: reads.ClaimLine) -> str:
    return reverse(f"ledger:{name}", args=[line.book_id, line.id])


def _return_url(actor: Actor, line: reads.ClaimLine) -> str:
    step = _STEPS.get(line.state)
    if step is None or not may(actor, step[1], line.owner_id):
        return ""
    return _url("return", line)


def _withdraw_url(actor: Actor, line: reads.ClaimLine) -> str:
    """Until the agency has the papers the filer may take the claim back."""
    mine = line.signed.filed == actor.person_id and may(actor, "ledger.file_claim", line.owner_id)
    before = line.state in (rules.FILED, rules.CHECKED, rules.ABOVE, rules.APPROVED)
    return _url("withdraw", line) if mine and before else ""


def _timeline(claim_id: int) -> list[Entry]:
    words = shapes.act_words()
    return [
        Entry(
            words[s.act], s.at, s.who, s.note, tone="refused" if s.act in ("return", "withdraw") else "done"
        )
        for s in reads.steps(claim_id)
        if s.act in words
    ]


_SIGNS: dict[str, Callable[..., reads.ClaimLine]] = {
    "check": actions.check_claim,
    "approve": actions.approve_claim,
    "accept": actions.accept_claim,
}


@sensitive
@require_POST
def sign(request: HttpRequest, book_id: int, claim_id: int, verb: str) -> HttpResponse:
    line, signing = of_book(book_id, claim_id), _SIGNS.get(verb)
    if signing is None:
        raise reads.unknown_claim()
    after = signing(actor_of(request), claim_id=line.id)
    word = shapes.claim_states()[after.state].word
    say(request, happened=_("已经办理。"), then=_("现在：%(state)s。") % {"state": word})
    return redirect("ledger:claim", book_id, claim_id)


@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest, book_id: int, claim_id: int) -> HttpResponse:
    actor, line, book = actor_of(request), of_book(book_id, claim_id), books.book(book_id)
    step = _STEPS.get(line.state)
    require(actor, step[1] if step else "ledger.read_books", line.owner_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if act(request, form, lambda: actions.return_claim(actor, claim_id=claim_id, reason=reason)):
            say(request, happened=_("已经退回。"), then=_("等待报账员修改。"), tone="waiting")
            return redirect("ledger:claim", book_id, claim_id)
    context = {
        "title": _("退回报账单"),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book),
        "known": _facts(line),
        "form": form,
        "submit": _("退回"),
        "cancel_url": reverse("ledger:claim", args=[book_id, claim_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, book_id: int, claim_id: int) -> HttpResponse:
    line = of_book(book_id, claim_id)
    actions.withdraw_claim(actor_of(request), claim_id=line.id)
    say(
        request,
        happened=_("报账单已经撤回。"),
        then=_("修改后可以重新报送，各步审核从头办理。"),
        tone="waiting",
    )
    return redirect("ledger:claim", book_id, claim_id)


@require_http_methods(["GET", "HEAD", "POST"])
def refile(request: HttpRequest, book_id: int, claim_id: int) -> HttpResponse:
    actor, line, book = actor_of(request), of_book(book_id, claim_id), books.book(book_id)
    require(actor, "ledger.file_claim", line.owner_id)
    initial = {
        "amount": line.amount,
        "payee": line.payee,
        "summary": line.purpose,
        "authority": str(line.authority_id or ""),
    }
    form = RefileForm(
        request.POST or None,
        request.FILES or None,
        initial=initial,
        authorities=shapes.authority_choices(line.owner_id, standing=False),
    )
    sent = request.method == "POST" and form.is_valid()
    done = act(request, form, lambda: _refile(actor, line, form.cleaned_data)) if sent else None
    if done is not None:
        say(request, happened=_("已经重新报送。"), then=_("等待村务监督委员会审核。"))
        return redirect("ledger:claim", book_id, claim_id)
    context = {
        "title": _("修改报账单"),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book),
        "form": form,
        "submit": _("重新报送"),
        "cancel_url": reverse("ledger:claim", args=[book_id, claim_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


def _refile(actor: Actor, line: reads.ClaimLine, given: Mapping[str, Any]) -> reads.ClaimLine:
    stored = [
        evidence.store(actor, body_id=line.owner_id, name=f.name, content=f.file, purpose="ledger.claim").id
        for f in given["papers"] or ()
    ]
    return actions.refile_claim(
        actor,
        claim_id=line.id,
        amount=given["amount"],
        purpose=given["summary"],
        payee=given["payee"],
        authority_id=shapes.chosen_authority(given["authority"]),
        files=stored,
    )


@require_POST
def make_voucher(request: HttpRequest, book_id: int, claim_id: int) -> HttpResponse:
    line = of_book(book_id, claim_id)
    made = prepare_voucher(actor_of(request), claim_id=line.id)
    say(request, happened=_("凭证已经制好。"), then=_("等待另一位会计复核记账。"))
    return redirect("ledger:voucher", book_id, made.id)
