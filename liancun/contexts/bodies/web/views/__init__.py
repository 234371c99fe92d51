from liancun.contexts.bodies.web.views.changes import add, end, move, recode, register_code, rename
from liancun.contexts.bodies.web.views.joints import describe, found, join, leave, role
from liancun.contexts.bodies.web.views.listing import county_map, register, tree
from liancun.contexts.bodies.web.views.record import record

__all__ = [
    "add",
    "county_map",
    "describe",
    "end",
    "found",
    "join",
    "leave",
    "move",
    "recode",
    "record",
    "register",
    "register_code",
    "rename",
    "role",
    "tree",
]
