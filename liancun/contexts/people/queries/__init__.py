from liancun.contexts.people.queries.persons import PersonLine, at_homes, names, person, person_of_user
from liancun.contexts.people.queries.rolls import RollLine, holding, roll, roll_size, roll_sizes, rolls

__all__ = [
    "PersonLine",
    "RollLine",
    "at_homes",
    "holding",
    "names",
    "person",
    "person_of_user",
    "roll",
    "roll_size",
    "roll_sizes",
    "rolls",
]
