"""Check digits: public codes pass, and one wrong character anywhere is found (domain vectors)."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liancun.kernel import codes
from liancun.kernel.errors import Refusal

CREDIT = (
    "91330100799655058B",
    "91100000100003962T",
    "N2211221MF0000013G",
    "N2540623MF00000136",
    "N2120111MF0000013W",
    "N2520628MF00000136",
    "N2610828MF00000133",
    "93211221MA0000015N",
)
IDENTITY = "11010519491231002X"
CARD = "6228481234567890128"
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def refusal(check: Callable[..., str], text: str, **more: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        check(text, **more)
    return caught.value


@pytest.mark.parametrize("code", CREDIT)
def test_codes_of_every_kind_pass(code: str) -> None:
    assert codes.check_credit_code(code) == code


def test_codes_are_tidied_before_they_are_checked() -> None:
    assert codes.check_credit_code(" n2211221-mf０00001 3g ") == "N2211221MF0000013G"


def test_a_published_example_with_a_wrong_check_is_refused() -> None:
    assert refusal(codes.check_credit_code, "91310115MA1G4L1WXK").code == "codes.credit_check"
    assert codes.check_credit_code("91310115MA1G4L1WX7")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "codes.credit_length"),
        ("N2211221MF0000013", "codes.credit_length"),
        ("N2211221MFO000013G", "codes.credit_letter"),
        ("N2A11221MF0000013G", "codes.credit_region"),
    ],
)
def test_a_credit_code_says_what_is_wrong(text: str, code: str) -> None:
    assert refusal(codes.check_credit_code, text).code == code


def test_a_letter_that_is_never_used_is_named_by_its_place() -> None:
    assert "第 11 位" in str(refusal(codes.check_credit_code, "N2211221MFO000013G"))


def test_the_kind_of_a_code_can_be_asked_for() -> None:
    assert codes.check_credit_code("93211221MA0000015N", prefixes=("93",))
    wrong = refusal(codes.check_credit_code, "93211221MA0000015N", prefixes=("N2", "N1"))
    assert wrong.code == "codes.credit_kind"
    assert "N1、N2" in str(wrong)


@given(st.sampled_from(CREDIT), st.integers(0, 17), st.sampled_from(_SIGNS))
def test_one_wrong_sign_anywhere_is_found(code: str, place: int, sign: str) -> None:
    wrong = code[:place] + sign + code[place + 1 :]
    if wrong != code:
        refusal(codes.check_credit_code, wrong)


@given(st.sampled_from(CREDIT), st.integers(0, 16))
def test_two_neighbours_exchanged_are_found(code: str, place: int) -> None:
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if wrong != code:
        refusal(codes.check_credit_code, wrong)


def test_an_organisation_code_has_its_own_check() -> None:
    assert codes.check_organisation_code("79965505-8") == "799655058"
    assert refusal(codes.check_organisation_code, "799655059").code == "codes.organisation_wrong"


def test_the_standard_s_own_identity_number_passes_and_tells_birth_and_sex() -> None:
    assert codes.check_identity_number(IDENTITY.lower()) == IDENTITY
    assert codes.birth_and_sex(IDENTITY) == (date(1949, 12, 31), "female")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("110105491231002", "codes.identity_length"),
        ("11010519491231OO2X", "codes.identity_sign"),
        ("11010519490231002X", "codes.identity_birth"),
        ("110105194912310021", "codes.identity_check"),
    ],
)
def test_an_identity_number_says_what_is_wrong_and_never_repeats_itself(text: str, code: str) -> None:
    said = refusal(codes.check_identity_number, text)
    assert said.code == code
    assert text not in str(said)


@given(st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_digit_of_an_identity_number_is_found(place: int, sign: str) -> None:
    wrong = IDENTITY[:place] + sign + IDENTITY[place + 1 :]
    if wrong != IDENTITY:
        refusal(codes.check_identity_number, wrong)


@given(st.integers(0, 18), st.sampled_from("0123456789"))
def test_one_wrong_digit_of_a_card_is_found(place: int, sign: str) -> None:
    assert codes.check_bank_card(CARD) == CARD
    wrong = CARD[:place] + sign + CARD[place + 1 :]
    if wrong != CARD:
        assert refusal(codes.check_bank_card, wrong).code == "codes.card_check"


def test_a_card_of_the_wrong_length_is_sent_to_the_books() -> None:
    assert refusal(codes.check_bank_card, "123456").code == "codes.card_length"
