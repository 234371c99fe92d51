"""Sheets of the register of bodies: areas, bodies under them, joint bodies, facts by year, places."""

from liancun.contexts.bodies.web.sheets.areas import AREAS
from liancun.contexts.bodies.web.sheets.facts import FACTS
from liancun.contexts.bodies.web.sheets.joints import JOINTS
from liancun.contexts.bodies.web.sheets.places import PLACES
from liancun.contexts.bodies.web.sheets.under import UNDER
from liancun.framework import sheets


def declare() -> None:
    for layout in (AREAS, UNDER, JOINTS, FACTS, PLACES):
        sheets.offer(layout)
