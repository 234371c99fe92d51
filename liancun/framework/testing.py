"""What tests of every context share."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from liancun.framework.actors import Actor
from liancun.framework.scope import Scope, entered

SYSTEM = Actor.system("tests")


@contextmanager
def as_actor(actor: Actor) -> Iterator[Scope]:
    with entered(actor) as scope:
        yield scope


@contextmanager
def as_system() -> Iterator[Scope]:
    with entered(SYSTEM) as scope:
        yield scope


def check_constraints_now() -> None:
    """Deferred constraints speak at once instead of at a commit that a rolled-back test never reaches."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def words_of(content: bytes) -> str:
    """All that a Word file says, paragraphs and cells."""
    from docx import Document

    doc = Document(io.BytesIO(content))
    told = [paragraph.text for paragraph in doc.paragraphs]
    told += [cell.text for table in doc.tables for row in table.rows for cell in row.cells]
    return "\n".join(told)
