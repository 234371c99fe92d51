"""Who loads the demonstration, and the days it begins on."""

from __future__ import annotations

from datetime import date

from liancun.framework.actors import Actor

SYSTEM = Actor.system("示范数据")
# Bodies exist and people hold posts from BEGUN on; villages stand in their unions from JOINED on.
BEGUN = date(2025, 1, 1)
JOINED = date(2026, 1, 1)
