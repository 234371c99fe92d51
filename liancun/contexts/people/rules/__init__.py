from liancun.contexts.people.rules.persons import is_identity, refuse_no_name, tidy_identity
from liancun.contexts.people.rules.privacy import (
    FIELDS,
    NUMBERS,
    closes,
    guarded_until,
    tidy,
    tidy_reason,
    years_after,
    years_old,
)
from liancun.contexts.people.rules.rolls import refuse_backward

__all__ = [
    "FIELDS",
    "NUMBERS",
    "closes",
    "guarded_until",
    "is_identity",
    "refuse_backward",
    "refuse_no_name",
    "tidy",
    "tidy_identity",
    "tidy_reason",
    "years_after",
    "years_old",
]
