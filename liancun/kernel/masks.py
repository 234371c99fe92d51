"""What a stranger may see of a name or number (个人信息: shown least by default).

Too short a number is starred whole: what would be hidden could be guessed.
"""

from __future__ import annotations

import re

_STAR = "*"
_LEAST_HIDDEN = 4
_BETWEEN = re.compile(r"[\s\-－]+")


def mask_name(name: str) -> str:
    """张小明 → 张*明, 李四 → 李*; a single character is hidden.

    Compound surnames follow the same rule of the first character (欧阳小明 → 欧**明): telling them apart
    needs a list that would be wrong for someone, and shows more than is needed.
    """
    tidy = name.strip()
    if len(tidy) <= 1:
        return _STAR * len(tidy)
    if len(tidy) == 2:
        return tidy[0] + _STAR
    return tidy[0] + _STAR * (len(tidy) - 2) + tidy[-1]


def mask_number(number: str) -> str:
    """An identity number: the first six and the last four stay (211221********1234)."""
    return _masked(_tidy(number), 6, 4)


def mask_phone(phone: str) -> str:
    """A telephone number: the first three and the last four stay (138****5678); +86 is dropped."""
    return _masked(_tidy(phone).removeprefix("+86"), 3, 4)


def mask_account(account: str) -> str:
    """A bank card or account: only the last four stay."""
    return _masked(_tidy(account), 0, 4)


def _tidy(number: str) -> str:
    return _BETWEEN.sub("", number)


def _masked(text: str, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    if hidden < _LEAST_HIDDEN:
        return _STAR * len(text)
    return text[:head] + _STAR * hidden + text[-tail:]
