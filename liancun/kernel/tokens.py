"""One-time tokens that people read from paper and type: 16 signs, of which the last checks the others.

The alphabet has no I, L, O, U. The check sign is a weighted sum over the field of 32 elements with a
different weight at each place: it catches every single wrong sign and every two signs swapped.
"""

from __future__ import annotations

import hashlib

from liancun.kernel.errors import Refusal, mark

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_BYTES = 10

_LENGTH = 16
_GROUP = 4
_BITS = 5
_FIELD = 0b100101  # x^5 + x^2 + 1: primitive, so that the 31 powers of x all differ
_ALIKE = str.maketrans("OIL", "011", " -\t\r\n_")
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2013: "-", 0x2014: "-"}


def new_token(random_bytes: bytes) -> str:
    """A token of 75 random bits, grouped 4-4-4-4, from at least ten bytes of a secure source (ValueError)."""
    if len(random_bytes) < RANDOM_BYTES:
        raise ValueError(f"a token needs at least {RANDOM_BYTES} random bytes")
    number = int.from_bytes(random_bytes[:RANDOM_BYTES], "big")
    values = [number >> (_BITS * place) & 31 for place in range(_LENGTH - 1)]
    return _grouped("".join(ALPHABET[value] for value in [*values, _times_x(_sum(values))]))


def normalise(text: str) -> str:
    """The token as it was printed, whatever case, spaces, dashes or look-alikes were typed.

    Refusals: tokens.length, tokens.sign, tokens.check; none repeats what was typed, since it may be a secret.
    """
    signs = text.translate(_WIDE).upper().translate(_ALIKE)
    if len(signs) != _LENGTH:
        raise _refusal("tokens.length", mark("验证码应为 16 位。"))
    if any(sign not in ALPHABET for sign in signs):
        raise _refusal("tokens.sign", mark("验证码中有不会出现的字符。"))
    if _sum([ALPHABET.index(sign) for sign in signs]):
        raise _refusal("tokens.check", mark("验证码有一位输错了，或有两位颠倒了。"))
    return _grouped(signs)


def token_digest(token: str, purpose: str) -> str:
    """What is stored instead of the token: SHA-256 over the purpose and the normalised token.

    The same token under another purpose has another digest. Refusals as by `normalise`.
    """
    return hashlib.sha256(f"liancun token\n{purpose}\n{normalise(token)}".encode()).hexdigest()


def _sum(values: list[int]) -> int:
    total = 0
    for value in values:
        total = _times_x(total) ^ value
    return total


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ _FIELD if doubled > 31 else doubled


def _grouped(signs: str) -> str:
    return "-".join(signs[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def _refusal(code: str, sentence: str) -> Refusal:
    return Refusal(
        code=code,
        sentence=sentence,
        remedy=mark("请对照纸条逐位核对后重新输入。"),
    )
