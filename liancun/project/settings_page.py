"""docs/settings.md, written from the settings table."""

from __future__ import annotations

import sys

from liancun.project.settings_safety import never
from liancun.project.settings_table import ROOT, TABLE, Setting

PAGE = ROOT / "docs" / "settings.md"
KINDS = {
    "text": "text",
    "whole": "number",
    "flag": "true/false",
    "path": "path",
    "file": "file",
    "list": "a,b,c",
}

HEAD = """\
# Settings 设置

All settings come from the environment. This page is written by `./run settings`; do not edit it.
Whether a production start would accept them: `./run deploy-check`.

所有设置来自环境变量。本页由 `./run settings` 生成。正式运行前用 `./run deploy-check` 检查。

| setting | kind | default | meaning | 含义 | checked in production |
|---|---|---|---|---|---|
"""


def main(arguments: list[str]) -> int:
    """Write the page; with --check only say whether it is current."""
    text = HEAD + "".join(_line(row) for row in TABLE)
    current = PAGE.exists() and PAGE.read_text(encoding="utf-8") == text
    if "--check" not in arguments:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if not current:
        print("docs/settings.md is not what the table says: run ./run settings", file=sys.stderr)
    return 0 if current else 1


def _line(row: Setting) -> str:
    checked = "" if row.unsafe is never else "yes"
    return f"| `{row.name}` | {KINDS[row.kind]} | {row.shown_default} | {row.en} | {row.zh} | {checked} |\n"
