"""Pages of the ways a vote may come: officers find a voter, papers are read twice, slips are printed once."""

from __future__ import annotations

import re
from datetime import timedelta

from liancun.contexts.ballots import api as ballots
from liancun.contexts.ballots.tests.hall import (
    actor,
    confirmed,
    correction,
    family,
    opened,
    slips,
    vote,
    voters,
)
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_actor, as_system

ALL = ("meeting", "online", "proxy", "phone", "paper", "station")


def marks(ballot_id: int) -> dict[int, int]:
    with as_system():
        return {line.person_id: line.mark_id for line in ballots.roll(ballot_id)}


def test_the_ballots_page_shows_each_way_with_its_button_and_never_a_choice(world: World) -> None:
    ballot_id = opened(world, channels=ALL)
    vote(world, ballot_id, voters(world)[0], "no", channel="online")
    words = signed_in("zhishu-a").get(f"/ballots/{ballot_id}/").content.decode()
    for route in ("call", "proxies", "slips", "papers", "stations"):
        assert f"/ballots/{ballot_id}/{route}/" in words
    assert "已投 1" in words
    assert "反对" not in words
    other = signed_in("jiandu-a").get(f"/ballots/{ballot_id}/").content.decode()
    assert f"/ballots/{ballot_id}/papers/" in other
    assert f"/ballots/{ballot_id}/slips/" not in other


def test_a_choice_is_recorded_voter_by_voter(world: World) -> None:
    ballot_id = opened(world, kind="choice", options=("村东头", "村西头", "老学校"), most=2)
    person = voters(world)[0]
    client, at = signed_in("zhishu-a"), f"/ballots/{ballot_id}/voters/{marks(ballot_id)[voters(world)[0]]}/"
    assert 'type="checkbox"' in client.get(at).content.decode()
    assert client.post(at, {"choice": ["0", "1", "2"]}).status_code == 422
    assert client.post(at, {"choice": ["0", "2"]}).status_code == 302
    again = client.post(at, {"choice": ["1"]}, follow=True)
    assert "先投的一票有效" in again.content.decode()
    with as_actor(actor(world, "zhishu-a")):
        ballots.close(actor(world, "zhishu-a"), ballot_id=ballot_id)
        assert ballots.result(ballot_id).counts == {"村东头": 1, "村西头": 0, "老学校": 1}
        assert person in {line.person_id for line in ballots.roll(ballot_id) if line.voted}
    assert "老学校" in client.get(f"/ballots/{ballot_id}/").content.decode()


def test_the_second_officer_does_not_see_what_the_first_read(world: World) -> None:
    ballot_id, person = opened(world, channels=("paper",)), voters(world)[0]
    at = f"/ballots/{ballot_id}/papers/{marks(ballot_id)[person]}/"
    first, second = signed_in("zhishu-a"), signed_in("jiandu-a")
    assert first.post(at, {"choice": "no"}).status_code == 302
    listed = second.get(f"/ballots/{ballot_id}/papers/").content.decode()
    assert "等待另一人录入" in listed
    assert "反对" not in listed
    assert " checked" not in second.get(at).content.decode()
    differs = second.post(at, {"choice": "yes"}, follow=True).content.decode()
    assert "不一致" in differs
    agrees = second.post(at, {"choice": "no"}, follow=True).content.decode()
    assert "已计入" in agrees


def test_a_proxy_is_offered_within_the_household_only(world: World) -> None:
    away, spouse = family(world, 45, 44)
    ballot_id = opened(world, (away, voters(world)[0]), channels=ALL)
    client, at = signed_in("zhishu-a"), f"/ballots/{ballot_id}/proxies/of/{marks(ballot_id)[away]}/"
    assert client.get(at).content.decode().count('type="radio"') == 1
    assert client.post(at, {"carrier": voters(world)[0], "paper": "5 月 2 日"}).status_code == 422
    assert client.post(at, {"carrier": spouse, "paper": "5 月 2 日"}).status_code == 302
    with as_system():
        (line,) = ballots.proxies(ballot_id)
    page = client.get(f"/ballots/{ballot_id}/proxies/").content.decode()
    assert "way=proxy" in page
    end = f"/ballots/{ballot_id}/proxies/{line.id}/end/"
    assert client.post(end, {"reason": ""}).status_code == 422
    assert client.post(end, {"reason": "本人回村"}).status_code == 302
    assert "已收回" in client.get(f"/ballots/{ballot_id}/proxies/").content.decode()


