from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured

from liancun.framework.web import assets


def forget_finders() -> None:
    # Its stubs do not say that it remembers.
    cast(Any, finders.get_finder).cache_clear()


@pytest.fixture
def built(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.STATICFILES_DIRS = [tmp_path]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    forget_finders()
    entry = {"file": "assets/official.0123456789ab.css", "isEntry": True}
    (tmp_path / "manifest.json").write_text(json.dumps({"src/official.scss": entry}), encoding="utf-8")
    yield tmp_path
    forget_finders()


def test_it_finds_the_built_file(built: Path) -> None:
    assert assets.asset_url("official.css") == "/static/assets/official.0123456789ab.css"


def test_it_names_the_entries_when_one_is_missing(built: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"no entry public\.css; it has src/official\.scss"):
        assets.asset_url("public.css")


def test_it_says_what_to_run_when_nothing_is_built(built: Path) -> None:
    (built / "manifest.json").unlink()
    with pytest.raises(ImproperlyConfigured, match="npm run build"):
        assets.asset_tag("official.css")


def test_the_page_of_a_failure_does_not_fail_for_want_of_a_file(built: Path) -> None:
    (built / "manifest.json").unlink()
    assert assets.asset_tag_if_built("public.css") == ""
