"""Secret ballots: a key of two halves, receipts, opening, too few, void, the wooden box."""

from __future__ import annotations

import pytest
from django.db import connection

from liancun.contexts.ballots import actions, queries
from liancun.contexts.ballots import api as ballots
from liancun.contexts.ballots.actions import HalfGiven
from liancun.contexts.ballots.models import Bag, HeldHalf, SealedHalf, SecretMark, Slip, UrnPaper
from liancun.contexts.ballots.rules.urns import Lot, Outcome
from liancun.contexts.ballots.tests.secret_votes import FIRST, PASSPHRASE, SECOND, Held, asked
from liancun.contexts.ballots.tests.test_voting import actor, refused_by_database
from liancun.demo.world import World
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal, Unknown


def told(held: Held) -> ballots.Tally:
    with as_system():
        return ballots.result(held.ballot_id)


def sheet(held: Held) -> dict[str, object]:
    with as_system():
        found = queries.public_result(queries.secret(held.ballot_id).code).sheet
    assert found is not None
    return found


def test_nothing_is_told_before_both_halves_are_brought(world: World) -> None:
    held = asked(world)
    for mark_id, choice in zip(held.marks[:8], ["yes"] * 5 + ["no"] * 2 + ["abstain"], strict=True):
        assert held.vote(mark_id, choice).code
    assert (told(held).present, told(held).yes, told(held).counts) == (8, None, None)
    held.close()
    held.bring(FIRST)
    assert told(held).yes is None
    with as_system(), pytest.raises(Unknown):
        queries.public_result(queries.secret(held.ballot_id).code)
    line = held.bring(SECOND)
    assert line.outcome is Outcome.COUNTED
    tally = told(held)
    assert (tally.present, tally.yes, tally.no, tally.abstain) == (8, 5, 2, 1)
    assert not tally.reveals_itself


def test_a_receipt_is_found_with_its_choice_in_the_public_file(world: World) -> None:
    held = asked(world)
    receipts = {
        held.vote(mark_id, choice).code: choice
        for mark_id, choice in zip(held.marks, ["yes", "no"] * 4, strict=False)
    }
    held.open_all()
    lines = sheet(held)["ballots"]
    assert isinstance(lines, list)
    assert {line["code"]: line["said"] for line in lines} == receipts
    assert [line["code"] for line in lines] == sorted(receipts)


def test_nobody_votes_before_two_persons_keep_the_key(world: World) -> None:
    held = asked(world, keys=False)
    mark_id = held.marks[0]
    with pytest.raises(Conflict) as refused:
        held.vote(mark_id, "yes")
    assert refused.value.code == "ballots.key_missing"
    held.keep(FIRST)
    with pytest.raises(Conflict):
        held.vote(mark_id, "yes")
    held.keep(SECOND)
    assert not held.vote(mark_id, "yes").already


def test_the_halves_are_kept_by_two_persons_of_two_posts(world: World) -> None:
    held = asked(world, keys=False)
    held.keep(FIRST)
    with pytest.raises(Refusal) as same:
        held.keep(FIRST)
    assert same.value.code == "ballots.same_keeper"
    held.keep(SECOND)
    with pytest.raises(Conflict) as third:
        held.keep("baozhang-a")
    assert third.value.code == "ballots.key_complete"
    assert refused_by_database(
        "insert into ballots_keyhalf (ballot_id, body_id, seat, officer_id, officer, post, public, on_paper, made_at)"
        " select ballot_id, body_id, 2, officer_id, '', 'x', public, true, made_at from ballots_keyhalf"
        " where ballot_id = %s and seat = 1",
        held.ballot_id,
    )


def test_who_is_no_officer_of_the_village_keeps_nothing(world: World) -> None:
    held = asked(world, keys=False)
    for name in ("kuaiji", "baozhang-b", "zhishu-e"):
        with pytest.raises((NotAllowed, Unknown)):
            held.keep(name)
    with as_system():
        assert queries.secret(held.ballot_id).halves == ()


