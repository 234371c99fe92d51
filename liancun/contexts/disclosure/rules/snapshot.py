"""What a notice shows: sections of lines and tables in masked plain text, frozen and fingerprinted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from liancun.kernel import chain
from liancun.kernel.errors import Place, Refusal, mark
from liancun.kernel.masks import mask_name

MOST_TEXT = 20_000


@dataclass(frozen=True)
class MaskedPerson:
    """A natural person as the open internet may see them (张*明). Refuses a name without a star (ValueError)."""

    shown: str

    def __post_init__(self) -> None:
        if "*" not in self.shown:
            raise ValueError("a masked person shows at least one star")


def masked_person(name: str) -> MaskedPerson:
    """The person's name, masked by the composer of the snapshot: the full name never enters it."""
    return MaskedPerson(mask_name(name))


Value = str | MaskedPerson


@dataclass(frozen=True)
class Line:
    """One fact; `article` names the law or charter it rests on."""

    label: str
    value: Value
    article: str = ""


@dataclass(frozen=True)
class Table:
    """Rows have as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    caption: str = ""


@dataclass(frozen=True)
class Section:
    heading: str
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Header:
    """What stands above the sections and is fingerprinted with them."""

    kind: str
    title: str
    office: str
    opens_on: date
    closes_on: date


def parse(content: Mapping[str, Any] | Snapshot) -> Snapshot:
    """A snapshot from its JSON form, every key known. Refusal: disclosure.snapshot with the key that is wrong."""
    if isinstance(content, Snapshot):
        return content
    _known(content, {"sections"}, "snapshot")
    sections = _items(content.get("sections"), "sections")
    if not sections:
        raise _wrong("sections")
    return Snapshot(tuple(_section(item, f"sections[{at}]") for at, item in enumerate(sections)))


def plain(snapshot: Snapshot) -> dict[str, Any]:
    """The JSON form that `parse` reads back."""
    return {"sections": [_plain_section(section) for section in snapshot.sections]}


def published(header: Header, snapshot: Snapshot) -> dict[str, Any]:
    """All that the public page shows, as it is stored and fingerprinted."""
    return {
        "kind": header.kind,
        "title": header.title,
        "office": header.office,
        "opens_on": header.opens_on.isoformat(),
        "closes_on": header.closes_on.isoformat(),
        **plain(snapshot),
    }


def shown(stored: Mapping[str, Any]) -> Snapshot:
    """The sections of a stored notice."""
    return parse({"sections": stored["sections"]})


def fingerprint(stored: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form, in 64 hexadecimal digits."""
    return chain.digest(chain.canonical(stored))


def refuse_personal_data(title: str, snapshot: Snapshot) -> None:
    """Refusals: disclosure.identity_number, disclosure.phone, disclosure.bank_card, disclosure.too_long."""
    texts = [("title", title), *_texts(snapshot)]
    if sum(len(text) for _, text in texts) > MOST_TEXT:
        raise Refusal(
            "disclosure.too_long",
            mark("公开内容超过 {most} 字。"),
            {"most": MOST_TEXT},
            remedy=mark("请只写要点，原件作为附件另行存档。"),
        )
    for key, text in texts:
        _refuse_numbers(key, unicodedata.normalize("NFKC", text))


def refuse_personal_text(key: str, text: str) -> None:
    """The same for words shown beside a notice; the refusal goes to the field."""
    try:
        _refuse_numbers(key, unicodedata.normalize("NFKC", text))
    except Refusal as found:
        found.place = Place("field", field=key)
        raise


# --- reading the JSON form -------------------------------------------------------------------------


def _section(item: Any, at: str) -> Section:
    _known(item, {"heading", "lines", "tables"}, at)
    lines = _items(item.get("lines", ()), f"{at}.lines")
    tables = _items(item.get("tables", ()), f"{at}.tables")
    return Section(
        heading=_text(item.get("heading"), f"{at}.heading"),
        lines=tuple(_line(line, f"{at}.lines[{n}]") for n, line in enumerate(lines)),
        tables=tuple(_table(table, f"{at}.tables[{n}]") for n, table in enumerate(tables)),
    )


def _line(item: Any, at: str) -> Line:
    _known(item, {"label", "value", "article"}, at)
    return Line(
        label=_text(item.get("label"), f"{at}.label"),
        value=_value(item.get("value"), f"{at}.value"),
        article=_text(item.get("article", ""), f"{at}.article"),
    )


