"""Addresses of the same page with some names of the query replaced, so that filters are kept."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict


def with_query(request: HttpRequest | None, **changes: object) -> str:
    """The current address with names replaced; an empty value drops the name.

    Changing anything but the page goes back to the first page.
    """
    if request is None:
        return "?" + urlencode({name: value for name, value in changes.items() if value not in ("", None)})
    query = request.GET.copy()
    if "page" not in changes:
        query.pop("page", None)
    for name, value in changes.items():
        _replace(query, name, value)
    return request.path + ("?" + query.urlencode() if query else "")


def _replace(query: QueryDict, name: str, value: object) -> None:
    if value in ("", None):
        query.pop(name, None)
    else:
        query[name] = str(value)


def kept(request: HttpRequest | None, *dropped: str) -> list[tuple[str, str]]:
    """The names and values of the query but those dropped, for hidden fields of a form."""
    if request is None:
        return []
    pairs = request.GET.lists()
    return [(name, value) for name, values in pairs if name not in dropped for value in values]
