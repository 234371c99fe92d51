"""The only door of `portal`: the public pages as files, and what comes back for them."""

from liancun.contexts.portal.actions import Outcome, Report, receive
from liancun.contexts.portal.queries import site_files
from liancun.contexts.portal.rules.manifest import (
    MOST_BYTES,
    NAME,
    SIGNATURE,
    Differences,
    Manifest,
    compared,
    digest_of,
    parsed,
    text,
)
from liancun.contexts.portal.rules.returned import Head, opened, packed
from liancun.contexts.portal.rules.sealing import new_office_key, office_public_of, sealed, unsealed
from liancun.contexts.portal.rules.signing import is_genuine, new_key, public_of, signed
from liancun.contexts.portal.rules.site import File, Wishes

__all__ = [
    "MOST_BYTES",
    "NAME",
    "SIGNATURE",
    "Differences",
    "File",
    "Head",
    "Manifest",
    "Outcome",
    "Report",
    "Wishes",
    "compared",
    "digest_of",
    "is_genuine",
    "new_key",
    "new_office_key",
    "office_public_of",
    "opened",
    "packed",
    "parsed",
    "public_of",
    "receive",
    "sealed",
    "signed",
    "site_files",
    "text",
    "unsealed",
]
