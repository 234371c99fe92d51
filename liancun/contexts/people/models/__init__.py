from liancun.contexts.people.models.persons import Person
from liancun.contexts.people.models.rolls import Roll, RollEntry

__all__ = ["Person", "Roll", "RollEntry"]
