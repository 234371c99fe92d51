"""Words of the planner on pages."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from django.utils.translation import gettext as _

from liancun.contexts.formation.rules.problem import TERMS
from liancun.kernel.errors import mark

TERM_WORDS = {
    "near": mark("地域相邻"),
    "alike": mark("产业相近"),
    "supply": mark("供销相连"),
    "lack": mark("功能互补"),
    "balance": mark("发展互助"),
    "across": mark("跨乡镇"),
    "group": mark("建组"),
    "waiting": mark("暂不入组"),
}
TERM_NOTES = {
    "near": mark("各村到中心村的路程"),
    "alike": mark("组内产业结构的差别"),
    "supply": mark("被拆开的供销关系"),
    "lack": mark("组内补不上的土地、劳力、加工、冷链"),
    "balance": mark("弱村集中、没有强村带的程度"),
    "across": mark("多跨的乡镇"),
    "group": mark("每建一个组的管理"),
    "waiting": mark("没有入组的村"),
}
WAYS = (mark("强村带动"), mark("产业牵引"), mark("村村互助"))
ORIGINS = {
    "searched": mark("计算得出"),
    "edited": mark("手工调整"),
    "varied": mark("改条件后再算"),
    "front": mark("取舍方案"),
}
STAGES = {
    "township": mark("乡镇意见"),
    "county": mark("县级审核"),
    "matter": mark("村里决定"),
    "founded": mark("组建"),
}


def term(name: str) -> str:
    return _(TERM_WORDS[name])


def number(value: float, places: int = 2) -> str:
    """A cost in villages; a minus that is worth nothing is left out. Endless: a member out of the centre's reach."""
    if not isfinite(value):
        return _("到不了")
    text = f"{value:,.{places}f}"
    return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text


def signed(value: float) -> str:
    """With its sign: plus is dearer."""
    text = number(value)
    if not isfinite(value):
        return text
    return text if text.startswith("-") or float(text.replace(",", "")) == 0 else f"+{text}"


def shares(terms: Mapping[str, float]) -> list[tuple[str, str, float]]:
    """Terms in the order of every table: word, what it counts, value."""
    return [(term(name), _(TERM_NOTES[name]), terms.get(name, 0.0)) for name in TERMS]
