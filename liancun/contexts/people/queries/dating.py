"""Rows that hold from day to day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q


def holding(day: date) -> Q:
    """Rows whose period holds that day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))
