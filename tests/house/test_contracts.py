"""The generated contracts hold the tree, and a few deliberate breaks show that they bite."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import contracts

ROOT = Path(__file__).resolve().parents[2]
LOWER, UPPER = "bodies", "affairs"


def _skeleton(root: Path) -> None:
    """A house with two contexts on different floors, each with a few rooms."""
    for folder in (
        *("", "kernel", "framework", "contexts", "demo", "project"),
        *(f"contexts/{name}" for name in (LOWER, UPPER)),
    ):
        (root / "liancun" / folder).mkdir(parents=True, exist_ok=True)
        (root / "liancun" / folder / "__init__.py").touch()
    for name in (LOWER, UPPER):
        for room in ("models", "rules", "queries", "api"):
            (root / "liancun" / "contexts" / name / f"{room}.py").touch()
    _write(root, f"contexts/{LOWER}/api.py", f"from liancun.contexts.{LOWER} import queries")
    _write(root, f"contexts/{UPPER}/queries.py", f"from liancun.contexts.{LOWER} import api")


def _write(root: Path, place: str, line: str) -> None:
    path = root / "liancun" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line + "\n")


def _linted(root: Path) -> subprocess.CompletedProcess[str]:
    (root / ".importlinter").write_text(contracts.text(root))
    lint = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([lint, "--no-logo", "--no-cache"], cwd=root, capture_output=True, text=True)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    _skeleton(tmp_path)
    return tmp_path


def test_the_skeleton_itself_passes(house: Path) -> None:
    done = _linted(house)
    assert done.returncode == 0, done.stdout


BREAKS: dict[str, tuple[str, str, str]] = {
    "a context asks a higher floor": (
        f"contexts/{LOWER}/queries.py",
        f"from liancun.contexts.{UPPER} import api",
        "floors",
    ),
    "a context goes around another's door": (
        f"contexts/{UPPER}/queries.py",
        f"from liancun.contexts.{LOWER} import models",
        "door of bodies",
    ),
    "rules know Django": (f"contexts/{LOWER}/rules.py", "import django.db", "purity"),
    "rules know the framework": (f"contexts/{LOWER}/rules.py", "import liancun.framework", "purity"),
    "the kernel opens a socket": ("kernel/money.py", "import socket", "purity"),
    "a lower room asks a higher one": (
        f"contexts/{LOWER}/models.py",
        f"from liancun.contexts.{LOWER} import queries",
        "rooms",
    ),
    "a room nobody planned": (f"contexts/{LOWER}/utils.py", "", "rooms"),
    "a storey nobody planned": ("common/__init__.py", "", "storeys"),
    "the framework knows a context": (
        "framework/glue.py",
        f"from liancun.contexts.{LOWER} import api",
        "storeys",
    ),
    "the demonstration goes around a door": (
        "demo/load.py",
        f"from liancun.contexts.{LOWER} import models",
        "door of bodies",
    ),
}


@pytest.mark.parametrize("wrong", BREAKS)
def test_a_break_is_caught(house: Path, wrong: str) -> None:
    place, line, contract = BREAKS[wrong]
    _write(house, place, line)
    done = _linted(house)
    assert done.returncode != 0
    broken = [said for said in done.stdout.splitlines() if said.endswith("BROKEN")]
    assert any(said.startswith(contract) for said in broken), done.stdout


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("contexts/astrology/__init__.py", "no floor names astrology"),
        ("contexts/loose/rules.py", "no __init__.py"),
    ],
)
def test_a_context_that_no_contract_would_hold_stops_the_generator(
    house: Path, place: str, reason: str
) -> None:
    _write(house, place, "")
    with pytest.raises(contracts.Misplaced, match=reason):
        contracts.text(house)


def test_the_contracts_are_those_of_the_tree() -> None:
    assert (ROOT / ".importlinter").read_text() == contracts.text(ROOT)


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ("from datetime import datetime\n\nnow = datetime.now()\n", "TID251"),
        ("from django.utils import timezone\n\nnow = timezone.now()\n", "TID251"),
        ('from django.apps import apps\n\nBody = apps.get_model("bodies", "Body")\n', "TID251"),
    ],
)
def test_ruff_catches_what_goes_around_the_clock_or_the_doors(tmp_path: Path, wrong: str, rule: str) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    path = tmp_path / "queries.py"
    path.write_text(wrong)
    ruff = Path(sys.executable).with_name("ruff")
    done = subprocess.run([ruff, "check", "--no-cache", path], cwd=tmp_path, capture_output=True, text=True)
    assert rule in done.stdout
