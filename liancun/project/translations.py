"""The words of the pages: Chinese in the sources, English in the po files. Compiling and checking them.

Every text shown is written in Chinese in code or template; its English stands in any
`locale/en/LC_MESSAGES/django.po` under liancun. No Django settings are needed here.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from babel.messages.extract import extract_python

PACKAGE = Path(__file__).resolve().parents[1]
PO = "locale/en/LC_MESSAGES/django.po"
# `mark` is the kernel's own: it knows no Django.
CALLS: dict[str, None] = dict.fromkeys(
    (
        *("_", "gettext", "gettext_lazy", "gettext_noop", "mark", "ngettext", "ngettext_lazy"),
        *("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"),
    )
)
_LITERAL = r"""u?'(?:\\.|[^'\\])*'|u?"(?:\\.|[^"\\])*\""""
# A call in what Django makes of a template; between the calls stands what no Python reader could read.
IN_TEMPLATE = re.compile(rf"\b(_|n?p?gettext)\(\s*({_LITERAL})(?:\s*,\s*({_LITERAL}))?")
CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


@dataclass(frozen=True)
class Word:
    """A text to translate and where it is first used."""

    text: str
    path: Path
    line: int


def compile_command(arguments: list[str]) -> int:
    """Write the mo file of each po file that is newer than its own."""
    for source in _sources():
        made = source.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(made))
    return 0


def check_command(arguments: list[str]) -> int:
    """Print file:line of every Chinese text without English and of every broken translation."""
    found = faults(PACKAGE)
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


def faults(package: Path) -> list[str]:
    """One line for each text under `package` that lacks English or whose English drops a placeholder."""
    english = _english(package)
    found = [f"{word.path}:{word.line}: no English for {word.text!r}" for word in _missing(package, english)]
    return found + [line for source in _sources(package) for line in _broken(source)]


def _missing(package: Path, english: dict[str, str]) -> Iterator[Word]:
    seen: set[str] = set()
    for word in words(package):
        if word.text not in seen and CHINESE.search(word.text) and not english.get(word.text):
            seen.add(word.text)
            yield word


def words(package: Path) -> Iterator[Word]:
    """Every text marked for translation in code and templates under `package`, tests left out."""
    for path in sorted(package.rglob("*.py")):
        if "tests" not in path.relative_to(package).parts:
            yield from _in_code(path)
    for path in sorted(package.rglob("templates/**/*")):
        if path.is_file() and path.suffix in {".html", ".txt"}:
            yield from _in_template(path)


def _in_code(path: Path) -> Iterator[Word]:
    with path.open("rb") as source:
        for line, name, messages, _comments in extract_python(source, CALLS, (), {}):
            said: object = (
                messages  # one argument comes bare, several as a tuple with None for what is no text
            )
            found = said if isinstance(said, tuple) else (said,)
            first = found[1] if "pgettext" in name and len(found) > 1 else found[0]
            if isinstance(first, str) and first:
                yield Word(first, path, line)


def _in_template(path: Path) -> Iterator[Word]:
    from django.conf import settings

    if not settings.configured:
        settings.configure()
    from django.utils.translation.template import templatize

    text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for call in IN_TEMPLATE.finditer(text):
        literal = call[3] if "pgettext" in call[1] else call[2]
        yield Word(ast.literal_eval(literal), path, text.count("\n", 0, call.start()) + 1)


def _sources(package: Path = PACKAGE) -> list[Path]:
    return sorted(package.rglob(PO))


def _english(package: Path) -> dict[str, str]:
    known: dict[str, str] = {}
    for source in _sources(package):
        for entry in polib.pofile(str(source)):
            if not entry.obsolete and "fuzzy" not in entry.flags:
                known[entry.msgid] = entry.msgstr or entry.msgstr_plural.get(0, "")
    return known


def _broken(source: Path) -> Iterator[str]:
    for entry in polib.pofile(str(source)):
        for english in (entry.msgstr, *entry.msgstr_plural.values()):
            if english and set(PLACEHOLDER.findall(english)) - set(PLACEHOLDER.findall(entry.msgid)):
                yield f"{source}:{entry.linenum}: the English of {entry.msgid!r} names what the Chinese does not"
