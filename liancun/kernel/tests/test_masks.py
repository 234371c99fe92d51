import pytest
from hypothesis import given
from hypothesis import strategies as st

from liancun.kernel.masks import mask_account, mask_name, mask_number, mask_phone


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张小明", "张*明"), ("李四", "李*"), ("欧阳小明", "欧**明"), ("阿", "*"), ("", ""), (" 李四 ", "李*")],
)
def test_a_name_keeps_its_ends(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("211221199001011234", "211221********1234"),
        ("21122119900101123X", "211221********123X"),
        ("211221900101123", "211221*****1123"),
        ("2112211234567", "*" * 13),
        ("", ""),
    ],
)
def test_an_identity_number_hides_the_birthday(number: str, masked: str) -> None:
    assert mask_number(number) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("138 1234-5678", "138****5678"),
        ("+86 13812345678", "138****5678"),
        ("0410-74823456", "041*****3456"),
        ("74823456", "********"),
    ],
)
def test_a_phone_hides_its_middle(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


def test_an_account_shows_its_last_four_only() -> None:
    assert mask_account("6228 4812 3456 7890 128") == "*" * 15 + "0128"
    assert mask_account("1234567") == "*******"


@given(st.text("0123456789", min_size=1, max_size=30))
def test_no_number_is_ever_shown_whole_or_nearly(number: str) -> None:
    for mask in (mask_number, mask_phone, mask_account):
        masked = mask(number)
        assert len(masked) == len(number)
        assert masked.count("*") >= min(4, len(number))


@given(st.text(min_size=1).filter(str.strip))
def test_no_name_is_ever_shown_whole(name: str) -> None:
    masked = mask_name(name)
    assert "*" in masked
    assert len(masked.replace("*", "")) <= 2
