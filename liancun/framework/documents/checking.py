"""Whether the templates of a playbook's folder print what they are given, before anybody needs them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from liancun.framework.documents.forms import COMMON, FOLDER, SUFFIX, Form, forms, sample
from liancun.framework.documents.printing import from_template
from liancun.kernel.errors import Place, Refusal, mark

SHARED = "paper.typ"


def faults(folder: Path) -> list[Refusal]:
    """Every template in the folder that names no paper, or does not print the paper's sample."""
    return list(_faults(folder))


def _faults(folder: Path) -> Iterator[Refusal]:
    known = {form.key: form for form in forms()}
    for path in sorted((folder / FOLDER).glob("*")):
        if path.name == SHARED or path.suffix not in SUFFIX.values():
            continue
        form = known.get(path.stem)
        name = f"{folder.name}/{FOLDER}/{path.name}"
        fault = _unknown(name, known) if form is None else _unprintable(form, path)
        if fault:
            yield fault
    if folder.name == COMMON:
        yield from _missing(folder)


def _unprintable(form: Form, path: Path) -> Refusal | None:
    try:
        from_template(form, path, sample(form))
    except Refusal as fault:
        return fault
    return None


def _missing(folder: Path) -> Iterator[Refusal]:
    for form in forms():
        for suffix in (*SUFFIX.values(), ".json"):
            name = f"{COMMON}/{FOLDER}/{form.key}{suffix}"
            if not (folder / FOLDER / f"{form.key}{suffix}").is_file():
                yield Refusal(
                    "documents.no_template",
                    mark("没有找到文书“{form}”的模板。"),
                    {"form": form.name, "file": name},
                    Place("file", file=name),
                    mark("请把模板放回文件“{file}”。"),
                )


def _unknown(name: str, known: dict[str, Form]) -> Refusal:
    return Refusal(
        "documents.unknown_template",
        mark("没有叫这个名字的文书，这个模板永远用不上。"),
        {"known": "、".join(known)},
        Place("file", file=name),
        mark("文件名应为其中之一：{known}。"),
    )
