"""What is true on paper about persons."""

from __future__ import annotations

import re
from datetime import date

from liancun.kernel.errors import Place, Refusal, mark

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def refuse_no_name(name: str) -> None:
    """Refusal: people.no_name."""
    if not name.strip():
        raise Refusal(
            "people.no_name",
            mark("没有填写姓名。"),
            place=Place("field", field="name"),
            remedy=mark("请填写姓名。"),
        )


def tidy_identity(text: str) -> str:
    """The 18 characters of an identity number with a right check character (GB 11643); "" stays empty.

    Refusal: people.identity_wrong; it never repeats the number.
    """
    number = text.replace(" ", "").upper()
    if number and not is_identity(number):
        raise Refusal(
            "people.identity_wrong",
            mark("身份证号有误。"),
            place=Place("field", field="identity_number"),
            remedy=mark("请对照证件逐位核对。"),
        )
    return number


def is_identity(number: str) -> bool:
    if re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number) is None:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[-1] and _is_date(number[6:14])


def _is_date(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
