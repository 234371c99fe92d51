"""A query with a sign that no text in the database can hold: the page answers as if the sign were not there."""

from __future__ import annotations

import pytest
from django.test import Client

from liancun.demo.small import signed_in
from liancun.demo.world import World


@pytest.mark.parametrize("query", ["q=%00", "q=a%00b", "q=%%0000"])
def test_public_pages_answer(world: World, query: str) -> None:
    assert Client().get(f"/p/?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/posts/", "/search/", "/books/"])
def test_officials_pages_answer(world: World, path: str) -> None:
    browser = signed_in("xian")
    answer = browser.get(f"{path}?q=%00&kind=%00", follow=True)
    assert answer.status_code == browser.get(path, follow=True).status_code
