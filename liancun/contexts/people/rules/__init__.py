from liancun.contexts.people.rules.persons import is_identity, refuse_no_name, tidy_identity
from liancun.contexts.people.rules.rolls import refuse_backward

__all__ = ["is_identity", "refuse_backward", "refuse_no_name", "tidy_identity"]
