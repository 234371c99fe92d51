"""Windows and snapshots as properties."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liancun.contexts.disclosure.rules import snapshot as snapshots
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
