"""How a matter buys by its amount: what stands on record, and the form for one more paper."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.affairs.actions.buying import may_record, record_purchase_paper
from liancun.contexts.affairs.queries import lives
from liancun.contexts.affairs.rules.buying import PAPER_WORDS, Buying
from liancun.contexts.affairs.rules.life import ENDED
from liancun.contexts.affairs.web.forms import PurchaseForm
from liancun.contexts.affairs.web.views.forming import step_page
from liancun.contexts.evidence import api as evidence
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.framework.web import parts
from liancun.framework.web.shortcuts import actor_of


@dataclass(frozen=True)
class Panel:
    """What the matter's page says of buying; `url` is empty for those who record nothing."""

    method: str
    article: str
    state: parts.State
    lacking: str
    register: parts.Register
    url: str


def panel(actor: Actor, loaded: lives.Loaded) -> Panel | None:
    """None where the matter buys nothing."""
    buying = loaded.life.buying
    if buying is None:
        return None
    may = may_record(actor, loaded) is not None and loaded.life.state not in ENDED
    done = parts.State(_("材料齐全"), "done") if buying.complete else parts.State(_("缺材料"), "waiting")
    return Panel(
        _(buying.method),
        buying.article.words if buying.article else "",
        done,
        lacking(buying),
        _register(loaded),
        reverse("affairs:purchase", args=[loaded.row.id]) if may else "",
    )


def lacking(buying: Buying) -> str:
    """What is still missing, in words; empty when nothing is."""
    parts_of = [f"{_(PAPER_WORDS[kind])} {count} {_('份')}" for kind, count in buying.missing]
    return _("还缺：%(papers)s。") % {"papers": "、".join(parts_of)} if parts_of else ""


def _register(loaded: lives.Loaded) -> parts.Register:
    files = {file.id: file for file in evidence.files_of(lives.SUBJECT, loaded.row.id)}
    columns = (
        parts.Column("supplier", _("供应商或者交易机构"), "name"),
        parts.Column("kind", _("材料")),
        parts.Column("amount", _("金额"), "money"),
    )
    rows = tuple(
        parts.Row(
            (paper.supplier, _(PAPER_WORDS[paper.kind]), paper.amount),
            url=files[paper.file_id].url if paper.file_id in files else "",
        )
        for paper in loaded.whole.papers
    )
    return parts.Register(columns=columns, rows=rows, empty=_("还没有登记采购材料。"))


@require_http_methods(["GET", "HEAD", "POST"])
def purchase(request: HttpRequest, matter_id: int) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    require(actor, "affairs.read", None)
    buying, body = loaded.life.buying, may_record(actor, loaded)
    if buying is None:
        raise Http404
    if body is None:
        require(actor, "affairs.take_village_step", loaded.row.village_id)
    form = PurchaseForm(request.POST or None, request.FILES or None, kinds=tuple(buying.wanted))
    return step_page(
        request,
        loaded,
        form,
        lambda: _record(actor, form, matter_id, body or loaded.row.village_id),
        title=_("登记采购材料"),
        submit=_("登记"),
        happened=_("采购材料已经登记。"),
        then=_("材料齐全后才能公开决议、生效和付款。"),
        rules=_rules(buying),
        known=[
            parts.Fact(_("事项"), loaded.row.title),
            parts.Fact(_("金额合计"), f"{loaded.row.total:,.2f} {_('元')}"),
        ],
        consequence=_("登记后不能改动。"),
    )


def _rules(buying: Buying) -> list[str]:
    """How it is bought, what is missing, and where that is written."""
    basis = [_("依据：%(article)s") % {"article": buying.article.words}] if buying.article else []
    missing = lacking(buying) or _("材料已经齐全，还可以补登。")
    return [_("采购方式：%(method)s") % {"method": _(buying.method)}, missing, *basis]


def _record(actor: Actor, form: PurchaseForm, matter_id: int, body: int) -> int:
    data = form.cleaned_data
    stored = evidence.store(
        actor,
        body_id=body,
        name=data["papers"][0].name,
        content=data["papers"][0],
        purpose="affairs.purchase",
    )
    return record_purchase_paper(
        actor,
        matter_id=matter_id,
        kind=data["kind"],
        supplier=data["supplier"],
        amount=data["amount"],
        file_id=stored.id,
    )
