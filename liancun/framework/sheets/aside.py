"""Files set aside for a job of a context: sealed like uploads, seen by who sent them alone, gone after a week."""

from __future__ import annotations

from collections.abc import Collection
from typing import IO

from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.models import SheetUpload
from liancun.framework.sheets import keeping
from liancun.kernel.errors import Unknown, mark


def keep(actor: Actor, purpose: str, name: str, content: IO[bytes]) -> SheetUpload:
    """Under a purpose that is no sheet: the lists of uploads do not show it."""
    digest, size = keeping.digest_of(content)
    upload = SheetUpload.objects.create(
        layout=purpose,
        user_id=actor.user_id or 0,
        name=name[:200],
        digest=digest,
        size=size,
        key=keeping.new_key(),
        received_at=clock.now(),
    )
    keeping.keep_file(upload, content)
    return upload


def open_kept(actor: Actor, purpose: str, number: int) -> tuple[str, IO[bytes]]:
    """Name and content. Refusal: sheets.unknown for somebody else's, another purpose's and one that went."""
    found = SheetUpload.objects.filter(pk=number, layout=purpose, user_id=actor.user_id or 0).first()
    if found is None:
        raise Unknown("sheets.unknown", mark("没有这份文件。"), remedy=mark("请返回重新上传。"))
    return found.name, keeping.open_kept(found)


def forget(actor: Actor, numbers: Collection[int]) -> None:
    SheetUpload.objects.filter(pk__in=numbers, user_id=actor.user_id or 0).delete()
