"""Reads of files, under the row policy: a file of a body one may not know of does not exist."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from liancun.contexts.evidence.models import File, Link
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class FileLine:
    """`size` in bytes; `digest` SHA-256 of the stored bytes."""

    id: int
    name: str
    kind: str
    size: int
    digest: str
    stored_at: datetime
    stored_by_name: str

    @property
    def url(self) -> str:
        return reverse("evidence:download", args=[self.id])


_FIELDS = ("id", "name", "kind", "size", "digest", "stored_at", "stored_by_name")


def file(id: int) -> FileLine:
    """Unknown when there is none, or none the asker may know of."""
    row = File.objects.filter(pk=id).values_list(*_FIELDS).first()
    if row is None:
        raise Unknown(
            "evidence.unknown", mark("没有这个文件，或您不能查看。"), remedy=mark("请返回原页面重新打开。")
        )
    return FileLine(*row)


def files_of(subject: str, subject_id: int) -> list[FileLine]:
    return files_of_many(subject, [subject_id]).get(subject_id, [])


def files_of_many(subject: str, subject_ids: Collection[int]) -> dict[int, list[FileLine]]:
    """The files of many things of one kind, in one statement."""
    found: dict[int, list[FileLine]] = {}
    fields = ("subject_id", *(f"file__{name}" for name in _FIELDS))
    links = Link.objects.filter(subject=subject, subject_id__in=set(subject_ids)).order_by("pk")
    for subject_id, *row in links.values_list(*fields):
        found.setdefault(subject_id, []).append(FileLine(*row))
    return found


def content(id: int) -> bytes:
    """The stored bytes. Unknown as `file`."""
    return path_of(file(id).digest).read_bytes()


def path_of(digest: str) -> Path:
    """Where the bytes lie: two folders of two signs keep each folder small."""
    return Path(settings.LIANCUN_FILES_DIR) / digest[:2] / digest[2:4] / digest
