"""One row of the settings table, and the mode that many defaults depend on."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from liancun.project import settings_safety as safety

MODES = ("demo", "test", "production")

Kind = Literal["text", "whole", "flag", "path", "file", "list"]
Environment = Mapping[str, str]


class SettingError(Exception):
    """A setting cannot be read; the message is one sentence that names it and says what to write."""


@dataclass(frozen=True)
class Setting:
    """One row: `default` takes the environment; `unsafe` returns the reason a production start refuses,
    `careless` what `deploy-check` warns of.
    """

    name: str
    kind: Kind
    default: Callable[[Environment], Any]
    shown_default: str
    zh: str
    en: str
    unsafe: Callable[[Any, Environment], str | None]
    careless: Callable[[Any, Environment], str | None] = safety.never


def fixed(default: Any) -> Callable[[Environment], Any]:
    return lambda source: default


def mode(environment: Environment | None = None) -> str:
    """demo, test or production. Raises SettingError for anything else."""
    source = os.environ if environment is None else environment
    chosen = source.get("LIANCUN_MODE", "").strip() or "demo"
    if chosen not in MODES:
        raise SettingError(f"LIANCUN_MODE is {chosen!r}; write one of {', '.join(MODES)}.")
    return chosen
