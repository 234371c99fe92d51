"""The master keys: a file with one key a line, the first in use.

AES-256-GCM; each sealed value names its key, so that keys can be renewed. A blind index (HMAC-SHA-256 under a
root of its own) allows exact search and nothing else. The file is read again when it changes: a renewed key is
in use everywhere at once, without a restart.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12
INDEX = "index"


class KeyMissing(Exception):
    """The key a value was sealed with is not in the keys file, or destroyed."""


@dataclass(frozen=True)
class Keys:
    """`by_id` in the order of the file, newest first; `index` is the root of the blind indexes."""

    by_id: dict[str, bytes]
    index: bytes
    ciphers: dict[str, AESGCM] = field(repr=False)

    @property
    def current(self) -> str:
        return next(iter(self.by_id))


def parse(text: str) -> Keys:
    """Lines `id:key` (32 bytes, Base64), newest first; the line `index:…`, once written, is for search only."""
    by_id: dict[str, bytes] = {}
    for line in text.split():
        name, _, given = line.partition(":")
        by_id[name] = _key(name, given)
    index = by_id.pop(INDEX, None)
    if not by_id:
        raise KeyMissing("there is no key in the keys file")
    if index is None:
        index = hmac.digest(list(by_id.values())[-1], b"index", hashlib.sha256)
    return Keys(by_id, index, {name: AESGCM(key) for name, key in by_id.items()})


def _key(name: str, text: str) -> bytes:
    """The sentence names the key and never shows it."""
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise KeyMissing(f"the key {name} in the keys file is not 32 bytes long, written in Base64")
    return key


@lru_cache(maxsize=4)
def _read(path: str, changed: int, size: int) -> Keys:
    return parse(Path(path).read_text(encoding="ascii"))


def keys() -> Keys:
    """Looks at the file each time, so that a renewal holds at once in every process."""
    path = str(settings.LIANCUN_FIELD_KEYS_FILE)
    try:
        about = os.stat(path)
    except FileNotFoundError as error:
        raise KeyMissing("the keys file is not there") from error
    return _read(path, about.st_mtime_ns, about.st_size)


def fingerprint(key: bytes) -> str:
    """Tells two keys apart and reveals neither."""
    return hmac.digest(key, b"fingerprint", hashlib.sha256).hex()[:12]


def seal(text: str, purpose: str) -> bytes:
    """key id length, key id, nonce, ciphertext; bound to its purpose so that columns cannot be swapped."""
    held = keys()
    nonce = os.urandom(NONCE)
    name = held.current.encode("ascii")
    sealed = held.ciphers[held.current].encrypt(nonce, text.encode(), purpose.encode())
    return bytes([len(name)]) + name + nonce + sealed


def sealed_with(data: bytes) -> str:
    """The name of the master key that seals this value."""
    return data[1 : 1 + data[0]].decode("ascii")


def unseal(data: bytes, purpose: str) -> str:
    name, end = sealed_with(data), 1 + data[0]
    cipher = keys().ciphers.get(name)
    if cipher is None:
        raise KeyMissing(f"the keys file has no key {name}")
    try:
        return cipher.decrypt(data[end : end + NONCE], data[end + NONCE :], purpose.encode()).decode()
    except InvalidTag as error:
        raise KeyMissing(f"the key {name} does not open this value") from error


def blind_index(text: str, purpose: str) -> bytes:
    """32 bytes, equal for equal texts of one purpose; the root stays when master keys are renewed."""
    derived = hmac.digest(keys().index, b"index:" + purpose.encode(), hashlib.sha256)
    return hmac.digest(derived, text.encode(), hashlib.sha256)


# --- renewing ----------------------------------------------------------------------------------------


def new_file() -> str:
    return _line("k1", secrets.token_bytes(32)) + _line(INDEX, secrets.token_bytes(32))


def renew(path: Path) -> str:
    """Puts a new key first and keeps the root of the indexes; gives the new key's name."""
    held = parse(path.read_text(encoding="ascii"))
    name = _next_name(held.by_id)
    _write(path, {name: secrets.token_bytes(32), **held.by_id}, held.index)
    return name


def drop(path: Path, name: str) -> None:
    """Takes a key out of the file. Whoever calls has seen that nothing is sealed with it any more."""
    held = parse(path.read_text(encoding="ascii"))
    if name not in held.by_id or name == held.current:
        raise KeyMissing(f"{name} is not a former key of the keys file")
    _write(path, {one: key for one, key in held.by_id.items() if one != name}, held.index)


def _next_name(known: dict[str, bytes]) -> str:
    numbers = [int(name[1:]) for name in known if name[:1] == "k" and name[1:].isdigit()]
    return f"k{max(numbers, default=0) + 1}"


def _line(name: str, key: bytes) -> str:
    return f"{name}:{base64.b64encode(key).decode()}\n"


def _write(path: Path, by_id: dict[str, bytes], index: bytes) -> None:
    """Whole or not at all, readable by this account only."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as sheet:
        sheet.write("".join(_line(name, key) for name, key in by_id.items()) + _line(INDEX, index))
        sheet.flush()
        os.fsync(sheet.fileno())
    draft.replace(path)
