"""What is told of one person, sealed under a key of that person alone.

A value: 0, the id of the key (16 bytes), nonce, ciphertext; bound to its purpose. It names its key itself, so that
it opens without its row. A value that is drawn or logged by mistake says nothing: `Sealed` is no text.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from liancun.framework.crypto.masters import NONCE, KeyMissing
from liancun.framework.crypto.store import person_keys

_MARK = b"\0"
_HEAD = 1 + 16
DOTS = "••••"


@dataclass(frozen=True, repr=False)
class Sealed:
    """A datum that stays closed until somebody asks for it with a reason."""

    data: bytes
    purpose: str

    @property
    def key_id(self) -> UUID:
        return UUID(bytes=self.data[1:_HEAD])

    def open(self) -> str | None:
        """The text; None when the person's key is destroyed. KeyMissing when the key is lost."""
        return open_many([self])[0]

    def __str__(self) -> str:
        return DOTS

    def __repr__(self) -> str:
        return f"<sealed {self.purpose}>"


def seal_for(key_id: UUID, text: str, purpose: str) -> Sealed:
    return seal_many([(key_id, text, purpose)])[0]


def seal_many(texts: Sequence[tuple[UUID, str, str]]) -> list[Sealed]:
    """(person's key, text, purpose) each; keys that do not exist yet are made, all in one go."""
    keys = person_keys().make({key_id for key_id, _text, _purpose in texts})
    nonces = os.urandom(NONCE * len(texts))
    made = []
    for at, (key_id, text, purpose) in enumerate(texts):
        nonce = nonces[at * NONCE : (at + 1) * NONCE]
        closed = AESGCM(keys[key_id]).encrypt(nonce, text.encode(), purpose.encode())
        made.append(Sealed(_MARK + key_id.bytes + nonce + closed, purpose))
    return made


def open_many(values: Sequence[Sealed]) -> list[str | None]:
    """The texts in order; None where the person's key is destroyed. KeyMissing where it is lost."""
    store = person_keys()
    keys = store.read({value.key_id for value in values})
    return [_open(value, keys.get(value.key_id)) for value in values]


def _open(value: Sealed, key: bytes | None) -> str | None:
    if value.data[:1] != _MARK:
        raise KeyMissing("this value was not sealed under a person's key")
    if key is None:
        if person_keys().is_destroyed(value.key_id):
            return None
        raise KeyMissing("the store has no key of this person")
    try:
        nonce, closed = value.data[_HEAD : _HEAD + NONCE], value.data[_HEAD + NONCE :]
        return AESGCM(key).decrypt(nonce, closed, value.purpose.encode()).decode()
    except InvalidTag as error:
        raise KeyMissing("the person's key does not open this value") from error


def destroy(key_ids: Collection[UUID]) -> None:
    """After this nobody reads what was sealed under these keys: not here and not in an old backup."""
    person_keys().destroy(key_ids)
