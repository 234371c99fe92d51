"""What the columns of the books have in common."""

from __future__ import annotations

from typing import Any

from django.db import models

OWN_BOOK = "rows of books in the person's scope"


def person(*, null: bool = True, **options: Any) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey("people.Person", models.PROTECT, related_name="+", null=null, **options)


def body(**options: Any) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey("bodies.Body", models.PROTECT, related_name="+", **options)


def book() -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey("ledger.Book", models.PROTECT, related_name="+")


def lean(to: str, **options: Any) -> models.ForeignKey:  # type: ignore[type-arg]
    """A key without index and constraint of its own: one of several columns guards it and is searched by."""
    return models.ForeignKey(
        to, models.PROTECT, related_name="+", db_index=False, db_constraint=False, **options
    )


def money(**options: Any) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(max_digits=15, decimal_places=2, **options)
