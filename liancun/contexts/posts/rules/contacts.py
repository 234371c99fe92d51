"""When the next visit of a contact point is due."""

from __future__ import annotations

from datetime import date, timedelta


def due(since: date, last: date | None, every_days: int) -> date:
    """So many days after the last visit, or after the beginning."""
    return (last or since) + timedelta(days=every_days)
