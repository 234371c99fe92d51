"""Dated rows: the days from `since` to the day before `until`, as PostgreSQL compares them."""

from __future__ import annotations

from django.db.models import F, Field, Func, Value


class Days(Func):
    """daterange(since, until): the days a row holds."""

    function = "daterange"
    output_field: Field[object, object] = Field()


def holds(since: str = "since", until: str = "until") -> Days:
    """The days between two columns; for exclusion constraints."""
    return Days(F(since), F(until), Value("[)"))
