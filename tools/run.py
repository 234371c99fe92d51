"""The verbs of ./run: set up what the verb needs, then hand over to it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from tools import assets, environment, planner, system
from tools.say import stop

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / ".venv" / "bin" / "python"

# The whole suite on both cores of a small machine; a file stays on one of them with its database. The long files
# come first, so that neither core waits for the other at the end.
EVERYTHING = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "tests", "liancun"]

HELP = """\
./run demo [county|all] [--fresh] [--port N]   the platform with a demonstration county
./run test [pytest arguments]                  everything the tests need, then all of them
./run check [part …]                           format, lint, types, contracts, migrations, words, playbooks
./run mission [--json] [row …]                 the acceptance list, its tests and how they went
./run bench NAME [--json] [--quick] [--seed N] one benchmark
./run setup                                    only install what ./run demo needs
./run deploy-check | shell | …                 any verb of `python -m liancun` (./run help)
"""


def main(arguments: list[str]) -> None:
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if verb in {"-h", "--help"} or not arguments:
        print(HELP, end="")
        return
    VERBS.get(verb, _pass_through(verb))(rest)


def _demo(rest: list[str]) -> None:
    _set_up("run")
    planner.compile_ahead(ROOT, PYTHON)
    _become("-m", "liancun", "demo", *rest)


def _test(rest: list[str]) -> None:
    system.ensure_test_packages()
    _set_up("dev")
    planner.compile_ahead(ROOT, PYTHON)
    os.environ["LIANCUN_MODE"] = "test"
    _become("-m", "pytest", *(rest or EVERYTHING))


def _check(rest: list[str]) -> None:
    _set_up("dev")
    _become("-m", "tools.check", *rest)


def _mission(rest: list[str]) -> None:
    system.ensure_test_packages(quiet="--json" in rest)
    _set_up("dev")
    os.environ["LIANCUN_MODE"] = "test"
    _become("-m", "tools.mission", *rest)


def _bench(rest: list[str]) -> None:
    _set_up("dev")
    os.environ.setdefault("LIANCUN_MODE", "test")
    _become("-m", "benchmarks", *rest)


def _setup(rest: list[str]) -> None:
    _set_up("dev" if "--dev" in rest else "run")
    planner.compile_ahead(ROOT, PYTHON, wait=True)


def _pass_through(verb: str) -> Callable[[list[str]], None]:
    def go(rest: list[str]) -> None:
        _set_up("run")
        _become("-m", "liancun", verb, *rest)

    return go


VERBS: dict[str, Callable[[list[str]], None]] = {
    "demo": _demo,
    "test": _test,
    "check": _check,
    "mission": _mission,
    "bench": _bench,
    "setup": _setup,
}


def _set_up(which: environment.Set) -> None:
    environment.ensure(ROOT, which)
    assets.ensure(ROOT)
    assets.compile_words(ROOT, PYTHON)


def _become(*arguments: str) -> None:
    sys.stdout.flush()
    os.execv(PYTHON, [str(PYTHON), *arguments])


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        stop("已停止。", "Stopped.")
