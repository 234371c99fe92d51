"""What is true on paper about persons: names and how they sound, numbers, and what a search means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from liancun.kernel import codes
from liancun.kernel.errors import Conflict, Place, Refusal, mark
from liancun.kernel.pinyin import syllables

_MOST_SOUND = 160
_MOST_INITIALS = 60
_VOWELS = re.compile(r"[aeiouv]")

# 国家认定的 56 个民族, in the order of GB/T 3304.
_ETHNICITIES = (
    "汉族 蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 "
    "土家族 哈尼族 哈萨克族 傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 "
    "纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 "
    "锡伯族 阿昌族 普米族 塔吉克族 怒族 乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 "
    "裕固族 京族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族"
)
ETHNICITIES = tuple(_ETHNICITIES.split())


@dataclass(frozen=True)
class Sounds:
    """`pinyin` with spaces, `sound` without, `initials` the first letters."""

    pinyin: str
    sound: str
    initials: str


def sounds(name: str) -> Sounds:
    words = [word.lower() for word in syllables(name.strip())]
    return Sounds(
        " ".join(words)[:_MOST_SOUND],
        "".join("".join(words).split())[:_MOST_SOUND],
        "".join(word.strip()[:1] for word in words)[:_MOST_INITIALS],
    )


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
    """The identity number as it is kept; "" stays empty. Refusals of kernel.codes; none repeats the number."""
    return codes.check_identity_number(text) if text.strip() else ""


def is_identity(number: str) -> bool:
    try:
        return bool(codes.check_identity_number(number))
    except Refusal:
        return False


def tidy_phone(text: str) -> str:
    """7 to 12 digits, without spaces, hyphens and +86; "" stays empty. Refusal: people.phone_wrong."""
    number = codes.tidy(text).removeprefix("+86")
    if number and re.fullmatch(r"[0-9]{7,12}", number) is None:
        raise Refusal(
            "people.phone_wrong",
            mark("电话号码应为 7 至 12 位数字。"),
            place=Place("field", field="phone"),
            remedy=mark("手机号码为 11 位；固定电话请连区号一起填写。"),
        )
    return number


def born_of(identity_number: str, told: date | None, sex: str) -> tuple[date | None, str]:
    """Birth and sex: what the number says, or what was told. Refusals: people.birth_differs, people.sex_differs."""
    if not identity_number:
        return told, sex
    born, known_sex = codes.birth_and_sex(identity_number)
    if told is not None and told != born:
        raise _differs("birth_differs", mark("出生日期与身份证号不符。"), "birth_date")
    if sex and sex != known_sex:
        raise _differs("sex_differs", mark("性别与身份证号不符。"), "sex")
    return born, known_sex


def _differs(code: str, sentence: str, field: str) -> Refusal:
    place = Place("field", field=field)
    return Refusal(f"people.{code}", sentence, place=place, remedy=mark("请对照证件核对；以证件为准。"))


def refuse_alike(ids: Sequence[int], reason: str) -> None:
    """Two records alike are registered only with a reason. Refusal: people.alike."""
    if not ids or reason.strip():
        return
    raise Conflict(
        "people.alike",
        mark("本村已有 {count} 份相似的记录：姓名和出生日期相同，或电话相同。"),
        {"count": len(ids)},
        Place("field", field="reason"),
        mark("请先核对；确为不同的人时，请写明理由再登记。"),
    )


Search = Literal["none", "identity", "phone", "name", "sound", "initials", "part_of_number"]


@dataclass(frozen=True)
class SearchKey:
    """What somebody looks for: `text` is a number to be found exactly, or the beginning of a name or its sound."""

    kind: Search
    text: str = ""


def read_search(text: str) -> SearchKey:
    """Letters without a vowel can only be initials; others are the beginning of a sound."""
    words = codes.tidy(text).lower()
    if not words:
        return SearchKey("none")
    if re.fullmatch(r"[0-9]{17}[0-9x]", words):
        return SearchKey("identity", words.upper())
    if re.fullmatch(r"(\+86)?[0-9]{7,12}", words):
        return SearchKey("phone", words.removeprefix("+86"))
    if re.match(r"[0-9+]", words):
        return SearchKey("part_of_number")
    if re.fullmatch(r"[a-z']+", words):
        letters = words.replace("'", "")
        return SearchKey("sound" if _VOWELS.search(letters) else "initials", letters)
    return SearchKey("name", "".join(text.split()))


def after_prefix(prefix: str) -> str:
    """The first text that no longer begins with the prefix, as byte order (collation C) sorts."""
    return prefix + "\U0010ffff"
