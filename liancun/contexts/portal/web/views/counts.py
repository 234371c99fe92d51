"""A vote that is over: its count, its ballots with their receipts, and the file from which anybody counts again.

No field asks for a receipt: whoever typed one here would tell this server whose ballot it is.
"""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.ballots import api as ballots
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import Fact
from liancun.framework.web.shortcuts import page, public
from liancun.kernel.errors import Unknown, mark

SHOWN = 800
"""Ballots listed on the page itself; more stand in the file alone, so that the page stays light."""


@public
@require_safe
def vote_result(request: HttpRequest, code: str) -> HttpResponse:
    found = ballots.public_result(code)
    sheet = found.sheet
    context = {
        "title": found.question,
        "lead": found.body,
        "facts": _facts(found),
        "counted": _counted(found),
        "fingerprint": sheet["fingerprint"] if sheet else "",
        "receipts": _receipts(found),
        "many": sheet is not None and len(_lines(sheet)) > SHOWN,
        "said": _said(found),
        "notes": _notes(found),
        "file_url": reverse("portal:vote_file", args=[code]) if sheet else "",
    }
    return page(request, "portal/vote_result.html", context)


@public
@require_safe
def vote_file(request: HttpRequest, code: str) -> HttpResponse:
    sheet = ballots.public_result(code).sheet
    if sheet is None:
        raise Unknown(
            "ballots.unknown", mark("这次投票没有开票，没有公开文件。"), remedy=mark("请查看公开页。")
        )
    text = json.dumps(sheet, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="vote-{code}.json"'
    return response


def _facts(found: ballots.PublicResult) -> list[Fact]:
    words = {
        ballots.Method.SECRET: _("无记名投票"),
        ballots.Method.NAMED: _("记名表决"),
        ballots.Method.HAND: _("举手表决"),
    }
    facts = [
        Fact(_("方式"), words[found.method]),
        Fact(_("名册人数"), str(found.entitled)),
        Fact(_("参加人数"), str(found.voted)),
        Fact(_("结束"), chinese_date(found.closed_at)),
    ]
    if found.sealed_by:
        facts.append(Fact(_("开票人"), _("两人分别保管密钥，共同开票")))
    return facts


def _counted(found: ballots.PublicResult) -> list[tuple[str, int]]:
    if found.sheet is None:
        return []
    counts = found.sheet["counts"]
    assert isinstance(counts, dict)
    if found.sheet["kind"] == "yes_no":
        rows = [(_("同意"), counts["yes"]), (_("反对"), counts["no"])]
    else:
        options = found.sheet["options"]
        assert isinstance(options, list)
        rows = list(zip(options, counts["options"], strict=True))
    return [*rows, (_("弃权"), counts["abstain"]), (_("无效票"), counts["invalid"])]


def _lines(sheet: ballots.Sheet) -> list[dict[str, object]]:
    lines = sheet["ballots"]
    assert isinstance(lines, list)
    return lines


def _receipts(found: ballots.PublicResult) -> list[tuple[str, str]]:
    """Of secret votes: code and choice, in the order of the codes."""
    if found.sheet is None or found.method is not ballots.Method.SECRET or len(_lines(found.sheet)) > SHOWN:
        return []
    return [(str(line["code"]), _word(found.sheet, line)) for line in _lines(found.sheet)]


def _word(sheet: ballots.Sheet, line: dict[str, object]) -> str:
    words = {"yes": _("同意"), "no": _("反对"), "abstain": _("弃权"), "invalid": _("无效票")}
    picks, options = line.get("picks"), sheet["options"]
    if not isinstance(picks, list) or not isinstance(options, list):
        return words[str(line["said"])]
    if sheet["kind"] == "rating":
        return "；".join(f"{text} {grade}" for text, grade in zip(options, picks, strict=True))
    return "、".join(options[place] for place in picks)


def _said(found: ballots.PublicResult) -> str:
    if found.outcome is ballots.Outcome.VOID:
        return _("这次投票已由两名工作人员宣布作废，选票没有开封就销毁了，将重新投票。")
    if found.outcome is ballots.Outcome.TOO_FEW:
        return _("投票的不满 %(n)s 人，没有开票：人少时，公布结果等于公布各人的选择。") % {"n": found.least}
    return ""


def _notes(found: ballots.PublicResult) -> list[str]:
    notes = []
    if found.unanimous:
        notes.append(_("所有人选得都一样，这个结果也就说出了每个人的选择。"))
    if found.merged:
        notes.append(_("手机、设备或纸质票中有一种太少，为了不让人猜出是谁投的，合在一起公布，不列回执。"))
    return notes
