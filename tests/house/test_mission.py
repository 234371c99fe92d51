"""The acceptance list is read whole, and tests are counted under their rows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools import mission

ROOT = Path(__file__).resolve().parents[2]


def test_every_row_of_the_list_is_read() -> None:
    text = mission.LIST.read_text(encoding="utf-8")
    rows = mission.rows(text)
    assert {"TL1", "TL13", "NR11", "XQ13", "ST9", "JX9", "B1"} <= set(rows)
    assert len(rows) == sum(line.startswith("| ") and line[2].isupper() for line in text.splitlines())


SAMPLE = """
import pytest
@pytest.mark.mission("TL6")
def test_one(): pass
@pytest.mark.mission("TL6", "TL7")
def test_two(): assert {holds}
def test_none(): assert False
"""


def _play(folder: Path, *, holds: bool, rows: tuple[str, ...]) -> dict[str, dict[str, int]]:
    """Run the sample in a process of its own, as ./run mission does, and read the tally back."""
    (folder / "test_sample.py").write_text(SAMPLE.replace("{holds}", str(holds)))
    (folder / "pytest.ini").write_text(
        "[pytest]\nmarkers = mission\naddopts = -p no:django -p no:cacheprovider\n"
    )
    program = (
        "import json, sys, pytest; from tools.mission import Tally\n"
        f"t = Tally(frozenset({rows!r}), frozenset(['TL6', 'TL7', 'TL8']))\n"
        "code = pytest.main(['-q', '-m', 'mission', sys.argv[1]], plugins=[t])\n"
        "print('\\n' + json.dumps({r: t.counts(r) for r in sorted(t.wanted)}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    counted: dict[str, dict[str, int]] = json.loads(done.stdout.splitlines()[-1])
    return counted


@pytest.mark.parametrize(
    ("holds", "passed"), [(True, {"TL6": 2, "TL7": 1, "TL8": 0}), (False, {"TL6": 1, "TL7": 0, "TL8": 0})]
)
def test_tests_count_under_each_of_their_rows(tmp_path: Path, holds: bool, passed: dict[str, int]) -> None:
    counts = _play(tmp_path, holds=holds, rows=("TL6", "TL7", "TL8"))
    tests = {"TL6": 2, "TL7": 1, "TL8": 0}
    assert counts == {row: {"tests": tests[row], "passed": passed[row]} for row in tests}


def test_an_unknown_row_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert mission.main(["ZZ9"]) == 2
    assert "no such row: ZZ9" in capsys.readouterr().err
