"""`liancun playbook apply`: a county's institutions come into force, and what happened is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from liancun.framework import playbook
from liancun.framework.models import PlaybookVersion
from liancun.framework.testing import as_system
from liancun.project.command_line import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The demonstration's playbook and the common one, where they may be written to."""
    source = Path(settings.LIANCUN_PLAYBOOKS_DIR)
    for name in ("common", "tieling"):
        shutil.copytree(source / name, tmp_path / name)
    return tmp_path / "tieling"


def _versions() -> list[str]:
    with as_system():
        return list(PlaybookVersion.objects.order_by("pk").values_list("digest", flat=True))


def _rename(folder: Path) -> None:
    head = folder / "playbook.toml"
    text = head.read_text(encoding="utf-8")
    named = next(line for line in text.splitlines() if line.startswith("name"))
    head.write_text(text.replace(named, 'name = "新示范县"'), encoding="utf-8")


def test_the_same_playbook_again_changes_nothing(
    empty: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["playbook", "apply", str(folder)])
    before = _versions()
    capsys.readouterr()
    assert main(["playbook", "apply", str(folder)]) == 0
    assert "in force already; nothing changed" in capsys.readouterr().out
    assert _versions() == before


def test_a_changed_playbook_becomes_the_version_new_matters_begin_with(
    empty: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["playbook", "apply", str(folder)])
    before = _versions()
    _rename(folder)
    assert main(["playbook", "apply", str(folder)]) == 0
    with as_system():
        now = playbook.current()
    assert now.head.name == "新示范县"
    assert _versions() == [*before, now.digest]
    assert f"新示范县: new matters now begin with version {now.id}" in capsys.readouterr().out


def test_a_faulty_playbook_is_refused_and_changes_nothing(
    empty: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _versions()
    (folder / "playbook.toml").write_text("[playbook", encoding="utf-8")
    assert main(["playbook", "apply", str(folder)]) == 1
    assert "tieling/playbook.toml" in capsys.readouterr().err
    assert _versions() == before


@pytest.mark.parametrize("folders", [[], ["one", "two"], ["nowhere"]])
def test_it_takes_exactly_one_folder(folders: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["playbook", "apply", *folders]) == 1
    assert "folder" in capsys.readouterr().err
