"""What a production start refuses in one setting alone, each with the reason as a clause after its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from liancun.framework.crypto import masters

Environment = Mapping[str, str]
Predicate = Callable[[Any, Environment], "str | None"]


def never(setting: Any, source: Environment) -> str | None:
    return None


def between(low: int, high: int, why: str) -> Predicate:
    def check(setting: Any, source: Environment) -> str | None:
        if low <= setting <= high:
            return None
        return f"{setting} is outside {low} to {high}; {why}."

    return check


def secret_fault(setting: str, source: Environment) -> str | None:
    if len(setting) < 50 or len(set(setting)) < 15:
        return "is missing or easy to guess; write at least 50 random characters."
    return None


def keys_fault(setting: Path | None, carried: Iterable[Path]) -> str | None:
    """`carried`: folders that a backup or a copy of the program takes along."""
    if setting is None:
        return "is not set; name the file that holds the field keys."
    if not setting.is_file():
        return f"{setting} is not there; make it with `liancun keys make`, or put its copy back."
    if setting.stat().st_mode & 0o077:
        return f"{setting} can be read by other accounts; set its mode to 600."
    for kept in carried:
        if setting.resolve().is_relative_to(kept.resolve()):
            return f"{setting} lies inside {kept}, which a backup or a copy carries away; keep it outside."
    return None


def key_lines_fault(setting: Path | None) -> str | None:
    try:
        masters.parse(Path(str(setting)).read_text(encoding="ascii"))
    except (masters.KeyMissing, ValueError) as error:
        return f"cannot be used: {error}."
    return None


def database_fault(setting: str, source: Environment) -> str | None:
    if not setting:
        return "is not set; write postgresql://liancun_app:…@host/database."
    parts = urlsplit(setting)
    if parts.scheme not in {"postgresql", "postgres"}:
        return "is not a PostgreSQL address; write postgresql://user:password@host/database."
    remote = parts.hostname not in {None, "localhost", "127.0.0.1", "::1"}
    if remote and parse_qs(parts.query).get("sslmode", [""])[0] not in {
        "require",
        "verify-ca",
        "verify-full",
    }:
        return "crosses the network unencrypted; add ?sslmode=verify-full."
    return None


def folder_fault(setting: Path | None, source: Environment) -> str | None:
    if setting is None or not setting.is_absolute():
        return "is not set to a full path; name a folder that backups include."
    return None


def hosts_fault(setting: list[str], source: Environment) -> str | None:
    if not setting or "*" in setting:
        return "must list the host names the service answers to, without '*'."
    return None


def public_url_fault(setting: str, source: Environment) -> str | None:
    return None if setting.startswith("https://") else "must begin with https://; it is printed in QR codes."


def https_fault(setting: bool, source: Environment) -> str | None:
    return None if setting else "is off; sign-in cookies would travel in the clear."


def issuer_fault(setting: str, source: Environment) -> str | None:
    return None if not setting or setting.startswith("https://") else "must begin with https://."


def second_factor_care(setting: bool, source: Environment) -> str | None:
    return None if setting else "is off; GB/T 22239 level 3 asks for two factors where rights are wide."


def step_up_care(setting: int, source: Environment) -> str | None:
    return None if setting else "is 0; a desk left open could approve payments and open personal data."


def log_fault(setting: str, source: Environment) -> str | None:
    if setting.upper() in {"INFO", "WARNING", "ERROR", "CRITICAL"}:
        return None
    return f"is {setting!r}; write INFO, WARNING, ERROR or CRITICAL (DEBUG shows too much)."
