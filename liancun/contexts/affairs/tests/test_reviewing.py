"""Where the playbook asks for it, the supervisors look at what a matter publishes before it hangs out."""

from __future__ import annotations

from pathlib import Path

import pytest

from liancun.contexts.affairs import api as affairs
from liancun.contexts.affairs.tests.own_play import OwnPlay
from liancun.contexts.affairs.tests.test_playbook import COMMON, changed
from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.ledger import api as ledger
from liancun.demo.small import signed_in
from liancun.framework import playbook
from liancun.framework.testing import as_system
from liancun.kernel.errors import Conflict, Refusal

SEVEN = 'publicity = { kind = "公开", days = 7, working_days = false }   # [OWN]\narticle = "four-two:第五步"'
REVIEWED = SEVEN.replace("false }", "false, review = true }")
RESULT = SEVEN.replace("第五步", "第六步")


@pytest.fixture
def decided(own: OwnPlay, tmp_path: Path) -> OwnPlay:
    """A village's spending decided under a playbook whose notices are all reviewed."""
    edits = [(COMMON, SEVEN, REVIEWED), (COMMON, RESULT, REVIEWED.replace("第五步", "第六步"))]
    with as_system():
        playbook.apply(changed(tmp_path, edits))
    own.raise_own("collective-spending")
    for stage in ("propose", "discuss", "review"):
        own.record(stage)
    assert own.vote()
    return own


def send(own: OwnPlay, which: str = "decision", **more: str) -> int:
    with own.by("zhishu-a") as actor:
        return affairs.send_to_review(actor, matter_id=own.matter, village_id=own.body, which=which, **more)


def review(own: OwnPlay, plan: int, *, agrees: bool = True) -> None:
    with own.by("jiandu-a") as actor:
        disclosure.review_plan(actor, plan_id=plan, agrees=agrees, text="" if agrees else "请列明单价。")


def authorities(own: OwnPlay) -> int:
    with as_system():
        return len(ledger.authorities_for("affairs.matter", own.matter))


def test_no_decision_hangs_out_before_the_supervisors_saw_it(decided: OwnPlay) -> None:
    with pytest.raises(Conflict) as caught:
        decided.publish_it()
    assert caught.value.code == "affairs.not_reviewed"
    plan = send(decided)
    with pytest.raises(Conflict) as caught:
        decided.publish_it()
    assert caught.value.code == "disclosure.under_review"
    assert authorities(decided) == 0
    review(decided, plan)
    decided.publish_it()
    assert authorities(decided) == 1
    with as_system():
        [line] = disclosure.about(affairs.SUBJECT, [decided.matter])
        record = disclosure.by_slug(line.slug)
    assert record.review_outcome == "agreed"
    assert decided.state() is affairs.State.WAITING


def test_an_objection_of_the_supervisors_is_answered_first_and_is_no_veto(decided: OwnPlay) -> None:
    plan = send(decided)
    review(decided, plan, agrees=False)
    with pytest.raises(Conflict) as caught:
        decided.publish_it()
    assert caught.value.code == "disclosure.review_unanswered"
    with decided.by("zhishu-a") as actor:
        disclosure.answer_review(actor, plan_id=plan, text="已补充单价。")
    decided.publish_it()
    assert decided.state() is affairs.State.WAITING


def test_it_is_sent_once_and_published_from_its_matter_only(decided: OwnPlay) -> None:
    plan = send(decided)
    with pytest.raises(Refusal) as caught:
        send(decided)
    assert caught.value.code == "disclosure.planned_already"
    review(decided, plan)
    with decided.by("zhishu-a") as actor, pytest.raises(Refusal) as caught:
        disclosure.publish_plan(actor, plan_id=plan)
    assert caught.value.code == "disclosure.of_a_subject"
    with as_system():
        assert disclosure.about(affairs.SUBJECT, [decided.matter]) == []


def test_what_needs_no_review_is_not_sent(own: OwnPlay) -> None:
    own.raise_own("collective-spending")
    for stage in ("propose", "discuss", "review"):
        own.record(stage)
    assert own.vote()
    with pytest.raises(Refusal) as caught:
        send(own)
    assert caught.value.code == "affairs.no_review"


def test_the_form_of_publishing_sends_to_review_first(decided: OwnPlay) -> None:
    address = f"/matters/{decided.matter}/{decided.body}/publish/"
    office, supervisor = signed_in("zhishu-a"), signed_in("jiandu-a")
    assert "先送审查" in office.get(address).content.decode()
    assert office.post(address).status_code == 302
    with as_system():
        found = disclosure.plan_about(affairs.SUBJECT, decided.matter, decided.body, "decision")
    assert found
    plan, standing = found
    assert standing == "reviewing"
    shown = supervisor.get(f"/disclosure/plans/{plan}/").content.decode()
    assert "决议公开：修水渠" in shown
    review(decided, plan)
    assert "先送审查" not in office.get(address).content.decode()
    assert office.post(address).status_code == 302
    assert decided.state() is affairs.State.WAITING
    decided.clock.advance(days=8)
    with decided.by("zhishu-a") as actor:
        affairs.take_effect(actor, matter_id=decided.matter)
    result = send(decided, "result", note="水渠修好了")
    review(decided, result)
    with decided.by("zhishu-a") as actor:
        affairs.publish_result(actor, matter_id=decided.matter, village_id=decided.body)
    assert decided.state() is affairs.State.DONE
