"""Signing an impact assessment: what stands today is frozen with a conclusion and kept for three years or more."""

from __future__ import annotations

from django.db.models import Max

from liancun.contexts.audit import api as audit
from liancun.contexts.people import queries, rules
from liancun.contexts.people.models import Assessment
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Place, Refusal, mark

KEPT_YEARS = 3  # 个人信息保护法 art. 56


@action("people.sign_assessment")
def sign_assessment(actor: Actor, *, conclusion: str) -> int:
    """Gives the number. Refusals: people.no_conclusion, people.kind_unexplained, access.not_allowed."""
    require(actor, "people.sign_assessment", None)
    said = " ".join(conclusion.split())[:400]
    sheet = queries.impact()
    _refuse_unfinished(said, sheet)
    number = (Assessment.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    today = clock.today()
    Assessment.objects.create(
        number=number,
        content=sheet.content(),
        digest=sheet.digest,
        conclusion=said,
        signed_by=actor.user_id,
        signed_name=actor.name,
        signed_on=today,
        keep_until=rules.years_after(today, KEPT_YEARS),
    )
    audit.record(
        actor,
        "people.sign_assessment",
        subject="people.assessment",
        subject_id=number,
        body_id=actor.body_id,
        detail={"digest": sheet.digest},
    )
    return number


def _refuse_unfinished(said: str, sheet: queries.ImpactSheet) -> None:
    if not said:
        raise Refusal(
            "people.no_conclusion",
            mark("没有写明评估结论。"),
            place=Place("field", field="conclusion"),
            remedy=mark("请写明风险、保护措施是否相称，以及需要改进的地方。"),
        )
    if sheet.unknown_kinds:
        raise Refusal(
            "people.kind_unexplained",
            mark("有的个人信息没有写明目的和依据：{kinds}。"),
            {"kinds": "、".join(sheet.unknown_kinds)},
            remedy=mark("请先在制度方案的 privacy.toml 中补写。"),
        )
