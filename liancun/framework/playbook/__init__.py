"""Institutions as data: loads, judges, keeps and hands out playbooks.

A context declares its section (files, schema, further checks); a running matter keeps the version it began with.
"""

from liancun.framework.playbook.applying import apply
from liancun.framework.playbook.keeping import begun_with, current, is_demonstration, place_name, version
from liancun.framework.playbook.reading import Playbook, Section, read, section

__all__ = [
    "Playbook",
    "Section",
    "apply",
    "begun_with",
    "current",
    "is_demonstration",
    "place_name",
    "read",
    "section",
    "version",
]
