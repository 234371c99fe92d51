"""What is granted beside posts."""

from liancun.contexts.access.models.keys import ApiKey

__all__ = ["ApiKey"]
