"""Closed ballots and the halves of their key, on paper."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liancun.contexts.ballots.rules import sealing
from liancun.kernel.errors import Refusal

PURPOSE = "ballot-1"
ANSWERS = st.lists(st.integers(0, 255), max_size=sealing.MOST_VALUES).map(tuple)


def keys() -> tuple[list[bytes], list[bytes]]:
    halves = [sealing.new_half(), sealing.new_half()]
    return halves, [sealing.public_of(half) for half in halves]


@settings(max_examples=60)
@given(ANSWERS)
def test_a_ballot_opens_with_both_halves_and_is_always_equally_long(answer: tuple[int, ...]) -> None:
    halves, publics = keys()
    paper = sealing.new_paper(answer)
    box = sealing.close_paper(paper, publics, PURPOSE)
    assert len(box) == sealing.BOX
    assert sealing.open_box(box, halves, PURPOSE) == paper


def test_one_half_opens_nothing() -> None:
    (first, second), publics = keys()
    box = sealing.close_paper(sealing.new_paper([1]), publics, PURPOSE)
    for wrong in ([first, first], [second, second], [second, first], [first, sealing.new_half()], [first]):
        with pytest.raises(sealing.Unopened):
            sealing.open_box(box, wrong, PURPOSE)


def test_a_ballot_opens_only_where_it_was_cast_and_unchanged() -> None:
    halves, publics = keys()
    box = sealing.close_paper(sealing.new_paper([1]), publics, PURPOSE)
    with pytest.raises(sealing.Unopened):
        sealing.open_box(box, halves, "ballot-2")
    for at in (0, 40, len(box) - 1):
        with pytest.raises(sealing.Unopened):
            sealing.open_box(box[:at] + bytes([box[at] ^ 1]) + box[at + 1 :], halves, PURPOSE)


def test_the_same_choice_never_looks_the_same() -> None:
    _halves, publics = keys()
    paper = sealing.new_paper([1])
    boxes = {sealing.close_paper(paper, publics, PURPOSE) for _ in range(20)}
    assert len(boxes) == 20
    assert len({box[start : start + 8] for box in boxes for start in range(0, sealing.BOX, 8)}) == 20 * 22


@settings(max_examples=60)
@given(st.binary(min_size=32, max_size=32))
def test_a_half_survives_being_written_down(half: bytes) -> None:
    assert sealing.read_half([row.lower().replace("-", " ") for row in sealing.half_code(half)]) == half


def test_a_slip_of_the_pen_is_found_in_its_row() -> None:
    rows = list(sealing.half_code(sealing.new_half()))
    rows[2] = ("1" if rows[2][0] != "1" else "2") + rows[2][1:]
    with pytest.raises(Refusal) as refused:
        sealing.read_half(rows)
    assert refused.value.place is not None
    assert refused.value.place.field == "row3"


def test_rows_of_two_keys_or_in_another_order_are_refused() -> None:
    rows, others = sealing.half_code(sealing.new_half()), sealing.half_code(sealing.new_half())
    for wrong in ([*rows[:3], others[3]], [rows[1], rows[0], *rows[2:]], rows[:3]):
        with pytest.raises(Refusal) as refused:
            sealing.read_half(wrong)
        assert refused.value.code == "ballots.half_unknown"


def test_a_half_under_a_passphrase_opens_with_it_alone() -> None:
    half = sealing.new_half()
    kept = sealing.seal_half(half, "西山的柿子先红了三棵半不多", PURPOSE)
    assert half not in kept
    assert sealing.unseal_half(kept, "西山的柿子先红了三棵半不多", PURPOSE) == half
    for passphrase, purpose in (
        ("西山的柿子先红了三棵", PURPOSE),
        ("西山的柿子先红了三棵半不多", "ballot-2"),
    ):
        with pytest.raises(Refusal) as refused:
            sealing.unseal_half(kept, passphrase, purpose)
        assert refused.value.code == "ballots.half_unknown"


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        sealing.seal_half(sealing.new_half(), "123456", PURPOSE)
    assert refused.value.code == "ballots.passphrase_short"


def test_a_bag_keeps_no_order_of_coming() -> None:
    _halves, publics = keys()
    boxes = [sealing.close_paper(sealing.new_paper([n % 3]), publics, PURPOSE) for n in range(12)]
    bag, other = b"", b""
    for box in boxes:
        bag = sealing.with_box(bag, box)
    for box in reversed(boxes):
        other = sealing.with_box(other, box)
    assert bag == other
    assert sealing.boxes_of(bag) == sorted(boxes)
