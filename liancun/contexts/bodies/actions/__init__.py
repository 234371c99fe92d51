"""Changes of the register: bodies, dated memberships, agreements."""

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
    "NewAgreement",
    "NewBody",
    "NewMember",
    "add_bodies",
    "add_body",
    "join",
    "join_many",
    "leave",
    "sign_agencies",
    "sign_agency",
]
