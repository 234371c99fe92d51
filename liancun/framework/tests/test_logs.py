"""Logs carry no personal data, whoever writes them."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from django.apps import apps
from django.test import RequestFactory

from liancun.framework import logs
from liancun.framework.logs import STRUCK, redact

IDENTITY = "110101199003077758"
PHONE = "13904100001"
CARD = "6222020200112233445"


def _redacted(**event: Any) -> dict[str, Any]:
    return dict(redact(None, "info", dict(event)))


def test_every_field_declared_personal_is_struck_out() -> None:
    declared = [
        field
        for model in apps.get_models()
        for field in getattr(getattr(model, "facts", None), "personal", ())
    ]
    assert {"person_name", "name_pinyin", "identity_index", "phone"} <= set(declared)
    for field in declared:
        assert _redacted(**{field: "张三"}) == {field: STRUCK}


@pytest.mark.parametrize("key", ["name", "phone", "password", "token", "contact", "path", "url", "address"])
def test_what_may_carry_a_person_or_a_token_is_struck_out(key: str) -> None:
    assert _redacted(**{key: "anything"}) == {key: STRUCK}


@pytest.mark.parametrize("number", [IDENTITY, IDENTITY[:-1] + "X", PHONE, CARD])
def test_numbers_of_persons_are_struck_out_of_sentences(number: str) -> None:
    assert _redacted(event=f"call {number} now") == {"event": f"call {STRUCK} now"}


def test_what_names_nobody_stays() -> None:
    event = {"event": "request", "route": "ledger:claim", "status": 200, "ms": 12, "amount": "62000.00"}
    assert _redacted(**event) == event


def test_personal_values_inside_other_values_are_struck_out() -> None:
    found = _redacted(event="x", detail={"name": "张三", "id": 7, "list": [f"tel {PHONE}", {"token": "abc"}]})
    assert found["detail"] == {"name": STRUCK, "id": 7, "list": [f"tel {STRUCK}", {"token": STRUCK}]}


def test_a_log_line_is_json_without_personal_data(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger("tests").warning(
        "seen", name="张三", phone=PHONE, body_id=7, note=f"身份证 {IDENTITY}"
    )
    line = capsys.readouterr().out.strip().splitlines()[-1]
    assert "张三" not in line
    assert PHONE not in line
    assert IDENTITY not in line
    assert json.loads(line)["body_id"] == 7


def test_an_exception_shows_no_number(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ValueError(f"Key (phone)=({PHONE}) already exists")
    except ValueError:
        structlog.get_logger("tests").exception("failed")
    said = capsys.readouterr().out
    assert "ValueError" in said
    assert PHONE not in said


@pytest.fixture
def written() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A library's logger, and what the console would show of it."""
    sink = io.StringIO()
    handler = logging.StreamHandler(sink)
    handler.setFormatter(logs.Redacting())
    logger = logging.getLogger("liancun.tests")
    logger.propagate = False
    logger.addHandler(handler)
    yield logger, sink
    logger.removeHandler(handler)


def test_libraries_lines_are_cleaned_too(written: tuple[logging.Logger, io.StringIO]) -> None:
    logger, sink = written
    logger.warning("phone %s of %s", PHONE, {"identity": IDENTITY})
    try:
        raise ValueError(PHONE)
    except ValueError:
        logger.exception("failed")
    assert PHONE not in sink.getvalue()
    assert IDENTITY not in sink.getvalue()
    assert "ValueError" in sink.getvalue()


def test_rows_quoted_by_the_database_are_struck_out(written: tuple[logging.Logger, io.StringIO]) -> None:
    logger, sink = written
    logger.error('violates check "x"\nDETAIL:  Failing row contains (1, 张三, 甲村).\nCONTEXT: here')
    assert "张三" not in sink.getvalue()
    assert 'violates check "x"' in sink.getvalue()
    assert "CONTEXT: here" in sink.getvalue()


def test_a_path_with_a_token_is_not_written(written: tuple[logging.Logger, io.StringIO]) -> None:
    logger, sink = written
    request = RequestFactory().get("/p/r/secret-token/")
    logger.error("Internal Server Error: %s", request.path, extra={"request": request})
    assert sink.getvalue() == "Internal Server Error: (path)\n"


def test_the_standing_configuration_cleans_every_handler() -> None:
    standing = logs._standard("INFO")
    made = {name: part["()"] for name, part in standing["formatters"].items()}
    assert all(made[handler["formatter"]] is logs.Redacting for handler in standing["handlers"].values())
