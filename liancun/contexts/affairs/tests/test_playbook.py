"""Procedures are data: faults are found with file, key and article; running matters keep their version."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from liancun.contexts.affairs import api as affairs
from liancun.contexts.affairs.rules.procedure import BodyFacts
from liancun.contexts.affairs.tests.play import Play
from liancun.contexts.meetings import api as meetings
from liancun.framework import playbook
from liancun.framework.testing import as_system
from liancun.kernel.errors import Refusal, Refusals


def changed(folder: Path, edits: Iterable[tuple[str, str, str]]) -> Path:
    """A copy of the shipped playbooks with texts replaced in files."""
    shutil.copytree(settings.LIANCUN_PLAYBOOKS_DIR, folder / "playbooks")
    for file, old, new in edits:
        path = folder / "playbooks" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder / "playbooks" / "tieling"


def faults(folder: Path) -> list[Refusal]:
    with pytest.raises(Refusals) as caught:
        playbook.read(folder)
    return list(caught.value)


COMMON, TIELING = "common/procedures.toml", "tieling/procedures.toml"
ALL = 'passes = { of = "all", at_least = "2/3" }\narticle = "rural-collective:28"'


def test_the_shipped_playbook_has_no_fault() -> None:
    found = playbook.read(Path(settings.LIANCUN_PLAYBOOKS_DIR) / "tieling")
    assert "joint-purchase" in found.section("affairs").subject


@pytest.mark.mission("XQ9")
def test_a_county_cannot_weaken_what_the_law_wants(tmp_path: Path) -> None:
    weaker = ALL.replace("2/3", "1/2")
    found = faults(changed(tmp_path, [(COMMON, ALL, weaker)]))[0]
    assert found.place
    assert found.place.file == COMMON
    assert found.place.key == "procedure.four-deliberations-two-disclosures.stage.3.passes"
    assert found.place.line
    assert found.params == {
        "expected": "≥ 2/3 (all)",
        "found": "≥ 1/2 (all)",
        "article": "《农村集体经济组织法》第28条",
    }


def test_a_missing_party_review_is_found_with_its_article(tmp_path: Path) -> None:
    found = faults(changed(tmp_path, [(COMMON, 'key = "review"', 'key = "read"')]))
    assert ("review", "《四议两公开工作法》第三步") in [
        (f.params["expected"], f.params["article"]) for f in found
    ]


def test_a_rule_that_can_never_pass_is_found(tmp_path: Path) -> None:
    edit = (
        TIELING,
        'passes = { of = "entitled", more_than = "1/2" }',
        'passes = { of = "entitled", more_than = "1" }',
    )
    found = faults(changed(tmp_path, [edit]))[0]
    assert found.place
    assert (found.place.file, found.place.key) == (TIELING, "procedure.five-step.stage.2.passes")
    assert found.params["expected"] == "≤ 1"


def test_notice_longer_than_the_limit_is_found(tmp_path: Path) -> None:
    edit = (TIELING, "limit_days = 10\non_limit", "limit_days = 10\nnotice_days = 12\non_limit")
    found = faults(changed(tmp_path, [edit]))[0]
    assert (found.params["expected"], found.params["found"]) == ("≤ 10", "12")


def test_a_notice_of_a_matter_hangs_no_shorter_than_the_board_s_least_days(tmp_path: Path) -> None:
    seven = 'publicity = { kind = "公开", days = 7,'
    found = faults(changed(tmp_path, [(COMMON, seven, seven.replace("7", "4"))]))
    assert [(f.code, f.params["days"], f.params["least"]) for f in found] == [("affairs.board_days", 4, 5)]
    assert found[0].place
    assert (found[0].place.key or "").startswith("procedure.four-deliberations-two-disclosures.stage.")


def test_an_unknown_key_is_refused_with_its_line(tmp_path: Path) -> None:
    found = faults(changed(tmp_path, [(TIELING, "notice_days = 3", "notise_days = 3")]))[0]
    assert found.place
    assert found.place.line
    text = (tmp_path / "playbooks" / TIELING).read_text(encoding="utf-8").splitlines()
    assert "stage" in text[found.place.line - 1] or "notise" in text[found.place.line - 1]


def test_an_article_that_no_law_file_holds_is_found(tmp_path: Path) -> None:
    edit = (COMMON, ALL, ALL.replace("rural-collective:28", "rural-collective:280"))
    found = faults(changed(tmp_path, [edit]))
    assert "rural-collective:280" in [fault.params["found"] for fault in found]


def test_collective_money_without_the_village_s_own_procedure_is_refused(tmp_path: Path) -> None:
    edit = ("common/subjects.toml", 'ways = "collective-money"\n', "")
    found = faults(changed(tmp_path, [edit]))[0]
    assert found.place
    assert found.place.key == "subject.joint-purchase.village"


@pytest.mark.mission("TL6")
def test_a_changed_threshold_touches_the_next_matter_and_not_the_running_one(
    play: Play, tmp_path: Path
) -> None:
    running = play.raise_matter()
    stricter = ALL.replace("2/3", "5/6")
    with as_system():
        playbook.apply(changed(tmp_path, [(COMMON, ALL, stricter)]))
    following = play.raise_matter()
    with as_system():
        needed = [
            affairs.matter(matter).plan.steps[-1].passes.needed(30)  # type: ignore[union-attr]
            for matter in (running, following)
        ]
    assert needed == [20, 25]


def test_a_joint_resolution_that_failed_is_tried_again_as_often_as_the_playbook_says(
    play: Play, tmp_path: Path
) -> None:
    with as_system():
        playbook.apply(changed(tmp_path, [(TIELING, "notice_days = 3", "notice_days = 3\ntries = 2")]))
    play.raise_matter()
    for letter in ("a", "b", "c"):
        play.deliberate(letter)
    for state in (affairs.State.READY, affairs.State.REJECTED):
        meeting = play.convene()
        play.clock.advance(days=3, hours=2)
        play.hold(meeting, "mishu")
        with as_system():
            present = meetings.facts(meeting).present
        play.resolve(meeting, no=present)
        assert play.state() is state
    with as_system():
        failed = [event.what for event in affairs.timeline(play.matter) if event.passed is False]
    assert failed == ["{village}：{step}", "联合党委没有通过"]


def test_nobody_above_resolves_in_place_of_the_joint_body(tmp_path: Path) -> None:
    edit = (TIELING, "notice_days = 3", 'notice_days = 3\ntries = 2\non_fail = "escalate"')
    found = faults(changed(tmp_path, [edit]))[0]
    assert found.place
    assert found.place.key == "procedure.five-step.stage.2.on_fail"


COUNTIES = ("tieling", "nierong", "xiqing", "songtao", "jiaxian")
SHIPPED = {
    "four-deliberations-two-disclosures", "four-two-members", "four-two-acting", "four-two-villagers",
    "five-deliberations-five-disclosures", "six-step-baodi", "six-step-wuqing", "joint-five-step", "joint-meeting",
    "members-assembly", "representatives-assembly", "members-after-display", "villagers-assembly",
    "villagers-representatives", "group-assembly", "board", "supervisors", "cooperative-assembly",
    "cooperative-major", "coop-union-assembly", "two-committees", "levies", "joint-levies", "levies-in-village",
}  # fmt: skip


@pytest.mark.mission("B1", "XQ9", "ST7")
@pytest.mark.parametrize("county", COUNTIES)
def test_every_county_s_playbook_holds_the_shipped_procedures_without_a_fault(county: str) -> None:
    found = playbook.read(Path(settings.LIANCUN_PLAYBOOKS_DIR) / county).section("affairs")
    assert set(found.procedure) >= SHIPPED
    assert all(found.plan_of(subject, 1).routes or found.subject[subject].joint for subject in found.subject)


def test_representatives_may_not_be_given_what_is_reserved_to_the_members_article_28(tmp_path: Path) -> None:
    edit = (
        "common/subjects.toml",
        'key = "members"\nprocedure = "members-assembly"',
        'key = "members"\nprocedure = "representatives-assembly"',
    )
    found = faults(changed(tmp_path, [edit]))
    assert ("collective_member", "representative") in [
        (f.params["expected"], f.params["found"]) for f in found
    ]


WEAK = """
[requirement.collective-money]
name = "使用集体资金"
articles = []
[[requirement.collective-money.stage]]
key = "propose"
article = "rural-collective:26"
"""


@pytest.mark.parametrize(
    ("file", "text", "key"),
    [
        ("requirements.toml", WEAK, "requirement.collective-money"),
        (
            "subjects.toml",
            '[subject.joint-purchase]\nrequirement = "levies"\n',
            "subject.joint-purchase.requirement",
        ),
        (
            "subjects.toml",
            "[subject.member-confirmation]\nreserved = false\n",
            "subject.member-confirmation.reserved",
        ),
    ],
)
def test_a_county_cannot_rewrite_what_the_common_file_says_of_the_law(
    tmp_path: Path, file: str, text: str, key: str
) -> None:
    folder = changed(tmp_path, [])
    path = folder / file
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")
    assert key in [fault.place.key for fault in faults(folder) if fault.place]


def test_representatives_and_party_members_vote_in_person(tmp_path: Path) -> None:
    edit = (COMMON, ALL, 'channels = ["meeting", "online"]\n' + ALL)
    found = faults(changed(tmp_path, [edit]))
    assert ("online", "《农村集体经济组织法》第28条") in [
        (f.params["found"], f.params["article"]) for f in found
    ]


def test_a_body_goes_the_way_its_own_facts_choose() -> None:
    found = playbook.read(Path(settings.LIANCUN_PLAYBOOKS_DIR) / "tieling").section("affairs")
    plan = found.plan_of("collective-spending", 1)
    chosen = {
        name: route.procedure.key
        for name, facts in {
            "representatives": BodyFacts("village", True, True),
            "members": BodyFacts("village", True, False),
            "none": BodyFacts("village", False, False),
            "co-operative": BodyFacts("cooperative"),
            "union": BodyFacts("coop_union"),
        }.items()
        if (route := plan.route_for(facts))
    }
    assert chosen == {
        "representatives": "four-deliberations-two-disclosures",
        "members": "four-two-members",
        "none": "four-two-acting",
        "co-operative": "cooperative-assembly",
        "union": "coop-union-assembly",
    }
    assert plan.route_for(BodyFacts("agency")) is None


@pytest.mark.parametrize(("amount", "method"), [("10000", "询价（三家以上）"), ("10000.01", "比选")])
def test_the_amount_chooses_how_to_buy(amount: str, method: str) -> None:
    found = playbook.read(Path(settings.LIANCUN_PLAYBOOKS_DIR) / "tieling").section("affairs")
    assert found.subject["joint-purchase"].purchase_band(Decimal(amount)).method == method
