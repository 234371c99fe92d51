"""Field encryption under keys kept outside database and backup.

AES-256-GCM; each sealed value names its key, so that keys can be renewed. A blind index (HMAC-SHA-256 under a
key derived for its purpose) allows exact search and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12


class KeyMissing(Exception):
    """The key a value was sealed with is not in the keys file."""


@dataclass(frozen=True)
class Keys:
    current: str
    by_id: dict[str, bytes]


@lru_cache(maxsize=4)
def _read(path: Path) -> Keys:
    """Lines `id:key (32 bytes, Base64)`; the first is in use."""
    by_id: dict[str, bytes] = {}
    for line in path.read_text(encoding="ascii").split():
        name, _, text = line.partition(":")
        by_id[name] = _key(name, text)
    if not by_id:
        raise KeyMissing("there is no key in the keys file")
    return Keys(current=next(iter(by_id)), by_id=by_id)


def _key(name: str, text: str) -> bytes:
    """The sentence names the key and never shows it."""
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise KeyMissing(f"the key {name} in the keys file is not 32 bytes long, written in Base64")
    return key


def _keys() -> Keys:
    return _read(Path(settings.LIANCUN_FIELD_KEYS_FILE))


def seal(text: str, purpose: str) -> bytes:
    """key id length, key id, nonce, ciphertext; bound to its purpose so that columns cannot be swapped."""
    keys = _keys()
    nonce = os.urandom(_NONCE)
    name = keys.current.encode("ascii")
    sealed = AESGCM(keys.by_id[keys.current]).encrypt(nonce, text.encode(), purpose.encode())
    return bytes([len(name)]) + name + nonce + sealed


def unseal(data: bytes, purpose: str) -> str:
    end = 1 + data[0]
    name = data[1:end].decode("ascii")
    key = _keys().by_id.get(name)
    if key is None:
        raise KeyMissing(f"the keys file has no key {name}")
    try:
        return AESGCM(key).decrypt(data[end : end + _NONCE], data[end + _NONCE :], purpose.encode()).decode()
    except InvalidTag as error:
        raise KeyMissing(f"the key {name} does not open this value") from error


def blind_index(text: str, purpose: str) -> bytes:
    """32 bytes, equal for equal texts of one purpose; under the oldest key, so that it stays findable."""
    oldest = list(_keys().by_id.values())[-1]
    derived = hmac.digest(oldest, b"index:" + purpose.encode(), hashlib.sha256)
    return hmac.digest(derived, text.encode(), hashlib.sha256)
