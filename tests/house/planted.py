"""Everything that is sealed, planted in the stage, so that a test can look for it on pages and in dumps."""

from __future__ import annotations

from datetime import date, timedelta

from liancun.contexts.ledger import api as ledger
from liancun.contexts.people import actions
from liancun.contexts.people import api as people
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.crypto import masters
from liancun.framework.testing import as_system
from liancun.framework.testing_databases import connect_owner
from tests.house.stage import Stage

SYSTEM = Actor.system("tests")
IDENTITY, PHONE, CARD, HEALTH = "11010519491231002X", "13904110911", "6228481234567890128", "慢性肾病三期"
CHILD, CHILD_PHONE = "210102201503072216", "13904110922"
ACCOUNT = "210011110000222233"
PLANTED = (IDENTITY, PHONE, CARD, HEALTH, CHILD, CHILD_PHONE, ACCOUNT)


def plant(stage: Stage) -> None:
    with as_system():
        _plant(stage)
    _leave_a_contact(stage)


def _plant(stage: Stage) -> None:
    """Everything that is sealed, of the person every address names, of one more on a roll, and of a child."""
    a, today = stage.world.a, clock.today()
    person = people.add_person(
        SYSTEM, name="王秀兰", home_id=a.village, identity_number=IDENTITY, phone=PHONE
    )
    child = people.add_person(
        SYSTEM, name="王小雨", home_id=a.village, identity_number=CHILD, phone=CHILD_PHONE
    )
    entries = [
        people.NewEntry("party_member", a.branch, one, today - timedelta(1)) for one in (person, child)
    ]
    people.enrol_many(SYSTEM, entries=entries, imported=True)
    for kind, field, text in (("account", "bank_card", CARD), ("health", "health", HEALTH)):
        actions.record_consent(
            SYSTEM, person_id=person, kind=kind, given_by="self", given_on=date(2026, 1, 5), paper="第 1 号"
        )
        actions.keep_number(SYSTEM, person_id=person, field=field, text=text)
    ledger.add_bank_account(
        SYSTEM, book_id=int(str(stage.things["book_id"])), bank="农业银行", number=ACCOUNT, kind="special"
    )
    stage.things["villager_id"] = person


def _leave_a_contact(stage: Stage) -> None:
    """What an objector left, as the owner puts it into a row that never changes."""
    with connect_owner(stage.name) as owner:
        owner.execute("alter table disclosure_objectiontext disable trigger disclosure_objectiontext_frozen")
        owner.execute("update disclosure_objectiontext set contact = %s", [masters.seal(PHONE, "phone")])
        owner.execute("alter table disclosure_objectiontext enable trigger disclosure_objectiontext_frozen")
