"""The demonstration's registers come in by the sheets a county has: the same headings, checks and stages."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from liancun.demo.setting import SYSTEM
from liancun.framework import sheets
from liancun.framework.sheets import keeping, uploads

Line = Mapping[str, object]


def hand_in(key: str, name: str, lines: Iterable[Line]) -> int:
    """Rows by the keys of the columns, as a CSV file with the sheet's headings; gives how many were new.

    A file that is not taken whole stops the loading with its first fault.
    """
    layout = sheets.find(key)
    assert layout is not None, key
    lines = list(lines)
    if not lines:
        return 0
    told = io.StringIO()
    writer = csv.writer(told)
    writer.writerow([column.heading for column in layout.columns])
    writer.writerows([line.get(column.key, "") for column in layout.columns] for line in lines)
    upload = uploads.at_once(SYSTEM, layout, f"{name}.csv", io.BytesIO(told.getvalue().encode()))
    if upload.state != "done":
        faults, _, _ = keeping.remarks(upload)
        raise RuntimeError(f"{key} {upload.state}: {faults[:3]}")
    return upload.fresh
