"""The rules of publishing in the counties' playbooks, and how their faults are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from liancun.contexts.disclosure.playbook import DisclosureSection
from liancun.framework import playbook
from liancun.framework.playbook.reading import from_texts
from liancun.kernel.errors import Refusals

ROOT = Path(__file__).resolve().parents[4] / "playbooks"
HEAD = '[playbook]\nkey = "probe"\nname = "某县"\n'


def faults(text: str) -> list[tuple[str, str]]:
    """Code and key of each fault of a county whose `disclosure.toml` reads like this, over the common files."""
    with pytest.raises(Refusals) as refused:
        from_texts({**_common(), "probe/playbook.toml": HEAD, "probe/disclosure.toml": text}, "probe")
    return [(one.code, (one.place.key if one.place else "") or "") for one in refused.value]


def _common() -> dict[str, str]:
    found = playbook.read(ROOT / "tieling").texts
    return {name: text for name, text in found.items() if name.startswith("common/")} | {
        name.replace("tieling/", "probe/"): text
        for name, text in found.items()
        if name.startswith("tieling/") and not name.endswith("playbook.toml")
    }


@pytest.mark.parametrize("county", ["tieling", "nierong", "xiqing", "songtao", "jiaxian"])
def test_every_county_reviews_finance_and_hangs_it_long_enough(county: str) -> None:
    section: DisclosureSection = playbook.read(ROOT / county).section("disclosure")
    finance = section.category["finance"]
    assert finance.review
    assert finance.days >= section.board.least_days
    assert (section.review.days, section.review.answer_days) == (5, 5)
    assert finance.fixed is not None


def test_nierong_shows_labels_in_tibetan() -> None:
    section: DisclosureSection = playbook.read(ROOT / "nierong").section("disclosure")
    (words,) = section.labels.values()
    assert all(any("ༀ" <= sign <= "࿿" for sign in word) for word in words.values())


@pytest.mark.parametrize(
    ("text", "code", "key"),
    [
        ("[category.finance]\ndays = 3\n", "disclosure.board_days", "category.finance.days"),
        ("[category.finance]\nmonths = [1, 13]\n", "disclosure.months", "category.finance.months"),
        ("[category.finance]\nmonths = [1, 1]\n", "disclosure.months", "category.finance.months"),
        ('[labels.bo]\n"村" = "a"\n[labels.mn]\n"村" = "b"\n', "disclosure.languages", "labels"),
        ("[review]\ndays = 0\n", "playbook.fault", "review.days"),
        ("[category.finance]\nkinds = 3\n", "playbook.fault", "category.finance.kinds"),
        ("[outside]\ngrace_days = 30\n", "playbook.fault", "outside.grace_days"),
    ],
)
def test_a_fault_names_its_key(text: str, code: str, key: str) -> None:
    assert faults(text) == [(code, key)]
