"""Keeping a file: judged by its content, photographs drawn anew, written once under its digest."""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import warnings
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

from liancun.contexts.audit import api as audit
from liancun.contexts.evidence import rules
from liancun.contexts.evidence.models import File, Link
from liancun.contexts.evidence.queries import FileLine, path_of
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.kernel.errors import Unknown, mark

StoredFile = FileLine
_BOOKS = "ledger"


@action("evidence.store")
def store(actor: Actor, *, body_id: int, name: str, content: BinaryIO | bytes, purpose: str) -> StoredFile:
    """Keeps one file for a body the actor may read (the row policy refuses others).

    `purpose` names the act ("affairs.raise", "ledger.claim"); what is kept for the books is read like the book.
    Refusals name the file: evidence.empty, too_big, kind, archive, macros, pixels, broken.
    """
    raw = _read(name, content)
    kind = rules.kind_of(raw, name)
    kept = _drawn_anew(raw, kind, name) if kind in rules.PICTURES else raw
    digest = hashlib.sha256(kept).hexdigest()
    row = File.objects.create(
        body_id=body_id,
        of_books=purpose.split(".")[0] == _BOOKS,
        purpose=purpose,
        name=rules.tidy_name(name, kind),
        kind=kind,
        size=len(kept),
        digest=digest,
        stored_by=actor.person_id,
        stored_by_name=signature(actor),
        stored_at=clock.now(),
    )
    _write(path_of(digest), kept)
    detail = {"digest": digest, "kind": kind, "size": len(kept)}
    audit.record(
        actor, "evidence.store", subject="evidence.file", subject_id=row.pk, body_id=body_id, detail=detail
    )
    return FileLine(row.pk, row.name, kind, row.size, digest, row.stored_at, row.stored_by_name)


def _read(name: str, content: BinaryIO | bytes) -> bytes:
    """At most one byte more than allowed is read."""
    limit = settings.LIANCUN_UPLOAD_LIMIT_MB
    raw = content if isinstance(content, bytes) else content.read(limit * 1_000_000 + 1)
    rules.refuse_size(name, len(raw), limit)
    return raw


def _drawn_anew(raw: bytes, kind: str, name: str) -> bytes:
    """The picture upright and without anything beside its pixels: no position, no camera, no preview."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=(kind.upper(),)) as picture:
                rules.refuse_picture(name, *picture.size)
                upright = ImageOps.exif_transpose(picture)
                return _encoded(upright, kind)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise rules.broken(name) from error
    except Image.DecompressionBombWarning as error:
        raise rules.broken(name) from error


def _encoded(picture: Image.Image, kind: str) -> bytes:
    plain = (
        picture.convert("RGB") if kind == "jpeg" else picture.convert("RGBA" if _is_clear(picture) else "RGB")
    )
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    out = io.BytesIO()
    bare.save(out, format=kind.upper(), quality=88)
    return out.getvalue()


def _is_clear(picture: Image.Image) -> bool:
    return "A" in picture.mode or "transparency" in picture.info


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, and on the disk before the row is committed; equal content is kept once."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as sheet:
        sheet.write(content)
        sheet.flush()
        os.fsync(sheet.fileno())
    draft.replace(path)


def link(file_ids: Collection[int], subject: str, subject_id: int) -> None:
    """Ties stored files to a thing; a file one may not know of is refused. Repeating changes nothing."""
    wanted = set(file_ids)
    known = set(File.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if known != wanted:
        raise Unknown(
            "evidence.unknown", mark("没有这个文件，或您不能查看。"), remedy=mark("请重新上传文件。")
        )
    rows = [Link(file_id=id, subject=subject, subject_id=subject_id) for id in sorted(wanted)]
    Link.objects.bulk_create(rows, ignore_conflicts=True)
