"""Papers of a matter, from its records: the resolution, and the register of a village's own procedure."""

from __future__ import annotations

import pytest

from liancun.contexts.affairs.tests.play import Play
from liancun.demo.small import signed_in
from liancun.framework.testing import words_of


def paper(play: Play, path: str, kind: str = "docx", name: str = "zhishu-a") -> bytes:
    answer = signed_in(name).get(f"/matters/{play.matter}/{path}?as={kind}")
    assert answer.status_code == 200
    return b"".join(answer)


@pytest.mark.mission("XQ9")
def test_the_resolution_tells_the_count_and_whom_it_binds(play: Play) -> None:
    play.raise_matter()
    assert signed_in("zhishu-a").get(f"/matters/{play.matter}/papers/resolution/").status_code == 404
    play.to_resolution()
    told = words_of(paper(play, "papers/resolution/"))
    assert "联党决〔" in told
    assert "不代替任何一个村自己的决定" in told
    assert "未生效" in told
    assert "已生效" not in told
    assert paper(play, "papers/resolution/", "pdf").startswith(b"%PDF")


@pytest.mark.mission("XQ9")
def test_the_register_of_the_four_deliberations_has_six_sheets_filled_from_records(play: Play) -> None:
    play.raise_matter()
    play.to_resolution()
    play.pass_a()
    told = words_of(paper(play, f"{play.village('a')}/papers/registration/"))
    assert [f"（{number}）" in told for number in range(1, 8)] == [True] * 6 + [False]
    for words in ("党员大会审议", "成员代表大会决议", "决议公开", "应到", "比例", "通过。", "第28条"):
        assert words in told
    assert paper(play, f"{play.village('a')}/papers/registration/", "pdf").startswith(b"%PDF")


def test_a_village_not_concerned_gets_no_paper(play: Play) -> None:
    play.raise_matter()
    stranger = signed_in("zhishu-e")
    assert stranger.get(f"/matters/{play.matter}/{play.village('a')}/papers/registration/").status_code == 404
    assert signed_in("zhishu-a").get(f"/matters/{play.matter}/999999/papers/registration/").status_code == 404
