"""`./run mission [--json] [ROW …]`: the acceptance list, the tests marked for each row, and how they went.

Exit code 1 when a test of a named row fails or a named row has none; without names, when any test fails;
2 for a row that is not in the list.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "docs" / "mission.md"
ROW = re.compile(r"^\| ([A-Z]{1,2}\d+) \| ([^|]*?) \|", re.MULTILINE)


@dataclass(eq=False)  # pytest keeps its plugins in sets
class Tally:
    """A pytest plugin that keeps the marked tests of the wanted rows and how they ended."""

    wanted: frozenset[str]
    known: frozenset[str]
    rows_of: dict[str, frozenset[str]] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    finished: set[str] = field(default_factory=set)

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        kept: list[pytest.Item] = []
        left: list[pytest.Item] = []
        for item in items:
            rows = self._rows(item)
            (kept if rows & self.wanted else left).append(item)
            if rows & self.wanted:
                self.rows_of[item.nodeid] = rows
        config.hook.pytest_deselected(items=left)
        items[:] = kept

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            self.finished.add(report.nodeid)
        if report.outcome != "passed":
            self.failed.add(report.nodeid)

    def _rows(self, item: pytest.Item) -> frozenset[str]:
        rows = frozenset(str(row) for mark in item.iter_markers("mission") for row in mark.args)
        if unknown := rows - self.known:
            raise pytest.UsageError(
                f"{item.nodeid} is marked for {', '.join(unknown)}, which {LIST.name} lacks"
            )
        return rows

    def counts(self, row: str) -> dict[str, int]:
        tests = {name for name, rows in self.rows_of.items() if row in rows}
        return {"tests": len(tests), "passed": len((tests & self.finished) - self.failed)}


def rows(text: str) -> dict[str, str]:
    """The rows of the acceptance list, in its order: code → mechanism."""
    return dict(ROW.findall(text))


def main(arguments: list[str]) -> int:
    told = _arguments(arguments)
    known = rows(LIST.read_text(encoding="utf-8"))
    if unknown := [row for row in told.rows if row not in known]:
        print(f"no such row: {', '.join(unknown)} (see docs/mission.md)", file=sys.stderr)
        return 2
    tally = Tally(frozenset(told.rows or known), frozenset(known))
    code = _play(tally, quiet=told.json)
    counts = {row: tally.counts(row) for row in known if row in tally.wanted}
    print(json.dumps(counts, indent=2) if told.json else _page(counts, known))
    open_rows = [row for row in told.rows if counts[row]["tests"] == 0]
    broken = code not in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
    return 1 if broken or tally.failed or open_rows else 0


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run mission", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print only the counts, as JSON")
    parser.add_argument("rows", nargs="*", metavar="ROW")
    return parser.parse_args(arguments)


def _play(tally: Tally, *, quiet: bool) -> int:
    """Run the tests; with `quiet` all their talk goes to the error stream."""
    with contextlib.redirect_stdout(sys.stderr) if quiet else contextlib.nullcontext():
        return int(pytest.main(["-q", "-m", "mission"], plugins=[tally]))


def _page(counts: dict[str, dict[str, int]], known: dict[str, str]) -> str:
    lines = []
    for row, count in counts.items():
        if count["tests"] == 0:
            state = "open"
        elif count["passed"] == count["tests"]:
            state = f"{count['passed']} of {count['tests']} pass"
        else:
            state = f"{count['passed']} of {count['tests']} pass  ×"
        lines.append(f"{row:<5} {state:<18} {known[row][:60]}")
    proven = sum(1 for count in counts.values() if count["tests"] and count["passed"] == count["tests"])
    return "\n".join([*lines, "", f"{proven} of {len(counts)} rows have tests and pass them"])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
