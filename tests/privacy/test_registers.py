"""What a copy of one's own data and an erasure answer for, by name."""

from __future__ import annotations

from django.apps import apps

from liancun.contexts.people.rules import REGISTERS
from liancun.framework.tables import TableFacts


def personal_tables() -> set[str]:
    """Tables whose model declares personal fields."""
    found = set()
    for model in apps.get_models():
        facts = getattr(model, "facts", None)
        if isinstance(facts, TableFacts) and facts.personal:
            found.add(model._meta.db_table)
    return found


def test_every_personal_table_has_a_name_people_understand_and_no_other_has() -> None:
    assert set(REGISTERS) == personal_tables()
