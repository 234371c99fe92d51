"""Structured logs without personal data: values of personal fields are struck out whoever writes them."""

from __future__ import annotations

import logging
import logging.config
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

_PERSONAL_KEYS = frozenset({
    "name", "phone", "identity_number", "identity", "account", "account_number", "contact", "password", "token",
    "text", "address", "path", "url",
})  # fmt: skip
_NUMBERS = re.compile(r"(?<!\d)(\d{17}[\dXx]|1[3-9]\d{9}|\d{15,19})(?!\d)")
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
        if key in keys:
            event[key] = STRUCK
        elif isinstance(value, str):
            event[key] = _NUMBERS.sub(STRUCK, value)
    return event


class Redacting(logging.Filter):
    """The same for what libraries write through the standard logger: numbers are struck out."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _NUMBERS.sub(STRUCK, record.getMessage()), ()
        return True


def configure(options: dict[str, Any]) -> None:
    logging.config.dictConfig(_standard(options["level"]))
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=False),
            redact,
            structlog.processors.format_exc_info,
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
        "filters": {"redact": {"()": Redacting}},
        "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["redact"]}},
        "root": {"handlers": ["console"], "level": "WARNING" if level.upper() == "INFO" else level.upper()},
        # The default lines of the server carry paths; ours carry the route.
        "loggers": {"django.request": {"level": "ERROR"}, "django.server": {"level": "CRITICAL"}},
    }
