"""Every verb of the house: which right it asks for, and that it refuses those who lack it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.bodies.actions import NewAgreement, NewBody, NewMember
from liancun.contexts.bodies.api import NewFact, NewPairing
from liancun.contexts.evidence import api as evidence
from liancun.contexts.people.actions import NewEntry, NewHousehold, NewHouseholdMember, NewPerson
from liancun.contexts.posts.api import NewPost, NewTalent
from liancun.framework import clock
from liancun.framework.actions import verbs
from liancun.framework.actors import Actor
from liancun.framework.permissions import all_rules
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import Refusal, Refusals
from liancun.kernel.periods import Month
from liancun.project import urls  # noqa: F401 (every verb is known once every page is)
from tests.house import formation_rows, money_rows, standing
from tests.house.stage import Stage, set_up

# Verbs that ask for a right under another name.
ASKS_FOR = {
    **money_rows.ASKS_FOR,
    **formation_rows.ACTIONS,
    "access.end_kin": "access.declare_kin",
    "access.open_account": "identity.create_user",
    "affairs.convene_assembly": "affairs.take_village_step",
    "affairs.open_vote": "affairs.take_village_step",
    "affairs.record_decision": "affairs.take_village_step",
    "affairs.record_hearing": "affairs.take_village_step",
    "affairs.record_purchase_paper": "affairs.take_village_step",
    "affairs.record_village_step": "affairs.take_village_step",
    "affairs.send_to_review": "affairs.publish_decision",
    "ballots.ask_correction": "ballots.correct_roll",
    "ballots.close_many": "ballots.close",
    "ballots.count_box": "ballots.enter_paper",
    "ballots.enter_hand_count": "ballots.count",
    "ballots.hand_over": "ballots.serve_station",
    "ballots.mark_paper": "ballots.enter_paper",
    "ballots.open_ballot": "ballots.open",
    "ballots.open_many": "ballots.open",
    "ballots.open_station": "ballots.open",
    "ballots.record_proxy": "ballots.keep_proxies",
    "ballots.revoke_proxy": "ballots.keep_proxies",
    "ballots.witness_hand_count": "ballots.witness",
    "bodies.add_bodies": "bodies.add_body",
    "bodies.abolish": "bodies.end_body",
    "bodies.change_role": "bodies.join",
    "bodies.describe_joint": "bodies.found_joint",
    "bodies.join_many": "bodies.join",
    "bodies.merge": "bodies.end_body",
    "bodies.move": "bodies.change_body",
    "bodies.note_registration": "bodies.change_body",
    "bodies.recode": "bodies.change_body",
    "bodies.rename": "bodies.change_body",
    "bodies.close_pairing": "bodies.pair",
    "bodies.file_original": "bodies.draft_agreement",
    "bodies.lift_flag": "bodies.flag_body",
    "bodies.pair_many": "bodies.pair",
    "bodies.redraft_agreement": "bodies.draft_agreement",
    "bodies.set_goal": "bodies.pair",
    "bodies.sign_agencies": "bodies.sign_agency",
    "disclosure.answer_review": "disclosure.plan",
    "disclosure.close": "disclosure.publish",
    "disclosure.drop_plan": "disclosure.plan",
    "disclosure.open_complaint_contact": "disclosure.decide_complaint",
    "disclosure.plan_of_subject": "disclosure.plan",
    "disclosure.publish_plan": "disclosure.publish",
    "disclosure.publish_result": "disclosure.publish",
    "disclosure.release_text": "disclosure.answer",
    "ledger.add_counterparty": "ledger.prepare_voucher",
    "ledger.end_recurring": "ledger.prepare_voucher",
    "ledger.note_receipts": "ledger.keep_receipts",
    "ledger.plan_recurring": "ledger.prepare_voucher",
    "ledger.propose_recurring": "ledger.prepare_voucher",
    "ledger.return_receipt_book": "ledger.keep_receipts",
    "ledger.take_receipt_book": "ledger.keep_receipts",
    "ledger.top_up_petty_cash": "ledger.prepare_voucher",
    "ledger.correct_voucher": "ledger.prepare_voucher",
    "ledger.discard_voucher": "ledger.prepare_voucher",
    "ledger.match_claim": "ledger.ratify",
    "ledger.post_mirror": "ledger.post_import",
    "ledger.remember_mirror_columns": "ledger.import_mirror",
    "ledger.load_opening_table": "ledger.load_opening",
    "ledger.add_account": "ledger.prepare_voucher",
    "ledger.close_account": "ledger.prepare_voucher",
    "ledger.discard_import": "ledger.import_vouchers",
    "ledger.approve_side": "ledger.post_voucher",
    "ledger.open_pair": "ledger.prepare_voucher",
    "ledger.post_closing": "ledger.post_voucher",
    "ledger.prepare_event": "ledger.prepare_voucher",
    "ledger.prepare_side": "ledger.prepare_voucher",
    "ledger.release_pair": "ledger.post_voucher",
    "ledger.revoke_mandate": "ledger.give_mandate",
    "ledger.settle_pair": "ledger.post_voucher",
    "ledger.prepare_entry": "ledger.prepare_voucher",
    "ledger.record_paid_without_authority": "ledger.record_without_authority",
    "ledger.refile_claim": "ledger.file_claim",
    "ledger.return_claim": "ledger.accept_claim",
    "ledger.withdraw_claim": "ledger.file_claim",
    "meetings.add_follow_up": "meetings.attend",
    "meetings.cancel": "meetings.convene",
    "meetings.change_notice": "meetings.convene",
    "meetings.convene_kind": "meetings.convene",
    "meetings.correct": "meetings.confirm",
    "meetings.delivered": "meetings.convene",
    "meetings.draft_minutes": "meetings.confirm",
    "meetings.hand_in_proxy": "meetings.attend",
    "meetings.hold": "meetings.attend",
    "meetings.put_out_papers": "meetings.convene",
    "meetings.record_attendance": "meetings.attend",
    "meetings.take_follow_up_step": "meetings.attend",
    "people.add_people": "people.add_person",
    "people.answer_request": "people.serve_person",
    "people.enrol_many": "people.enrol",
    "people.give_account": "people.add_person",
    "people.agree_to_transfer": "people.ask_change",
    "people.approve_change": "people.decide_change",
    "people.correct_household": "people.keep_household",
    "people.found_household": "people.keep_household",
    "people.found_households": "people.keep_household",
    "people.join_household": "people.keep_household",
    "people.leave_household": "people.keep_household",
    "people.merge_households": "people.keep_household",
    "people.name_head": "people.keep_household",
    "people.refuse_change": "people.decide_change",
    "people.split_household": "people.keep_household",
    "people.strike": "people.enrol",
    "people.withdraw_change": "people.ask_change",
    "people.record_request": "people.serve_person",
    "people.refuse_request": "people.serve_person",
    "people.take_dossier": "people.serve_person",
    "people.withdraw_consent": "people.record_consent",
    "posts.appoint_many": "posts.appoint",
    "posts.take_back": "posts.delegate",
    "posts.put_up": "posts.open_selection",
    "posts.conclude_selection": "posts.open_selection",
    "posts.appoint_selected": "posts.open_selection",
    "posts.answer_swap": "posts.make_rota",
    "posts.ask_swap": "posts.make_rota",
    "posts.hand_over": "posts.make_rota",
    "posts.report_absence": "posts.make_rota",
    "posts.end_contact": "posts.make_contact",
    "posts.record_visit": "posts.make_contact",
    "posts.end_lead": "posts.take_lead",
    "posts.record_result": "posts.take_lead",
    "posts.strike_talent": "posts.record_talent",
}
# What the program alone does, and why a person never does it.
OF_THE_PROGRAM = {
    "identity.block_idle": "the worker closes accounts that nobody uses",
    "affairs.mark_late": "the worker records time limits that have passed",
    "affairs.revoke": "the consequence of a later decision in effect",
    "ledger.end_authorities": "the consequence of a later decision that revokes an earlier one",
    "meetings.remind": "the worker notes bodies that must meet and things that are late",
    "posts.remind_terms": "the worker notes terms that come to their end",
    "bodies.remind_agreements": "the worker records reminders",
    "disclosure.remind": "the worker reminds of answers that are due",
    "disclosure.recount": "the worker counts windows anew when a year's holidays become known",
    "portal.receive": "an operator at the command line takes in a signed file",
    "work.remind": "the worker records reminders",
}
# What anybody may call, and why.
OPEN = {
    "access.end_inspection": "one's own inspection",
    "access.spend_link": "a one-time link is the right; it is spent once",
    "affairs.rate": "a villager's slip is the right; it is spent once",
    "ballots.vote_in_booth": "the officers' signed pass for one place and ten minutes is the right",
    "ballots.vote_by_slip": "a voter's slip with its code is the right; it is spent once",
    "disclosure.complain": "the receipt of an objection is the right",
    "disclosure.object": "anybody may object while the window is open",
    "evidence.store": "whoever may read a body's records; the row policy refuses others, and every form asks first",
    "identity.begin_second_factor": "one's own second factor",
    "identity.check_code": "the second half of signing in, after the password",
    "identity.confirm_second_factor": "one's own second factor, with its first code",
    "identity.end_second_factor": "one's own second factor, with the password",
    "identity.prove": "oneself, with the own password or code",
    "identity.change_password": "one's own password, with the old one",
    "identity.sign_in_by_county": "a stranger whom the county's own sign-on has confirmed",
    "identity.sign_in": "a stranger with a password",
    "work.open_tasks": "the consequence of an adopted resolution, called by its hook; no address leads here",
}


@pytest.fixture(scope="module")
def stage(template: str) -> Iterator[Stage]:
    with set_up(template) as made:
        yield made


def _right(verb: str) -> str:
    return ASKS_FOR.get(verb, verb)


def test_the_logs_words_name_verbs_and_rights_that_exist() -> None:
    """A verb without words shows its code; words without a verb would be a leftover."""
    assert set(audit.verb_words()) - set(verbs()) - set(all_rules()) == {"request", "access.inspected_page"}


def test_every_verb_asks_for_a_right_or_says_why_not() -> None:
    without = {verb for verb in verbs() if _right(verb) not in all_rules()}
    assert without == {*OF_THE_PROGRAM, *OPEN}


def test_no_verb_is_listed_that_does_not_exist() -> None:
    assert {*ASKS_FOR, *OF_THE_PROGRAM, *OPEN} <= set(verbs())


def _special(stage: Stage, verb: str) -> dict[str, Any]:
    """Lists that would otherwise be empty, and so ask nothing."""
    village, today = stage.world.a.village, clock.today()
    person = stage.world.a.staff[3]
    household = NewHousehold(village, "1", "", today, (NewHouseholdMember(person, "head"),))
    given: dict[str, dict[str, Any]] = {
        "bodies.add_bodies": {"bodies": [NewBody("company", "示范公司", today, under=village)]},
        "bodies.join_many": {"members": [NewMember(stage.world.joint, village, today)]},
        "bodies.draft_agreement": {"draft": standing.draft(stage.world)},
        "bodies.pair_many": {
            "pairings": [NewPairing("strong_weak", stage.world.b.village, village, today)],
        },
        "bodies.record_facts": {"facts": [NewFact(village, "labour", today.year, 5, "统计年报")]},
        "bodies.redraft_agreement": {"draft": standing.draft(stage.world)},
        "bodies.sign_agencies": {"agreements": [NewAgreement(stage.world.agency, village, today)]},
        "people.add_people": {"people": [NewPerson("张三", village)]},
        "people.found_household": {"household": household},
        "people.found_households": {"households": [household]},
        "people.enrol_many": {
            "entries": [NewEntry("representative", stage.world.a.collective, person, today)]
        },
        "posts.appoint_many": {"posts": [NewPost(person, stage.world.a.branch, "branch_member", today)]},
        "posts.record_talent": {"events": [NewTalent("local", person, village, today, "通报")]},
        "ledger.propose_recurring": {"month": Month.of(today)},
        "posts.give_opinion": {"member_id": village},
        "posts.ask_swap": {"with_slot_id": stage.things["slot_id"]},
        "affairs.mark_late": {"matter_id": stage.late},
    }
    return given.get(verb, {})


def _values(stage: Stage, verb: str, function: Callable[..., Any]) -> dict[str, Any]:
    """Arguments that name the things of village A; everything else is something of the right kind."""
    ids = {
        **stage.things,
        "person_id": stage.world.a.staff[3],
        "owner_id": stage.world.a.collective,
        "joint_id": stage.world.joint,
        "parent_id": stage.world.township,
        "into_id": stage.world.a.village,
        "home_id": stage.world.a.village,
        "client_id": stage.world.a.village,
        "agency_id": stage.world.agency,
        "handler_id": stage.world.a.staff[1],
        "witness_id": stage.world.a.staff[2],
    }
    given = _special(stage, verb)
    values = {}
    for name, parameter in list(inspect.signature(function).parameters.items())[1:]:
        if name in given:
            values[name] = given[name]
        elif parameter.default is inspect.Parameter.empty:
            values[name] = ids[name] if name in ids else _something(str(parameter.annotation))
    return values


def _something(kind: str) -> Any:
    for word, value in {
        "datetime": clock.now() + timedelta(days=5),
        "date": clock.today(),
        "Decimal": Decimal("1.00"),
        "Mapping": {},
        "Snapshot": None,
        "Sequence": (),
        "Collection": (),
        "Iterable": (),
        "bool": False,
        "int": 1,
    }.items():
        if word in kind:
            return value
    return "一"


ASKING = sorted(set(verbs()) - set(OPEN))


def _refused(stage: Stage, actor: Actor, verb: str) -> int:
    """The status of the refusal; anything else that happens fails the test."""
    function = verbs()[verb]
    with as_system():
        values = _values(stage, verb, function)
    try:
        with transaction.atomic(), as_actor(actor):
            function(actor, **values)
    except Refusals as several:
        return several.status
    except Refusal as one:
        return one.status
    pytest.fail(f"{verb} did not refuse {actor}")


@pytest.mark.parametrize("verb", ASKING)
def test_a_stranger_is_refused(stage: Stage, verb: str) -> None:
    assert _refused(stage, Actor.stranger(), verb) in (403, 404)


@pytest.mark.parametrize("verb", ASKING)
def test_an_official_of_another_village_is_refused(stage: Stage, verb: str) -> None:
    with as_system():
        outsider = stage.world.actor("zhishu-e")
    assert _refused(stage, outsider, verb) in (403, 404)


@pytest.mark.parametrize("verb", sorted(OF_THE_PROGRAM))
def test_what_the_program_does_no_person_does(stage: Stage, verb: str) -> None:
    for name in ("xian", "shuji", "zhishu-a", "kuaiji"):
        with as_system():
            actor = stage.world.actor(name)
        assert _refused(stage, actor, verb) in (403, 404)


def test_a_file_of_another_village_is_refused_by_the_database(stage: Stage) -> None:
    with as_system():
        outsider = stage.world.actor("zhishu-e")
    for actor in (Actor.stranger(), outsider):
        with pytest.raises(DatabaseError), as_actor(actor):
            evidence.store(
                actor,
                body_id=stage.world.a.village,
                name="a.txt",
                content="说明".encode(),
                purpose="affairs.raise",
            )
