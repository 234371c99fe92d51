"""Putting a playbook into force: the next matter begins with it, a running one keeps its own."""

from __future__ import annotations

from pathlib import Path

from liancun.framework import clock, scope
from liancun.framework.models import PlaybookVersion
from liancun.framework.playbook.reading import Playbook, read


def apply(folder: Path) -> Playbook:
    """Reads, judges and keeps it; the same content again changes nothing. Refusals: all its faults."""
    found = read(folder)
    newest = PlaybookVersion.objects.order_by("-pk").first()
    if newest is None or newest.digest != found.digest:
        newest = PlaybookVersion.objects.create(
            county=folder.name, digest=found.digest, texts=dict(found.texts), applied_at=clock.now()
        )
    scope.memo().pop("playbook", None)
    return Playbook(found.head, found.texts, found.digest, found.sections, newest.pk)
