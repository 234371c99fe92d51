"""One part of `./run bench planning` in its own process: PART SIZE SEED SLOW; figures as lines of JSON on stdout."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from benchmarks import Measure
from benchmarks import _planning_public as public
from benchmarks import _planning_real as real


@dataclass(frozen=True)
class Told:
    """What every part is told: `slow` are the peers that were stopped at a smaller size, and why."""

    size: int
    seed: int
    slow: dict[str, str]


Found = Iterator[Measure | public.Slow]

WORK: dict[str, Callable[[Told], Found]] = {
    "plan": lambda told: real.a_plan(told.size, told.seed),
    "whatif": lambda told: real.what_if(told.size, told.seed),
    "gap": lambda told: real.a_gap(told.size, told.seed),
    "reach": lambda told: real.a_gap(told.size, told.seed, reach=3),
    "front": lambda told: real.the_front(told.size, told.seed),
    "small": lambda told: public.small(told.seed),
    "squares": lambda told: public.squares(told.size, told.seed, told.slow),
    "maxp": lambda told: public.thresholds(told.size, told.seed, told.slow),
    "land": lambda told: real.many_counties(told.size // real.COUNTY, told.seed),
    "start": lambda told: real.from_nothing(told.size, told.seed),
}


def main(name: str, size: str, seed: str, slow: str) -> None:
    """Compiling is done first, its time printed and not counted."""
    out = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):
        _compile(name)
        for found in WORK[name](Told(int(size), int(seed), json.loads(slow))):
            said = asdict(found) if isinstance(found, Measure) else {"slow": found.peer, "why": found.why}
            print(json.dumps(said, ensure_ascii=False), file=out, flush=True)


def _compile(name: str) -> None:
    from liancun.contexts.formation.rules import warming

    begun = time.monotonic()
    warming.warm(everything=name in {"gap", "reach", "small", "squares", "maxp"})
    if time.monotonic() - begun > 5:
        print(f"# compiled or loaded in {time.monotonic() - begun:.1f} s", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
