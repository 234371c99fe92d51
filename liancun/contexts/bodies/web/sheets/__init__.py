"""Sheets of the register of bodies: areas with their codes, bodies under them, joint bodies with their members."""

from liancun.contexts.bodies.web.sheets.areas import AREAS
from liancun.contexts.bodies.web.sheets.joints import JOINTS
from liancun.contexts.bodies.web.sheets.under import UNDER
from liancun.framework import sheets


def declare() -> None:
    for layout in (AREAS, UNDER, JOINTS):
        sheets.offer(layout)
