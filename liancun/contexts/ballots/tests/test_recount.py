"""The public file, counted again by the script that anybody can run."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import liancun
from liancun.contexts.ballots import api as ballots
from liancun.contexts.ballots import queries
from liancun.contexts.ballots.models import Ballot
from liancun.contexts.ballots.tests.secret_votes import FIRST, SECOND, asked
from liancun.contexts.ballots.tests.test_voting import actor
from liancun.demo.world import World
from liancun.framework.testing import as_actor, as_system

SCRIPT = Path(liancun.__file__).parents[1] / "docs/recount/recount.py"
KINDS = [
    ("yes_no", (), 1, [("yes", ())] * 6 + [("no", ())] * 3 + [("abstain", ())]),
    ("choice", ("甲", "乙", "丙"), 2, [("", (0, 1)), ("", (1,)), ("", (1, 2)), ("", (2,)), ("abstain", ())]),
    ("rating", ("甲", "乙"), 10, [("", (10, 0)), ("", (3, 9)), ("", (5, 5)), ("", (5, 5)), ("abstain", ())]),
]


def recount(sheet: dict[str, Any], folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own that knows nothing of the program."""
    path = folder / "vote.json"
    path.write_text(json.dumps(sheet, ensure_ascii=False), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(path), *more],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )


def exported(ballot_id: int) -> dict[str, Any]:
    with as_system():
        row = Ballot.objects.select_related("body", "closing", "sealing", "sheet").get(pk=ballot_id)
        sheet = queries.result_of(row, row.sheet.least).sheet
    assert sheet is not None
    return sheet


def secret(
    world: World, kind: str, options: Sequence[str], most: int, answers: Any
) -> tuple[dict[str, Any], str]:
    held = asked(world, kind=kind, options=options, most=most)
    codes = [
        held.vote(mark_id, said, picks).code
        for mark_id, (said, picks) in zip(held.marks, answers, strict=False)
    ]
    held.open_all()
    return exported(held.ballot_id), codes[0]


def by_name(world: World, kind: str, options: Sequence[str], most: int, answers: Any) -> dict[str, Any]:
    officer, voters = actor(world, FIRST), world.a.representatives
    with as_actor(officer):
        ballot_id = ballots.open_ballot(
            officer,
            body_id=world.a.collective,
            method="named",
            question="选哪些项目",
            entitled=voters,
            kind=kind,
            options=options,
            most=most,
            unit="vote",
            weights={voters[0]: 2},
        ).id
        for person, (said, picks) in zip(voters, answers, strict=False):
            ballots.cast(
                officer, ballot_id=ballot_id, person_id=person, choice=said, picks=picks, key=f"k{person}"
            )
        ballots.close(officer, ballot_id=ballot_id)
    return exported(ballot_id)


@pytest.mark.parametrize(("kind", "options", "most", "answers"), KINDS)
def test_a_secret_vote_is_counted_alike(
    world: World, tmp_path: Path, kind: str, options: Sequence[str], most: int, answers: Any
) -> None:
    sheet, code = secret(world, kind, options, most, answers)
    done = recount(sheet, tmp_path, "--code", code, "--fingerprint", sheet["fingerprint"])
    assert (done.returncode, done.stderr) == (0, "")
    assert "Everything agrees." in done.stdout
    assert f"receipt {code}" in done.stdout


@pytest.mark.parametrize(("kind", "options", "most", "answers"), KINDS)
def test_a_vote_by_name_is_counted_alike_and_names_nobody(
    world: World, tmp_path: Path, kind: str, options: Sequence[str], most: int, answers: Any
) -> None:
    sheet = by_name(world, kind, options, most, answers)
    done = recount(sheet, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert sheet["ballots"][0]["votes"] == 2
    with as_system():
        names = [line.name for line in queries.roll(_last())]
    assert [name for name in names if name in json.dumps(sheet, ensure_ascii=False)] == []


def _last() -> int:
    return Ballot.objects.latest("id").pk


def test_a_show_of_hands_is_counted_alike(world: World, tmp_path: Path) -> None:
    keeper, witness = actor(world, FIRST), actor(world, SECOND)
    with as_actor(keeper):
        ballot_id = ballots.open_ballot(
            keeper,
            body_id=world.a.collective,
            method="hand",
            question="是否同意",
            entitled=world.a.representatives,
        ).id
        count = ballots.enter_hand_count(keeper, ballot_id=ballot_id, present=20, yes=15, no=3, abstain=1)
    with as_actor(witness):
        ballots.witness_hand_count(witness, count_id=count.id)
    with as_actor(keeper):
        ballots.close(keeper, ballot_id=ballot_id)
    done = recount(exported(ballot_id), tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_was_tampered_with_is_told(world: World, tmp_path: Path) -> None:
    sheet, code = secret(world, *KINDS[0])
    code_of_first = sheet["ballots"][0]["code"]
    tampered = {
        "its fingerprint": {**sheet, "question": sheet["question"] + "。"},
        "the count is": {**sheet, "counts": {**sheet["counts"], "yes": 9}},
        "marks": {**sheet, "ballots": sheet["ballots"][1:]},
        "the roll has only": {**sheet, "roll": 3},
        "two ballots have the same code": {
            **sheet,
            "ballots": [*sheet["ballots"][:-1], {**sheet["ballots"][-1], "code": code_of_first}],
        },
        "says more than its choice": {
            **sheet,
            "ballots": [{**sheet["ballots"][0], "number": 3}, *sheet["ballots"][1:]],
        },
    }
    for sentence, false in tampered.items():
        done = recount(false, tmp_path)
        assert (done.returncode, sentence in done.stdout) == (1, True), (sentence, done.stdout, done.stderr)
    other = "0" * 63 + "1"
    assert "was printed" in recount(sheet, tmp_path, "--fingerprint", other).stdout
    assert "not among those counted" in recount(sheet, tmp_path, "--code", code[:-1] + "?").stdout


def test_the_script_is_short_and_needs_nothing(tmp_path: Path) -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 100
    imports = [line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))]
    assert imports == ["hashlib", "json", "sys"]
    assert set(imports) <= set(sys.stdlib_module_names)
