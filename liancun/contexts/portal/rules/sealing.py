"""Encryption of a file to one office: X25519, HKDF-SHA256, ChaCha20-Poly1305; the keys as PEM text.

Only the holder of the office's private key reads it; who made it is told by the signature inside.
"""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from liancun.kernel.errors import Refusal, mark

FORMAT = b"liancun-sealed/1\n"
# A fresh key for each file: the nonce is used once by construction.
_NONCE = bytes(12)


def new_office_key() -> str:
    """A private key in PEM (PKCS #8), unencrypted: the file it goes to is readable by one account only."""
    return (
        X25519PrivateKey.generate()
        .private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        .decode()
    )


def office_public_of(private: str) -> str:
    """The public half, in PEM, for the outside zone. Refusal: portal.office_key."""
    return _private(private).public_key().public_bytes(*_PEM).decode()


def sealed(content: bytes, office_public: str) -> bytes:
    """The content as only the office reads it. Refusal: portal.office_key."""
    office, once = _public(office_public), X25519PrivateKey.generate()
    sent = once.public_key().public_bytes(*_RAW)
    key = _key(once.exchange(office), sent, office.public_bytes(*_RAW))
    head = FORMAT + base64.b64encode(sent) + b"\n"
    return head + ChaCha20Poly1305(key).encrypt(_NONCE, content, head)


def unsealed(content: bytes, office_private: str) -> bytes:
    """What was sealed to this office, unchanged. Refusals: portal.not_sealed, portal.seal, portal.office_key."""
    office = _private(office_private)
    if not content.startswith(FORMAT):
        raise Refusal(
            "portal.not_sealed",
            mark("带回的文件没有加密。里面有群众的联系方式，没有加密的不收。"),
            remedy=mark("请在外网用命令“liancun publish pack --to”加密后再带回。"),
        )
    first, _, rest = content[len(FORMAT) :].partition(b"\n")
    head = FORMAT + first + b"\n"
    try:
        sent = X25519PublicKey.from_public_bytes(base64.b64decode(first, validate=True))
        shared = office.exchange(sent)
        key = _key(shared, sent.public_bytes(*_RAW), office.public_key().public_bytes(*_RAW))
        return ChaCha20Poly1305(key).decrypt(_NONCE, rest, head)
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise Refusal(
            "portal.seal",
            mark("带回的文件打不开：不是加密给本单位的，或者被改动过。什么也没有收下。"),
            remedy=mark("请核对外网用的是不是本单位的公钥，再重新导出。"),
        ) from error


_PEM = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
_RAW = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def _key(shared: bytes, sent: bytes, office: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=sent + office, info=FORMAT.strip()).derive(shared)


def _private(text: str) -> X25519PrivateKey:
    try:
        found = serialization.load_pem_private_key(text.encode(), password=None)
    except (ValueError, TypeError) as error:
        raise _no_key() from error
    if not isinstance(found, X25519PrivateKey):
        raise _no_key()
    return found


def _public(text: str) -> X25519PublicKey:
    try:
        found = serialization.load_pem_public_key(text.encode())
    except (ValueError, TypeError) as error:
        raise _no_key() from error
    if not isinstance(found, X25519PublicKey):
        raise _no_key()
    return found


def _no_key() -> Refusal:
    return Refusal(
        "portal.office_key",
        mark("这个文件不是可用的 X25519 密钥（PEM）。"),
        remedy=mark("请用命令“liancun publish office-key”生成，或者向县里管理密钥的人要。"),
    )
