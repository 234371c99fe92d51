"""Playbooks: read with every fault in its place, merged, kept by version."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field

from liancun.framework import clock, playbook
from liancun.framework.models import PlaybookVersion
from liancun.framework.playbook import reading
from liancun.framework.testing import as_system
from liancun.kernel.errors import Place, Refusal, Refusals, Unknown, mark


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Visit(_Closed):
    name: str
    days: int = Field(ge=1)


class Step(_Closed):
    key: str
    share: int


class Visits(_Closed):
    visit: dict[str, Visit] = {}
    step: tuple[Step, ...] = ()
    words: tuple[str, ...] = ()


COMMON = """\
words = ["甲", "乙"]

[visit.month]
name = "每月走访"
days = 30

[visit.week]
name = "每周走访"
days = 7
"""
COUNTY = """\
# 本县每二十天走访一次
[visit.month]
days = 20

[[step]]
key = "one"
share = 1

[[step]]
key = "two"
share = 2
"""
HEAD = """\
[playbook]
key = "county"
name = "示范县"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A county's folder beside `common`, with one section that only this test knows."""
    monkeypatch.setattr(reading, "_sections", {})
    playbook.section(name="visits", files=("visits.toml",), schema=Visits)
    for name, text in {
        "common/visits.toml": COMMON,
        "county/visits.toml": COUNTY,
        "county/playbook.toml": HEAD,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "county"


def _change(folder: Path, old: str, new: str, name: str = "visits.toml") -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _faults(folder: Path) -> tuple[Refusal, ...]:
    try:
        playbook.read(folder)
    except Refusals as several:
        return several.refusals
    except Refusal as one:
        return (one,)
    pytest.fail("the playbook was accepted")


def _place(fault: Refusal) -> tuple[str | None, int | None, str | None]:
    assert fault.place is not None
    return fault.place.file, fault.place.line, fault.place.key


def test_county_and_common_are_joined_key_by_key(folder: Path) -> None:
    visits: Visits = playbook.read(folder).section("visits")
    assert visits.visit["month"] == Visit(name="每月走访", days=20)
    assert visits.visit["week"].days == 7
    assert visits.words == ("甲", "乙")


def test_a_list_of_the_county_replaces_the_common_one_whole(folder: Path) -> None:
    _change(folder, "# 本县", 'words = ["丙"]\n# 本县')
    assert playbook.read(folder).section("visits").words == ("丙",)


def test_the_head_names_the_county(folder: Path) -> None:
    read = playbook.read(folder)
    assert (read.head.key, read.head.name, read.head.demonstration, read.id) == ("county", "示范县", False, 0)


def test_the_same_texts_have_the_same_digest(folder: Path) -> None:
    first = playbook.read(folder).digest
    assert playbook.read(folder).digest == first
    _change(folder, "days = 20", "days = 21")
    assert playbook.read(folder).digest != first


def test_a_fault_is_told_with_file_line_key_expected_and_found(folder: Path) -> None:
    _change(folder, "days = 20", 'days = "twenty"')
    (fault,) = _faults(folder)
    assert _place(fault) == ("county/visits.toml", 3, "visit.month.days")
    said = fault.text()
    assert "应为整数" in said
    assert "twenty" in said
    assert "第 3 行" in said


def test_a_bound_is_told(folder: Path) -> None:
    _change(folder, "days = 20", "days = 0")
    (fault,) = _faults(folder)
    assert fault.params == {"expected": "应不小于 1", "found": "0"}


def test_a_fault_in_the_common_file_is_found_there(folder: Path) -> None:
    _change(folder.parent / "common", "days = 7", "days = -7")
    (fault,) = _faults(folder)
    assert _place(fault) == ("common/visits.toml", 9, "visit.week.days")


def test_a_misspelt_key_is_refused_where_it_stands(folder: Path) -> None:
    _change(folder, "days = 20", "dayz = 20")
    (fault,) = _faults(folder)
    assert _place(fault) == ("county/visits.toml", 3, "visit.month.dayz")
    assert fault.params["expected"] == "没有这样的项目，可能写错了字"


def test_a_missing_key_is_told_at_its_table(folder: Path) -> None:
    _change(folder, "# 本县", "[visit.day]\nname = '每天'\n# 本县")
    (fault,) = _faults(folder)
    assert _place(fault) == ("county/visits.toml", 1, "visit.day.days")
    assert fault.sentence.startswith("{expected}。")


@pytest.mark.parametrize(("old", "line"), [("share = 1", 7), ("share = 2", 11)])
def test_a_fault_in_a_list_of_tables_is_found_at_its_item(folder: Path, old: str, line: int) -> None:
    _change(folder, old, "share = 'x'")
    (fault,) = _faults(folder)
    number = old[-1:] == "2"
    assert _place(fault) == ("county/visits.toml", line, f"step.{int(number)}.share")


def test_all_faults_are_told_at_once(folder: Path) -> None:
    _change(folder, "days = 20", "days = 0")
    _change(folder, "share = 2", "share = 'x'")
    assert [fault.place.line for fault in _faults(folder) if fault.place] == [3, 11]


def test_a_file_that_is_not_toml_is_told_with_its_line(folder: Path) -> None:
    _change(folder, "days = 20", "days = = 20")
    (fault,) = _faults(folder)
    assert fault.code == "playbook.not_toml"
    assert _place(fault)[:2] == ("county/visits.toml", 3)
    assert fault.remedy


def test_a_file_in_another_encoding_is_refused_kindly(folder: Path) -> None:
    (folder / "visits.toml").write_bytes("[visit.month]\nname = '走访'".encode("gb18030"))
    (fault,) = _faults(folder)
    assert fault.code == "playbook.not_utf8"
    assert fault.place is not None
    assert fault.place.file == "county/visits.toml"


def test_an_unknown_county_is_refused(folder: Path) -> None:
    (fault,) = _faults(folder.parent / "nowhere")
    assert fault.code == "playbook.no_head"
    assert fault.place is not None
    assert fault.place.file == "nowhere/playbook.toml"


def test_a_check_of_a_context_is_given_its_line(folder: Path) -> None:
    def never_ends(section: Visits, read: playbook.Playbook) -> list[Refusal]:
        place = Place("key", key="visit.month.days", file="visits.toml")
        return [Refusal("visits.never", mark("永远走不完。"), place=place)]

    playbook.section(name="visits", files=("visits.toml",), schema=Visits, check=never_ends)
    (fault,) = _faults(folder)
    assert fault.code == "visits.never"
    assert _place(fault) == ("county/visits.toml", 3, "visit.month.days")


def test_applying_twice_changes_nothing(db: None, folder: Path) -> None:
    with as_system():
        first = playbook.apply(folder)
        count = PlaybookVersion.objects.count()
        again = playbook.apply(folder)
        assert again.id == first.id > 0
        assert PlaybookVersion.objects.count() == count


def test_a_faulty_playbook_is_not_applied(db: None, folder: Path) -> None:
    with as_system():
        before = playbook.apply(folder).id
        _change(folder, "days = 20", "days = 0")
        with pytest.raises(Refusals):
            playbook.apply(folder)
        assert playbook.current().id == before


def test_what_runs_keeps_its_version_while_the_current_one_changes(db: None, folder: Path) -> None:
    with as_system():
        old = playbook.apply(folder)
        _change(folder, "days = 20", "days = 25")
        new = playbook.apply(folder)
        assert playbook.current().id == new.id != old.id
        assert playbook.current().section("visits").visit["month"].days == 25
        kept = playbook.version(old.id)
        assert (kept.id, kept.digest) == (old.id, old.digest)
        assert kept.section("visits").visit["month"].days == 20


def test_going_back_to_an_earlier_playbook_is_a_new_version(db: None, folder: Path) -> None:
    with as_system():
        first = playbook.apply(folder)
        _change(folder, "days = 20", "days = 25")
        playbook.apply(folder)
        _change(folder, "days = 25", "days = 20")
        back = playbook.apply(folder)
        assert back.digest == first.digest
        assert back.id > first.id
        assert playbook.current().id == back.id


def test_a_version_that_never_was_is_unknown(db: None) -> None:
    with as_system(), pytest.raises(Unknown):
        playbook.version(999_999)


def test_a_period_keeps_the_version_in_force_when_it_began(db: None, folder: Path) -> None:
    with as_system():
        with clock.fixed(datetime(2031, 1, 5, 9, tzinfo=clock.ZONE)):
            first = playbook.apply(folder)
        _change(folder, "days = 20", "days = 25")
        with clock.fixed(datetime(2031, 4, 1, 9, tzinfo=clock.ZONE)):
            second = playbook.apply(folder)
        assert playbook.begun_with(date(2031, 4, 1)).id == first.id, (
            "applied in the morning, after the day began"
        )
        assert playbook.begun_with(date(2031, 4, 2)).id == second.id


def test_the_playbooks_of_the_house_are_whole(db: None) -> None:
    read = playbook.read(Path(settings.LIANCUN_PLAYBOOKS_DIR) / "tieling")
    assert read.head.demonstration
    with as_system():
        assert playbook.current().digest == read.digest
        assert playbook.place_name() == read.head.name
        assert playbook.is_demonstration()
