"""Refusals: errors that say what is wrong, where, and what to do, in the reader's language.

Sentences and remedies are Chinese templates (message ids) with {named} parameters. They are formatted
only when shown, so that each reader gets their own language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Translate = Callable[[str], str]
PlaceKind = Literal["field", "row", "file", "line", "key"]


def mark(text: str) -> str:
    """Mark a Chinese template for the extraction of messages; returns it unchanged."""
    return text


def identity(text: str) -> str:
    """The translation into the language of the templates themselves: none."""
    return text


def fill(template: str, params: Mapping[str, object]) -> str:
    """Put the parameters into a template; a name without a value stays visible as {name}."""
    return template.format_map(_Params({name: _said(value) for name, value in params.items()}))


def _said(value: object) -> object:
    """An amount to the fen is said in groups of three, as every page prints it: 71,000.00."""
    to_the_fen = isinstance(value, Decimal) and value.as_tuple().exponent == -2
    return f"{value:,.2f}" if to_the_fen else value


@dataclass(frozen=True)
class Phrases:
    """A parameter that consists of words itself: templates with their parameters, said one after the other.

    Put into the reader's language with the sentence in which it stands.
    """

    parts: tuple[tuple[str, Mapping[str, object]], ...]
    between: str = mark("；")

    def text(self, translate: Translate = identity) -> str:
        said = [fill(translate(template), params) for template, params in self.parts]
        return translate(self.between).join(said)

    def __str__(self) -> str:
        return self.text()


def in_words(params: Mapping[str, object], translate: Translate) -> dict[str, object]:
    """Parameters as they are, those that are words in the reader's language."""
    return {
        name: value.text(translate) if isinstance(value, Phrases) else value for name, value in params.items()
    }


class _Params(dict[str, object]):
    # A wrong name in one translation must not turn a kind refusal into a crash.
    def __missing__(self, name: str) -> str:
        return "{" + name + "}"


_SHAPES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("file", "line", "key"), mark("文件“{file}”第 {line} 行的“{key}”")),
    (("file", "row", "column"), mark("文件“{file}”第 {row} 行“{column}”列")),
    (("file", "line"), mark("文件“{file}”第 {line} 行")),
    (("file", "row"), mark("文件“{file}”第 {row} 行")),
    (("file", "key"), mark("文件“{file}”的“{key}”")),
    (("row", "column"), mark("第 {row} 行“{column}”列")),
    (("row", "field"), mark("第 {row} 行“{field}”")),
    (("line", "key"), mark("第 {line} 行的“{key}”")),
    (("file",), mark("文件“{file}”")),
    (("row",), mark("第 {row} 行")),
    (("line",), mark("第 {line} 行")),
    (("key",), mark("“{key}”")),
    (("column",), mark("“{column}”列")),
    (("field",), mark("“{field}”")),
)
_NAMES = ("field", "row", "column", "file", "line", "key")


@dataclass(frozen=True)
class Place:
    """Where a fault lies: a form field, a row and column of a table, a file, or a line and key of a file.

    Rows and lines count from 1, as people see them. At least one of the details is required (ValueError).
    """

    kind: PlaceKind
    field: str | None = None
    row: int | None = None
    column: str | None = None
    file: str | None = None
    line: int | None = None
    key: str | None = None

    def __post_init__(self) -> None:
        if not self.params:
            raise ValueError("a place needs at least one detail")

    @property
    def params(self) -> dict[str, object]:
        """The details that are known, by name."""
        known = {name: getattr(self, name) for name in _NAMES}
        return {name: value for name, value in known.items() if value is not None}

    @property
    def message(self) -> tuple[str, dict[str, object]]:
        """The most telling message id for the known details, with its parameters."""
        params = self.params
        template = next(text for names, text in _SHAPES if all(name in params for name in names))
        return template, params

    def text(self, translate: Translate = identity) -> str:
        """The place in words."""
        template, params = self.message
        return fill(translate(template), params)


_WITH_PLACE = mark("{place}：{sentence}")
_WITH_REMEDY = mark("{sentence}{remedy}")


class Refusal(Exception):
    """A request that was understood and refused; nothing of it has been saved.

    `code` is stable ("ledger.unbalanced"); `sentence` and `remedy` are whole Chinese sentences with
    {named} parameters taken from `params`; `status` hints at the answer of a web page (HTTP).
    """

    default_status = 400

    def __init__(
        self,
        code: str,
        sentence: str,
        params: Mapping[str, object] | None = None,
        place: Place | None = None,
        remedy: str = "",
        status: int | None = None,
    ) -> None:
        super().__init__(code, sentence, params, place, remedy, status)
        self.code = code
        self.sentence = sentence
        self.params: Mapping[str, object] = dict(params or {})
        self.place = place
        self.remedy = remedy
        self.status = self.default_status if status is None else status

    def __str__(self) -> str:
        return self.text()

    def text(self, translate: Translate = identity) -> str:
        """Sentence and remedy. A place in a file or table leads; a form shows its field by itself."""
        params = in_words(self.params, translate)
        said = fill(translate(self.sentence), params)
        if self.place is not None and self.place.kind != "field":
            where = self.place.text(translate)
            said = fill(translate(_WITH_PLACE), {"place": where, "sentence": said})
        if not self.remedy:
            return said
        remedy = fill(translate(self.remedy), params)
        return fill(translate(_WITH_REMEDY), {"sentence": said, "remedy": remedy})


class NotAllowed(Refusal):
    """The person may know of the thing but may not do this with it."""

    default_status = 403


class Unknown(Refusal):
    """There is no such thing, or the person may not know of it."""

    default_status = 404


class Conflict(Refusal):
    """The thing has changed, or is in a state that does not allow this any more."""

    default_status = 409


class Refusals(Exception):
    """Many faults found at once, in the order they were found; at least one (ValueError)."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        if not self.refusals:
            raise ValueError("refusals need at least one fault")
        super().__init__(self.refusals)

    def __iter__(self) -> Iterator[Refusal]:
        return iter(self.refusals)

    def __len__(self) -> int:
        return len(self.refusals)

    def __str__(self) -> str:
        return self.text()

    @property
    def status(self) -> int:
        """The status all faults share, or 400."""
        shared = {refusal.status for refusal in self.refusals}
        return shared.pop() if len(shared) == 1 else Refusal.default_status

    def text(self, translate: Translate = identity) -> str:
        """One fault a line."""
        return "\n".join(refusal.text(translate) for refusal in self.refusals)


def refuse_any(faults: Iterable[Refusal]) -> None:
    """Raise all the faults together; do nothing where there is none."""
    found = tuple(faults)
    if found:
        raise Refusals(found)
