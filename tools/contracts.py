"""Writes .importlinter from the folders, so that no context, room or door is forgotten.

`python -m tools.contracts` writes it; `--check` says whether it is current. The floors below are the house's
plan: a context that no floor names stops this program, as does a room that has no place.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

STOREYS = ("project", "demo", "contexts", "framework", "kernel")
# From the top floor down; contexts of one floor do not see one another.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("portal", "insight"),
    ("assessment",),
    ("formation", "shares", "supply", "market", "services", "care", "points", "branch_life"),
    ("work",),
    ("affairs",),
    ("treasury", "estate"),
    ("meetings", "ballots", "ledger", "catalogue"),
    ("disclosure",),
    ("access",),
    ("posts",),
    ("people",),
    ("bodies", "identity"),
    ("evidence",),
    ("audit",),
)
# Inside a context, from the top down. A room is a file or a folder of that name.
ROOMS = (
    *("tests", "apps", "web", "api", "jobs", "metrics", "actions", "queries", "playbook", "migrations"),
    *("models", "policy", "rules"),
)
DOOR = "api"
OPEN_TO_TESTS = "tests"
# Tests play in the demonstration's small world, which stands above them; nothing else may look up.
TESTS_LOOK_UP = ["liancun.**.tests.** -> liancun.demo.**"]
IMPURE = (
    "django",
    "psycopg",
    "psycopg_pool",
    "procrastinate",
    "django_htmx",
    "structlog",
    "socket",
    "subprocess",
)


class Misplaced(Exception):
    """A folder that the plan does not know; the message says which and what to do."""


def text(root: Path) -> str:
    """The contracts for the tree under `root`. Raises Misplaced for a context that no contract would hold."""
    contexts = _contexts(root)
    unknown = set(contexts) - {name for floor in FLOORS for name in floor}
    if unknown:
        raise Misplaced(f"no floor names {', '.join(sorted(unknown))}: give it one in tools/contracts.py")
    parts = [
        "# Written by `python -m tools.contracts`; do not edit.\n"
        "[importlinter]\nroot_package = liancun\ninclude_external_packages = True\n",
        _storeys(),
        *([_floors(contexts), _rooms(contexts)] if contexts else []),
        _purity(root, contexts),
        *(_door(root, name) for name in contexts),
        *(_tests_door(root, name) for name in contexts),
    ]
    return "\n".join(part for part in parts if part)


def _contexts(root: Path) -> list[str]:
    folder = root / "liancun" / "contexts"
    found = sorted(path.name for path in folder.iterdir() if any(path.rglob("*.py")))
    for name in found:
        if not (folder / name / "__init__.py").exists():
            raise Misplaced(
                f"liancun/contexts/{name} has no __init__.py: without it no contract sees the folder"
            )
    return found


def _rooms_of(root: Path, context: str) -> list[str]:
    """The rooms that exist, as files or folders, in the order of the plan."""
    folder = root / "liancun" / "contexts" / context
    return [
        name for name in ROOMS if (folder / f"{name}.py").exists() or (folder / name / "__init__.py").exists()
    ]


def _contract(key: str, name: str, kind: str, **lists: list[str]) -> str:
    lines = [f"[importlinter:contract:{key}]", f"name = {name}", f"type = {kind}"]
    for field, values in lists.items():
        lines += (
            [f"{field} = {values[0]}"] if field in ONE_LINE else [f"{field} =", *(f"    {v}" for v in values)]
        )
    return "\n".join(lines) + "\n"


ONE_LINE = {"exhaustive", "allow_indirect_imports", "unmatched_ignore_imports_alerting"}


def _storeys() -> str:
    return _contract(
        "storeys",
        "storeys: project, demo, contexts, framework, kernel",
        "layers",
        containers=["liancun"],
        layers=[f"({name})" for name in STOREYS],
        exhaustive=["True"],
        exhaustive_ignores=["__main__"],
        ignore_imports=TESTS_LOOK_UP,
        unmatched_ignore_imports_alerting=["none"],
    )


def _floors(contexts: list[str]) -> str:
    standing = [[name for name in floor if name in contexts] for floor in FLOORS]
    return _contract(
        "floors",
        "floors: a context asks only those below it",
        "layers",
        containers=["liancun.contexts"],
        layers=[" | ".join(floor) for floor in standing if floor],
        exhaustive=["True"],
        ignore_imports=TESTS_LOOK_UP,
        unmatched_ignore_imports_alerting=["none"],
    )


def _rooms(contexts: list[str]) -> str:
    return _contract(
        "rooms",
        "rooms: inside a context the higher room asks the lower one",
        "layers",
        containers=[f"liancun.contexts.{name}" for name in contexts],
        layers=[f"({room})" for room in ROOMS],
        exhaustive=["True"],
    )


def _purity(root: Path, contexts: list[str]) -> str:
    pure = [f"liancun.contexts.{name}.rules" for name in contexts if "rules" in _rooms_of(root, name)]
    return _contract(
        "purity",
        "purity: kernel and rules are true on paper",
        "forbidden",
        source_modules=["liancun.kernel", *pure],
        forbidden_modules=["liancun.framework", *IMPURE],
    )


def _door(root: Path, context: str) -> str:
    inside = [room for room in _rooms_of(root, context) if room not in {DOOR, OPEN_TO_TESTS}]
    if not inside:
        return ""
    return _contract(
        f"door-{context}",
        f"door of {context}: others come through its api",
        "protected",
        protected_modules=[f"liancun.contexts.{context}.{room}" for room in inside],
        allowed_importers=[f"liancun.contexts.{context}"],
    )


def _tests_door(root: Path, context: str) -> str:
    if OPEN_TO_TESTS not in _rooms_of(root, context):
        return ""
    return _contract(
        f"tests-{context}",
        f"tests of {context}: only tests use them",
        "protected",
        protected_modules=[f"liancun.contexts.{context}.tests"],
        allowed_importers=["liancun.contexts.*.tests"],
    )


def main(arguments: list[str]) -> int:
    path = ROOT / ".importlinter"
    try:
        wanted = text(ROOT)
    except Misplaced as error:
        print(error, file=sys.stderr)
        return 1
    if "--check" not in arguments:
        path.write_text(wanted)
        return 0
    if path.exists() and path.read_text() == wanted:
        return 0
    print(".importlinter is not what the folders say: run `python -m tools.contracts`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
