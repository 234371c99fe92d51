"""Where an account of a platform belongs in a book's chart: the account itself, or below which one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_PARTS = re.compile(r"[\\/_|>＞—–\-:：]+")


@dataclass(frozen=True)
class Placed:
    """`code` in the book; `below`: the account under which it is opened, none where the book has it."""

    code: str
    name: str
    below: str | None = None


def segments(name: str) -> tuple[str, ...]:
    """应收款-农户/张三 → 应收款, 农户, 张三."""
    return tuple(part.strip() for part in _PARTS.split(name) if part.strip())


def place(
    code: str, name: str, known: Mapping[str, str], others: Mapping[str, str] | None = None
) -> Placed | None:
    """By its code, else by the name it begins with; None where neither tells, or the two contradict each other.

    `known`: code → name of the accounts of the book. A detail has at least two digits more than what it stands under.
    `others`: the platform's code → the book's, where the platform numbers its first-level accounts otherwise.
    """
    parts = segments(name)
    before = next((k for k in known if code and k.endswith(f".{code}")), None)
    if before is not None:
        return Placed(before, known[before])
    if code in known:
        return Placed(code, known[code]) if _agrees(code, parts, known, exact=True) else None
    above = _above(code, known)
    if above is not None and _agrees(above, parts, known, exact=False):
        return Placed(code, parts[-1] if parts else code, above)
    return _by_name(code, parts, known) or _by_other(code, parts, others or {})


def _by_other(code: str, parts: tuple[str, ...], others: Mapping[str, str]) -> Placed | None:
    theirs = _above(code, others)
    if theirs is None:
        return None
    return Placed(f"{others[theirs]}.{code}"[:20], parts[-1] if parts else code, others[theirs])


def _above(code: str, known: Mapping[str, str]) -> str | None:
    found = [k for k in known if code.startswith(k) and len(code) >= len(k) + 2]
    return max(found, key=len, default=None)


def _first(code: str, known: Mapping[str, str]) -> str:
    """The first-level account at or above a code of the book."""
    return min((k for k in known if code.startswith(k)), key=len, default=code)


def _agrees(code: str, parts: tuple[str, ...], known: Mapping[str, str], *, exact: bool) -> bool:
    """Whether the name does not speak against the account. A detail alone (农商行) says nothing about what is above."""
    first = _first(code, known)
    if not parts or (len(parts) == 1 and not (exact and code == first)):
        return True
    return _alike(parts[0], known[first]) or any(_alike(part, known[code]) for part in parts)


def _alike(left: str, right: str) -> bool:
    return left in right or right in left


def _by_name(code: str, parts: tuple[str, ...], known: Mapping[str, str]) -> Placed | None:
    firsts = {known[k]: k for k in known if _first(k, known) == k}
    if not parts or parts[0] not in firsts:
        return None
    above = firsts[parts[0]]
    if len(parts) == 1:
        return Placed(above, parts[0])
    held = next((k for k, name in known.items() if k.startswith(above) and name == parts[-1]), None)
    if held is not None:
        return Placed(held, parts[-1])
    if not code:
        return None
    return Placed(code if code.startswith(above) else f"{above}.{code}"[:20], parts[-1], above)
