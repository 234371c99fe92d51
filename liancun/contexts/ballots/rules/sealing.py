"""Secret ballots: a key of two halves, ballots closed under both, and the forms in which halves are kept.

Each officer makes a half of the key in their own act; no place ever holds both before the opening. A ballot is
closed as in RFC 9180's spirit, under both halves at once: an ephemeral X25519 key is agreed with each public half,
HKDF-SHA256 over both results gives the key of one ChaCha20-Poly1305 message. Every closed ballot is equally long.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from liancun.kernel import tokens
from liancun.kernel.errors import Place, Refusal, mark

HALF = 32
PLAIN = 128
BOX = 32 + PLAIN + 16
"""Bytes of a closed ballot: ephemeral key, message, its proof."""
MOST_VALUES = PLAIN - 2 - tokens.RANDOM_BYTES
LEAST_PASSPHRASE = 12

_VERSION = 1
_ROWS = 4
_ROW_BITS = 75
_SALT, _NONCE = 16, 12
# RFC 9106, second recommended option: 64 MiB, three passes.
_ARGON = {"time_cost": 3, "memory_cost": 65_536, "parallelism": 4}


class Unopened(Exception):
    """A closed ballot that these halves do not open, or that does not hold what a ballot holds."""


@dataclass(frozen=True, repr=False)
class Paper:
    """What a closed ballot says. `answer`: small numbers whose meaning the kind of question gives."""

    receipt: bytes
    answer: tuple[int, ...]

    @property
    def code(self) -> str:
        return tokens.new_token(self.receipt)


# --- halves ------------------------------------------------------------------------------------------


def new_half() -> bytes:
    return X25519PrivateKey.generate().private_bytes_raw()


def public_of(half: bytes) -> bytes:
    """32 bytes that may be known to all."""
    return X25519PrivateKey.from_private_bytes(half).public_key().public_bytes_raw()


def half_code(half: bytes) -> tuple[str, ...]:
    """Four rows of sixteen signs to be written down; each row checks itself, all four check one another."""
    number = int.from_bytes(half + _check(half), "big")
    rows = [number >> _ROW_BITS * place & (1 << _ROW_BITS) - 1 for place in range(_ROWS)]
    return tuple(tokens.new_token(row.to_bytes(tokens.RANDOM_BYTES, "big")) for row in rows)


def read_half(rows: Sequence[str]) -> bytes:
    """The half behind four rows as typed. Refusals: tokens.* at its row, ballots.half_unknown."""
    numbers = [_row(text, place) for place, text in enumerate(rows)]
    number = sum(value << _ROW_BITS * place for place, value in enumerate(numbers))
    if len(numbers) != _ROWS or number >> 8 * (HALF + 5):
        raise wrong_half()
    data = number.to_bytes(HALF + 5, "big")
    half, check = data[:HALF], data[HALF:]
    if check != _check(half):
        raise wrong_half()
    return half


def seal_half(half: bytes, passphrase: str, purpose: str) -> bytes:
    """The half under its officer's own passphrase: salt, nonce, ciphertext. Refusal: ballots.passphrase_short."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise Refusal(
            "ballots.passphrase_short",
            mark("口令至少 {least} 个字。"),
            {"least": LEAST_PASSPHRASE},
            Place("field", field="passphrase"),
            mark("可以用四五个互不相干的词连成一句，自己记得住、别人猜不到。"),
        )
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    closed = AESGCM(_stretched(passphrase, salt)).encrypt(nonce, half, purpose.encode())
    return salt + nonce + closed


def unseal_half(data: bytes, passphrase: str, purpose: str) -> bytes:
    """Refusal: ballots.half_unknown."""
    salt, nonce, closed = data[:_SALT], data[_SALT : _SALT + _NONCE], data[_SALT + _NONCE :]
    try:
        return AESGCM(_stretched(passphrase, salt)).decrypt(nonce, closed, purpose.encode())
    except InvalidTag:
        raise wrong_half() from None


