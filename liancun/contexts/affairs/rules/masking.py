"""Whose name may stand on a public page: organisations whole, natural persons masked (law 8)."""

from __future__ import annotations

_ORGANISATION = (
    "公司", "合作社", "中心", "协会", "银行", "村委会", "委员会", "集团", "农场", "商行", "经营部", "门市", "超市",
    "服务站", "供销社", "联社", "个体", "厂", "店", "站", "社", "部", "局", "所", "院", "校",
)  # fmt: skip
_LONGEST_PERSON = 4


def looks_like_person(name: str) -> bool:
    """In doubt a name counts as a person's: a masked firm does less harm than an open neighbour."""
    tidy = name.strip()
    if any(word in tidy for word in _ORGANISATION[:18]):
        return False
    return not tidy.endswith(_ORGANISATION) or len(tidy) <= 2 or len(tidy) < _LONGEST_PERSON
