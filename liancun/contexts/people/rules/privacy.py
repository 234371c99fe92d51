"""What is true on paper about numbers of persons: which there are, how they are masked, whose are guarded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from liancun.contexts.people.rules.persons import tidy_phone
from liancun.kernel import codes, masks
from liancun.kernel.errors import Place, Refusal, mark


@dataclass(frozen=True)
class Field:
    """A closed datum. `purpose` binds its ciphertext, `kind` is its entry in the playbook."""

    label: str
    purpose: str
    kind: str
    mask: Callable[[str], str]


def _nothing_shown(text: str) -> str:
    return "•" * 6 if text else ""


FIELDS: Mapping[str, Field] = {
    "identity_number": Field(mark("身份证号"), "identity", "identity", masks.mask_number),
    "phone": Field(mark("电话"), "phone", "phone", masks.mask_phone),
    "bank_card": Field(mark("银行卡号"), "bank_card", "account", masks.mask_account),
    "health": Field(mark("健康状况"), "health", "health", _nothing_shown),
}
NUMBERS = ("identity_number", "phone", "bank_card")
LEAST_REASON = 4
LONGEST_HEALTH = 200


def tidy(field: str, text: str) -> str:
    """The datum as it is kept; "" stays empty. Refusals of kernel.codes, people.health_long."""
    written = text.strip()
    if not written:
        return ""
    if field == "identity_number":
        return codes.check_identity_number(written)
    if field == "phone":
        return tidy_phone(written)
    if field == "bank_card":
        return codes.check_bank_card(written)
    if field == "health" and len(written) > LONGEST_HEALTH:
        raise Refusal(
            "people.health_long",
            mark("健康状况超过 {limit} 字。"),
            {"limit": LONGEST_HEALTH},
            Place("field", field="text"),
            mark("请只写帮扶需要的情况。"),
        )
    return written


def tidy_reason(text: str) -> str:
    """Refusal: people.no_reason."""
    reason = " ".join(text.split())[:200]
    if len(reason) < LEAST_REASON:
        raise Refusal(
            "people.no_reason",
            mark("没有写明查看的理由。"),
            place=Place("field", field="reason"),
            remedy=mark("请写明为办理哪件事需要查看，至少四个字。理由会记入操作记录。"),
        )
    return reason


def guarded_until(born: date | None, under: int, today: date) -> date | None:
    """The first day on which a minor's numbers are no longer guarded; None for a grown or unknown age.

    Told to the month only (the first of the month after the birthday), so that the day of birth stays closed.
    """
    if born is None:
        return None
    grown = date(born.year + under + born.month // 12, born.month % 12 + 1, 1)
    return grown if grown > today else None


def years_old(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def closes(opened: datetime, minutes: int) -> datetime:
    return opened + timedelta(minutes=minutes)


def years_after(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
