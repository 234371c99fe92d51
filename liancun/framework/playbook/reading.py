"""From TOML files to checked sections; every fault with file, key, line, what was expected and what found."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from liancun.kernel.chain import canonical, digest
from liancun.kernel.errors import Place, Refusal, Refusals, mark

COMMON = "common"
HEAD_FILE = "playbook.toml"
Texts = Mapping[str, str]


class Head(BaseModel):
    """The county itself; `demonstration` marks every page 示范数据."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: str = Field(min_length=2, max_length=40)
    source: str = ""
    demonstration: bool = False


class HeadFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    playbook: Head


M = TypeVar("M", bound=BaseModel)
Check = Callable[[Any, "Playbook"], list[Refusal]]


@dataclass(frozen=True)
class Section:
    name: str
    files: tuple[str, ...]
    schema: type[BaseModel]
    check: Check | None = None


_sections: dict[str, Section] = {}


def section(
    *, name: str, files: tuple[str, ...], schema: type[BaseModel], check: Check | None = None
) -> None:
    """Declares a context's part of a playbook: tables of common and county files, merged by key."""
    _sections[name] = Section(name, files, schema, check)


@dataclass(frozen=True)
class Playbook:
    """One version, all sections checked. `id` is 0 until it is kept in the database."""

    head: Head
    texts: Texts
    digest: str
    sections: Mapping[str, BaseModel] = field(default_factory=dict)
    id: int = 0

    def section(self, name: str) -> Any:
        return self.sections[name]


def read(folder: Path) -> Playbook:
    """The playbook of a county's folder, over the `common` folder beside it. Refusals: all faults at once."""
    texts = {
        (name := f"{part.name}/{path.relative_to(part).as_posix()}"): _text(path, name)
        for part in (folder.parent / COMMON, folder)
        for path in sorted(part.rglob("*.toml"))
    }
    return from_texts(texts, folder.name)


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(
            "playbook.not_utf8",
            mark("文件“{file}”不是 UTF-8 编码。"),
            {"file": name},
            Place("file", file=name),
            mark("请在编辑软件里另存为 UTF-8 编码。"),
        ) from error


def from_texts(texts: Texts, county: str, *, id: int = 0) -> Playbook:
    tables = {name: _parse(name, text) for name, text in texts.items()}
    head_name = f"{county}/{HEAD_FILE}"
    if head_name not in tables:
        raise Refusal(
            "playbook.no_head",
            mark("没有找到文件“{file}”。"),
            {"file": head_name},
            Place("file", file=head_name),
            mark("每个方案都要有这个文件，写明代号和名称。"),
        )
    head = _validated(HeadFile, tables[head_name], [head_name], texts)
    sections = {one.name: _section(one, county, tables, texts) for one in _sections.values()}
    made = Playbook(head.playbook, dict(texts), digest(canonical(dict(texts))), sections, id)
    faults = [
        fault for one in _sections.values() if one.check for fault in one.check(sections[one.name], made)
    ]
    if faults:
        raise Refusals(_with_line(fault, texts, county) for fault in faults)
    return made


