"""Small things: no function over 60 lines, no file over 400, no TODO left behind."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FUNCTION = 60
LONGEST_FILE = 400
MEDIAN_FUNCTION = 10
LEFT_BEHIND = re.compile(r"\b(?:TODO|FIXME|raise NotImplementedError)\b")


def _sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def test_no_function_is_longer_than_a_screen() -> None:
    paths = _sources("liancun", "tools", "tests", "benchmarks")
    assert [name for path in paths for name, lines in _functions(path) if lines > LONGEST_FUNCTION] == []


def test_half_of_the_functions_are_a_few_lines() -> None:
    lengths = [lines for path in _sources("liancun", "tools") for _name, lines in _functions(path)]
    assert median(lengths) <= MEDIAN_FUNCTION


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    paths = _sources("liancun", "tools", "tests", "benchmarks")
    long = {str(path.relative_to(ROOT)): _lines(path) for path in paths if _lines(path) > LONGEST_FILE}
    assert long == {}


def test_nothing_is_left_for_later() -> None:
    here = Path(__file__).resolve()
    paths = [path for path in _sources("liancun", "tools", "tests", "benchmarks") if path != here]
    assert [str(path) for path in paths if LEFT_BEHIND.search(path.read_text(encoding="utf-8"))] == []


def _lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")
