"""Kinds are words of the playbook: a county adds its own, and a wrong word is said with file and line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from liancun.contexts.bodies import playbook
from liancun.contexts.bodies.models import Form
from liancun.framework import playbook as books
from liancun.kernel.errors import Refusals


def book(tmp_path: Path, text: str) -> playbook.BodiesSection:
    """The playbook of a county that says this of bodies besides."""
    source = Path(settings.LIANCUN_PLAYBOOKS_DIR)
    county = tmp_path / "tieling"
    (tmp_path / "common").symlink_to(source / "common")
    shutil.copytree(source / "tieling", county)
    with (county / "bodies.toml").open("a", encoding="utf-8") as file:
        file.write(text)
    found: playbook.BodiesSection = books.read(county).section("bodies")
    return found


def test_a_county_adds_kinds_and_renames_known_ones(tmp_path: Path) -> None:
    section = book(
        tmp_path,
        '[kind.hamlet]\nname = "嘎查"\nform = "area"\nunder = ["township"]\njoins = true\n'
        '[kind.joint_committee]\nname = "跨村产业联合党委"\n',
    )
    assert section.kind["hamlet"].name == "嘎查"
    assert section.kind["joint_committee"].name == "跨村产业联合党委"
    assert section.kind["joint_committee"].under == ("prefecture", "county", "township")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('[kind.x]\nname = "某会"\nform = "joint"\nunder = ["moon"]\n', "moon"),
        ('[kind.x]\nname = "某会"\nform = "joint"\nunder = ["county"]\nmembers = ["county"]\n', "joins"),
        ('[kind.x]\nname = "某会"\nform = "outside"\nunder = ["county"]\nmembers = ["village"]\n', "成员"),
        (
            '[kind.x]\nname = "某会"\nform = "outside"\nunder = ["county"]\nregistration = {"*" = ["Z9"]}\n',
            "Z9",
        ),
        ('[kind.x]\nname = "某会"\nform = "club"\nunder = ["county"]\n', "club"),
    ],
)
def test_a_wrong_kind_is_said_with_its_file(tmp_path: Path, text: str, part: str) -> None:
    with pytest.raises(Refusals) as caught:
        book(tmp_path, text)
    (fault,) = caught.value.refusals
    assert part in fault.text(lambda words: words)
    assert fault.place is not None
    assert fault.place.file == "tieling/bodies.toml"


@pytest.mark.parametrize("county", ["tieling", "nierong", "xiqing", "songtao", "jiaxian"])
def test_every_county_knows_the_forms_the_database_knows(county: str) -> None:
    section = books.read(Path(settings.LIANCUN_PLAYBOOKS_DIR) / county).section("bodies")
    assert {kind.form for kind in section.kind.values()} == set(Form.values)
    assert {code for code, kind in section.kind.items() if kind.form == "joint"} >= {
        "joint_committee",
        "alliance",
        "alliance_branch",
        "area_branch",
        "joint_branch",
        "complex_villages",
        "complex_company",
        "complex_organ",
    }


def test_a_word_of_the_county_is_said_in_english_where_it_gives_one(tmp_path: Path) -> None:
    text = '\n[kind.farm]\nname = "国有林场"\nname_en = "State forest farm"\nform = "outside"\nunder = ["county"]\n'
    farm = book(tmp_path, text).kind["farm"]
    with override("en"):
        assert farm.said == "State forest farm"
        assert playbook.Named(name="国有林场").said == "国有林场"
    with override("zh-hans"):
        assert farm.said == "国有林场"


def test_every_word_of_the_common_playbook_has_its_english() -> None:
    whole = books.read(Path(settings.LIANCUN_PLAYBOOKS_DIR) / "tieling")
    section, facts = whole.section("bodies"), whole.section("facts")
    unions = (section.kind, section.role, section.bond, section.mode, section.setting)
    tables = (*unions, facts.group, facts.fact, facts.industry, facts.flag, facts.pairing)
    with override("en"):
        said = [one.said for table in tables for one in table.values()]
    assert len(said) > 80
    assert [words for words in said if re.search("[一-鿿]", words)] == []
