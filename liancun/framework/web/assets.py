"""The built files of the front end, found through the manifest that the build leaves."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

_MANIFEST = "manifest.json"
_SOURCES = {"css": "scss"}


def asset_url(name: str) -> str:
    """The address of a built file: `official.css` gives /static/assets/official.….css.

    Raises ImproperlyConfigured, saying what to run, when the front end is not built or has no such file.
    """
    return static(_built(_manifest_path(), name))


def asset_tag(name: str) -> SafeString:
    """The link or script element of a built file."""
    if name.endswith(".css"):
        return format_html('<link rel="stylesheet" href="{}">', asset_url(name))
    return format_html('<script type="module" src="{}"></script>', asset_url(name))


def asset_tag_if_built(name: str) -> SafeString:
    """The same, or nothing: for the page that tells of a failure and must not fail itself."""
    try:
        return asset_tag(name)
    except (ImproperlyConfigured, OSError, ValueError):
        return SafeString("")


def _manifest_path() -> str:
    found = finders.find(_MANIFEST)
    if not isinstance(found, str):
        raise ImproperlyConfigured(
            "The front end is not built: no manifest.json among the static files. "
            "Run `npm ci && npm run build` in frontend/."
        )
    return found


def _built(manifest: str, name: str) -> str:
    stem, _, kind = name.rpartition(".")
    source = f"src/{stem}.{_SOURCES.get(kind, kind)}"
    entries = _entries(manifest, Path(manifest).stat().st_mtime_ns)
    if source not in entries:
        raise ImproperlyConfigured(f"The front end has no entry {name}; it has {', '.join(sorted(entries))}.")
    return entries[source]


@lru_cache(maxsize=2)
def _entries(manifest: str, changed: int) -> dict[str, str]:
    # `changed` is part of the key: a new build is seen without a restart.
    read = json.loads(Path(manifest).read_text(encoding="utf-8"))
    return {source: entry["file"] for source, entry in read.items() if entry.get("isEntry")}
