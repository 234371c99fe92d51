"""The public pages as files: what is wished for, and what each file is drawn from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Wishes:
    """`post_to`: where forms go, "" shows the paper way; `site_url`: where the folder will lie, "" leaves out codes."""

    post_to: str = ""
    site_url: str = ""


@dataclass(frozen=True)
class File:
    """`source`: what it is drawn from; the same source gives the same bytes, so that it need not be drawn again."""

    path: str
    source: str
    drawn: Callable[[], bytes]
