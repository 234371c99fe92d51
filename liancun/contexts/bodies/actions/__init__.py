"""Changes of the register: bodies, their history, joint bodies, dated memberships, agreements."""

from liancun.contexts.bodies.actions.history import (
    abolish,
    merge,
    move,
    recode,
    rename,
)
from liancun.contexts.bodies.actions.joints import (
    Joiner,
    JointNature,
    change_role,
    describe_joint,
    found_joint,
    note_registration,
)
from liancun.contexts.bodies.actions.register import (
    NewAgreement,
    NewBody,
    NewMember,
    add_bodies,
    add_body,
    join,
    join_many,
    leave,
    sign_agencies,
    sign_agency,
)

__all__ = [
    "Joiner",
    "JointNature",
    "NewAgreement",
    "NewBody",
    "NewMember",
    "abolish",
    "add_bodies",
    "add_body",
    "change_role",
    "describe_joint",
    "found_joint",
    "join",
    "join_many",
    "leave",
    "merge",
    "move",
    "note_registration",
    "recode",
    "rename",
    "sign_agencies",
    "sign_agency",
]