def test_a_half_may_lie_under_a_passphrase(world: World) -> None:
    held = asked(world, keys=False)
    held.keep(FIRST, passphrase=PASSPHRASE)
    held.keep(SECOND)
    for mark_id in held.marks[:5]:
        held.vote(mark_id, "yes")
    held.close()
    held.bring(SECOND)
    with pytest.raises(Refusal) as wrong:
        held.bring(FIRST, HalfGiven(passphrase=PASSPHRASE + "。"))
    assert wrong.value.code == "ballots.half_unknown"
    assert held.bring(FIRST, HalfGiven(passphrase=PASSPHRASE)).outcome is Outcome.COUNTED
    with as_system():
        assert not SealedHalf.objects.exists()


def test_a_half_is_brought_after_the_close_by_its_own_keeper(world: World) -> None:
    held = asked(world)
    held.vote(held.marks[0], "yes")
    with pytest.raises(Conflict) as early:
        held.bring(FIRST)
    assert early.value.code == "ballots.still_open"
    held.close()
    for given in (held.sheets[SECOND], actions.offer_half()):
        with pytest.raises(Refusal) as foreign:
            held.bring(FIRST, HalfGiven(given))
        assert foreign.value.code == "ballots.half_unknown"
    with as_system():
        assert not HeldHalf.objects.exists()
    held.bring(FIRST)
    held.bring(FIRST)
    assert queries_of(held).outcome is None


def queries_of(held: Held) -> queries.SecretLine:
    with as_system():
        return queries.secret(held.ballot_id)


def test_voting_again_says_already_and_never_what(world: World) -> None:
    held = asked(world)
    first, again = held.vote(held.marks[0], "yes"), held.vote(held.marks[0], "no")
    assert (again.already, again.code) == (True, "")
    for mark_id in held.marks[1:5]:
        held.vote(mark_id, "yes")
    held.open_all()
    assert (told(held).yes, told(held).no) == (5, 0)
    lines = sheet(held)["ballots"]
    assert isinstance(lines, list)
    assert first.code in {line["code"] for line in lines}


def test_all_the_same_reveals_itself(world: World) -> None:
    held = asked(world)
    for mark_id in held.marks[:6]:
        held.vote(mark_id, "no")
    held.open_all()
    assert told(held).reveals_itself


def test_fewer_than_the_least_are_never_opened(world: World) -> None:
    held = asked(world)
    for mark_id in held.marks[:4]:
        held.vote(mark_id, "yes")
    line = held.open_all()
    assert line.outcome is Outcome.TOO_FEW
    assert (told(held).present, told(held).yes) == (4, None)
    with as_system():
        assert not Bag.objects.exists()
        assert not UrnPaper.objects.exists()
        assert SecretMark.objects.filter(ballot_id=held.ballot_id).count() == 4
        assert queries.public_result(line.code).sheet is None


