"""Tables of the register of bodies; the words of each are in its own file."""

from liancun.contexts.bodies.models.history import BodyEnd, BodyVersion, Change, JointProfile, Nature
from liancun.contexts.bodies.models.register import Agency, Body, Form, Membership

__all__ = [
    "Agency",
    "Body",
    "BodyEnd",
    "BodyVersion",
    "Change",
    "Form",
    "JointProfile",
    "Membership",
    "Nature",
]
