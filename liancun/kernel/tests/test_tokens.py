import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from liancun.kernel.errors import Refusal
from liancun.kernel.tokens import ALPHABET, RANDOM_BYTES, new_token, normalise, token_digest

tokens = st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES).map(new_token)
TOKEN = new_token(bytes(range(10)))


def code_of(text: str) -> str:
    with pytest.raises(Refusal) as caught:
        normalise(text)
    assert not caught.value.params
    return caught.value.code


def test_the_alphabet_has_no_look_alikes() -> None:
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


@given(tokens)
def test_a_token_is_four_groups_of_four(token: str) -> None:
    assert [len(group) for group in token.split("-")] == [4, 4, 4, 4]
    assert set(token) <= set(ALPHABET + "-")
    assert normalise(token) == token


@given(tokens)
def test_a_token_is_known_however_it_is_typed(token: str) -> None:
    typed = token.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in token)
    assert normalise(typed) == token
    assert normalise(typed.replace("l", "I")) == token
    assert normalise(wide) == token
    assert normalise(token.replace("-", "—")) == token


@given(tokens, st.integers(0, 15), st.sampled_from(ALPHABET))
def test_a_wrong_sign_is_caught(token: str, place: int, sign: str) -> None:
    signs = token.replace("-", "")
    assume(signs[place] != sign)
    assert code_of(signs[:place] + sign + signs[place + 1 :]) == "tokens.check"


@given(tokens, st.integers(0, 15), st.integers(0, 15))
def test_two_signs_swapped_are_caught(token: str, one: int, other: int) -> None:
    signs = list(token.replace("-", ""))
    assume(signs[one] != signs[other])
    signs[one], signs[other] = signs[other], signs[one]
    assert code_of("".join(signs)) == "tokens.check"


@given(st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_different_random_bits_give_different_tokens(one: bytes, other: bytes) -> None:
    used = (1 << 75) - 1
    same = int.from_bytes(one, "big") & used == int.from_bytes(other, "big") & used
    assert (new_token(one) == new_token(other)) == same


@pytest.mark.parametrize("text", ["", TOKEN[:-1], TOKEN + "0", "啊"])
def test_it_refuses_a_wrong_length(text: str) -> None:
    assert code_of(text) == "tokens.length"


@pytest.mark.parametrize("sign", ["U", "*", "啊", "٣"])
def test_it_refuses_a_sign_outside_the_alphabet(sign: str) -> None:
    assert code_of(sign + TOKEN[1:]) == "tokens.sign"


def test_it_needs_enough_random_bytes() -> None:
    with pytest.raises(ValueError, match="at least 10"):
        new_token(bytes(RANDOM_BYTES - 1))


@given(tokens)
def test_a_digest_is_bound_to_its_purpose_and_not_to_the_typing(token: str) -> None:
    assert token_digest(token, "rating") == token_digest(token.lower().replace("-", ""), "rating")
    assert token_digest(token, "rating") != token_digest(token, "objection")
    assert len(token_digest(token, "rating")) == 64
