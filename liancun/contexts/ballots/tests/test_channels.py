"""The ways a vote may come: proxies, polling places, papers, slips; and the roll that only two persons correct."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from liancun.contexts.ballots import api as ballots
from liancun.contexts.ballots.models import NamedVote, RollMark, Slip
from liancun.contexts.ballots.tests.hall import (
    actor,
    closed,
    confirmed,
    correction,
    family,
    opened,
    paper,
    slips,
    vote,
    voters,
)
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal, Unknown


def test_nothing_beyond_the_meeting_is_open_by_itself(world: World) -> None:
    ballot_id, person = opened(world), voters(world)[0]
    for channel in ("online", "proxy", "station", "phone", "paper"):
        with pytest.raises(Refusal) as refused:
            vote(world, ballot_id, person, channel=channel)
        assert refused.value.code == "ballots.channel"
    with pytest.raises(Refusal) as shut:
        paper(world, ballot_id, person, "yes", "zhishu-a")
    assert shut.value.code == "ballots.channel"
    with pytest.raises(Refusal):
        slips(world, ballot_id, [person])
    with as_system():
        assert ballots.result(ballot_id).present == 0


def test_a_person_votes_once_over_all_channels_and_the_first_stands(world: World) -> None:
    ballot_id = opened(world, channels=("meeting", "online", "phone", "paper"))
    person = voters(world)[0]
    (slip,) = slips(world, ballot_id, [person])
    assert not vote(world, ballot_id, person, "no", channel="online").already
    assert vote(world, ballot_id, person, "yes").already
    assert paper(world, ballot_id, person, "yes", "jiandu-a").already
    answer = ballots.vote_by_slip(slip.token, code=slip.code, choice="yes")
    assert answer.outcome is ballots.SlipOutcome.ALREADY
    tally = closed(world, ballot_id)
    assert (tally.yes, tally.no, tally.channels) == (0, 1, {"online": 1})


def logged(ballot_id: int) -> list[tuple[object, ...]]:
    """The log's rows of this ballot, the verb first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select verb, * from audit_auditrow where subject = 'ballots.ballot' and subject_id = %s",
            [ballot_id],
        )
        return list(cursor.fetchall())


# --- proxies ---


def given(world: World, ballot_id: int, giver: int, carrier: int) -> ballots.ProxyLine:
    officer = actor(world, "zhishu-a")
    with as_actor(officer):
        return ballots.record_proxy(
            officer,
            ballot_id=ballot_id,
            person_id=giver,
            carrier_id=carrier,
            paper="5 月 2 日委托书，存村委会",
        )


def revoked(world: World, proxy_id: int) -> ballots.ProxyLine:
    officer = actor(world, "zhishu-a")
    with as_actor(officer):
        return ballots.revoke_proxy(officer, proxy_id=proxy_id, reason="本人回村")


def test_a_grown_up_of_the_same_household_votes_by_written_proxy(world: World) -> None:
    """农村集体经济组织法 art. 27."""
    away, spouse, child = family(world, 45, 44, 12)
    stranger = voters(world)[0]
    ballot_id = opened(world, (away, stranger), channels=("meeting", "proxy"))
    for carrier, code in (
        (stranger, "ballots.other_household"),
        (child, "ballots.proxy_not_adult"),
        (away, "ballots.own_proxy"),
    ):
        with pytest.raises(Refusal) as refused:
            given(world, ballot_id, away, carrier)
        assert refused.value.code == code
    with pytest.raises(Conflict) as none:
        vote(world, ballot_id, away, channel="proxy")
    assert none.value.code == "ballots.no_proxy"
    line = given(world, ballot_id, away, spouse)
    vote(world, ballot_id, away, channel="proxy")
    with as_system():
        (found,) = ballots.proxies(ballot_id)
        kept = NamedVote.objects.get(mark_id=found.mark_id)
    assert found.used
    assert kept.proxy_id == line.id
    assert closed(world, ballot_id).channels == {"proxy": 1}


