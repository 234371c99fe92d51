"""Registration codes, identity numbers and bank cards: tidied, checked with a reason, never repeated in a sentence.

Each `check_…` gives the code as it is kept (no spaces, capitals, halfwidth) or raises a Refusal that says which
part is wrong and what to do. Sources: GB 32100-2015 (统一社会信用代码), GB 11714 (主体标识码), GB 11643 (公民身份号码),
ISO/IEC 7812-1 annex B (Luhn).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from operator import mul
from typing import Literal

from liancun.kernel.errors import Place, Refusal, mark

Sex = Literal["male", "female"]

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
_OLDEST_BIRTH = 1850

# Registering department and kind of organisation, the first two characters (GB 32100 table 1; N: 农业农村部门).
CREDIT_PREFIXES: Mapping[str, str] = {
    "11": mark("机关"),
    "12": mark("事业单位"),
    "13": mark("编办直接管理机构编制的群众团体"),
    "19": mark("机构编制部门登记的其他组织"),
    "51": mark("社会团体"),
    "52": mark("民办非企业单位"),
    "53": mark("基金会"),
    "54": mark("基层群众性自治组织"),
    "55": mark("城乡居民自治组织"),
    "59": mark("民政部门登记的其他组织"),
    "81": mark("基层工会"),
    "91": mark("企业"),
    "92": mark("个体工商户"),
    "93": mark("农民专业合作社"),
    "N1": mark("组级农村集体经济组织"),
    "N2": mark("村级农村集体经济组织"),
    "N3": mark("乡镇级农村集体经济组织"),
    "N9": mark("农业农村部门登记的其他组织"),
}


def tidy(text: str) -> str:
    """Halfwidth capitals without spaces and hyphens: how codes are kept and compared."""
    return re.sub(r"[\s\-]+", "", unicodedata.normalize("NFKC", text)).upper()


def check_credit_code(text: str, *, prefixes: Collection[str] = (), field: str = "registration_code") -> str:
    """18 characters of a unified social credit code. `prefixes`: the kinds allowed, any when empty.

    Refusals: codes.credit_length, codes.credit_letter, codes.credit_region, codes.credit_check, codes.credit_kind.
    """
    code = tidy(text)
    if len(code) != 18:
        raise _fault(
            "credit_length",
            mark("统一社会信用代码应为 18 位，这里有 {count} 位。"),
            field,
            mark("请对照登记证书逐位核对。"),
            count=len(code),
        )
    _refuse_strange_letter(code, field)
    if not code[2:8].isdecimal():
        raise _fault(
            "credit_region",
            mark("统一社会信用代码第 3 至 8 位是登记机关的区划代码，应全为数字。"),
            field,
            mark("请对照登记证书逐位核对。"),
        )
    if code[17] != _credit_check(code):
        raise _fault(
            "credit_check",
            mark("统一社会信用代码的校验位不符，其中至少有一位写错。"),
            field,
            mark("请对照登记证书逐位核对，注意 0 与 D、1 与 7、2 与 Z 等易混字符。"),
        )
    _refuse_other_kind(code, prefixes, field)
    return code


def _refuse_strange_letter(code: str, field: str) -> None:
    place = next((number for number, sign in enumerate(code, 1) if sign not in _CREDIT_ALPHABET), None)
    if place is None:
        return
    raise _fault(
        "credit_letter",
        mark("统一社会信用代码第 {place} 位不是可用的字符：代码里没有 I、O、S、V、Z。"),
        field,
        mark("请对照登记证书核对这一位，常见的是把数字 0、1、5、2 写成字母。"),
        place=place,
    )


def _refuse_other_kind(code: str, prefixes: Collection[str], field: str) -> None:
    if not prefixes or code[:2] in prefixes:
        return
    raise _fault(
        "credit_kind",
        mark("这个代码以 {found} 开头，这类组织的代码应以 {wanted} 开头。"),
        field,
        mark("请核对组织类别，或核对代码是否属于这个组织。"),
        found=code[:2],
        wanted="、".join(sorted(prefixes)),
    )


def _credit_check(code: str) -> str:
    total = _weighted([_CREDIT_ALPHABET.index(sign) for sign in code[:17]], _CREDIT_WEIGHTS)
    return _CREDIT_ALPHABET[-total % 31]


def check_organisation_code(text: str, *, field: str = "organisation_code") -> str:
    """9 characters (8 and a check) of an organisation's own code (GB 11714). Refusal: codes.organisation_wrong."""
    code = tidy(text)
    if re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code) is None or code[8] != _organisation_check(code):
        raise _fault(
            "organisation_wrong",
            mark("组织机构代码应为 8 位数字或字母加 1 位校验码，这里的校验不符。"),
            field,
            mark("请对照证书逐位核对。"),
        )
    return code


