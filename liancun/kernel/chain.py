"""A hash chain: each record's digest covers the digest before it, so that nothing can change unnoticed.

Equal contents give equal bytes however they were stored in between: amounts are written without
trailing zeros, instants in universal time.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

GENESIS = "0" * 64
_DIGEST = re.compile(r"[0-9a-f]{64}")


def canonical(content: Mapping[str, object]) -> bytes:
    """Deterministic JSON in UTF-8: sorted keys, no spaces, amounts and dates as text.

    Allowed: None, bool, int, str, finite Decimal, date, aware datetime, and mappings (text keys), lists
    and tuples of these. TypeError for anything else, floats before all.
    """
    tidy = _plain(content)
    return json.dumps(tidy, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _plain(value: object) -> object:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, Decimal):
        return _amount(value)
    if isinstance(value, date):
        return _moment(value)
    if isinstance(value, Mapping):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _amount(value: Decimal) -> str:
    if not value.is_finite():
        raise TypeError("only a finite number has a canonical form")
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if not value else text


def _moment(value: date) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.tzinfo is None:
        raise TypeError("an instant without a time zone has no canonical form")
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError("keys must be text")
    return key


def digest(data: bytes) -> str:
    """SHA-256 in 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def link(previous: str, content: Mapping[str, object]) -> str:
    """The digest of a record that follows the record with digest `previous` (`GENESIS` for the first)."""
    if _DIGEST.fullmatch(previous) is None:
        raise ValueError("the previous digest must be 64 lower-case hexadecimal digits")
    return digest(previous.encode() + b"\n" + canonical(content))


def first_break(links: Iterable[tuple[Mapping[str, object], str]], start: str = GENESIS) -> int | None:
    """The index of the first record whose stored digest does not follow; None where the chain is whole."""
    previous = start
    for index, (content, stored) in enumerate(links):
        if link(previous, content) != stored:
            return index
        previous = stored
    return None