def test_nobody_carries_more_proxies_than_the_rule(world: World) -> None:
    first, second, third, carrier = family(world, 70, 68, 45, 44)
    ballot_id = opened(world, (first, second, third), channels=("meeting", "proxy"), most_proxies=2)
    given(world, ballot_id, first, carrier)
    line = given(world, ballot_id, second, carrier)
    with pytest.raises(Refusal) as refused:
        given(world, ballot_id, third, carrier)
    assert refused.value.code == "ballots.proxies_full"
    revoked(world, line.id)
    assert given(world, ballot_id, third, carrier).stands


def test_a_proxy_is_taken_back_before_the_vote_and_not_after(world: World) -> None:
    away, spouse = family(world, 45, 44)
    ballot_id = opened(world, (away,), channels=("meeting", "proxy"))
    line = given(world, ballot_id, away, spouse)
    with pytest.raises(Conflict) as twice:
        given(world, ballot_id, away, spouse)
    assert twice.value.code == "ballots.has_proxy"
    assert not revoked(world, line.id).stands
    with pytest.raises(Conflict) as none:
        vote(world, ballot_id, away, channel="proxy")
    assert none.value.code == "ballots.no_proxy"
    again = given(world, ballot_id, away, spouse)
    vote(world, ballot_id, away, channel="proxy")
    with pytest.raises(Conflict) as used:
        revoked(world, again.id)
    assert used.value.code == "ballots.proxy_used"
    with as_system():
        verbs = {row[0] for row in logged(ballot_id)}
        assert len(ballots.proxies(ballot_id)) == 2
    assert {"ballots.record_proxy", "ballots.revoke_proxy", "ballots.cast"} <= verbs


def test_who_comes_in_person_votes_although_a_proxy_stands(world: World) -> None:
    away, spouse = family(world, 45, 44)
    ballot_id = opened(world, (away,), channels=("meeting", "proxy"))
    given(world, ballot_id, away, spouse)
    assert not vote(world, ballot_id, away, "no").already
    assert vote(world, ballot_id, away, "yes", channel="proxy").already
    assert closed(world, ballot_id).no == 1


# --- papers ---


def test_a_paper_counts_when_two_officers_read_the_same(world: World) -> None:
    ballot_id, person = opened(world, channels=("paper",)), voters(world)[0]
    assert paper(world, ballot_id, person, "yes", "zhishu-a").state is ballots.PaperState.ONCE
    assert paper(world, ballot_id, person, "yes", "zhishu-a").state is ballots.PaperState.ONCE
    with as_system():
        assert ballots.result(ballot_id).present == 0
    assert paper(world, ballot_id, person, "yes", "jiandu-a").state is ballots.PaperState.AGREED
    assert closed(world, ballot_id).yes == 1


def test_papers_that_differ_count_after_a_third_look(world: World) -> None:
    ballot_id, person = opened(world, channels=("paper",)), voters(world)[0]
    paper(world, ballot_id, person, "yes", "zhishu-a")
    assert paper(world, ballot_id, person, "no", "jiandu-a").state is ballots.PaperState.DIFFER
    with pytest.raises(Conflict) as waiting:
        closed(world, ballot_id)
    assert waiting.value.code == "ballots.papers_open"
    with as_system():
        assert ballots.result(ballot_id).present == 0
        (line,) = ballots.papers(ballot_id)
        assert line.state is ballots.PaperState.DIFFER
    assert paper(world, ballot_id, person, "no", "baozhang-a").state is ballots.PaperState.AGREED
    assert closed(world, ballot_id).no == 1


