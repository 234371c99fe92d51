"""The file that comes back from the outside zone: objections, complaints and ratings, one JSON object a line, signed.

First line: {"format", "zone", "serial", "made_at", "records"}. Then the records. Last line: {"signature"}, Ed25519
in Base64 over all bytes before it. docs/publishing.md tells the same to those who make such files.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liancun.contexts.portal.rules import signing
from liancun.kernel.errors import Place, Refusal, mark

FORMAT = "liancun-returned/1"
MOST_BYTES = 50_000_000
MOST_KEY = 64


@dataclass(frozen=True)
class Head:
    zone: str
    serial: int
    made_at: datetime


@dataclass(frozen=True)
class SentObjection:
    """`key`: made by the outside zone, once and for all; `notice`: the slug in the page's address."""

    key: str
    notice: str
    text: str
    contact: str
    received_at: datetime


@dataclass(frozen=True)
class SentRating:
    """`token`: the printed slip's; whoever carries the file could spend it, hence the signature and the seal."""

    key: str
    token: str
    mark: str
    received_at: datetime


@dataclass(frozen=True)
class SentComplaint:
    """To the office above. The right to it is the `receipt` of the objection, or `about`: the key that the same
    outside zone gave the objection.
    """

    key: str
    notice: str
    receipt: str
    about: str
    text: str
    contact: str
    received_at: datetime


Sent = SentObjection | SentComplaint | SentRating


@dataclass(frozen=True)
class Returned:
    head: Head
    records: tuple[Sent, ...]


def packed(head: Head, records: Sequence[Mapping[str, Any]], private: str) -> bytes:
    """The file of these records, signed. Refusal: portal.key."""
    lines = [
        {
            "format": FORMAT,
            "zone": head.zone,
            "serial": head.serial,
            "made_at": head.made_at.isoformat(),
            "records": len(records),
        },
        *records,
    ]
    body = "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines).encode()
    return body + json.dumps({"signature": signing.signed(private, body)}).encode() + b"\n"


def opened(content: bytes, public: str) -> Returned:
    """The records of a file whose signature holds. Nothing of any other file is read.

    Refusals: portal.returned_size, portal.returned_signature, portal.returned_form with the line, portal.key.
    """
    if len(content) > MOST_BYTES:
        raise Refusal(
            "portal.returned_size",
            mark("带回的文件超过 {most} MB。"),
            {"most": MOST_BYTES // 1_000_000},
            remedy=mark("请让外网分成几个文件。"),
        )
    body, _, last = content.rstrip(b"\n").rpartition(b"\n")
    body += b"\n"
    if not signing.is_genuine(public, body, _signature(last)):
        raise Refusal(
            "portal.returned_signature",
            mark("带回的文件签名不对：不是这把密钥签的，或者签后被改动过。什么也没有收下。"),
            remedy=mark("请从外网重新导出；仍不对的，核对双方的密钥，不要手工修改文件。"),
        )
    lines = body.decode().splitlines()
    head, count = _head(lines[0])
    if count != len(lines) - 1:
        raise _wrong(1, "records")
    return Returned(head, tuple(_record(line, number) for number, line in enumerate(lines[1:], 2)))


def _signature(line: bytes) -> str:
    try:
        found = json.loads(line)
    except ValueError:
        return ""
    return str(found.get("signature", "")) if isinstance(found, dict) else ""


def _head(line: str) -> tuple[Head, int]:
    found = _object(line, 1)
    if found.get("format") != FORMAT:
        raise _wrong(1, "format")
    count = found.get("records")
    if not isinstance(count, int):
        raise _wrong(1, "records")
    serial = found.get("serial")
    if not isinstance(serial, int):
        raise _wrong(1, "serial")
    return Head(_text(found, "zone", 1, 60), serial, _moment(found, "made_at", 1)), count


def _record(line: str, number: int) -> Sent:
    found = _object(line, number)
    key, at = _text(found, "key", number, MOST_KEY), _moment(found, "received_at", number)
    if found.get("kind") == "objection":
        contact = _optional(found, "contact", number)
        return SentObjection(
            key, _text(found, "notice", number, 40), _text(found, "text", number, 4000), contact, at
        )
    if found.get("kind") == "complaint":
        return _complaint(found, key, at, number)
    if found.get("kind") == "rating":
        return SentRating(key, _text(found, "token", number, 40), _text(found, "mark", number, 20), at)
    raise _wrong(number, "kind")


def _complaint(found: Mapping[str, Any], key: str, at: datetime, number: int) -> SentComplaint:
    receipt, about = _optional(found, "receipt", number), _optional(found, "about", number)
    if not receipt and not about:
        raise _wrong(number, "receipt")
    return SentComplaint(
        key,
        _text(found, "notice", number, 40),
        receipt,
        about,
        _text(found, "text", number, 4000),
        _optional(found, "contact", number),
        at,
    )


def _optional(found: Mapping[str, Any], name: str, number: int) -> str:
    value = found.get(name, "")
    if not isinstance(value, str) or len(value) > MOST_KEY:
        raise _wrong(number, name)
    return value


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise _wrong(number, "JSON") from error
    if not isinstance(found, dict):
        raise _wrong(number, "JSON")
    return found


def _text(found: Mapping[str, Any], name: str, number: int, most: int) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= most:
        raise _wrong(number, name)
    return value


def _moment(found: Mapping[str, Any], name: str, number: int) -> datetime:
    try:
        at = datetime.fromisoformat(_text(found, name, number, 40))
    except ValueError as error:
        raise _wrong(number, name) from error
    if at.tzinfo is None:
        raise _wrong(number, name)
    return at


def _wrong(line: int, name: str) -> Refusal:
    return Refusal(
        "portal.returned_form",
        mark("带回的文件第 {line} 行的“{name}”不合规定的格式。什么也没有收下。"),
        {"line": line, "name": name},
        place=Place("line", line=line, key=name),
        remedy=mark("请按 docs/publishing.md 的格式重新导出。"),
    )
