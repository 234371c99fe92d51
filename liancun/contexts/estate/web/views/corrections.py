"""Putting right what stands wrongly in the register, with its reason; ending a contract early."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.estate import playbook
from liancun.contexts.estate.actions import corrections as acts
from liancun.contexts.estate.actions.register import NewAsset
from liancun.contexts.estate.models import Asset, Contract, Resource
from liancun.contexts.estate.queries import contracts as contract_reads
from liancun.contexts.estate.queries import register as reads
from liancun.contexts.estate.queries.corrections import corrections
from liancun.contexts.estate.web.forms import AssetCorrectionForm, ContractWordsForm, EndContractForm
from liancun.contexts.estate.web.views import shapes
from liancun.framework import clock
from liancun.framework.permissions import require
from liancun.framework.web.parts import Entry, Link
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, sensitive

_METHODS = ["GET", "HEAD", "POST"]


def told(subject: str, subject_id: int) -> list[Entry]:
    """Each correction with what stood there before, for the time line."""
    words = _words()
    return [
        Entry(
            _("更正：%(reason)s") % {"reason": one.reason},
            one.at,
            one.who,
            note="；".join(
                f"{words[name]} {before} → {after}"
                for name, (before, after) in one.changed.items()
                if name in words
            ),
        )
        for one in corrections(subject, subject_id)
    ]


def _words() -> dict[str, str]:
    return {
        "number": _("编号"),
        "name": _("名称"),
        "place": _("坐落或存放地点"),
        "quantity": _("数量"),
        "unit": _("单位"),
        "acquired_on": _("取得日期"),
        "cost": _("原值"),
        "worn": _("到上月末已提折旧"),
        "matter": _("标的"),
        "party": _("承包方或承租方"),
        "signed_on": _("签订日期"),
    }


def things_of(book_id: int) -> list[tuple[str, str]]:
    return [
        *((f"asset:{a.number}", f"{a.number} {a.name}") for a in Asset.objects.filter(book_id=book_id)[:300]),
        *(
            (f"land:{r.number}", f"{r.number} {r.name}")
            for r in Resource.objects.filter(book_id=book_id)[:300]
        ),
    ]


@require_http_methods(_METHODS)
def correct_asset(request: HttpRequest, asset_id: int) -> HttpResponse:
    actor, row = actor_of(request), reads.asset_row(asset_id)
    require(actor, "estate.register", row.owner_id)
    names = ("number", "category", "name", "place", "quantity", "unit", "acquired_on", "cost", "worn")
    form = AssetCorrectionForm(
        shapes.posted(request),
        categories=[(key, one.name) for key, one in playbook.section_of().category.items()],
        initial={name: getattr(row, name) for name in names} | {"quantity": f"{row.quantity.normalize():f}"},
    )

    def done() -> str:
        given = {**form.cleaned_data, "worn": form.cleaned_data["worn"] or Decimal("0.00")}
        reason = given.pop("reason")
        acts.correct_asset(
            actor, asset_id=asset_id, corrected=NewAsset(book_id=row.book_id, **given), reason=reason
        )
        say(request, happened=_("已经更正，原来的内容留在经过里。"))
        return reverse("estate:asset", args=[asset_id])

    words: dict[str, object] = {
        "title": _("更正：%(name)s") % {"name": row.name},
        "crumbs": shapes.crumbs(
            _("资产"), "estate:assets", Link(row.name, reverse("estate:asset", args=[asset_id]))
        ),
        "submit": _("更正"),
        "cancel_url": reverse("estate:asset", args=[asset_id]),
        "rules": [
            _("登记错了才更正；东西卖了、坏了，用“处置”。"),
            _("提过折旧以后，类别、取得日期和金额不能改。"),
        ],
    }
    return shapes.step(request, form, done, words)


@require_http_methods(_METHODS)
def correct_contract(request: HttpRequest, contract_id: int) -> HttpResponse:
    actor, row = actor_of(request), contract_reads.contract_row(contract_id)
    require(actor, "estate.make_contract", row.owner_id)
    form = ContractWordsForm(
        shapes.posted(request),
        things=things_of(row.book_id),
        initial={
            **{name: getattr(row, name) for name in ("number", "matter", "party", "signed_on")},
            "thing": _thing(row),
        },
    )

    def done() -> str:
        given = dict(form.cleaned_data)
        reason = given.pop("reason")
        kind, _colon, number = given.pop("thing").partition(":")
        named = {"asset": "asset_number", "land": "resource_number"}
        given |= {named[kind]: number} if kind in named else {}
        acts.correct_contract(
            actor, contract_id=contract_id, corrected=acts.ContractWords(**given), reason=reason
        )
        say(request, happened=_("已经更正，原来的内容留在经过里。"))
        return reverse("estate:contract", args=[contract_id])

    return shapes.step(
        request,
        form,
        done,
        {
            **_contract_words(row),
            "title": _("更正合同"),
            "submit": _("更正"),
            "rules": [_("期限和租金变了，先提前终止这份合同，再登记新的一份。")],
        },
    )


def _thing(row: Contract) -> str:
    if row.asset is not None:
        return f"asset:{row.asset.number}"
    return f"land:{row.resource.number}" if row.resource is not None else ""


def _contract_words(row: Contract) -> dict[str, object]:
    url = reverse("estate:contract", args=[row.pk])
    return {
        "lead": row.matter,
        "crumbs": shapes.crumbs(_("合同"), "estate:contracts", Link(row.matter, url)),
        "cancel_url": url,
    }


@sensitive
@require_http_methods(_METHODS)
def end_contract(request: HttpRequest, contract_id: int) -> HttpResponse:
    actor, row = actor_of(request), contract_reads.contract_row(contract_id)
    require(actor, "estate.make_contract", row.owner_id)
    form = EndContractForm(shapes.posted(request), initial={"on": clock.today()})

    def done() -> str:
        acts.end_contract(actor, contract_id=contract_id, **form.cleaned_data)
        say(request, happened=_("合同已经提前终止。"), then=_("终止以前欠的租金仍要收。"))
        return reverse("estate:contract", args=[contract_id])

    return shapes.step(
        request,
        form,
        done,
        {
            **_contract_words(row),
            "title": _("提前终止合同"),
            "submit": _("提前终止"),
            "consequence": _("终止不能撤销；再要出租须登记新的合同。"),
        },
    )