def test_a_spoiled_paper_is_counted_as_invalid(world: World) -> None:
    ballot_id, person = opened(world, channels=("paper",)), voters(world)[0]
    paper(world, ballot_id, person, "invalid", "zhishu-a")
    paper(world, ballot_id, person, "invalid", "jiandu-a")
    tally = closed(world, ballot_id)
    assert (tally.present, tally.invalid, tally.yes, tally.no, tally.abstain) == (1, 1, 0, 0, 0)


# --- polling places ---


def placed(world: World, ballot_id: int, officers: tuple[str, ...], hours: tuple[int, int] = (-1, 3)) -> int:
    officer, now = actor(world, "zhishu-a"), clock.now()
    persons = [actor(world, name).person_id or 0 for name in officers]
    with as_actor(officer):
        line = ballots.open_station(
            officer,
            ballot_id=ballot_id,
            place="村委会大院",
            opens_at=now + timedelta(hours=hours[0]),
            closes_at=now + timedelta(hours=hours[1]),
            officer_ids=persons,
        )
    return line.id


def test_officers_of_a_polling_place_record_votes_in_its_hours(world: World) -> None:
    ballot_id, person = opened(world, channels=("station",)), voters(world)[0]
    with pytest.raises(Refusal) as alone:
        placed(world, ballot_id, ("zhishu-a",))
    assert alone.value.code == "ballots.two_officers"
    later = placed(world, ballot_id, ("zhishu-a", "jiandu-a"), (1, 3))
    with pytest.raises(Conflict) as early:
        vote(world, ballot_id, person, channel="station", station_id=later)
    assert early.value.code == "ballots.station_shut"
    other = placed(world, ballot_id, ("baozhang-a", "jiandu-a"))
    with pytest.raises(Conflict) as wrong:
        vote(world, ballot_id, person, channel="station", station_id=other)
    assert wrong.value.code == "ballots.not_serving"
    now = placed(world, ballot_id, ("zhishu-a", "jiandu-a"))
    assert not vote(world, ballot_id, person, channel="station", station_id=now).already
    assert closed(world, ballot_id).channels == {"station": 1}


# --- slips ---


def test_a_slip_is_looked_at_without_cost_and_spent_once_with_its_code(world: World) -> None:
    ballot_id, person = opened(world, channels=("phone",)), voters(world)[0]
    (slip,) = slips(world, ballot_id, [person])
    for _ in range(3):
        assert ballots.slip_of(slip.token).state is ballots.SlipState.OPEN
    wrong = ballots.vote_by_slip(slip.token, code="0" if slip.code[0] != "0" else "1", choice="yes")
    assert (wrong.outcome, wrong.tries_left) == (ballots.SlipOutcome.WRONG_CODE, 4)
    done = ballots.vote_by_slip(slip.token, code=slip.code, choice="no")
    assert done.outcome is ballots.SlipOutcome.VOTED
    again = ballots.vote_by_slip(slip.token, code=slip.code, choice="yes")
    assert again.outcome is ballots.SlipOutcome.ALREADY
    assert ballots.slip_of(slip.token).state is ballots.SlipState.VOTED
    assert closed(world, ballot_id).no == 1


def test_guessing_the_code_shuts_the_slip_and_a_new_one_voids_it(world: World) -> None:
    ballot_id, person = opened(world, channels=("phone",)), voters(world)[0]
    (slip,) = slips(world, ballot_id, [person])
    wrong = str((int(slip.code) + 1) % 10**6).zfill(6)
    for _ in range(5):
        last = ballots.vote_by_slip(slip.token, code=wrong, choice="yes")
    assert last.outcome is ballots.SlipOutcome.SHUT
    assert ballots.vote_by_slip(slip.token, code=slip.code, choice="yes").outcome is ballots.SlipOutcome.SHUT
    (new,) = slips(world, ballot_id, [person])
    with pytest.raises(Unknown):
        ballots.slip_of(slip.token)
    assert ballots.vote_by_slip(new.token, code=new.code, choice="yes").outcome is ballots.SlipOutcome.VOTED


