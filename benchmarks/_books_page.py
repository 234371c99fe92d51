"""The page of one book's trial balance beside the bare signed-in page: CPU, and statements beyond the fixed ones."""

from __future__ import annotations

from django.db import connection

from benchmarks import Measure
from benchmarks._books import Books
from benchmarks.pages import BARE, _add_bare_page, _measure, _statements


def page(county: Books, quick: bool) -> list[Measure]:
    """As the agency's accountant sees it, who keeps this book among others."""
    from django.test import Client

    from liancun.demo.small import PASSWORD

    connection.close()
    _add_bare_page()
    client = Client()
    answer = client.post("/sign-in/", {"username": "kuaiji", "password": PASSWORD})
    assert answer.status_code == 302, answer.status_code
    found = _measure(client, f"/books/{next(iter(county.all))}/", quick)
    fixed = _statements(lambda: client.get(BARE))
    return [
        Measure("3 page of a trial balance: CPU", found.ratio, "× bare page", 2.5),
        Measure("3 page: statements beyond the bare page's", found.queries - fixed, "statements", 6),
    ]