def _parse(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refusal(
            "playbook.not_toml",
            mark("文件写法有误：{reason}"),
            {"reason": str(error)},
            Place("line", file=name, line=_line_in(str(error))),
            mark("请按 TOML 的写法更正。"),
        ) from error


def _line_in(message: str) -> int:
    _, _, rest = message.partition("line ")
    digits = "".join(char for char in rest.split(",")[0] if char.isdigit())
    return int(digits or 1)


def _section(one: Section, county: str, tables: Mapping[str, dict[str, Any]], texts: Texts) -> BaseModel:
    names = [
        f"{part}/{file}" for part in (COMMON, county) for file in one.files if f"{part}/{file}" in tables
    ]
    merged: dict[str, Any] = {}
    for name in names:
        merged = _merged(merged, tables[name])
    return _validated(one.schema, merged, names, texts)


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Tables are joined key by key; anything else (lists too) the county's file replaces whole."""
    joined = dict(below)
    for key, value in above.items():
        old = joined.get(key)
        joined[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return joined


def _validated(schema: type[M], table: dict[str, Any], names: list[str], texts: Texts) -> M:
    try:
        return schema.model_validate(table)
    except ValidationError as error:
        raise Refusals(_fault(dict(one), names, texts) for one in error.errors()) from error


_EXPECTED = {
    "missing": mark("缺少这一项"),
    "extra_forbidden": mark("没有这样的项目，可能写错了字"),
    "string_type": mark("应为文字"),
    "int_type": mark("应为整数"),
    "int_parsing": mark("应为整数"),
    "bool_type": mark("应为 true 或 false"),
    "bool_parsing": mark("应为 true 或 false"),
    "list_type": mark("应为一列值"),
    "tuple_type": mark("应为一列值"),
    "literal_error": mark("应为 {expected} 之一"),
    "enum": mark("应为 {expected} 之一"),
    "greater_than_equal": mark("应不小于 {ge}"),
    "less_than_equal": mark("应不大于 {le}"),
    "greater_than": mark("应大于 {gt}"),
    "less_than": mark("应小于 {lt}"),
    "string_too_short": mark("至少 {min_length} 个字"),
    "string_too_long": mark("至多 {max_length} 个字"),
    "too_short": mark("至少 {min_length} 项"),
    "string_pattern_mismatch": mark("写法应符合 {pattern}"),
}
_OTHERWISE = mark("不符合要求（{message}）")


def _fault(error: dict[str, Any], names: list[str], texts: Texts) -> Refusal:
    path = [str(step) for step in error["loc"]]
    context = {**error.get("ctx", {}), "message": error["msg"]}
    expected = _EXPECTED.get(error["type"], _OTHERWISE).format_map(_Loose(context))
    found = "" if error["type"] == "missing" else str(error.get("input"))[:60]
    file, line = locate(path, names, texts)
    return Refusal(
        "playbook.fault",
        mark("{expected}；现在写的是“{found}”。") if found else mark("{expected}。"),
        {"expected": expected, "found": found},
        Place("line", file=file, line=line, key=".".join(path)),
    )


class _Loose(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _with_line(fault: Refusal, texts: Texts, county: str) -> Refusal:
    """A context's check names the key; where it stands is found here."""
    place = fault.place
    if place is None or place.key is None or place.line is not None:
        return fault
    wanted = place.file
    names = [name for name in texts if wanted is None or name.endswith("/" + wanted) or name == wanted]
    names.sort(key=lambda name: name.startswith(county + "/"))
    file, line = locate(place.key.split("."), names, texts)
    return type(fault)(
        fault.code,
        fault.sentence,
        fault.params,
        Place("line", file=file, line=line, key=place.key),
        fault.remedy,
        fault.status,
    )


def locate(path: list[str], names: list[str], texts: Texts) -> tuple[str, int]:
    """The file and line where a key stands: the last file wins, the longest known part of the path."""
    best = (names[-1] if names else "", 1, 0)
    for name in names:
        for line, depth in _headers(texts[name], path):
            if depth >= best[2]:
                best = (name, line, depth)
    return best[0], best[1]


def _headers(text: str, path: list[str]) -> list[tuple[int, int]]:
    """(line, how much of the path it matches) for headers and keys that lie on the path."""
    plain = [step for step in path if not step.isdigit()]
    numbers = [int(step) for step in path if step.isdigit()]
    found: list[tuple[int, int]] = []
    at: list[str] = []
    seen = -1
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if line.startswith("["):
            at = line.strip("[]").replace('"', "").split(".")
            seen = seen + 1 if line.startswith("[[") and plain[: len(at)] == at else seen
            if plain[: len(at)] == at and (not numbers or not line.startswith("[[") or seen == numbers[0]):
                found.append((number, len(at)))
        elif "=" in line and not line.startswith("#"):
            key = [*at, *line.split("=")[0].strip().replace('"', "").split(".")]
            if plain[: len(key)] == key and (not numbers or seen in (-1, numbers[0])):
                found.append((number, len(key)))
    return found