def _table(item: Any, at: str) -> Table:
    _known(item, {"columns", "rows", "caption"}, at)
    columns = tuple(_text(column, f"{at}.columns") for column in _items(item.get("columns"), f"{at}.columns"))
    rows = tuple(
        _row(row, len(columns), f"{at}.rows[{n}]") for n, row in enumerate(_items(item.get("rows"), at))
    )
    return Table(columns, rows, _text(item.get("caption", ""), f"{at}.caption"))


def _row(row: Any, width: int, at: str) -> tuple[Value, ...]:
    cells = tuple(_value(cell, at) for cell in _items(row, at))
    if len(cells) != width:
        raise _wrong(at)
    return cells


def _value(item: Any, at: str) -> Value:
    if isinstance(item, MaskedPerson):
        return item
    if isinstance(item, Mapping):
        _known(item, {"masked_person"}, at)
        name = _text(item.get("masked_person"), at)
        if "*" not in name:
            raise Refusal(
                "disclosure.unmasked",
                mark("“{key}”处的姓名没有遮蔽。"),
                {"key": at},
                remedy=mark("公开的自然人姓名须先遮蔽（如 张*明）。"),
            )
        return MaskedPerson(name)
    return _text(item, at)


def _text(item: Any, at: str) -> str:
    if not isinstance(item, str):
        raise _wrong(at)
    return item


def _items(item: Any, at: str) -> Sequence[Any]:
    if isinstance(item, (str, bytes)) or not isinstance(item, Sequence):
        raise _wrong(at)
    return item


def _known(item: Any, keys: set[str], at: str) -> None:
    if not isinstance(item, Mapping) or set(item) - keys:
        raise _wrong(at)


def _wrong(at: str) -> Refusal:
    return Refusal(
        "disclosure.snapshot",
        mark("公开内容的“{key}”不合规定的格式。"),
        {"key": at},
        place=Place("key", key=at),
        remedy=mark("每节须有标题，行为名称和文字，表格各行列数一致。"),
    )


def _plain_section(section: Section) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "lines": [
            {"label": line.label, "value": _plain_value(line.value), "article": line.article}
            for line in section.lines
        ],
        "tables": [
            {
                "caption": table.caption,
                "columns": list(table.columns),
                "rows": [[_plain_value(cell) for cell in row] for row in table.rows],
            }
            for table in section.tables
        ],
    }


def _plain_value(value: Value) -> str | dict[str, str]:
    return {"masked_person": value.shown} if isinstance(value, MaskedPerson) else value


# --- personal numbers ------------------------------------------------------------------------------

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{6}[ -]?(?:18|19|20)\d{6}[ -]?\d{3}[\dXx](?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_CARD = re.compile(r"(?<!\d)(?:\d{13,19}|\d{4}(?:[ -]\d{4}){2,3}[ -]\d{1,4})(?!\d)")

_PERSONAL = (
    (_IDENTITY, "disclosure.identity_number", mark("“{key}”处含有身份证号，不能公开。")),
    (_PHONE, "disclosure.phone", mark("“{key}”处含有手机号，不能公开。")),
)


def _refuse_numbers(key: str, text: str) -> None:
    for pattern, code, sentence in _PERSONAL:
        if pattern.search(text):
            raise _personal(code, sentence, key)
    if any(_is_card(found.group()) for found in _CARD.finditer(text)):
        raise _personal("disclosure.bank_card", mark("“{key}”处含有银行卡号，不能公开。"), key)


def _is_card(text: str) -> bool:
    """Luhn, the check of personal bank cards (ISO/IEC 7812)."""
    digits = [int(sign) for sign in text if sign.isdigit()]
    doubled = [2 * digit - 9 if digit > 4 else 2 * digit for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _personal(code: str, sentence: str, key: str) -> Refusal:
    return Refusal(
        code,
        sentence,
        {"key": key},
        place=Place("key", key=key),
        remedy=mark("请删去或遮蔽后再发布；发布后的内容不能再改。"),
    )


def _texts(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    for section in snapshot.sections:
        yield section.heading, section.heading
        for line in section.lines:
            yield line.label, f"{line.label} {_word(line.value)} {line.article}"
        for table in section.tables:
            key = table.caption or section.heading
            yield key, table.caption
            yield from ((key, _word(cell)) for row in (table.columns, *table.rows) for cell in row)


def _word(value: Value) -> str:
    return value.shown if isinstance(value, MaskedPerson) else value
