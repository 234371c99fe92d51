"""Model fields for what must not lie readable in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from liancun.framework import crypto
from liancun.framework.crypto import Sealed, blind_index

__all__ = ["EncryptedText", "PersonText", "Sealed", "blind_index"]


if TYPE_CHECKING:
    _Binary = models.BinaryField[str | None, str | None]
    _Sealed = models.BinaryField[Sealed | None, Sealed | None]
else:
    _Binary = _Sealed = models.BinaryField


class EncryptedText(_Binary):
    """Text in Python, sealed bytes in PostgreSQL; "" and None are kept as NULL."""

    def __init__(self, *args: Any, purpose: str, **kwargs: Any) -> None:
        self.purpose = purpose
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["purpose"] = self.purpose
        return name, path, args, kwargs

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if not value:
            return None
        sealed = value if isinstance(value, bytes) else crypto.seal(str(value), self.purpose)
        return super().get_db_prep_value(sealed, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        return None if value is None else crypto.unseal(bytes(value), self.purpose)

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return ""


class PersonText(_Sealed):
    """Text sealed under its person's own key: `Sealed` in Python, bytes in PostgreSQL; None is NULL.

    A plain text is refused: `crypto.seal_for(person.key, text, purpose)` makes the value.
    """

    def __init__(self, *args: Any, purpose: str, **kwargs: Any) -> None:
        self.purpose = purpose
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["purpose"] = self.purpose
        return name, path, args, kwargs

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        if not isinstance(value, Sealed) or value.purpose != self.purpose:
            raise TypeError(f"{self.name} takes what is sealed as {self.purpose} under the person's own key")
        return super().get_db_prep_value(value.data, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(bytes(value), self.purpose)

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return ""
