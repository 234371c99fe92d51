"""One-time codes of an authenticator (RFC 6238: SHA-1, six digits, 30 seconds) and recovery codes."""

from __future__ import annotations

import base64
import hmac
import secrets
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

DIGITS = 6
STEP_SECONDS = 30
# A telephone's clock may be one step off.
DRIFT = 1
RECOVERY_CODES = 10
_SECRET_BYTES = 20
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_secret() -> str:
    """160 random bits in Base32, as authenticators take them."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def address(secret: str, username: str, issuer: str) -> str:
    """The `otpauth:` address drawn as a QR code: what is left out is what authenticators take for granted."""
    told = urlencode({"secret": secret, "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(username)}?{told}"


def code_at(secret: str, step: int) -> str:
    key = base64.b32decode(secret)
    return TOTP(key, DIGITS, SHA1(), STEP_SECONDS).generate(step * STEP_SECONDS).decode()


def step_of(timestamp: float) -> int:
    return int(timestamp) // STEP_SECONDS


def matching_step(secret: str, code: str, timestamp: float, last_step: int) -> int | None:
    """The step whose code this is, later than the last one used: a code works once."""
    now = step_of(timestamp)
    for step in range(max(now - DRIFT, last_step + 1), now + DRIFT + 1):
        if hmac.compare_digest(code_at(secret, step), code):
            return step
    return None


def tidy(code: str) -> str:
    return "".join(code.split()).replace("-", "").upper()


def is_one_time_code(code: str) -> bool:
    return len(code) == DIGITS and code.isascii() and code.isdigit()


def new_recovery_codes() -> list[str]:
    """Twelve signs each, about 59 bits: tried only through the account's own lock."""
    return ["".join(secrets.choice(_ALPHABET) for _ in range(12)) for _ in range(RECOVERY_CODES)]


def grouped(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
