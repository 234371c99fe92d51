"""Papers come out of templates a county can replace, hold what they are given, and never run it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from docx import Document

from liancun.framework import documents
from liancun.framework.documents.forms import Form, Kind, known, sample
from liancun.framework.testing import as_system, words_of
from liancun.kernel.errors import Refusal

KEYS = (
    "ballot-paper", "count-sheet", "meeting-notice", "minutes", "notice", "objection-answer", "registration",
    "resolution", "sign-in",
)  # fmt: skip


@pytest.fixture
def playbooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the playbooks that a test may change."""
    shutil.copytree(settings.LIANCUN_PLAYBOOKS_DIR, tmp_path / "playbooks")
    monkeypatch.setattr(settings, "LIANCUN_PLAYBOOKS_DIR", str(tmp_path / "playbooks"))
    return tmp_path / "playbooks"


def test_every_paper_of_the_house_is_declared_and_nothing_is_wrong_with_its_templates() -> None:
    assert {form.key for form in documents.forms()} == set(KEYS)
    assert documents.faults(Path(settings.LIANCUN_PLAYBOOKS_DIR) / "common") == []


@pytest.mark.parametrize("key", KEYS)
def test_its_sample_prints_as_pdf_with_its_own_font(key: str, db: None) -> None:
    with as_system():
        content = documents.printed(key, "pdf", sample(known(key)))
    assert content.startswith(b"%PDF")
    assert b"NotoSerifSC" in content.replace(b" ", b"") or b"FontFile" in content


@pytest.mark.parametrize("key", KEYS)
def test_its_sample_prints_as_word_without_a_tag_left(key: str, db: None) -> None:
    with as_system():
        words = words_of(documents.printed(key, "docx", sample(known(key))))
    assert "{{" not in words
    assert "{%" not in words
    told = sample(known(key))
    assert str(told.get("title") or told.get("office") or told["question"]) in words


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_words_that_look_like_markup_stay_words(kind: Kind, db: None) -> None:
    told = {**sample(known("objection-answer")), "answer": '#read("/etc/hosts") {{ 7 * 7 }} <w:p/> *x*'}
    with as_system():
        content = documents.printed("objection-answer", kind, told)
    if kind == "docx":
        assert '#read("/etc/hosts") {{ 7 * 7 }} <w:p/> *x*' in words_of(content)
    else:
        assert content.startswith(b"%PDF")


def test_a_county_s_own_template_goes_first(db: None, playbooks: Path) -> None:
    own = playbooks / "tieling" / "forms"
    own.mkdir()
    doc = Document()
    doc.add_paragraph("本县的决议 {{ number }}")
    doc.save(str(own / "resolution.docx"))
    with as_system():
        words = words_of(documents.printed("resolution", "docx", {"number": "一号"}))
    assert words == "本县的决议 一号"
    assert [fault.code for fault in documents.faults(playbooks / "tieling")] == []


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("resolution.typ", "#let x = ", "documents.template"),
        ("resolution.typ", '#read("../../../../../../etc/hosts")', "documents.template"),
        ("resolutoin.typ", "x", "documents.unknown_template"),
    ],
)
def test_a_template_that_cannot_be_used_is_named_with_its_file(
    playbooks: Path, name: str, text: str, code: str
) -> None:
    own = playbooks / "tieling" / "forms"
    own.mkdir()
    (own / name).write_text(text, encoding="utf-8")
    found = documents.faults(playbooks / "tieling")
    assert [fault.code for fault in found] == [code]
    assert found[0].place
    assert found[0].place.file == f"tieling/forms/{name}"


def test_a_word_template_reaches_nothing_but_its_data(db: None, playbooks: Path) -> None:
    own = playbooks / "tieling" / "forms"
    own.mkdir()
    doc = Document()
    doc.add_paragraph("{{ ''.__class__.__mro__ }}")
    doc.save(str(own / "resolution.docx"))
    with as_system(), pytest.raises(Refusal) as caught:
        documents.printed("resolution", "docx", {"number": "一号"})
    assert caught.value.code == "documents.template"


def test_an_unknown_paper_is_refused(db: None) -> None:
    with as_system(), pytest.raises(Refusal) as caught:
        documents.printed("poster", "pdf", {})
    assert caught.value.status == 404


def test_a_form_without_a_template_says_where_it_belongs(db: None, playbooks: Path) -> None:
    (playbooks / "common" / "forms" / "minutes.typ").unlink()
    with as_system(), pytest.raises(Refusal) as caught:
        documents.printed("minutes", "pdf", {})
    assert caught.value.params["file"] == "common/forms/minutes.typ"
    assert Form("minutes", "会议记录").key == "minutes"
