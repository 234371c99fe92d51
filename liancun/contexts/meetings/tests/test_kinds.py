"""Kinds of meetings from the playbook, and when the next one is due."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from liancun.contexts.meetings import rules
from liancun.contexts.meetings.playbook import MeetingsSection, QuorumRule, faults
from liancun.framework import playbook
from liancun.kernel.errors import Refusal

COUNTIES = ("tieling", "nierong", "xiqing", "songtao", "jiaxian")
days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
periods = st.sampled_from(sorted(["month", "quarter", "half_year", "year"]))


def _read(county: str) -> MeetingsSection:
    found: MeetingsSection = playbook.read(Path(settings.LIANCUN_PLAYBOOKS_DIR) / county).section("meetings")
    return found


@pytest.mark.parametrize("county", COUNTIES)
def test_every_county_has_the_meetings_of_law_and_of_its_union(county: str) -> None:
    kinds = _read(county).kind
    assert {"joint_meeting", "dispatch", "members", "member_representatives", "villagers"} <= set(kinds)
    members, representatives = kinds["members"], kinds["member_representatives"]
    assert (members.notice_days, members.online, members.proxies) == (10, True, "household")
    assert (representatives.online, representatives.proxies) == (False, "none")
    assert kinds["members_annual"].strict_papers
    assert {one.days for one in kinds["members_annual"].papers} == {10}


@pytest.mark.mission("JX3")
def test_the_joint_meeting_of_jiaxian_always_treats_party_work_and_the_link_to_revitalisation() -> None:
    """The published report names 党务工作 and 衔接工作 as its fixed items."""
    titles = [line.title for line in _read("jiaxian").kind["joint_meeting"].agenda]
    assert titles[0] == "党务工作"
    assert titles[1].startswith("衔接工作")


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ({"bodies": ["no_such_body"], "roll": "villager"}, "meetings.unknown_name"),
        ({"bodies": ["branch"], "roll": "no_such_roll"}, "meetings.unknown_name"),
        ({"bodies": ["branch"], "posts": ["no_such_post"]}, "meetings.unknown_name"),
        ({"bodies": ["branch"]}, "meetings.calls_nobody"),
        ({"bodies": ["branch"], "roll": "party_member", "proxy_most": 2}, "meetings.idle_limit"),
    ],
)
def test_a_kind_that_would_call_nobody_is_a_fault(kind: dict[str, object], code: str) -> None:
    book = playbook.read(Path(settings.LIANCUN_PLAYBOOKS_DIR) / "tieling")
    section = MeetingsSection.model_validate({"kind": {"own": {"name": "自定会议", **kind}}})
    assert [fault.code for fault in faults(section, book)] == [code]


@pytest.mark.parametrize(
    ("rule", "called", "needed"),
    [
        ({"at_least": "2/3"}, 30, 20),
        ({"at_least": "2/3"}, 31, 21),
        ({"more_than": "1/2"}, 30, 16),
        ({"more_than": "1/2"}, 31, 16),
    ],
)
def test_the_number_that_must_come_is_counted_in_whole_heads(
    rule: dict[str, str], called: int, needed: int
) -> None:
    quorum = QuorumRule.model_validate(rule).rule()
    assert quorum is not None
    assert quorum.needed(called) == needed


@given(periods, days)
def test_a_period_holds_its_day_and_the_next_one_follows(every: str, day: date) -> None:
    first, last = rules.period_of(every, day)
    assert first <= day <= last
    assert rules.period_of(every, last + timedelta(days=1))[0] == last + timedelta(days=1)


@given(periods, days, st.integers(0, 500))
def test_one_meeting_in_each_period_is_enough_and_a_missed_one_is_late(
    every: str, today: date, ago: int
) -> None:
    last = today - timedelta(days=ago)
    due = rules.next_due(every, last, today)
    first, end = rules.period_of(every, today)
    before, _end = rules.period_of(every, first - timedelta(days=1))
    assert due.late == (last < before)
    assert (due.by > end) == (last >= first)


@given(st.integers(0, 20), st.integers(0, 20))
def test_a_paper_is_late_when_it_is_put_out_after_its_day(wanted: int, ahead: int) -> None:
    start = date(2026, 3, 12)
    paper = rules.PaperWanted("年度财务报告", wanted)
    since = {"年度财务报告": start - timedelta(days=ahead)}
    if ahead >= wanted:
        rules.refuse_late_papers([paper], since, starts_on=start)
    else:
        with pytest.raises(Refusal) as refused:
            rules.refuse_late_papers([paper], since, starts_on=start)
        assert refused.value.code == "meetings.papers_late"
    with pytest.raises(Refusal):
        rules.refuse_late_papers([paper], {}, starts_on=start)


def test_speeches_are_read_one_a_line_and_go_on_below() -> None:
    notes = "会前通报。\n张三：同意。\n补充一点。\n李四: 价格再谈"
    assert rules.speeches(notes) == (
        rules.Speech("", "会前通报。"),
        rules.Speech("张三", "同意。\n补充一点。"),
        rules.Speech("李四", "价格再谈"),
    )
