"""Tables of the register of bodies; the words of each are in its own file."""

from liancun.contexts.bodies.models.agreements import (
    Agreement,
    AgreementEnd,
    AgreementParty,
    AgreementReminder,
    AgreementSignature,
)
from liancun.contexts.bodies.models.facts import Audience, BodyFact, BodyFlag, BodyPlace, Crs
from liancun.contexts.bodies.models.history import BodyEnd, BodyVersion, Change, JointProfile, Nature
from liancun.contexts.bodies.models.pairings import Pairing, PairingGoal, PairingResult
from liancun.contexts.bodies.models.register import Agency, Body, Form, Membership

__all__ = [
    "Agency",
    "Agreement",
    "AgreementEnd",
    "AgreementParty",
    "AgreementReminder",
    "AgreementSignature",
    "Audience",
    "Body",
    "BodyEnd",
    "BodyFact",
    "BodyFlag",
    "BodyPlace",
    "BodyVersion",
    "Change",
    "Crs",
    "Form",
    "JointProfile",
    "Membership",
    "Nature",
    "Pairing",
    "PairingGoal",
    "PairingResult",
]
