"""One joint matter from raising to its rating, on the real database, each act by a different person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from liancun.contexts.affairs import api as affairs
from liancun.contexts.affairs.models import Publication, RatingMark, RatingToken, StageRecord
from liancun.contexts.affairs.rules.binding import tally
from liancun.contexts.affairs.rules.life import Standing
from liancun.contexts.affairs.tests.play import Play
from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.ledger import api as ledger
from liancun.framework.testing import as_system
from liancun.kernel.periods import Quarter


@pytest.mark.mission("TL6")
def test_it_goes_through_raising_deliberating_resolving_acting_and_rating(play: Play) -> None:
    play.raise_matter()
    assert play.state() is affairs.State.DELIBERATING
    for letter in "abc":
        play.deliberate(letter)
    assert play.state() is affairs.State.READY
    meeting = play.convene()
    assert play.state() is affairs.State.CONVENED
    play.clock.advance(days=3, hours=2)
    play.hold(meeting, "mishu")
    play.resolve(meeting)
    assert play.state() is affairs.State.CONSENTING
    with as_system():
        loaded = affairs.matter(play.matter)
        assert loaded.row.total == Decimal("186000.00")
        assert loaded.resolution
        assert loaded.resolution.number.endswith("联党决〔2026〕1号")
        assert affairs.bound_villages(play.matter) == ()


@pytest.mark.mission("XQ9")
def test_it_binds_the_villages_that_decided_by_two_thirds_of_all_and_no_other(play: Play) -> None:
    play.to_resolution()
    assert play.pass_a()
    assert play.pass_b()
    assert not play.miss_c()
    play.publish("a")
    play.publish("b")
    assert play.state() is affairs.State.WAITING
    play.clock.advance(days=8)
    assert play.take_effect() == (play.village("a"), play.village("b"))
    with as_system():
        third = tally(affairs.matter(play.matter).life).villages[2]
        record = StageRecord.objects.get(matter_id=play.matter, village_id=play.village("c"), stage="decide")
    assert third.standing is Standing.FAILED
    assert third.article == "《农村集体经济组织法》第28条"
    assert (record.entitled, record.needed) == (play.everyone("c"), play.enough("c"))
    assert record.yes == record.needed - 1 < record.present


@pytest.mark.mission("B3")
def test_each_bound_village_has_its_own_authority_that_waited_for_its_notice(play: Play) -> None:
    play.to_resolution()
    play.pass_a()
    play.pass_b()
    notice = play.publish("a")
    with as_system():
        publication = Publication.objects.get(matter_id=play.matter, village_id=play.village("a"))
        assert publication.authority_id
        line = ledger.authority(publication.authority_id)
    assert (line.amount, line.subject, line.subject_id) == (
        Decimal("62000.00"),
        "affairs.matter",
        play.matter,
    )
    assert line.notice_id == notice
    assert line.owner_id == play.world.a.collective
    assert publication.closes_on == date(2026, 3, 12)


def test_a_deliberation_that_meets_the_rule_counts_as_the_first_step(play: Play) -> None:
    play.to_resolution()
    with as_system():
        record = StageRecord.objects.get(matter_id=play.matter, village_id=play.village("a"), stage="propose")
    assert record.how == "counted"
    assert record.counted_from == "five-step.deliberate"


def test_what_is_published_names_no_natural_person(play: Play) -> None:
    play.to_resolution()
    play.pass_a()
    play.pass_b()
    notice = play.publish("a")
    with as_system():
        raised_by = affairs.matter(play.matter).row.raised_by
        said = str(disclosure.snapshots_of([notice])[notice])
    assert raised_by not in said
    assert f"同意 {play.everyone('a')} 人" in said
    assert "62,000.00 元" in said


def test_its_time_line_tells_who_did_what(play: Play) -> None:
    play.to_effect()
    with as_system():
        said = [event.what for event in affairs.timeline(play.matter)]
    assert said[0] == "{village}提事"
    assert "联合党委作出决议 {number}" in said
    assert said.count("{village}公开决议") == 2
    assert said.count("决议对{village}生效") == 2


def test_it_tells_those_above_which_villages_are_bound(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    from liancun.contexts.affairs.actions import hooks

    told: list[affairs.Adoption] = []
    monkeypatch.setattr(hooks, "_listeners", [lambda actor, adoption: told.append(adoption)])
    play.to_effect()
    assert [adoption.villages for adoption in told] == [(play.village("a"), play.village("b"))]
    assert told[0].subject == "joint-purchase"


@pytest.mark.mission("TL6")
def test_its_rating_is_anonymous_counted_and_ends_the_matter(play: Play) -> None:
    play.to_rating(slips=5)
    first, second, third, *_ = play.tokens
    assert not affairs.rate(first, "very").already
    assert not affairs.rate(second, "very").already
    assert not affairs.rate(third, "not").already
    assert affairs.rate(third, "very").already
    play.clock.advance(days=11)
    with play.by("mishu") as actor:
        closing = affairs.close_rating(actor, matter_id=play.matter)
    assert (closing.very, closing.fairly, closing.not_satisfied) == (2, 0, 1)
    assert play.state() is affairs.State.DONE
    with as_system():
        assert not RatingToken.objects.exists()
        assert set(RatingMark.objects.values_list("day", flat=True)) == {date(2026, 3, 13)}
        figure = affairs.satisfaction(play.world.joint, Quarter(2026, 1))
        notices = disclosure.published_for([play.village("a")])
    assert figure.value == Fraction(2, 3)
    assert figure.counts == {"满意": 2, "基本满意": 0, "不满意": 1}
    assert [record.label for record in figure.records] == ["联合购种"]
    assert any("群众评事结果" in notice.title for notice in notices)


def test_looking_at_a_slip_spends_nothing(play: Play) -> None:
    play.to_rating(slips=1)
    token = play.tokens[0]
    assert not affairs.rating_of(token).spent
    assert not affairs.rating_of(token).spent
    assert not affairs.rate(token, "fairly").already
    assert affairs.rating_of(token).spent
