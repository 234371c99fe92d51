"""Ed25519 over bytes: the keys as PEM text, the signature as Base64."""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from liancun.kernel.errors import Refusal, mark


def new_key() -> str:
    """A private key in PEM (PKCS #8), unencrypted: the file it goes to is readable by one account only."""
    made = Ed25519PrivateKey.generate()
    return made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def public_of(private: str) -> str:
    """The public key of a private one, in PEM. Refusal: portal.key."""
    return (
        _private(private)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def signed(private: str, content: bytes) -> str:
    """Refusal: portal.key."""
    return base64.b64encode(_private(private).sign(content)).decode()


def is_genuine(public: str, content: bytes, signature: str) -> bool:
    """Refusal: portal.key, where the key cannot be read; a signature that cannot be read is not genuine."""
    try:
        _public(public).verify(base64.b64decode(signature.strip(), validate=True), content)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def _private(text: str) -> Ed25519PrivateKey:
    try:
        found = serialization.load_pem_private_key(text.encode(), password=None)
    except (ValueError, TypeError) as error:
        raise _no_key() from error
    if not isinstance(found, Ed25519PrivateKey):
        raise _no_key()
    return found


def _public(text: str) -> Ed25519PublicKey:
    try:
        found = serialization.load_pem_public_key(text.encode())
    except (ValueError, TypeError) as error:
        raise _no_key() from error
    if not isinstance(found, Ed25519PublicKey):
        raise _no_key()
    return found


def _no_key() -> Refusal:
    return Refusal(
        "portal.key",
        mark("这个文件不是可用的 Ed25519 密钥（PEM）。"),
        remedy=mark("请用命令“liancun publish key”生成，或者向县里管理密钥的人要。"),
    )
