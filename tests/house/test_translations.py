"""A Chinese text without English is found, in code and in templates, with its file and line."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from liancun.project import translations


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "web" / "templates").mkdir(parents=True)
    (tmp_path / "locale/en/LC_MESSAGES").mkdir(parents=True)
    _english(tmp_path, {})
    return tmp_path


def _english(package: Path, words: dict[str, str]) -> None:
    sheet = polib.POFile()
    sheet.extend(polib.POEntry(msgid=zh, msgstr=en) for zh, en in words.items())
    sheet.save(str(package / translations.PO))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("actions.py", 'x = 1\nsaid = mark("金额不平")\n'),
        ("actions.py", 'x = 1\nsaid = _("金额不平")\n'),
        ("actions.py", 'x = 1\nsaid = gettext_lazy("金额" "不平")\n'),
        ("actions.py", 'x = 1\nsaid = ngettext("金额不平", "金额不平", n)\n'),
        ("web/templates/page.html", '<p>it\'s "so"</p>\n<h1>{% translate "金额不平" %}</h1>'),
        ("web/templates/page.html", "<p>\n{% blocktranslate %}金额不平{% endblocktranslate %}</p>"),
        ("web/templates/page.html", '<p>\n{% include "part.html" with title=_("金额不平") %}</p>'),
    ],
)
def test_a_text_without_english_is_found(package: Path, name: str, text: str) -> None:
    (package / name).write_text(text, encoding="utf-8")
    (fault,) = translations.faults(package)
    assert fault == f"{package / name}:2: no English for '金额不平'"
    _english(package, {"金额不平": "does not balance"})
    assert translations.faults(package) == []


def test_english_that_names_what_the_chinese_does_not_is_found(package: Path) -> None:
    _english(package, {"还差 {days} 天": "{hours} hours left"})
    (fault,) = translations.faults(package)
    assert "names what the Chinese does not" in fault


def test_english_in_the_sources_needs_no_translation(package: Path) -> None:
    (package / "actions.py").write_text('said = _("PDF")\n', encoding="utf-8")
    assert translations.faults(package) == []
