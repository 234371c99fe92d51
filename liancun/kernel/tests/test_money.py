from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liancun.kernel.errors import Place, Refusal
from liancun.kernel.money import LIMIT, capital, parse_capital, plain, ten_thousands, yuan

LARGEST = 10**15 - 1
amounts = st.one_of(
    st.integers(-LARGEST, LARGEST),
    st.integers(-200_000, 200_000),
    st.lists(st.sampled_from("00001259"), min_size=1, max_size=15).map(lambda digits: int("".join(digits))),
).map(lambda fen: Decimal(fen).scaleb(-2))


def code_of(value: object) -> str:
    with pytest.raises(Refusal) as caught:
        yuan(value)  # type: ignore[arg-type]
    return caught.value.code


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("186000", "186000.00"),
        ("186,000.00", "186000.00"),
        (" ¥186,000.5 ", "186000.50"),
        ("￥１８６，０００．００", "186000.00"),
        ("-5", "-5.00"),
        ("－５", "-5.00"),
        ("−5", "-5.00"),
        ("-¥5", "-5.00"),
        ("¥-5", "-5.00"),
        ("+5", "5.00"),
        ("-0", "0.00"),
        ("0.10", "0.10"),
        ("1.2300", "1.23"),
        (7, "7.00"),
        (Decimal("7.1"), "7.10"),
        (Decimal("1E+3"), "1000.00"),
        (Decimal("-0"), "0.00"),
        ("9,999,999,999,999.99", "9999999999999.99"),
    ],
)
def test_it_reads_amounts_as_people_write_them(written: str | int | Decimal, amount: str) -> None:
    assert str(yuan(written)) == amount


@pytest.mark.parametrize(
    "value",
    [
        "",
        "五元",
        "1e3",
        "1,86,000",
        "1,2",
        ".5",
        "5.",
        "1 000",
        "--5",
        "-¥-5",
        "٣",
        "NaN",
        "五" * 99,
        None,
        True,
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("Infinity"),
    ],
)
def test_it_refuses_what_is_not_an_amount(value: object) -> None:
    assert code_of(value) == "money.not_a_number"


@pytest.mark.parametrize("value", [1.0, 0.1, float("nan")])
def test_it_refuses_floats(value: float) -> None:
    assert code_of(value) == "money.float"


@pytest.mark.parametrize("value", ["1.234", Decimal("0.001"), Decimal("1E-999999"), "9999999999999.999"])
def test_it_refuses_parts_of_a_fen(value: object) -> None:
    assert code_of(value) == "money.too_fine"


@pytest.mark.parametrize("value", ["1" * 14, 10**13, -(10**13), LIMIT, Decimal("1E+99999999"), "9" * 6000])
def test_it_refuses_amounts_beyond_the_limit(value: object) -> None:
    assert code_of(value) == "money.too_large"


def test_it_refuses_a_whole_number_too_long_to_print() -> None:
    assert code_of(10**5000) == "money.too_large"


def test_a_refusal_carries_place_value_and_remedy() -> None:
    with pytest.raises(Refusal) as caught:
        yuan("abc", Place("row", row=3, column="金额"))
    assert str(caught.value).startswith("第 3 行“金额”列：“abc”不是金额。请按")


@given(amounts)
def test_plain_text_reads_back(amount: Decimal) -> None:
    assert yuan(plain(amount)) == amount


@given(amounts)
def test_a_low_precision_elsewhere_rounds_nothing(amount: Decimal) -> None:
    with localcontext() as context:
        context.prec = 3
        again = yuan(plain(amount)), parse_capital(capital(amount))
    assert again == (amount, amount)


def test_plain_text_has_separators_and_two_decimals() -> None:
    assert plain(Decimal("186000")) == "186,000.00"
    assert plain(Decimal("-1234.5")) == "-1,234.50"


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("186000", "18.60"),
        ("-186000", "-18.60"),
        ("50", "0.01"),
        ("49.99", "0.00"),
        ("-49.99", "0.00"),
        ("9999999999999.99", "1,000,000,000.00"),
    ],
)
def test_ten_thousands_round_halves_up(amount: str, shown: str) -> None:
    assert ten_thousands(Decimal(amount)) == shown


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("186000", "壹拾捌万陆仟元整"),
        ("62000", "陆万贰仟元整"),
        ("10", "壹拾元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("0.55", "伍角伍分"),
        ("1.05", "壹元零伍分"),
        ("-1.5", "负壹元伍角整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("100001", "壹拾万零壹元整"),
        ("1005000", "壹佰万伍仟元整"),
        ("1000500", "壹佰万零伍佰元整"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("100010000", "壹亿零壹万元整"),
        ("1050000000000", "壹万零伍佰亿元整"),
        ("1000000000000", "壹万亿元整"),
        ("9999999999999.99", "玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_capitals_follow_the_rule(amount: str, words: str) -> None:
    assert capital(Decimal(amount)) == words
    assert parse_capital(words) == Decimal(amount)


@given(amounts)
def test_capitals_read_back(amount: Decimal) -> None:
    words = capital(amount)
    assert parse_capital(words) == amount
    assert "零零" not in words
    assert words.endswith("整") != words.endswith("分")


@given(amounts, amounts)
def test_different_amounts_have_different_capitals(one: Decimal, other: Decimal) -> None:
    assert (capital(one) == capital(other)) == (one == other)


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("人民币壹拾元正", "10"),
        ("壹拾圆整", "10"),
        ("壹仟陆佰捌拾元叁角贰分", "1680.32"),
        ("壹拾万零柒仟元伍角叁分", "107000.53"),
        ("壹拾万零柒仟元零伍角叁分", "107000.53"),
        ("壹元伍角", "1.5"),
        (" 伍分 ", "0.05"),
    ],
)
def test_it_reads_the_forms_the_rule_leaves_free(words: str, amount: str) -> None:
    assert parse_capital(words) == Decimal(amount)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "整",
        "元",
        "拾元整",
        "壹佰伍元整",
        "壹元伍分",
        "壹元零伍分整",
        "一百元整",
        "壹元甲角",
        "负零元整",
        "壹亿亿元整",
        "玖拾玖万亿元整",
        "万万元整",
        "壹元伍角零",
    ],
)
def test_it_refuses_capitals_against_the_rule(words: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_capital(words, Place("field", field="大写"))
    assert caught.value.code == "money.not_capital"
    assert caught.value.place is not None
