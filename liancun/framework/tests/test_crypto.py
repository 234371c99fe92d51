"""Sealed fields: unreadable below the program, bound to their purpose, readable after the key is renewed."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from liancun.framework.crypto import KeyMissing, blind_index, seal, unseal

PHONE = "13904100001"
ONE = base64.b64encode(b"1" * 32).decode()
TWO = base64.b64encode(b"2" * 32).decode()


def _use(settings: Any, folder: Path, text: str) -> None:
    path = folder / f"keys-{len(list(folder.iterdir()))}"
    path.write_text(text, encoding="ascii")
    settings.LIANCUN_FIELD_KEYS_FILE = path


def test_what_is_sealed_opens_again() -> None:
    assert unseal(seal("张三，铁岭县", "note"), "note") == "张三，铁岭县"


def test_the_same_text_is_never_sealed_alike() -> None:
    assert seal(PHONE, "phone") != seal(PHONE, "phone")


def test_a_value_moved_to_another_column_does_not_open() -> None:
    with pytest.raises(KeyMissing, match="does not open"):
        unseal(seal(PHONE, "phone"), "identity")


def test_a_changed_value_does_not_open() -> None:
    sealed = bytearray(seal(PHONE, "phone"))
    sealed[-1] ^= 1
    with pytest.raises(KeyMissing):
        unseal(bytes(sealed), "phone")


def test_a_renewed_key_opens_old_values_and_seals_new_ones(settings: Any, tmp_path: Path) -> None:
    _use(settings, tmp_path, f"old:{ONE}\n")
    before, index = seal(PHONE, "phone"), blind_index(PHONE, "phone")
    _use(settings, tmp_path, f"new:{TWO}\nold:{ONE}\n")
    after = seal(PHONE, "phone")
    assert after[1:4] == b"new"
    assert unseal(before, "phone") == unseal(after, "phone") == PHONE
    assert blind_index(PHONE, "phone") == index, "what was found before is found after"


def test_a_missing_key_is_named(settings: Any, tmp_path: Path) -> None:
    _use(settings, tmp_path, f"old:{ONE}\n")
    sealed = seal(PHONE, "phone")
    _use(settings, tmp_path, f"new:{TWO}\n")
    with pytest.raises(KeyMissing, match="the keys file has no key old"):
        unseal(sealed, "phone")


def test_a_key_of_the_wrong_length_is_refused(settings: Any, tmp_path: Path) -> None:
    _use(settings, tmp_path, "short:" + base64.b64encode(b"1" * 16).decode())
    with pytest.raises(KeyMissing, match="the key short in the keys file is not 32 bytes long"):
        seal(PHONE, "phone")


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_an_empty_keys_file_is_refused(settings: Any, tmp_path: Path, text: str) -> None:
    _use(settings, tmp_path, text)
    with pytest.raises(KeyMissing, match="no key"):
        seal(PHONE, "phone")


def test_a_line_that_is_no_key_is_refused_without_showing_it(settings: Any, tmp_path: Path) -> None:
    _use(settings, tmp_path, "first:%%%secret%%%")
    with pytest.raises(KeyMissing) as caught:
        seal(PHONE, "phone")
    assert "secret" not in str(caught.value)


def test_a_blind_index_finds_equals_and_nothing_else() -> None:
    found = blind_index(PHONE, "phone")
    assert len(found) == 32
    assert found == blind_index(PHONE, "phone")
    assert found != blind_index(PHONE, "identity")
    assert found != blind_index(PHONE[:-1] + "2", "phone")


def test_the_index_says_nothing_without_the_key(settings: Any, tmp_path: Path) -> None:
    before = blind_index(PHONE, "phone")
    _use(settings, tmp_path, f"other:{TWO}")
    assert blind_index(PHONE, "phone") != before
