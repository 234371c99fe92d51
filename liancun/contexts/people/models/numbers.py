"""What is kept closed of a person: numbers and health, sealed under the person's own key, each with its own policy."""

from __future__ import annotations

from django.db import models

from liancun.contexts.people.models.persons import Person
from liancun.framework.database.fields import PersonText
from liancun.framework.tables import TableFacts


class Numbers(models.Model):
    """`home` follows the person's home. `guarded_until`: a minor's, read by the two in charge until that day."""

    facts = TableFacts(
        rows="scoped",
        why="read by officers of the person's home; a minor's by the two in charge of minors there alone",
        grants="SIU",
        personal={
            "identity_number": "identity",
            "phone": "phone",
            "bank_card": "account",
            "guarded_until": "birth",
        },
    )

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="+")
    home = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    identity_number = PersonText(purpose="identity")
    phone = PersonText(purpose="phone")
    bank_card = PersonText(purpose="bank_card")
    guarded_until = models.DateField(null=True, blank=True)


class Health(models.Model):
    """A word on illness or disability, needed for a duty of help: one line a person, read by those in charge."""

    facts = TableFacts(
        rows="scoped",
        why="read by those in charge of health at the person's home alone; a minor's by those of minors as well",
        grants="SIU",
        personal={"note": "health", "guarded_until": "birth"},
    )

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="+")
    home = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    note = PersonText(purpose="health")
    guarded_until = models.DateField(null=True, blank=True)
