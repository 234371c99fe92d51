"""`./run bench NAME [--json] [--quick] [--seed N] [--parts A,B] [--sizes N,M]`; exit code 1 when a bar is missed.

Parts and sizes are known to some benchmarks only.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from importlib import import_module
from pathlib import Path

from benchmarks import Measure

HERE = Path(__file__).parent


def main(arguments: list[str]) -> int:
    told = _arguments(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liancun.project.settings")
    with contextlib.redirect_stdout(sys.stderr):  # what the benchmark says on its way is not its result
        measures: list[Measure] = import_module(f"benchmarks.{told.name}").run(
            quick=told.quick, seed=told.seed, **_chosen(told)
        )
    print(_json(measures) if told.json else _page(measures))
    return 0 if all(each.ok for each in measures) else 1


def names() -> list[str]:
    return sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("name", choices=names(), metavar="NAME", help=f"one of: {', '.join(names())}")
    parser.add_argument("--json", action="store_true", help="print only the figures, as JSON")
    parser.add_argument("--quick", action="store_true", help="smaller sizes, within 50 seconds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parts", default="", help="only these, with commas between")
    parser.add_argument("--sizes", default="", help="only these, with commas between")
    return parser.parse_args(arguments)


def _chosen(told: argparse.Namespace) -> dict[str, tuple[str, ...] | tuple[int, ...]]:
    chosen: dict[str, tuple[str, ...] | tuple[int, ...]] = {}
    if told.parts:
        chosen["parts"] = tuple(told.parts.split(","))
    if told.sizes:
        chosen["sizes"] = tuple(int(size) for size in told.sizes.split(","))
    return chosen


def _json(measures: list[Measure]) -> str:
    rows = [{"name": m.name, "value": m.value, "goal": m.goal, "ok": m.ok, "unit": m.unit} for m in measures]
    return json.dumps(rows, indent=2)


def _page(measures: list[Measure]) -> str:
    lines = []
    for each in measures:
        bar = "" if each.goal is None else f"  goal ≤ {each.goal:g}"
        verdict = "" if each.goal is None else " met" if each.ok else " MISSED"
        note = f"  [{each.note}]" if each.note else ""
        sign = "✓" if each.ok else "×"
        lines.append(f"{sign} {each.name:<44} {each.value:>12.3f} {each.unit}{bar}{verdict}{note}")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
