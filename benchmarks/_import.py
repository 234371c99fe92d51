"""A sheet of persons handed in: read, judged and written as the jobs do it, in a process of its own."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from xml.sax.saxutils import escape

_HEADINGS = ("村（社区）", "户号", "住址", "姓名", "身份证号", "与户主关系", "列入名册", "登记日期")
_RELATIONS = ("户主", "配偶", "子女", "父母")
_SIZES = (4, 3, 4, 3, 4)
# Numbers of these persons begin where those of the county end.
_FIRST_NUMBER = 5_000_000
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="人员" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": "<Relationships "
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}


@dataclass(frozen=True)
class Handed:
    rows: int
    seconds: float
    megabytes: float
    copy_seconds: float


def hand_in(rows: int, codes: Sequence[str]) -> Handed:
    """`codes`: the villages the persons live in. The process is another one, so that its memory is the import's."""
    from django.conf import settings

    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "persons.xlsx"
        _write(sheet, rows, codes)
        told = subprocess.run(
            [
                sys.executable,
                "-m",
                "benchmarks._import",
                str(settings.DATABASES["default"]["NAME"]),
                str(sheet),
            ],
            check=True,
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONPATH": "."},
        )
    figures = json.loads(told.stdout.splitlines()[-1])
    return Handed(rows, figures["seconds"], figures["megabytes"], _copied(rows))


def _write(path: Path, rows: int, codes: Sequence[str]) -> None:
    """A workbook of one sheet, row by row: the library for sheets would take longer than the import."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in _PARTS.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text)
        with archive.open("xl/worksheets/sheet1.xml", "w") as out:
            out.write(
                b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
                b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                + f'<dimension ref="A1:H{rows + 1}"/><sheetData>'.encode()
            )
            for number, cells in enumerate([_HEADINGS, *_lines(rows, codes)], 1):
                out.write(_row(number, cells).encode())
            out.write(b"</sheetData></worksheet>")


def _row(number: int, cells: Sequence[str]) -> str:
    told = "".join(
        f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
        for place, text in enumerate(cells)
    )
    return f'<row r="{number}">{told}</row>'


def _lines(rows: int, codes: Sequence[str]) -> Iterator[tuple[str, ...]]:
    from benchmarks._registry import identity_number
    from liancun.demo.names import People

    names = cycle(People(9).draw(min(rows, 5_000)))
    sizes, place, household = cycle(_SIZES), 0, 0
    while place < rows:
        household += 1
        code = codes[household * len(codes) * len(_SIZES) // (rows + len(_SIZES)) % len(codes)]
        for relation in _RELATIONS[: next(sizes)]:
            if place < rows:
                number = identity_number(_FIRST_NUMBER + place)
                yield (
                    code,
                    f"B{household:06d}",
                    f"{household} 号",
                    next(names),
                    number,
                    relation,
                    "",
                    "2026-01-01",
                )
                place += 1


def _copied(rows: int) -> float:
    """The same number of persons by bare COPY into a table without index, key or policy."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "create temporary table bare (id bigint, name text, sound text, digest text, home_id bigint)"
        )
        begun = time.monotonic()
        with cursor.copy("copy bare from stdin") as out:
            for place in range(rows):
                out.write_row((place, "王秀兰", "wangxiulan", f"{place:064d}", 1))
        return time.monotonic() - begun


def _work(database: str, sheet: Path) -> None:
    """What the three jobs of an upload do, one after another, as the county officer who handed it in."""
    import django

    django.setup()
    from benchmarks.registry import VIEWERS
    from liancun.contexts.identity import api as identity
    from liancun.framework import permissions, sheets
    from liancun.framework.scope import entered
    from liancun.framework.sheets import uploads
    from liancun.framework.testing import as_system
    from liancun.framework.testing_databases import using

    layout, resolver = sheets.find("people.residents"), permissions.resolver()
    assert layout is not None
    assert resolver is not None
    with using(database):
        with as_system():
            actor = resolver.identify(identity.ids_by_name()[VIEWERS["county"]])
        begun = time.monotonic()
        with entered(actor), sheet.open("rb") as content:
            upload = uploads.receive(actor, layout, sheet.name, content)
        for step in (uploads.read_rows, uploads.judge_rows):
            step(upload_id=upload.pk)
        with as_system():
            upload.refresh_from_db()
        assert upload.state == "ready", (upload.state, upload.remarks)
        with entered(actor):
            uploads.commit(actor, upload)
        uploads.write_rows(upload_id=upload.pk)
        seconds = time.monotonic() - begun
        with as_system():
            upload.refresh_from_db()
        assert upload.state == "done", upload.state
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": megabytes}))


if __name__ == "__main__":
    _work(sys.argv[1], Path(sys.argv[2]))
