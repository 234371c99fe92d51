"""The parts of an upload: sealed under a key of its own, in the database, so that any server can go on with it."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from liancun.framework.models import SheetPart, SheetUpload
from liancun.framework.sheets.understanding import Remark

_PIECE = 1024 * 1024
_NONCE = 12


def new_key() -> str:
    return os.urandom(32).hex()


def digest_of(content: IO[bytes]) -> tuple[str, int]:
    """SHA-256 in hex and size in bytes."""
    found, size = hashlib.sha256(), 0
    content.seek(0)
    while piece := content.read(_PIECE):
        found.update(piece)
        size += len(piece)
    content.seek(0)
    return found.hexdigest(), size


def keep_file(upload: SheetUpload, content: IO[bytes]) -> None:
    content.seek(0)
    number = 0
    while piece := content.read(_PIECE):
        _keep(upload, "file", number, piece)
        number += 1


def open_kept(upload: SheetUpload) -> IO[bytes]:
    """The file as it came, in a temporary file without a name."""
    out: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by who asked
    for piece in _pieces(upload, "file"):
        out.write(piece)
    out.seek(0)
    return out


def keep_rows(upload: SheetUpload, number: int, rows: Iterable[tuple[int, list[str]]]) -> None:
    """Rows as their number and the texts of their values in the order of the columns."""
    told = json.dumps(list(rows), ensure_ascii=False, separators=(",", ":")).encode()
    _keep(upload, "rows", number, zlib.compress(told, 1))


def kept_rows(upload: SheetUpload) -> Iterator[list[tuple[int, list[str]]]]:
    for piece in _pieces(upload, "rows"):
        yield [(number, texts) for number, texts in json.loads(zlib.decompress(piece))]


def forget(upload: SheetUpload, *kinds: str) -> None:
    upload.parts.filter(kind__in=kinds).delete()


def _keep(upload: SheetUpload, kind: str, number: int, piece: bytes) -> None:
    nonce = os.urandom(_NONCE)
    sealed = _cipher(upload).encrypt(nonce, piece, _place(upload, kind, number))
    SheetPart.objects.create(upload=upload, kind=kind, number=number, content=nonce + sealed)


def _pieces(upload: SheetUpload, kind: str) -> Iterator[bytes]:
    cipher = _cipher(upload)
    for number in range(upload.parts.filter(kind=kind).count()):
        content = bytes(upload.parts.values_list("content", flat=True).get(kind=kind, number=number))
        yield cipher.decrypt(content[:_NONCE], content[_NONCE:], _place(upload, kind, number))


def _cipher(upload: SheetUpload) -> AESGCM:
    return AESGCM(bytes.fromhex(str(upload.key)))


def _place(upload: SheetUpload, kind: str, number: int) -> bytes:
    return f"{upload.pk}/{kind}/{number}".encode()


def keep_remarks(
    upload: SheetUpload, faults: list[Remark], repaired: list[Remark], notes: dict[str, Any]
) -> None:
    told = {
        "faults": [vars(one) for one in faults],
        "repaired": [vars(one) for one in repaired],
        "notes": notes,
    }
    upload.remarks = json.dumps(told, ensure_ascii=False)


def remarks(upload: SheetUpload) -> tuple[list[Remark], list[Remark], dict[str, Any]]:
    """The kept faults, repairs and notes (columns that were left out)."""
    told = json.loads(upload.remarks or "{}")
    faults, repaired = ([Remark(**one) for one in told.get(name, [])] for name in ("faults", "repaired"))
    return faults, repaired, told.get("notes", {})