def test_a_roll_smaller_than_the_least_does_not_vote_in_secret(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        asked(world, voters=4)
    assert refused.value.code == "ballots.roll_too_small"


def test_a_lost_half_makes_the_vote_void_by_two_officers(world: World) -> None:
    held = asked(world)
    for mark_id in held.marks[:7]:
        held.vote(mark_id, "yes")
    assert _wish(held, FIRST).outcome is None
    with pytest.raises(Conflict) as twice:
        _wish(held, FIRST)
    assert twice.value.code == "ballots.void_twice"
    assert _wish(held, SECOND).outcome is Outcome.VOID
    assert told(held).yes is None
    with as_system():
        assert not Bag.objects.exists()
        assert not UrnPaper.objects.exists()
    with pytest.raises(Conflict) as sealed:
        held.bring(FIRST)
    assert sealed.value.code == "ballots.sealed"


def _wish(held: Held, name: str) -> queries.SecretLine:
    officer = held.who(name)
    with as_actor(officer):
        return actions.wish_void(officer, ballot_id=held.ballot_id, reason="监票人的密钥纸被水冲走")


@pytest.mark.parametrize(
    ("kind", "most", "answers", "expected"),
    [
        ("choice", 2, [[0, 1], [1], [1, 2], [2], [1]], {"甲": 1, "乙": 4, "丙": 2}),
        ("rating", 5, [[5, 0, 3]] * 5, {"甲": 25, "乙": 0, "丙": 15}),
    ],
)
def test_options_and_grades_are_counted(
    world: World, kind: str, most: int, answers: list[list[int]], expected: dict[str, int]
) -> None:
    held = asked(world, kind=kind, options=("甲", "乙", "丙"), most=most)
    for mark_id, picks in zip(held.marks, answers, strict=False):
        held.vote(mark_id, picks=picks)
    held.vote(held.marks[len(answers)], "abstain")
    held.open_all()
    assert (told(held).counts, told(held).abstain) == (expected, 1)


def test_the_wooden_box_is_counted_by_two_who_agree(world: World) -> None:
    held = asked(world)
    persons = _persons(held)
    for mark_id in held.marks[:6]:
        held.vote(mark_id, "yes")
    officer = held.who(FIRST)
    with as_actor(officer):
        for mark_id in held.marks[6:12]:
            assert actions.mark_paper(officer, ballot_id=held.ballot_id, person_id=persons[mark_id])
        assert not actions.mark_paper(officer, ballot_id=held.ballot_id, person_id=persons[held.marks[0]])
    assert held.vote(held.marks[6], "no").already
    held.close()
    held.bring(FIRST)
    with pytest.raises(Conflict) as missing:
        held.bring(SECOND)
    assert missing.value.code == "ballots.lot_missing"
    for name, lot in (
        (FIRST, Lot((3, 2, 0), 1, 6)),
        (SECOND, Lot((2, 3, 0), 1, 6)),
        (SECOND, Lot((3, 2, 0), 1, 6)),
    ):
        assert queries_of(held).lot is None
        _count(held, name, lot)
    held.bring(SECOND)
    tally = told(held)
    assert (tally.present, tally.yes, tally.no, tally.invalid) == (12, 9, 2, 1)
    assert sheet(held)["lots"] == [
        {"ballots": 6, "counts": {"yes": 3, "no": 2, "abstain": 0, "invalid": 1, "options": []}}
    ]


def test_a_handful_of_papers_is_told_together_with_the_rest(world: World) -> None:
    """Two papers counted apart would tell what these two chose, and who voted on paper is seen."""
    held = asked(world)
    persons = _persons(held)
    for mark_id in held.marks[:6]:
        held.vote(mark_id, "yes")
    officer = held.who(FIRST)
    with as_actor(officer):
        for mark_id in held.marks[6:8]:
            actions.mark_paper(officer, ballot_id=held.ballot_id, person_id=persons[mark_id])
    held.close()
    for name in (FIRST, SECOND):
        _count(held, name, Lot((0, 2, 0), 0, 2))
        held.bring(name)
    found = sheet(held)
    assert (found["ballots"], found["voted"]) == ([], 8)
    assert found["lots"] == [
        {"ballots": 8, "counts": {"yes": 6, "no": 2, "abstain": 0, "invalid": 0, "options": []}}
    ]


def _persons(held: Held) -> dict[int, int]:
    with as_system():
        return {line.mark_id: line.person_id for line in queries.roll(held.ballot_id)}


def _count(held: Held, name: str, lot: Lot) -> None:
    officer = held.who(name)
    with as_actor(officer):
        actions.count_box(officer, ballot_id=held.ballot_id, lot=lot)


def test_a_slip_gives_a_receipt_and_keeps_no_moment(world: World) -> None:
    held = asked(world)
    officer = held.who(FIRST)
    with as_actor(officer):
        issued = actions.issue_slips(officer, ballot_id=held.ballot_id).slips
    slip = issued[0]
    assert actions.slip_of(slip.token).state is actions.SlipState.OPEN
    wrong = actions.vote_by_slip(slip.token, code=str((int(slip.code) + 1) % 10**6), choice="yes")
    assert (wrong.outcome, wrong.receipt) == (actions.SlipOutcome.WRONG_CODE, "")
    done = actions.vote_by_slip(slip.token, code=slip.code, choice="yes")
    assert done.outcome is actions.SlipOutcome.VOTED
    assert done.receipt
    again = actions.vote_by_slip(slip.token, code=slip.code, choice="no")
    assert (again.outcome, again.receipt) == (actions.SlipOutcome.ALREADY, "")
    assert actions.slip_of(slip.token).state is actions.SlipState.VOTED
    with as_system():
        assert not Slip.objects.exclude(used_at=None).exists()
    with as_actor(officer):
        assert len(actions.issue_slips(officer, ballot_id=held.ballot_id).slips) == len(issued) - 1


# --- below the forms ---------------------------------------------------------------------------------


def test_no_officers_scope_reads_closed_ballots_or_halves(world: World) -> None:
    held = asked(world, keys=False)
    held.keep(FIRST, passphrase=PASSPHRASE)
    held.keep(SECOND)
    held.vote(held.marks[0], "yes")
    held.close()
    held.bring(SECOND)
    for name in (FIRST, SECOND, "xian", "audit", "xitong", "anquan", "xiangzhen"):
        officer = actor(world, name)
        with as_actor(officer):
            assert [model.objects.count() for model in (Bag, SealedHalf, HeldHalf)] == [0, 0, 0], name
    with as_system():
        assert [model.objects.count() > 0 for model in (Bag, SealedHalf, HeldHalf)] == [True] * 3


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("insert into ballots_urnpaper (code, ballot_id, body_id, answer) select 'x', id, body_id, '{0}' from ballots_ballot where id = %s", "LC330"),
        ("delete from ballots_secretmark where ballot_id = %s", "LC330"),
        ("delete from ballots_bag where ballot_id = %s", "LC330"),
        ("update ballots_secretmark set paper = true where ballot_id = %s", "42501"),
        ("update ballots_bag set data = '' where ballot_id = %s", "LC333"),
        ("update ballots_bag set boxes = boxes + 1 where ballot_id = %s", "LC333"),
        ("update ballots_bag set boxes = boxes + 1, data = decode(repeat('00', 176), 'hex') || substring(data from 177) || decode(repeat('11', 176), 'hex') where ballot_id = %s and boxes > 0", "LC333"),
        ("insert into ballots_bag (ballot_id, number, boxes, data) values (%s, 9, 1, decode(repeat('00', 176), 'hex'))", "LC333"),
        ("truncate ballots_bag cascade; select %s", "42501"),
        ("insert into ballots_sealing (ballot_id, body_id, outcome, boxes, paper, paper_counts, paper_invalid, first, second, reason, sealed_at, work) select id, body_id, 'void', 0, 0, '{}', 0, '', '', '', now(), 0 from ballots_ballot where id = %s", "LC334"),
    ],
)  # fmt: skip
def test_raw_attacks_on_an_open_ballot_are_refused(world: World, statement: str, code: str) -> None:
    held = asked(world)
    for mark_id in held.marks[:6]:
        held.vote(mark_id, "yes")
    with as_system():
        assert refused_by_database(statement, held.ballot_id) == code


