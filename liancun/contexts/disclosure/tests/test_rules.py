"""Windows and snapshots as properties."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liancun.contexts.disclosure.rules import snapshot as snapshots
from liancun.contexts.disclosure.rules.calendar import Fixed, Standing, present
from liancun.contexts.disclosure.rules.composing import composed, written
from liancun.contexts.disclosure.rules.picture import wrapped
from liancun.contexts.disclosure.rules.review import Course, PlanState, refuse_unready, state_of
from liancun.contexts.disclosure.rules.window import Kind, refuse_objection, window_at
from liancun.kernel.errors import Refusal
from liancun.kernel.workdays import DueDay

words = st.text("甲乙丙丁 abc，。", max_size=12)
values = st.one_of(words, st.builds(snapshots.masked_person, st.text("张王李赵", min_size=1, max_size=4)))
lines = st.builds(snapshots.Line, words, values, words)


@st.composite
def tables(draw: st.DrawFn) -> snapshots.Table:
    width = draw(st.integers(1, 3))
    cells = st.tuples(*[values] * width)
    return snapshots.Table(
        tuple(draw(words) for _ in range(width)), tuple(draw(st.lists(cells, max_size=3))), draw(words)
    )


sections = st.builds(
    snapshots.Section,
    words,
    st.lists(lines, max_size=3).map(tuple),
    st.lists(tables(), max_size=2).map(tuple),
)
contents = st.builds(snapshots.Snapshot, st.lists(sections, min_size=1, max_size=3).map(tuple))


@given(contents)
def test_a_snapshot_survives_being_stored(content: snapshots.Snapshot) -> None:
    stored = json.loads(json.dumps(snapshots.plain(content)))
    assert snapshots.parse(stored) == content
    assert snapshots.fingerprint(stored) == snapshots.fingerprint(snapshots.plain(content))


@given(contents, st.integers(1, 60), st.integers(0, 90), st.integers(0, 9), st.integers(0, 9))
def test_an_objection_is_received_exactly_until_the_last_day(
    content: snapshots.Snapshot, days: int, later: int, received: int, answered: int
) -> None:
    opens = date(2026, 3, 2)
    last = DueDay(opens + timedelta(days=days))
    today = opens + timedelta(days=later)
    window = window_at(
        today, opens=opens, last=last, objections=received + answered, answered=answered, withdrawn=False
    )
    assert window.closed == (later > days)
    assert window.settled == (window.closed and received == 0)
    if window.closed:
        with pytest.raises(Refusal):
            refuse_objection(Kind.PROPOSAL, window, today)
    else:
        refuse_objection(Kind.PROPOSAL, window, today)


@given(st.text("0123456789", min_size=8, max_size=8), st.sampled_from("3456789"), words, words)
def test_a_mobile_number_is_found_wherever_it_stands(tail: str, second: str, before: str, after: str) -> None:
    content = snapshots.Snapshot(
        (snapshots.Section("节", (snapshots.Line("项", f"{before}:1{second}0{tail}:{after}"),)),)
    )
    with pytest.raises(Refusal) as refused:
        snapshots.refuse_personal_data("题", content)
    assert refused.value.code in {"disclosure.phone", "disclosure.bank_card"}


@pytest.mark.parametrize(
    "text",
    [
        "186,000.00",
        "2026-03-02 2026-03-09",
        "N2211221MF0000013G",
        "024-74841234",
        "211221104213",
        "记-2026-000123",
    ],
)
def test_amounts_days_and_public_codes_pass(text: str) -> None:
    content = snapshots.Snapshot((snapshots.Section("节", (snapshots.Line("项", text),)),))
    snapshots.refuse_personal_data(text, content)


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"sections": []},
        {"sections": [{"heading": "甲", "extra": 1}]},
        {"sections": [{"heading": "甲", "lines": [{"label": "乙", "value": 3}]}]},
        {"sections": [{"heading": "甲", "tables": [{"columns": ["乙"], "rows": [["丙", "丁"]]}]}]},
        {"sections": [{"heading": "甲", "lines": [{"label": "乙", "value": {"masked_person": "张小明"}}]}]},
    ],
)
def test_it_refuses_a_snapshot_of_another_form(content: dict[str, object]) -> None:
    with pytest.raises(Refusal):
        snapshots.parse(content)


cells = st.text("甲乙丙1,.", min_size=1, max_size=6)
facts = st.builds(snapshots.Line, cells, cells) | st.builds(lambda text: snapshots.Line("说明", text), cells)


@st.composite
def typed_tables(draw: st.DrawFn) -> snapshots.Table:
    width = draw(st.integers(2, 4))
    rows = draw(st.lists(st.tuples(*[cells] * width), max_size=3))
    return snapshots.Table(draw(st.tuples(*[cells] * width)), tuple(rows))


typed = st.builds(
    snapshots.Section,
    cells,
    st.lists(facts, min_size=1, max_size=3).map(tuple),
    st.lists(typed_tables(), max_size=2).map(tuple),
)


@given(st.lists(typed, min_size=1, max_size=3).map(tuple))
def test_what_was_written_for_changing_is_read_back_the_same(sections: tuple[snapshots.Section, ...]) -> None:
    content = snapshots.Snapshot(sections)
    assert composed(written(content, "内容"), "内容") == content


@given(st.text("甲乙：:#|\t 丙\n", max_size=80))
def test_whatever_an_officer_types_becomes_a_snapshot_or_is_refused(text: str) -> None:
    try:
        content = composed(text, "内容")
    except Refusal:
        return
    assert snapshots.parse(snapshots.plain(content)) == content
    assert all(section.lines or section.tables for section in content.sections)


@given(
    st.sets(st.integers(1, 12), min_size=1),
    st.integers(1, 28),
    st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    st.lists(st.dates(date(2024, 1, 1), date(2028, 12, 31)), max_size=6),
)
def test_a_fixed_day_is_done_exactly_when_something_was_published_in_its_time(
    months: set[int], day: int, today: date, published: list[date]
) -> None:
    published = [one for one in published if one <= today]
    turn, where = present(Fixed(tuple(months), day), published, today, 5)
    inside = [one for one in published if turn.opens < one]
    assert turn.opens < turn.due_on
    assert (where is Standing.DONE) == bool(inside)
    assert (where is Standing.MISSED) == (turn.due_on < today and not inside)
    if where in (Standing.COMING, Standing.DUE):
        assert (where is Standing.DUE) == ((turn.due_on - today).days <= 5)


@given(
    st.dates(date(2026, 1, 1), date(2026, 1, 20)),
    st.booleans() | st.none(),
    st.booleans(),
    st.dates(date(2026, 1, 1), date(2026, 1, 20)),
)
def test_a_plan_is_ready_only_after_its_review(
    due: date, agreed: bool | None, answered: bool, today: date
) -> None:
    state = state_of(Course(due, agreed, answered), today)
    passed = agreed is True or (agreed is False and answered) or (agreed is None and today > due)
    assert (state is PlanState.READY) == passed
    if not passed:
        with pytest.raises(Refusal):
            refuse_unready(state, due)


@given(st.text("甲乙，。a ", max_size=200), st.integers(30, 70))
def test_lines_of_the_picture_hold_every_sign_and_none_begins_with_a_closing_mark(
    text: str, size: int
) -> None:
    lines = wrapped(text, size, 900)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert not any(line.startswith(("，", "。")) for line in lines[1:])
