"""A plan of village A that the supervisors object to, and a complaint about an answer of village A."""

from __future__ import annotations

from liancun.contexts.disclosure import api as disclosure
from liancun.demo.world import World
from liancun.framework.actors import Actor
from liancun.framework.testing import as_actor, as_system

CONTENT = {
    "sections": [{"heading": "内容", "lines": [{"label": "事项", "value": "出租荒地", "article": ""}]}]
}
STRANGER = Actor.stranger()


def furnish(world: World) -> dict[str, object]:
    """Ids by the names that addresses use, and the receipt of an objection that may still be complained about."""
    village = world.a.village
    with as_system():
        secretary, supervisor = world.actor("zhishu-a"), world.actor("jiandu-a")
    with as_actor(secretary):
        plan = disclosure.plan_notice(
            secretary, body_id=village, category="major", title="出租荒地", content=CONTENT
        ).line.id
        notice = disclosure.publish(
            secretary, body_id=village, kind="公示", title="出租荒地", snapshot=CONTENT, days=7
        )
    with as_actor(supervisor):
        disclosure.review_plan(supervisor, plan_id=plan, agrees=False, text="请写明租金。")
    with as_actor(STRANGER):
        told = disclosure.object_to(STRANGER, slug=notice.slug, text="租金太低。", key="house")
    with as_actor(secretary):
        (objection,) = disclosure.objections(notice.id)
        disclosure.answer(secretary, objection_id=objection.id, text="按三年均价。")
    with as_actor(STRANGER):
        disclosure.complain(STRANGER, slug=notice.slug, receipt=told.receipt, text="没有公布均价。")
    with as_system():
        complaint = disclosure.undecided()[0].id
    return {"plan_id": plan, "complaint_id": complaint, "receipt": told.receipt}
