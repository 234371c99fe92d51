"""The only door of `affairs`."""

from liancun.contexts.affairs.actions.hooks import Adoption, on_adopted

__all__ = ["Adoption", "on_adopted"]
