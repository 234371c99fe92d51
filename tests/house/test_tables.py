"""Every table of the live database, against what its model promises: owner, row policy, grants, personal data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from liancun.framework.tables import TableFacts
from liancun.framework.testing_databases import cloned, using
from tests.house import book_rows, formation_rows, money_rows, publishing_rows

OWNER, SERVING = "liancun_owner", "liancun_app"
LETTERS = {"SELECT": "S", "INSERT": "I", "UPDATE": "U", "DELETE": "D"}

# Tables that are nobody's model: (letters the serving role holds, why).
LIBRARIES = {
    "django_session": ("SIUD", "sessions begin, go on and end"),
    "django_migrations": ("S", "a start looks whether the tables are up to date"),
    "procrastinate_jobs": ("SIUD", "the queue: arguments are ids, what is done leaves"),
    "procrastinate_events": ("SIUD", "when a job began and ended"),
    "procrastinate_periodic_defers": ("SIUD", "which periodic work has been queued"),
    "procrastinate_workers": ("SIUD", "which workers live"),
}
# Single columns that may change although their table may not, and why.
CHANGING_COLUMNS = {
    **money_rows.CHANGING_COLUMNS,
    "access_apikey": {"revoked_at": "a key is taken back"},
    "access_inspection": {"closed_at": "an inspection ends"},
    "access_nearrelative": {"until": "a tie no longer holds"},
    "access_onetimelink": {"used_at": "a link is used up"},
    "bodies_agency": {"until": "an agreement ends"},
    "bodies_membership": {"until": "a member leaves", "end_basis": "by which paper it left"},
    "ledger_account": {"closed_on": "an account takes no lines any more"},
    "ledger_mandate": {"revoked_at": "a mandate is revoked", "revoked_by_id": "by whom"},
    "people_capacity": {"until": "a guardian is relieved, a child comes of age"},
    "people_changerequest": {
        "state": "a request is decided once",
        "decided_by_id": "by whom",
        "decided_at": "when",
        "answer": "and why",
        "agreed_by_id": "the receiving village agrees to a transfer",
        "agreed_at": "when",
    },
    "people_consent": {"withdrawn_on": "a consent is withdrawn"},
    "bodies_bodyflag": {"until": "a flag is lifted"},
    "bodies_pairing": {"until": "a pairing ends", "outcome": "what came of it, with its end"},
    "people_household": {
        "number": "a number is corrected",
        "address": "a household moves within the village",
        "until": "a household ends",
        "merged_into_id": "in another one",
    },
    "people_householdmember": {"until": "a person leaves a household", "left_by": "and why"},
    "people_representation": {"until": "another stands for the household"},
    "people_rollentry": {"until": "a person leaves a roll", "closing_id": "by which request"},
    "posts_contact": {"until": "somebody else becomes the contact"},
    **book_rows.CHANGING_COLUMNS,
    "posts_delegation": {"revoked_at": "the holder is back"},
    "posts_issue": {
        "settled_on": "what was raised is settled",
        "settled_note": "how it was settled",
        "settled_by": "who settled it",
    },
    "posts_lead": {"until": "a business is given up"},
    "posts_post": {
        "until": "a post is given up",
        "end_note": "what was handed over",
        "struck_at": "a mistake is corrected",
        "struck_by": "who corrected it",
        "struck_reason": "why it was corrected",
    },
    "posts_slot": {"person_id": "a swap or an absence", "person_name": "as the person"},
    "posts_swap": {"agreed": "the one asked answers", "answered_at": "when"},
    "posts_talentevent": {
        "struck_at": "a mistake is corrected",
        "struck_by": "who corrected it",
        "struck_reason": "why it was corrected",
    },
}
# Functions that act with the owner's power, each a door of its own.
POWERFUL_FUNCTIONS = {
    **book_rows.POWERFUL_FUNCTIONS,
    **money_rows.POWERFUL_FUNCTIONS,
    "bodies_end_counts": "an end closes what runs of a body and hangs its path under its heir",
    "bodies_profile_comes": "what a union is from now on closes what it was",
    "bodies_version_comes": "a new name, code or place closes the one before",
    "bodies_version_counts": "the newest name, code and place are copied to the body",
    "people_history_follow": "when a person's home changes, what the officers of the home read follows",
    "liancun_reseal": "a sealed value under a renewed key, in place of exactly the old one; nothing beside it",
    "people_join_tallies": "several lines of one tally become one; no sum changes",
    "people_recount": "tallies as the rows themselves count",
    **{
        f"people_{table}_tallied_{event}": "a tally follows what it counts; nobody else may write one"
        for table in ("person", "household", "rollentry")
        for event in ("insert", "update", "delete")
    },
    "people_numbers_follow": "numbers follow a person to a new home, also where the row policy hides them",
    "people_same_minors": "whether the child somebody registers stands there already; its number, no name or birth",
    "people_unnamed_minors": "which unreadable persons of one's own villages are minors; nothing else of them",
}

# A field with such a word in its name is personal, or stands here with the reason why it is not.
LOOKS_PERSONAL = re.compile(
    r"(^|_)(name|username|phone|contact|identity|payee|number|account|address|text|note|by|reason|summary|purpose"
    r"|detail|snapshot|words|title|how|question|message|label|password|portfolio|instructions|session_data)($|_)"
)
NOT_PERSONAL = {
    **book_rows.NOT_PERSONAL,
    **publishing_rows.NOT_PERSONAL,
    **money_rows.NOT_PERSONAL,
    **formation_rows.NOT_PERSONAL,
    "access_apikey.label": "which program uses a key",
    "access_onetimelink.purpose": "a code of the program",
    "affairs_consent.how": "a code: the way a consent is given",
    "affairs_matter.demanded_by": "a code: villagers or representatives",
    "affairs_matter.title": "a matter's title, published",
    "affairs_matter.purpose": "what a matter is for, published with it",
    "affairs_resolution.number": "the number of a resolution",
    "audit_auditrow.detail": "ids, amounts and states only; a test of audit holds it to that",
    "ballots_ballot.question": "what is voted on, published",
    "bodies_agreement.number": "the number of a document",
    "bodies_agreement.purpose": "what an agreement of bodies is for",
    "bodies_agreement.title": "the title of a document",
    "bodies_body.name": "public bodies",
    "bodies_body.short_name": "public bodies",
    "bodies_body.name_pinyin": "public bodies",
    "bodies_bodyversion.name": "public bodies",
    "bodies_bodyversion.short_name": "public bodies",
    "bodies_bodyversion.name_pinyin": "public bodies",
    "bodies_bodyfact.reason": "why a figure of a body was corrected",
    "evidence_file.purpose": "the act it was kept for",
    "framework_jobprogress.label": "what kind of work runs",
    "framework_jobprogress.message": "counts",
    "identity_pastpassword.password": "a hash",
    "identity_user.password": "a hash",
    "meetings_agendaitem.title": "the title of a matter",
    "meetings_followup.meeting_title": "the title of a meeting",
    "meetings_meeting.title": "the title of a meeting",
    "meetings_paper.name": "what the kind of meeting calls a paper",
    "posts_post.how": "how the holder of a public post came to it",
    "posts_post.portfolio": "what the holder of a public post is responsible for",
    **dict.fromkeys(("work_task.instructions", "work_task.title"), "from the playbook"),
    "work_task.matter_title": "the title of a matter, published",
}
# Rows that nobody changes, the owner included (law 5).
FROZEN = {
    *publishing_rows.FROZEN,
    *money_rows.FROZEN,
    *formation_rows.FROZEN,
    "affairs_resolution",
    "affairs_stagerecord",
    "audit_auditrow",
    "audit_dayhead",
    "audit_seal",
    *(f"ballots_{kind}" for kind in ("ballotsheet", "correctionwitness", "countwitness", "handcount")),
    *(f"ballots_{kind}" for kind in ("keyhalf", "namedvote", "papercount", "paperreading", "proxy")),
    *(f"ballots_{kind}" for kind in ("proxyend", "rollcorrection", "rollmark", "sealing", "station")),
    *(f"ballots_{kind}" for kind in ("stationofficer", "urnpaper", "voidwish")),
    "bodies_agreementend",
    "bodies_agreementreminder",
    "bodies_agreementsignature",
    "bodies_bodyfact",
    "bodies_bodyplace",
    "bodies_pairinggoal",
    "bodies_pairingresult",
    "framework_playbookversion",
    *book_rows.FROZEN,
    *(f"meetings_{kind}" for kind in ("cancellation", "correction", "delivery", "draft", "itemrecord")),
    *(f"meetings_{kind}" for kind in ("followup", "followupstep", "minutes", "noticechange", "paper")),
    "meetings_signing",
    "people_assessment",
    "people_distinction",
    "people_merge",
    "people_opening",
    "people_rollopening",
    *(f"posts_{kind}" for kind in ("candidate", "handover", "leadresult", "opinion", "selectionstep")),
    *(f"posts_{kind}" for kind in ("slotchange", "termreminder", "visit")),
}


@dataclass(frozen=True)
class Table:
    name: str
    owner: str
    scoped: bool
    forced: bool
    policies: int


@pytest.fixture(scope="module", autouse=True)
def _database(template: str) -> Iterator[None]:
    with cloned(template) as name, using(name):
        yield


def _rows(statement: str, *values: str | list[str]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _tables() -> dict[str, Table]:
    found = _rows(
        """
        select c.relname, pg_get_userbyid(c.relowner), c.relrowsecurity, c.relforcerowsecurity,
               (select count(*) from pg_policy p where p.polrelid = c.oid)
        from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
        """
    )
    return {row[0]: Table(*row) for row in found}


def _facts() -> dict[str, TableFacts]:
    found = {model._meta.db_table: getattr(model, "facts", None) for model in apps.get_models()}
    return {table: facts for table, facts in found.items() if facts is not None}


def _granted(table: str) -> set[str]:
    """What the serving role holds on the whole table, by whichever way it came to it."""
    held = _rows(
        """
        select acl.privilege_type from pg_class c, aclexplode(c.relacl) acl
        where c.oid = %s::regclass and acl.grantee in (0, (select oid from pg_roles where rolname = %s))
        """,
        table,
        SERVING,
    )
    return {row[0] for row in held}


def test_the_tests_run_as_the_serving_role() -> None:
    assert _rows("select current_user") == [(SERVING,)]


def test_the_serving_role_has_no_power_of_its_own() -> None:
    powers = "rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
    assert _rows(f"select {powers} from pg_roles where rolname = %s", SERVING) == [(False,) * 5]
    assert _rows("select pg_has_role(%s, %s, 'member')", SERVING, OWNER) == [(False,)]
    assert _rows("select has_schema_privilege(%s, 'public', 'create')", SERVING) == [(False,)]


def test_every_table_belongs_to_the_owner() -> None:
    assert {table.owner for table in _tables().values()} == {OWNER}


def test_every_model_says_what_its_table_promises() -> None:
    silent = {
        model._meta.db_table
        for model in apps.get_models()
        if not isinstance(getattr(model, "facts", None), TableFacts) and model._meta.db_table not in LIBRARIES
    }
    assert silent == set()


def test_no_table_is_unknown() -> None:
    assert set(_tables()) == {*_facts(), *LIBRARIES}


def test_every_promise_has_a_reason() -> None:
    assert [table for table, facts in _facts().items() if len(facts.why.strip()) < 4] == []


def test_rows_are_guarded_as_promised() -> None:
    found = {name: table.scoped for name, table in _tables().items()}
    assert found == {name: name in _facts() and _facts()[name].rows == "scoped" for name in found}


def test_a_guarded_table_has_a_policy_and_an_open_one_has_none() -> None:
    tables = _tables().values()
    assert [table.name for table in tables if table.scoped and not table.policies] == []
    assert [table.name for table in tables if table.policies and not table.scoped] == []


def test_no_policy_binds_the_owner() -> None:
    # Under FORCE a data migration of the owner would change no row and call it a success.
    assert [table.name for table in _tables().values() if table.forced] == []


@pytest.mark.parametrize("table", sorted({*_facts(), *LIBRARIES}))
def test_the_serving_role_holds_exactly_the_promised_grants(table: str) -> None:
    letters = _facts()[table].grants if table in _facts() else LIBRARIES[table][0]
    assert _granted(table) == {verb for verb, letter in LETTERS.items() if letter in letters}


def test_single_columns_change_only_where_listed() -> None:
    found = _rows(
        """
        select c.relname, a.attname, acl.privilege_type from pg_class c
        join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) acl
        where c.relnamespace = 'public'::regnamespace
        """
    )
    listed = {(table, column, "UPDATE") for table, columns in CHANGING_COLUMNS.items() for column in columns}
    assert set(found) == listed


def test_everything_a_table_may_do_is_granted_to_nobody_else() -> None:
    found = _rows(
        """
        select distinct pg_get_userbyid(acl.grantee) from pg_class c, aclexplode(c.relacl) acl
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        """
    )
    assert {row[0] for row in found} <= {OWNER, SERVING}


@pytest.mark.parametrize("table", sorted(FROZEN))
def test_what_was_decided_never_changes(table: str) -> None:
    found = _rows(
        "select t.tgtype from pg_trigger t where t.tgrelid = %s::regclass and not t.tgisinternal"
        " and t.tgenabled <> 'D'",
        table,
    )
    events = 0
    for (kind,) in found:
        events |= kind
    update, delete, truncate = 16, 8, 32
    assert events & update, "no trigger hears UPDATE"
    assert events & delete, "no trigger hears DELETE"
    assert events & truncate, "no trigger hears TRUNCATE"


def test_functions_with_the_owners_power_are_listed() -> None:
    found = _rows("select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace")
    assert {row[0] for row in found} == set(POWERFUL_FUNCTIONS)


PLANNED_ONCE = {"plan_cache_mode=force_generic_plan"}


@pytest.mark.parametrize("name", sorted(POWERFUL_FUNCTIONS))
def test_a_function_with_the_owners_power_cannot_be_led_astray(name: str) -> None:
    """Its search path is its own, and nobody but the serving role may call it. How it is planned leads nowhere."""
    ((settings, public),) = _rows(
        "select proconfig, has_function_privilege('public', oid, 'execute') from pg_proc where proname = %s",
        name,
    )
    assert set(settings) - PLANNED_ONCE == {"search_path=public, pg_temp"}
    assert not public


def _text_fields() -> Iterator[tuple[str, str]]:
    for model in apps.get_models():
        if model._meta.db_table in LIBRARIES:
            continue
        for field in model._meta.local_fields:
            text = isinstance(
                field, models.CharField | models.TextField | models.JSONField | models.BinaryField
            )
            if text and not field.choices:
                yield model._meta.db_table, field.name


def test_what_looks_personal_is_declared_or_public_for_a_reason() -> None:
    facts = _facts()
    undecided = {
        f"{table}.{field}"
        for table, field in _text_fields()
        if LOOKS_PERSONAL.search(field) and field not in facts[table].personal
    }
    assert undecided == set(NOT_PERSONAL)


def test_declared_personal_fields_exist() -> None:
    fields = {
        (model._meta.db_table, field.name)
        for model in apps.get_models()
        for field in model._meta.local_fields
    }
    missing = [
        f"{table}.{field}"
        for table, facts in _facts().items()
        for field in facts.personal
        if (table, field) not in fields
    ]
    assert missing == []


def test_numbers_of_persons_are_sealed() -> None:
    """A phone, an identity number or an account lies in the database only under a key (law 8)."""
    kinds = {"phone", "identity", "account"}
    columns = _rows(
        "select table_name, column_name, data_type from information_schema.columns where table_schema = 'public'"
    )
    stored = {(table, column): kind for table, column, kind in columns}
    plain = [
        f"{table}.{field}"
        for table, facts in _facts().items()
        for field, kind in facts.personal.items()
        if kind in kinds and stored[table, field] != "bytea"
    ]
    digests = ["people_person.phone_index", "people_person.identity_index"]
    assert plain == digests, "keyed digests: equal numbers are found, none is read"
