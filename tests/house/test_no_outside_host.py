"""Counties are off-line: nothing we send to a browser names a host other than our own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Names of languages, not places that anybody asks.
NAMES = ("http://www.w3.org/", "https://www.w3.org/")
ADDRESS = re.compile(r"""(?:https?:)?//[a-z0-9][a-z0-9.-]*\.[a-z]{2,}[^\s"'`)<>]*""", re.IGNORECASE)
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
LOADING = re.compile(
    r"""(?:src|href|action|srcset|data-src|hx-(?:get|post))\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?(?:https?:)?//"""
    r"""|@import\s+["'](?:https?:)?//|fetch\(\s*["'`](?:https?:)?//""",
    re.IGNORECASE,
)


def _ours() -> list[Path]:
    templates = [path for path in (ROOT / "liancun").rglob("templates/**/*") if path.is_file()]
    front = [
        path
        for path in (ROOT / "frontend" / "src").rglob("*")
        if path.suffix in {".js", ".scss", ".css", ".svg"}
    ]
    return sorted([*templates, *front])


def outside(text: str) -> list[str]:
    """Addresses of other hosts in what is left without comments."""
    return [found for found in ADDRESS.findall(COMMENT.sub("", text)) if not found.startswith(NAMES)]


def test_there_is_something_to_look_at() -> None:
    kinds = {path.suffix for path in _ours()}
    assert {".html", ".js", ".scss"} <= kinds


@pytest.mark.parametrize("path", _ours(), ids=lambda path: str(path.relative_to(ROOT)))
def test_what_we_write_names_no_other_host(path: Path) -> None:
    assert outside(path.read_text(encoding="utf-8")) == []


def test_what_is_built_loads_nothing_from_elsewhere() -> None:
    """Libraries name their home pages in comments and messages; none may be asked."""
    built = [
        path for path in (ROOT / ".build" / "static").rglob("*") if path.suffix in {".js", ".css", ".svg"}
    ]
    assert built, "run ./run assets first"
    loading = {
        str(path.relative_to(ROOT)): LOADING.findall(path.read_text(encoding="utf-8")) for path in built
    }
    assert {name: found for name, found in loading.items() if found} == {}


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.example.com/x.js"></script>',
        "@import url(//fonts.example.com/css)",
        "fetch(`https://api.example.cn/v1`)",
        '<img src="//tiles.example.org/1.png">',
    ],
)
def test_another_host_would_be_noticed(text: str) -> None:
    assert outside(text)
    assert LOADING.search(text)


def test_the_name_of_a_language_is_no_host() -> None:
    assert outside('<svg xmlns="http://www.w3.org/2000/svg">') == []