@pytest.mark.parametrize(
    "statement",
    [
        "update ballots_urnpaper set answer = '{1}' where ballot_id = %s",
        "delete from ballots_urnpaper where ballot_id = %s",
        "insert into ballots_urnpaper (code, ballot_id, body_id, answer) select 'x', id, body_id, '{0}' from ballots_ballot where id = %s",
        "update ballots_sealing set outcome = 'void' where ballot_id = %s",
        "insert into ballots_papercount (ballot_id, body_id, officer_id, officer, counts, invalid, ballots, counted_at) select id, body_id, 1, '', '{}', 0, 0, now() from ballots_ballot where id = %s",
    ],
)
def test_raw_attacks_on_a_sealed_ballot_are_refused(cloned_world: World, statement: str) -> None:
    held = asked(cloned_world)
    for mark_id in held.marks[:6]:
        held.vote(mark_id, "yes")
    held.open_all()
    with as_system():
        assert refused_by_database(statement, held.ballot_id) in ("42501", "LC001", "LC330", "LC336")
    assert told(held).yes == 6


def test_what_was_stuffed_past_the_program_stops_the_opening(world: World) -> None:
    held = asked(world)
    for mark_id in held.marks[:6]:
        held.vote(mark_id, "yes")
    with as_system(), connection.cursor() as cursor:
        cursor.execute(
            "update ballots_bag set boxes = boxes + 1, data = ballots_with_box(data, decode(repeat('7f', 176), 'hex'))"
            " where ballot_id = %s and number = 0",
            [held.ballot_id],
        )
    held.close()
    held.bring(FIRST)
    with pytest.raises(Conflict) as refused:
        held.bring(SECOND)
    assert refused.value.code == "ballots.boxes_differ"
    assert told(held).yes is None