def test_slips_keep_neither_token_nor_code_nor_choice(world: World) -> None:
    ballot_id, person = opened(world, channels=("phone",)), voters(world)[0]
    (slip,) = slips(world, ballot_id, [person])
    ballots.vote_by_slip(slip.token, code=slip.code, choice="no")
    with as_system():
        kept = " ".join(str(value) for row in Slip.objects.values() for value in row.values())
        traces = " ".join(str(row) for row in logged(ballot_id))
    for secret in (slip.token, slip.token.replace("-", ""), slip.code):
        assert secret not in kept + traces
    assert "'no'" not in traces
    with as_actor(actor(world, "zhishu-a")):
        assert not Slip.objects.exists()


def test_a_slip_after_the_close_is_refused(world: World) -> None:
    ballot_id, person = opened(world, channels=("phone",)), voters(world)[0]
    (slip,) = slips(world, ballot_id, [person])
    closed(world, ballot_id)
    with pytest.raises(Conflict) as late:
        ballots.vote_by_slip(slip.token, code=slip.code, choice="yes")
    assert late.value.code == "ballots.closed"


# --- the roll ---


def test_a_correction_takes_two_persons_and_a_reason(world: World) -> None:
    people = voters(world, 5)
    ballot_id = opened(world, people[:4])
    secretary = actor(world, "zhishu-a")
    with as_actor(secretary), pytest.raises(Refusal) as bare:
        ballots.ask_correction(secretary, ballot_id=ballot_id, change="add", person_id=people[4], reason="漏")
    assert bare.value.code == "ballots.no_reason"
    asked = correction(world, ballot_id, "add", people[4])
    with as_system():
        assert RollMark.objects.filter(ballot_id=ballot_id).count() == 4
    with pytest.raises(Refusal) as same:
        confirmed(world, asked.id, "zhishu-a")
    assert same.value.code == "ballots.same_person"
    assert confirmed(world, asked.id).holds
    vote(world, ballot_id, people[4])
    tally = closed(world, ballot_id)
    assert (tally.entitled, tally.present) == (5, 1)
    with as_system():
        assert ballots.line(ballot_id).roll_digest


def test_who_is_struck_does_not_vote_and_who_voted_is_not_struck(world: World) -> None:
    people = voters(world, 3)
    ballot_id = opened(world, people)
    early = correction(world, ballot_id, "strike", people[0])
    vote(world, ballot_id, people[0])
    with pytest.raises(Conflict) as voted:
        confirmed(world, early.id)
    assert voted.value.code == "ballots.voted_already"
    confirmed(world, correction(world, ballot_id, "strike", people[1]).id)
    with pytest.raises(Refusal) as struck:
        vote(world, ballot_id, people[1])
    assert struck.value.code == "ballots.not_on_roll"
    with as_system():
        assert ballots.result(ballot_id).entitled == 2
    assert closed(world, ballot_id).entitled == 2


def test_no_correction_after_the_close(world: World) -> None:
    people = voters(world, 3)
    ballot_id = opened(world, people[:2])
    asked = correction(world, ballot_id, "add", people[2])
    closed(world, ballot_id)
    with pytest.raises(Conflict) as late:
        confirmed(world, asked.id)
    assert late.value.code == "ballots.closed"
    with pytest.raises(Conflict):
        correction(world, ballot_id, "strike", people[0])


@pytest.mark.parametrize("name", ["baozhang-a", "jiandu-a"])
def test_officers_without_the_ballot_do_not_open_its_ways(world: World, name: str) -> None:
    ballot_id, officer = opened(world, channels=("phone", "station")), actor(world, name)
    with as_actor(officer):
        with pytest.raises(NotAllowed):
            ballots.issue_slips(officer, ballot_id=ballot_id)
        with pytest.raises(NotAllowed):
            ballots.ask_correction(
                officer, ballot_id=ballot_id, change="strike", person_id=voters(world)[0], reason="没有理由"
            )
