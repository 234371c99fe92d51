"""Structured logs without personal data: values of personal fields are struck out whoever writes them."""

from __future__ import annotations

import logging
import logging.config
import re
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

_PERSONAL_KEYS = frozenset({
    "name", "phone", "identity_number", "identity", "account", "account_number", "contact", "password", "token",
    "text", "address", "path", "url",
})  # fmt: skip
_NUMBERS = re.compile(r"(?<!\d)(\d{17}[\dXx]|1[3-9]\d{9}|\d{15,19})(?!\d)")
_ROWS = re.compile(r"(DETAIL:|Failing row contains)[^\n]*")
STRUCK = "***"


def personal_keys() -> frozenset[str]:
    """Names struck out: the standing list and every field a model declares personal."""
    from django.apps import apps

    declared = {
        field
        for model in (apps.get_models() if apps.models_ready else ())
        for field in getattr(getattr(model, "facts", None), "personal", ())
    }
    return _PERSONAL_KEYS | declared


def redact(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    keys = personal_keys()
    for key, value in list(event.items()):
        event[key] = STRUCK if key in keys else _clean(value, keys)
    return event


def _clean(value: Any, keys: frozenset[str]) -> Any:
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, Mapping):
        return {key: STRUCK if key in keys else _clean(each, keys) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(each, keys) for each in value]
    return value


def cleaned(text: str) -> str:
    """Without the numbers of persons and without the rows that PostgreSQL quotes in its errors."""
    return _NUMBERS.sub(STRUCK, _ROWS.sub(rf"\1{STRUCK}", text))


class Redacting(logging.Formatter):
    """The same for what libraries write through the standard logger, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        said = super().format(record)
        request = getattr(record, "request", None)
        if request is not None:  # a path may carry a token
            said = said.replace(request.path, "(path)")
        return cleaned(said)


def configure(options: dict[str, Any]) -> None:
    logging.config.dictConfig(_standard(options["level"]))
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=False),
            structlog.processors.format_exc_info,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(options["level"].upper())),
        cache_logger_on_first_use=False,
    )


def _standard(level: str) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"redacting": {"()": Redacting}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "redacting"}},
        "root": {"handlers": ["console"], "level": "WARNING" if level.upper() == "INFO" else level.upper()},
        # The default lines of the server carry paths; ours carry the route.
        "loggers": {"django.request": {"level": "ERROR"}, "django.server": {"level": "CRITICAL"}},
    }
