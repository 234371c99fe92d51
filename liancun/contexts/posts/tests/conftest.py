from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from liancun.contexts.posts.tests.places import DAY, Places, build
from liancun.framework import clock
from liancun.framework.testing import as_system

settings.register_profile("posts", deadline=None, max_examples=60)
settings.load_profile("posts")


@pytest.fixture
def county(db: None) -> Iterator[Places]:
    """The small county on 30 May 2026, as the system sees it."""
    with clock.fixed(DAY), as_system():
        yield build()
