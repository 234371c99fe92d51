"""Which papers there are, and where the template of each lies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from django.conf import settings

from liancun.framework import playbook
from liancun.kernel.errors import Place, Refusal, mark

Kind = Literal["pdf", "docx"]
SUFFIX: Mapping[Kind, str] = {"pdf": ".typ", "docx": ".docx"}
FOLDER, COMMON = "forms", "common"


@dataclass(frozen=True)
class Form:
    """A paper: `key` names its templates and its sample, the data every template must be able to print."""

    key: str
    name: str


_forms: dict[str, Form] = {}


def declare(form: Form) -> None:
    _forms[form.key] = form


def forms() -> tuple[Form, ...]:
    return tuple(_forms[key] for key in sorted(_forms))


def known(key: str) -> Form:
    """Refusal: documents.unknown (404)."""
    if key not in _forms:
        raise Refusal(
            "documents.unknown",
            mark("没有这种文书。"),
            remedy=mark("请从页面上的按钮打印。"),
            status=404,
        )
    return _forms[key]


def sample(form: Form) -> Mapping[str, Any]:
    """The data of `common/forms/<form>.json`, which also tells a county what a template is given."""
    path = Path(settings.LIANCUN_PLAYBOOKS_DIR) / COMMON / FOLDER / f"{form.key}.json"
    told: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return told


def template(form: Form, kind: Kind) -> Path:
    """The county's own template, or the common one. Refusal: documents.no_template."""
    root = Path(settings.LIANCUN_PLAYBOOKS_DIR)
    name = f"{form.key}{SUFFIX[kind]}"
    for county in (playbook.current().head.key, COMMON):
        path = root / county / FOLDER / name
        if path.is_file():
            return path
    raise Refusal(
        "documents.no_template",
        mark("没有找到文书“{form}”的模板。"),
        {"form": form.name, "file": f"{COMMON}/{FOLDER}/{name}"},
        Place("file", file=f"{COMMON}/{FOLDER}/{name}"),
        mark("请把模板放回文件“{file}”。"),
    )