def test_a_polling_place_works_from_number_to_vote(world: World) -> None:
    ballot_id, today = opened(world, channels=ALL), clock.today()
    client = signed_in("zhishu-a")
    officers = [actor(world, name).person_id for name in ("zhishu-a", "jiandu-a")]
    made = client.post(
        f"/ballots/{ballot_id}/stations/new/",
        {"place": "村委会大院", "day": today, "opens": "00:00", "closes": "23:59", "officers": officers},
    )
    assert made.status_code == 302
    with as_system():
        (station,) = ballots.stations(ballot_id)
    page = client.get(f"/ballots/{ballot_id}/stations/{station.id}/?q=1").content.decode()
    (link,) = re.findall(rf'href="(/ballots/{ballot_id}/voters/\d+/\?station={station.id})"', page)
    done = client.post(link, {"choice": "yes"}, follow=True)
    assert done.redirect_chain[-1][0] == f"/ballots/{ballot_id}/stations/{station.id}/"
    assert "投好了" in done.content.decode()
    with as_system():
        assert ballots.result(ballot_id).channels == {"station": 1}


def test_the_sheet_of_slips_is_shown_once_and_its_slip_votes(world: World) -> None:
    ballot_id = opened(world, channels=("phone",))
    client = signed_in("zhishu-a")
    at = f"/ballots/{ballot_id}/slips/"
    assert client.get(at).status_code == 200
    sheet = client.post(at).content.decode()
    tokens = re.findall(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}", sheet)
    assert len(set(tokens)) == len(voters(world))
    assert "<svg" in sheet
    assert tokens[0] not in client.get(at).content.decode()


def test_a_correction_is_asked_on_one_page_and_confirmed_by_another(world: World) -> None:
    people = voters(world, 3)
    ballot_id = opened(world, people)
    first, second = signed_in("zhishu-a"), signed_in("jiandu-a")
    at = f"/ballots/{ballot_id}/corrections/"
    assert (
        first.post(
            f"{at}new/?change=strike&person={people[0]}", {"reason": "已迁出，5 月 3 日决定"}
        ).status_code
        == 302
    )
    asked = correction(world, ballot_id, "strike", people[1])
    assert f"{asked.id}/confirm/" not in first.get(at).content.decode()
    assert f"{asked.id}/confirm/" in second.get(at).content.decode()
    assert second.post(f"{at}{asked.id}/confirm/").status_code == 302
    assert "已划去" in first.get(f"/ballots/{ballot_id}/").content.decode()


def test_papers_and_count_sheets_are_printed(world: World) -> None:
    ballot_id = opened(world, channels=ALL)
    client = signed_in("zhishu-a")
    assert client.get(f"/ballots/{ballot_id}/paper/").content.decode().count("是否同意统一购买种子") >= 4
    before = client.get(f"/ballots/{ballot_id}/count-sheet/").content.decode()
    assert "名册指纹" not in before
    vote(world, ballot_id, voters(world)[0], "no")
    client.post(f"/ballots/{ballot_id}/close/")
    after = client.get(f"/ballots/{ballot_id}/count-sheet/").content.decode()
    assert "名册指纹" in after


def test_a_hand_count_of_a_choice_is_confirmed_by_its_first_number(world: World) -> None:
    ballot_id = opened(world, method="hand", kind="choice", options=("村东头", "村西头"))
    counter, other = signed_in("zhishu-a"), signed_in("jiandu-a")
    given = {"present": 7, "option0": 4, "option1": 2, "abstain": 1}
    assert counter.post(f"/ballots/{ballot_id}/count/", given).status_code == 302
    with as_system():
        count = ballots.counts(ballot_id)[0]
    at = f"/ballots/{ballot_id}/count/{count.id}/"
    assert other.post(at, {"yes": 3}).status_code == 422
    assert other.post(at, {"yes": 4}).status_code == 302


def test_a_struck_place_is_not_called(world: World) -> None:
    people = voters(world, 3)
    ballot_id = opened(world, people)
    confirmed(world, correction(world, ballot_id, "strike", people[0]).id)
    page = signed_in("zhishu-a").get(f"/ballots/{ballot_id}/call/").content.decode()
    assert page.count('type="radio"') == 3 * 2


def test_the_station_page_is_shut_outside_its_hours(world: World) -> None:
    ballot_id, officer, now = opened(world, channels=ALL), actor(world, "zhishu-a"), clock.now()
    persons = [actor(world, name).person_id or 0 for name in ("zhishu-a", "jiandu-a")]
    with as_actor(officer):
        station = ballots.open_station(
            officer,
            ballot_id=ballot_id,
            place="大院",
            opens_at=now + timedelta(hours=2),
            closes_at=now + timedelta(hours=3),
            officer_ids=persons,
        )
    page = signed_in("zhishu-a").get(f"/ballots/{ballot_id}/stations/{station.id}/?q=1").content.decode()
    assert "?station=" not in page


def test_slips_of_persons_are_not_given_for_those_who_voted(world: World) -> None:
    people = voters(world, 2)
    ballot_id = opened(world, people, channels=("meeting", "phone"))
    vote(world, ballot_id, people[0])
    assert [slip.number for slip in slips(world, ballot_id, people)] == [2]
