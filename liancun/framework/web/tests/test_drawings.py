from __future__ import annotations

from liancun.framework.web import drawings


def test_one_value_draws_no_trend() -> None:
    assert drawings.spark([3.0]) is None


def test_a_trend_rises_from_left_to_right() -> None:
    line = drawings.spark([1.0, 2.0])
    assert line is not None
    assert line.points == "4.0,32.0 116.0,4.0"
    assert (line.x, line.y) == (116.0, 4.0)


def test_an_even_trend_is_a_flat_line() -> None:
    line = drawings.spark([5.0, 5.0, 5.0])
    assert line is not None
    assert {point.split(",")[1] for point in line.points.split()} == {"32.0"}


def test_counts_lie_end_to_end() -> None:
    bars = drawings.stretches(40, (30, "yes"), (2, "no"))
    assert [(bar.start, bar.width) for bar in bars] == [(0.0, 75.0), (75.0, 5.0)]


def test_nobody_entitled_draws_nothing() -> None:
    assert drawings.percent(3, 0) == 0.0


def test_a_qr_code_carries_no_style_and_no_address() -> None:
    code = drawings.qr("https://example.test/p/<script>")
    assert code.startswith("<svg")
    assert "style" not in code
    assert "example" not in code
