"""Planning against the public tools, in the same run on one machine: CPU seconds, best of three for the quick ones.

Instances are made from the seed. Each part works in a process of its own with a budget of its own: one that fails or
takes too long says so, and the rest goes on. Figures are printed and written (`.build/bench/planning-SEED.jsonl`) as
they come. `--parts squares,gap` and `--sizes 505,2000` choose; at the end the table of goals stands in Markdown beside
the figures. Public tools are installed by `uv pip install -r requirements-bench.txt`; one that is not is named.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import Measure, keep

KEPT = Path(".build/bench")
# Peers that take from ten seconds to minutes for a county.
SLOW = ("spopt AZP", "spopt Skater", "spopt MaxP", "gerrychain")


@dataclass(frozen=True)
class Part:
    """What is measured at which sizes, and the minutes on the clock after which it is ended."""

    says: str
    sizes: tuple[int, ...]
    quick: tuple[int, ...] = ()
    minutes: float = 20.0


PARTS: dict[str, Part] = {
    "plan": Part("the real problem: a good plan", (505, 10_000, 50_000), (505,)),
    "whatif": Part("one move, and a plan searched on", (505,), (505,)),
    "gap": Part(
        "the real problem: proven gap, checked by the slow verifier", (100, 505, 2_000), (100,), 40.0
    ),
    "reach": Part("the same where centres reach three links", (505,), (), 40.0),
    "front": Part("undominated plans, against NSGA-II", (505,)),
    "small": Part("fixed number of groups on the real sets of libpysal", (0,)),
    "squares": Part("fixed number of groups", (505, 2_000, 10_000, 50_000, 490_000), (505,), 40.0),
    "maxp": Part(
        "as many groups above a threshold as can be", (505, 2_000, 10_000, 50_000, 490_000), (), 40.0
    ),
    "land": Part("the real problem, county by county", (490_000,), (2_020,), 90.0),
    "start": Part("a new process: to its first plan", (505,), (505,)),
}


def run(*, quick: bool, seed: int, parts: tuple[str, ...] = (), sizes: tuple[int, ...] = ()) -> list[Measure]:
    """Every part asked for, in the order of PARTS; ValueError for a part that there is not."""
    unknown = set(parts) - set(PARTS)
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))}: there is {', '.join(PARTS)}")
    KEPT.mkdir(parents=True, exist_ok=True)
    measures: list[Measure] = []
    slow = dict.fromkeys(SLOW if quick else (), "not in a quick run")
    for name, part in PARTS.items():
        if parts and name not in parts:
            continue
        for size in part.quick if quick else part.sizes:
            if not sizes or size in sizes or not size:
                measures += _worked(name, part, size, seed, slow)
    print("\n".join(table(measures)), flush=True)
    (KEPT / f"planning-{seed}.md").write_text("\n".join(table(measures)) + "\n")
    return measures


def _worked(name: str, part: Part, size: int, seed: int, slow: dict[str, str]) -> list[Measure]:
    """One part in a process of its own; `slow` learns which peers are not asked at greater sizes."""
    print(f"## {name} {size or ''}: {part.says} (seed {seed}, load {os.getloadavg()[0]:.1f})", flush=True)
    asked = [sys.executable, "-m", "benchmarks._planning_part", name, str(size), str(seed), json.dumps(slow)]
    begun, measures = time.monotonic(), []
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=sys.stderr, text=True) as process:
        clock = threading.Timer(60 * part.minutes, process.kill)
        clock.start()
        assert process.stdout is not None
        for line in process.stdout:
            said = json.loads(line)
            if "slow" in said:
                slow[said["slow"]] = said["why"]
                continue
            measures.append(Measure(**said))
            keep(measures[-1], name, KEPT / f"planning-{seed}.jsonl", seed)
        clock.cancel()
    took = time.monotonic() - begun
    if process.returncode:
        late = f"ended after {part.minutes:g} min" if took >= 60 * part.minutes else "failed, see above"
        print(f"# {name} {size or ''}: {late}", flush=True)
        measures.append(Measure(f"{size}: {name} ({late})", 1, "parts", 0))
        keep(measures[-1], name, KEPT / f"planning-{seed}.jsonl", seed)
    print(f"# {name} {size or ''}: {took:.0f} s on the clock", flush=True)
    return measures


def table(measures: list[Measure]) -> list[str]:
    """What has a goal, one row for each figure, sizes side by side; × where the goal is missed."""
    cells: dict[str, dict[str, str]] = {}
    for each in measures:
        size, _, what = each.name.partition(": ")
        if each.goal is not None:
            sign = "" if each.ok else " ×"
            cells.setdefault(what, {})[size] = f"{each.value:.4g}{sign} (≤ {each.goal:.4g} {each.unit})"
    columns = sorted(
        {size for row in cells.values() for size in row}, key=lambda s: (not s.isdigit(), len(s), s)
    )
    lines = [f"| | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}"]
    return lines + [
        f"| {what} | {' | '.join(row.get(s, '') for s in columns)} |" for what, row in cells.items()
    ]
