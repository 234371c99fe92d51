"""What is granted beside posts, and what keeps posts apart."""

from liancun.contexts.access.models.inspections import Inspection
from liancun.contexts.access.models.keys import ApiKey
from liancun.contexts.access.models.links import OneTimeLink
from liancun.contexts.access.models.relatives import Kin, NearRelative

__all__ = ["ApiKey", "Inspection", "Kin", "NearRelative", "OneTimeLink"]
