"""The list of exported pages with their digests: what is signed, compared and verified."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from liancun.kernel.chain import canonical, digest
from liancun.kernel.errors import Refusal, mark

FORMAT = "liancun-pages/1"
NAME = "manifest.json"
SIGNATURE = "manifest.sig"
MOST_BYTES = 200_000
"""A page with all it loads; the style sheet is loaded once for all pages and counted with each."""


@dataclass(frozen=True)
class Manifest:
    """`files`: path → SHA-256 of its bytes. `sources`: path → what the page was drawn from.

    `serial` grows by one; `previous` is the digest of the manifest before, "" for the first.
    """

    serial: int
    made_at: str
    place: str
    previous: str
    files: Mapping[str, str]
    sources: Mapping[str, str] = field(default_factory=dict)


def text(manifest: Manifest) -> bytes:
    """The bytes that are signed."""
    return canonical(
        {
            "format": FORMAT,
            "serial": manifest.serial,
            "made_at": manifest.made_at,
            "place": manifest.place,
            "previous": manifest.previous,
            "files": dict(manifest.files),
            "sources": dict(manifest.sources),
        }
    )


def parsed(content: bytes) -> Manifest:
    """Refusal: portal.manifest."""
    try:
        found = json.loads(content)
        if found.pop("format") != FORMAT:
            raise ValueError("another format")
        made = Manifest(**found)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal(
            "portal.manifest",
            mark("{name} 不是本程序导出的网页清单，或者已被改动。"),
            {"name": NAME},
            remedy=mark("请重新导出到一个空文件夹。"),
        ) from error
    if text(made) != content:
        raise Refusal(
            "portal.manifest",
            mark("{name} 不是本程序导出的网页清单，或者已被改动。"),
            {"name": NAME},
            remedy=mark("请重新导出到一个空文件夹。"),
        )
    return made


def digest_of(manifest: Manifest) -> str:
    return digest(text(manifest))


@dataclass(frozen=True)
class Differences:
    """Paths that are listed and not there, there with other bytes, there and not listed."""

    missing: tuple[str, ...]
    changed: tuple[str, ...]
    strange: tuple[str, ...]

    @property
    def none(self) -> bool:
        return not (self.missing or self.changed or self.strange)


def compared(manifest: Manifest, found: Mapping[str, str]) -> Differences:
    """`found`: path → SHA-256 of what lies in the folder, manifest and signature left out."""
    listed = manifest.files
    return Differences(
        missing=tuple(sorted(set(listed) - set(found))),
        changed=tuple(sorted(path for path in listed if path in found and found[path] != listed[path])),
        strange=tuple(sorted(set(found) - set(listed))),
    )
