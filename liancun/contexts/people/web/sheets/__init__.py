"""Sheets of persons: everybody of a village with household and roll."""

from liancun.contexts.people.web.sheets.residents import RESIDENTS
from liancun.framework import sheets


def declare() -> None:
    sheets.offer(RESIDENTS)
