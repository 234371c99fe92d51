"""What a command or a worker loads before it does anything: large libraries wait until they are needed."""

from __future__ import annotations

import json
import subprocess
import sys

LATE = ("docxtpl", "highspy", "numba", "openpyxl", "pypdf", "pypinyin", "scipy", "shapely", "typst")
PROGRAM = (
    f"import django, json, sys; django.setup(); print(json.dumps([m for m in {LATE!r} if m in sys.modules]))"
)


def test_large_libraries_are_not_loaded_at_the_start() -> None:
    """Together they cost a hundred megabytes and a second in every process, an importer's among them."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
