"""What waits for a person: overdue rent and contracts that end, to the clerk of the village; in three colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.estate.queries import contracts
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.todo import TodoItem


def colour_words() -> dict[str, str]:
    return {"": "", "yellow": _("黄色预警"), "orange": _("橙色预警"), "red": _("红色预警")}


def waiting_for(actor: Actor) -> Iterable[TodoItem]:
    if actor.person_id is None or not may(actor, "estate.make_contract", None):
        return []
    return _warnings(actor)


def _warnings(actor: Actor) -> Iterator[TodoItem]:
    allowed: dict[int, bool] = {}
    for one in contracts.warned():
        if one.owner_id not in allowed:
            allowed[one.owner_id] = may(actor, "estate.make_contract", one.owner_id)
        if allowed[one.owner_id]:
            yield TodoItem(
                what=_words(one),
                for_whom=one.owner_name,
                due=None if one.late else one.until,
                url=reverse("estate:contract", args=[one.id]),
                button=_("处理"),
            )


def _words(one: contracts.ContractLine) -> str:
    colour = colour_words()[one.colour]
    if one.late:
        return _("%(colour)s：%(matter)s欠租 %(amount)s 元，已逾期 %(days)d 天") % {
            "colour": colour,
            "matter": one.matter,
            "amount": f"{one.arrears:,}",
            "days": one.days_late,
        }
    return _("%(colour)s：%(matter)s合同 %(day)s 到期") % {
        "colour": colour,
        "matter": one.matter,
        "day": one.until,
    }