def wrong_half() -> Refusal:
    return Refusal(
        "ballots.half_unknown",
        mark("这不是您为这次表决保管的那一半密钥。"),
        remedy=mark("请核对是不是这次表决的密钥纸，逐行重新输入；用口令保管的，请核对口令。"),
    )


def _row(text: str, place: int) -> int:
    try:
        signs = tokens.normalise(text).replace("-", "")
    except Refusal as refusal:
        raise Refusal(
            refusal.code,
            mark("密钥的第 {row} 行有错。"),
            {"row": place + 1},
            Place("field", field=f"row{place + 1}"),
            mark("请对照密钥纸逐位核对这一行。"),
        ) from None
    return sum(tokens.ALPHABET.index(sign) << 5 * at for at, sign in enumerate(signs[:-1]))


def _check(half: bytes) -> bytes:
    return hashlib.sha256(b"liancun half" + half).digest()[:5]


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return hash_secret_raw(passphrase.encode(), salt, hash_len=32, type=Type.ID, **_ARGON)


# --- ballots -----------------------------------------------------------------------------------------


def new_paper(answer: Sequence[int]) -> Paper:
    """With a receipt of its own, drawn here and kept nowhere else."""
    receipt = secrets.token_bytes(tokens.RANDOM_BYTES)
    return Paper(receipt, tuple(answer))


def close_paper(paper: Paper, publics: Sequence[bytes], purpose: str) -> bytes:
    """BOX bytes, whatever was chosen."""
    own = X25519PrivateKey.generate()
    shown = own.public_key().public_bytes_raw()
    agreed = [own.exchange(X25519PublicKey.from_public_bytes(public)) for public in publics]
    message = _cipher(agreed, shown, publics, purpose).encrypt(bytes(_NONCE), _plain(paper), shown)
    return shown + message


def open_box(box: bytes, halves: Sequence[bytes], purpose: str) -> Paper:
    """Raises Unopened."""
    shown, message = box[:HALF], box[HALF:]
    publics = [public_of(half) for half in halves]
    try:
        other = X25519PublicKey.from_public_bytes(shown)
        agreed = [X25519PrivateKey.from_private_bytes(half).exchange(other) for half in halves]
        plain = _cipher(agreed, shown, publics, purpose).decrypt(bytes(_NONCE), message, shown)
    except (InvalidTag, ValueError) as error:
        raise Unopened("this box does not open") from error
    return _paper(plain)


def boxes_of(bag: bytes) -> list[bytes]:
    return [bag[start : start + BOX] for start in range(0, len(bag), BOX)]


def with_box(bag: bytes, box: bytes) -> bytes:
    """The bag with one more box, in the order of their random beginnings: when each came does not show."""
    return b"".join(sorted([*boxes_of(bag), box]))


def shuffled(papers: Sequence[Paper]) -> list[Paper]:
    found = list(papers)
    secrets.SystemRandom().shuffle(found)
    return found


def _cipher(
    agreed: Sequence[bytes], shown: bytes, publics: Sequence[bytes], purpose: str
) -> ChaCha20Poly1305:
    """The key serves one message only, which is why its nonce may be zero."""
    info = b"".join([b"liancun secret ballot 1\n", purpose.encode(), b"\n", shown, *publics])
    return ChaCha20Poly1305(HKDF(SHA256(), 32, None, info).derive(b"".join(agreed)))


def _plain(paper: Paper) -> bytes:
    if len(paper.receipt) != tokens.RANDOM_BYTES or len(paper.answer) > MOST_VALUES:
        raise ValueError("a ballot holds a receipt and at most that many answers")
    head = bytes([_VERSION, len(paper.answer)]) + paper.receipt
    return (head + bytes(paper.answer)).ljust(PLAIN, b"\0")


def _paper(plain: bytes) -> Paper:
    start = 2 + tokens.RANDOM_BYTES
    if len(plain) != PLAIN or plain[0] != _VERSION or plain[1] > MOST_VALUES:
        raise Unopened("this is no ballot")
    return Paper(plain[2:start], tuple(plain[start : start + plain[1]]))
