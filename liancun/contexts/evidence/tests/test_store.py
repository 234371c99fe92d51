"""What may be kept as evidence, judged by its content, and who may fetch it."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from PIL import Image

from liancun.contexts.evidence import api as evidence
from liancun.contexts.evidence import queries, rules
from liancun.framework.actors import Actor
from liancun.framework.scope import entered
from liancun.framework.testing import SYSTEM, as_system
from liancun.kernel.errors import Refusal, Unknown

PDF = b"%PDF-1.7\n1 0 obj\n"


@pytest.fixture
def kept(db: None, tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.LIANCUN_FILES_DIR = tmp_path
    with as_system():
        yield tmp_path


def photo(kind: str = "JPEG") -> bytes:
    picture = Image.new("RGB", (40, 20), "green")
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x8825] = {1: "N", 2: (42.0, 17.0, 0.0), 3: "E", 4: (123.0, 43.0, 0.0)}
    exif[0x0110] = "Camera of a person"
    out = io.BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def archive(*names: str, content: bytes = b"<x/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as sheet:
        for name in names:
            sheet.writestr(name, content)
    return out.getvalue()


def store(content: bytes, name: str = "报价单.bin", **given: Any) -> evidence.StoredFile:
    given.setdefault("body_id", 1)
    given.setdefault("purpose", "affairs.raise")
    return evidence.store(SYSTEM, name=name, content=content, **given)


KINDS = {
    "pdf": PDF,
    "jpeg": photo(),
    "png": photo("PNG"),
    "docx": archive("[Content_Types].xml", "word/document.xml"),
    "xlsx": archive("[Content_Types].xml", "xl/workbook.xml"),
    "ofd": archive("OFD.xml", "Doc_0/Document.xml"),
    "xml": b'<?xml version="1.0" encoding="UTF-8"?><EInvoice><InvoiceNumber>1</InvoiceNumber></EInvoice>',
    "txt": "种子报价：每斤 3.20 元\n".encode(),
}


@pytest.mark.parametrize("kind", KINDS)
def test_it_takes_the_kind_from_the_content_and_not_from_the_name(kept: Path, kind: str) -> None:
    line = store(KINDS[kind], name="报价单.exe")
    assert (line.kind, line.name) == (kind, f"报价单.{'jpg' if kind == 'jpeg' else kind}")
    assert hashlib.sha256(queries.path_of(line.digest).read_bytes()).hexdigest() == line.digest


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photograph_loses_its_position_and_stands_upright(kept: Path, kind: str) -> None:
    line = store(photo(kind))
    with Image.open(queries.path_of(line.digest)) as picture:
        assert dict(picture.getexif()) == {}
        assert picture.size == (20, 40)
    assert b"Camera" not in queries.path_of(line.digest).read_bytes()


BAD = {
    "evidence.empty": b"",
    "evidence.kind": b"MZ\x90\x00program",
    "evidence.broken": b"PK\x03\x04 not really",
    "evidence.macros": archive("word/document.xml", "word/vbaProject.bin"),
    "evidence.archive": archive("xl/workbook.xml", content=b"0" * 20_000_000),
    "evidence.too_big": b"%PDF-" + b"0" * 20_000_001,
}


@pytest.mark.parametrize("code", BAD)
def test_it_refuses_and_names_the_file_and_keeps_nothing(kept: Path, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        store(BAD[code], name="报价单.pdf")
    assert refused.value.code == code
    assert "报价单.pdf" in refused.value.text()
    assert list(kept.rglob("*")) == []
    assert _count() == 0


@pytest.mark.parametrize(
    "page",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
        b'<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?><a/>',
        b'<?xml version="1.0"?><a>',
    ],
)
def test_it_refuses_a_record_that_does_more_than_tell(kept: Path, page: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        store(page, name="a.xml")
    assert refused.value.code == "evidence.kind"
    assert _count() == 0


@pytest.mark.parametrize(
    "page", [b"<html><script>alert(1)</script>", b"  <!doctype html>", b"\xff\xfe\x00text"]
)
def test_it_refuses_a_page_that_calls_itself_text(kept: Path, page: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        store(page, name="a.txt")
    assert refused.value.code == "evidence.kind"


def test_it_refuses_a_broken_photograph_and_one_of_too_many_pixels(kept: Path, monkeypatch: Any) -> None:
    with pytest.raises(Refusal) as refused:
        store(photo()[:300])
    assert refused.value.code == "evidence.broken"
    monkeypatch.setattr(rules, "MOST_PIXELS", 100)
    with pytest.raises(Refusal) as refused:
        store(photo())
    assert refused.value.code == "evidence.pixels"
    assert _count() == 0


def test_equal_content_is_kept_once(kept: Path) -> None:
    first, second = store(PDF), store(PDF, name="b.pdf")
    assert first.digest == second.digest
    assert len([path for path in kept.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("given", "shown"), [("../../etc/passwd", "passwd.pdf"), ("a\\b\x00c.pdf", "bc.pdf"), ("", "file.pdf")]
)
def test_a_name_is_only_a_name(kept: Path, given: str, shown: str) -> None:
    assert store(PDF, name=given).name == shown


def test_it_is_found_by_what_it_serves(kept: Path) -> None:
    ids = [store(PDF).id, store(KINDS["txt"]).id]
    evidence.link(ids, "affairs.matter", 17)
    evidence.link(ids, "affairs.matter", 17)
    assert [line.id for line in evidence.files_of("affairs.matter", 17)] == ids
    assert evidence.files_of("affairs.matter", 18) == []


def _count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from evidence_file")
        row = cursor.fetchone()
    return int(row[0])


@pytest.fixture
def stranger_with(monkeypatch: Any) -> Any:
    """Enters a scope of these bodies and books without a resolver."""
    from liancun.framework import scope

    def enter(**given: Any) -> Any:
        monkeypatch.setattr(scope, "_scope_of", lambda actor: scope.Scope(**given))
        return entered(Actor(9, 9, "某人", "", 1, "user"))

    return enter


def test_another_bodys_file_does_not_exist(kept: Path, stranger_with: Any) -> None:
    line = store(PDF, body_id=1)
    evidence.link([line.id], "affairs.matter", 17)
    with stranger_with(bodies=(2,), books=(1, 2)):
        assert evidence.files_of("affairs.matter", 17) == []
        with pytest.raises(Unknown):
            evidence.file(line.id)
        with pytest.raises(Unknown):
            evidence.link([line.id], "affairs.matter", 18)
    with stranger_with(bodies=(1,)):
        assert evidence.file(line.id).id == line.id


def test_an_original_of_the_books_is_read_like_the_book(kept: Path, stranger_with: Any) -> None:
    line = store(PDF, body_id=1, purpose="ledger.claim")
    with stranger_with(bodies=(1,)), pytest.raises(Unknown):
        evidence.file(line.id)
    with stranger_with(books=(1,)):
        assert evidence.file(line.id).id == line.id


@pytest.mark.parametrize(
    "attack",
    ["update evidence_file set body_id = 2", "delete from evidence_link", "truncate evidence_file cascade"],
)
def test_a_kept_file_refuses_change(kept: Path, attack: str) -> None:
    line = store(PDF)
    evidence.link([line.id], "affairs.matter", 17)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert [one.id for one in evidence.files_of("affairs.matter", 17)] == [line.id]
