import pytest
from hypothesis import given
from hypothesis import strategies as st

from liancun.kernel.divisions import DivisionCode, Level, VillageKind
from liancun.kernel.errors import Place, Refusal

TIELING = DivisionCode.parse("211221")


@st.composite
def codes(draw: st.DrawFn) -> DivisionCode:
    numbers = [draw(st.integers(1, 99)) for _ in range(3)] + [draw(st.integers(1, 999)) for _ in range(2)]
    shown = [f"{number:02d}" for number in numbers[:3]] + [f"{number:03d}" for number in numbers[3:]]
    return DivisionCode.parse("".join(shown[: draw(st.integers(1, 5))]))


@pytest.mark.parametrize(
    ("text", "level", "parent"),
    [
        ("21", Level.PROVINCE, None),
        ("2112", Level.PREFECTURE, "210000000000"),
        ("211221", Level.COUNTY, "211200000000"),
        ("211221000000", Level.COUNTY, "211200000000"),
        ("211221100", Level.TOWNSHIP, "211221000000"),
        ("211221100201", Level.VILLAGE, "211221100000"),
        ("441900003000", Level.TOWNSHIP, "441900000000"),
        ("441900003001", Level.VILLAGE, "441900003000"),
        ("２１１２２１", Level.COUNTY, "211200000000"),
    ],
)
def test_a_code_knows_its_level_and_parent(text: str, level: Level, parent: str | None) -> None:
    code = DivisionCode.parse(text)
    assert code.level == level
    assert (None if code.parent is None else str(code.parent)) == parent


def test_the_prefix_leaves_out_the_filling() -> None:
    assert (TIELING.prefix, TIELING.padded) == ("211221", "211221000000")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("211221100001", VillageKind.COMMUNITY),
        ("211221100199", VillageKind.COMMUNITY),
        ("211221100200", VillageKind.VILLAGE),
        ("211221100400", VillageKind.VILLAGE),
        ("211221100", None),
    ],
)
def test_the_last_digits_hint_at_the_kind_of_village(text: str, kind: VillageKind | None) -> None:
    assert DivisionCode.parse(text).kind_of_village == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2",
        "21122",
        "2112211",
        "211221000201",
        "001221",
        "210021",
        "21122A",
        "21-22",
        "٢١",
        "211221100201000",
    ],
)
def test_it_refuses_a_malformed_code(text: str) -> None:
    place = Place("row", row=2, column="code")
    with pytest.raises(Refusal) as caught:
        DivisionCode.parse(text, place)
    assert (caught.value.code, caught.value.place) == ("divisions.malformed", place)


def test_it_refuses_a_code_that_is_not_filled_up() -> None:
    with pytest.raises(Refusal):
        DivisionCode("211221")


@given(codes())
def test_a_code_reads_back_from_either_form(code: DivisionCode) -> None:
    assert DivisionCode.parse(code.prefix) == code == DivisionCode.parse(str(code))


@given(codes())
def test_a_code_lies_within_itself_and_its_parents(code: DivisionCode) -> None:
    above: DivisionCode | None = code
    while above is not None:
        assert code.is_within(above)
        assert above == code or (above < code and not above.is_within(code))
        above = above.parent


def test_a_neighbour_lies_outside() -> None:
    assert not DivisionCode.parse("211222").is_within(TIELING)