def _organisation_check(code: str) -> str:
    left = 11 - _weighted([int(sign, 36) for sign in code[:8]], _ORGANISATION_WEIGHTS) % 11
    return {10: "X", 11: "0"}.get(left, str(left))


def check_identity_number(text: str, *, field: str = "identity_number") -> str:
    """18 characters of a citizen's identity number.

    Refusals: codes.identity_length, codes.identity_sign, codes.identity_birth, codes.identity_check.
    """
    number = tidy(text)
    remedy = mark("请对照证件逐位核对。")
    if len(number) != 18:
        raise _fault(
            "identity_length",
            mark("身份证号应为 18 位，这里有 {count} 位。"),
            field,
            mark("请对照证件逐位核对；15 位的旧号码请换成现用的 18 位。"),
            count=len(number),
        )
    if re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number) is None:
        raise _fault("identity_sign", mark("身份证号前 17 位应为数字，末位为数字或 X。"), field, remedy)
    if _birth(number) is None:
        raise _fault("identity_birth", mark("身份证号第 7 至 14 位不是一个出生日期。"), field, remedy)
    if _IDENTITY_CHECKS[_weighted(map(int, number[:17]), _IDENTITY_WEIGHTS) % 11] != number[17]:
        raise _fault("identity_check", mark("身份证号的校验位不符，其中至少有一位写错。"), field, remedy)
    return number


def birth_and_sex(identity_number: str) -> tuple[date, Sex]:
    """What a checked identity number says of its holder. ValueError when it was not checked."""
    born = _birth(identity_number)
    if born is None or len(identity_number) != 18:
        raise ValueError("not a checked identity number")
    return born, "male" if int(identity_number[16]) % 2 else "female"


def _birth(number: str) -> date | None:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born.year >= _OLDEST_BIRTH else None


def check_bank_card(text: str, *, field: str = "bank_card") -> str:
    """13 to 19 digits of a personal bank card. Accounts of organisations carry no such check: do not ask.

    Refusals: codes.card_length, codes.card_check.
    """
    number = tidy(text)
    if re.fullmatch(r"[0-9]{13,19}", number) is None:
        raise _fault(
            "card_length",
            mark("个人银行卡号应为 13 至 19 位数字。"),
            field,
            mark("请对照卡面逐位核对；单位账户请登记在账簿的银行账户里。"),
        )
    if not _luhn(number):
        raise _fault(
            "card_check",
            mark("银行卡号的校验位不符，其中至少有一位写错。"),
            field,
            mark("请对照卡面逐位核对。"),
        )
    return number


def _luhn(number: str) -> bool:
    doubled = (int(sign) * (1 + place % 2) for place, sign in enumerate(reversed(number)))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def _weighted(values: Sequence[int] | map[int], weights: Sequence[int]) -> int:
    return sum(map(mul, values, weights))


def _fault(code: str, sentence: str, field: str, remedy: str, **params: object) -> Refusal:
    return Refusal(f"codes.{code}", sentence, params=params, place=Place("field", field=field), remedy=remedy)
