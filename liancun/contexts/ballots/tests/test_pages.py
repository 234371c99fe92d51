"""Pages of votes: the roll called by name, hands counted by two officers."""

from __future__ import annotations

from liancun.contexts.ballots import api as ballots
from liancun.contexts.ballots.tests.test_voting import opened
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework.testing import as_system, words_of


def test_the_roll_is_called_and_the_result_shown_after_the_close(world: World) -> None:
    ballot_id, voters = opened(world), world.a.representatives
    client = signed_in("zhishu-a")
    at = f"/ballots/{ballot_id}/"
    said = {f"p{person}": "yes" for person in voters[:16]} | {f"p{voters[16]}": "no"}
    assert client.get(f"{at}call/").content.decode().count('type="radio"') == 3 * len(voters)
    assert client.post(f"{at}call/", said).status_code == 302
    assert "结束表决后显示。" in client.get(at).content.decode()
    assert client.post(f"{at}call/", {}).status_code == 422
    assert client.post(f"{at}close/").status_code == 302
    with as_system():
        tally = ballots.result(ballot_id)
    assert (tally.present, tally.yes, tally.no) == (17, 16, 1)
    assert "反对" in client.get(at).content.decode()


def test_the_same_roll_call_sent_twice_counts_once(world: World) -> None:
    ballot_id, voters = opened(world), world.a.representatives
    client = signed_in("zhishu-a")
    client.post(f"/ballots/{ballot_id}/call/", {f"p{voters[0]}": "yes"})
    client.post(f"/ballots/{ballot_id}/call/", {f"p{voters[0]}": "no", f"p{voters[1]}": "yes"})
    client.post(f"/ballots/{ballot_id}/close/")
    with as_system():
        tally = ballots.result(ballot_id)
    assert (tally.present, tally.yes, tally.no) == (2, 2, 0)


def test_hands_are_counted_by_one_and_confirmed_by_another(world: World) -> None:
    ballot_id = opened(world, method="hand")
    counter, other = signed_in("zhishu-a"), signed_in("jiandu-a")
    at = f"/ballots/{ballot_id}/"
    wrong = counter.post(f"{at}count/", {"present": 20, "yes": 18, "no": 2, "abstain": 1})
    assert wrong.status_code == 422
    assert "超过了到会的 20 人" in wrong.content.decode()
    assert counter.post(f"{at}count/", {"present": 20, "yes": 17, "no": 2, "abstain": 1}).status_code == 302
    with as_system():
        count = ballots.counts(ballot_id)[0]
    assert f"{at}count/{count.id}/" in other.get("/").content.decode()
    assert counter.post(f"{at}count/{count.id}/", {"yes": 17}).status_code == 422
    assert other.post(f"{at}count/{count.id}/", {"yes": 18}).status_code == 422
    assert other.post(f"{at}count/{count.id}/", {"yes": 17}).status_code == 302
    assert other.post(f"{at}close/").status_code == 403
    assert counter.post(f"{at}close/").status_code == 302
    with as_system():
        assert ballots.result(ballot_id).yes == 17


def test_a_neighbour_knows_of_nothing(world: World) -> None:
    ballot_id = opened(world)
    client = signed_in("zhishu-b")
    assert client.get(f"/ballots/{ballot_id}/").status_code == 404
    assert client.post(f"/ballots/{ballot_id}/close/").status_code == 404
    assert "统一购买种子" not in client.get("/ballots/").content.decode()


def test_the_ballot_paper_and_the_count_sheet_come_as_files(world: World) -> None:
    ballot_id = opened(world, method="hand")
    client = signed_in("zhishu-a")
    at = f"/ballots/{ballot_id}/"
    with as_system():
        question = ballots.line(ballot_id).question
    for paper, words in (("paper", "在一项后打“√”"), ("count-sheet", "监票人（签名）")):
        told = words_of(b"".join(client.get(f"{at}{paper}/?as=docx")))
        assert question in told
        assert words in told
        assert b"".join(client.get(f"{at}{paper}/?as=pdf")).startswith(b"%PDF")
        assert signed_in("zhishu-b").get(f"{at}{paper}/?as=docx").status_code == 404
