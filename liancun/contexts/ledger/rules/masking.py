"""Natural persons in the free text of a voucher, masked before it hangs on the board (张小明 → 张*明).

When in doubt a name is masked: an office shown with a star is a blemish, a person shown without one is a breach.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from liancun.kernel.masks import mask_name

_PARTS = re.compile(r"[、，,;；/及和\s]+")
_HAN = re.compile(r"[\u3400-\u9fff·]{2,4}")
_OFFICES = (
    "公司", "合作社", "联社", "村委会", "居委会", "委员会", "党支部", "小组", "中心", "银行", "商店", "超市",
    "农资", "电力", "税务局", "学校", "卫生院", "社", "厂", "店", "站", "局", "村", "镇", "乡", "县", "部", "队",
)  # fmt: skip


def persons_in(payee: str) -> tuple[str, ...]:
    """The parts of a payee that may be natural persons: two to four characters that name no office."""
    parts = (part.strip() for part in _PARTS.split(payee))
    return tuple(p for p in parts if _HAN.fullmatch(p) and not p.endswith(_OFFICES))


def masked(text: str, names: Iterable[str]) -> str:
    """The text with every known name masked, longer names first so that none hides in another."""
    for name in sorted({n.strip() for n in names if len(n.strip()) > 1}, key=len, reverse=True):
        text = text.replace(name, mask_name(name))
    return text
