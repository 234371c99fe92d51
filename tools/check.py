"""`./run check`: everything that can be known without running the program, two parts at a time.

`./run check types contracts` runs only the parts named. The longest part begins first.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
PYTHON = str(BIN / "python")


@dataclass(frozen=True)
class Part:
    """`commands` run one after the other until one fails."""

    name: str
    meaning: str
    commands: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Outcome:
    part: Part
    seconds: float
    failed: bool
    output: str


def _liancun(*arguments: str) -> tuple[str, ...]:
    return (PYTHON, "-m", "liancun", *arguments)


PARTS = (
    Part("types", "mypy --strict", ((str(BIN / "mypy"), "--no-error-summary"),)),
    Part("templates", "djlint", ((str(BIN / "djlint"), "liancun", "--lint", "--quiet"),)),
    Part(
        "contracts",
        "storeys, floors, rooms, doors",
        ((PYTHON, "-m", "tools.contracts", "--check"), (str(BIN / "lint-imports"), "--no-logo")),
    ),
    Part(
        "migrations",
        "models and migrations agree",
        (_liancun("django", "makemigrations", "--check", "--dry-run"),),
    ),
    Part("words", "every Chinese text has its English", (_liancun("check-translations"),)),
    Part("playbooks", "the institutions are whole", (_liancun("playbook", "check"),)),
    Part("settings", "docs/settings.md is current", (_liancun("settings", "--check"),)),
    Part("format", "ruff format", ((str(BIN / "ruff"), "format", "--check", "--quiet", "."),)),
    Part("lint", "ruff check", ((str(BIN / "ruff"), "check", "--quiet", "."),)),
)


def main(names: list[str]) -> int:
    """Run the parts; 0 when all pass, 1 when one fails, 2 for a name that is none."""
    unknown = set(names) - {part.name for part in PARTS}
    if unknown:
        print(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(p.name for p in PARTS)}")
        return 2
    chosen = [part for part in PARTS if not names or part.name in names]
    begun = time.monotonic()
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = list(pool.map(_run, chosen))
    failed = [outcome for outcome in outcomes if outcome.failed]
    for outcome in failed:
        print(f"\n── {outcome.part.name} ──\n{outcome.output.rstrip()}")
    said = f"{len(failed)} of {len(chosen)} parts failed" if failed else f"{len(chosen)} parts passed"
    print(f"\ncheck: {said} in {time.monotonic() - begun:.0f} s", flush=True)
    return 1 if failed else 0


def _run(part: Part) -> Outcome:
    begun = time.monotonic()
    output, failed = "", False
    for command in part.commands:
        done = subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, text=True)
        output += done.stdout + done.stderr
        if failed := done.returncode != 0:
            break
    outcome = Outcome(part, time.monotonic() - begun, failed, output)
    mark = "×" if failed else "✓"
    print(f"{mark} {part.name:<11} {outcome.seconds:5.1f} s  {part.meaning}", flush=True)
    return outcome


def _environment() -> dict[str, str]:
    return {**os.environ, "LIANCUN_MODE": "test", "PYTHONWARNINGS": "ignore::RuntimeWarning"}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
