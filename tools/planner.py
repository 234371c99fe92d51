"""The planner's inner loops, compiled ahead of time beside whatever else starts up: `python -m tools.planner MARK`."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from tools.say import say

RULES = Path("liancun") / "contexts" / "formation" / "rules"


def compile_ahead(root: Path, python: Path, *, wait: bool = False) -> None:
    """Compile when the rules changed since the last time; unless told to `wait`, in a process of its own."""
    digest = sha256()
    for path in sorted((root / RULES).glob("*.py")):
        digest.update(path.read_bytes())
    stamp = _stamp(root)
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    say("编译规划程序（只在第一次）", "compiling the planner (the first time only)")
    going = subprocess.Popen([python, "-m", "tools.planner", digest.hexdigest()], cwd=root)
    if wait:
        going.wait()


def _stamp(root: Path) -> Path:
    return root / ".build" / "planner.stamp"


def main(mark: str) -> None:
    from liancun.contexts.formation.rules.warming import warm

    seconds = warm(everything=True)
    say(f"规划程序已编译，用了 {seconds:.0f} 秒", f"the planner is compiled; it took {seconds:.0f} s")
    _stamp(Path(__file__).resolve().parents[1]).write_text(mark)


if __name__ == "__main__":
    main(sys.argv[1])
