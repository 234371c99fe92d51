from __future__ import annotations

from liancun.contexts.assessment.tests.conftest import Ratings, SignIn
from liancun.demo.world import World


def test_the_sheet_leads_down_to_the_counts(world: World, ratings: Ratings, signed_in: SignIn) -> None:
    ratings.give(world.joint, 12, 1)
    browser = signed_in("shuji")
    sheet = browser.get(f"/assessment/{world.joint}/?period=2026Q2").content.decode()
    assert "18.46" in sheet
    link = f"/assessment/{world.joint}/S1/?period=2026Q2"
    assert link in sheet
    line = browser.get(link).content.decode()
    assert "三村统购种子" in line
    assert "12 / 13" in line
    assert "92.31%" in line


def test_the_county_sees_the_committees_and_no_rank(
    world: World, ratings: Ratings, signed_in: SignIn
) -> None:
    ratings.give(world.joint, 1, 0)
    page = signed_in("xian").get("/assessment/").content.decode()
    assert f"/assessment/{world.joint}/" in page
    assert "第 1 名" not in page
    assert "20.00" in page


def test_who_has_no_post_there_is_refused(world: World, ratings: Ratings, signed_in: SignIn) -> None:
    assert signed_in("kuaiji").get("/assessment/").status_code == 403
    assert signed_in("zhishu-e").get(f"/assessment/{world.joint}/").status_code == 403
    assert signed_in("zhishu-a").get(f"/assessment/{world.joint}/").status_code == 200


def test_nonsense_in_the_address_is_answered_kindly(
    world: World, ratings: Ratings, signed_in: SignIn
) -> None:
    browser = signed_in("shuji")
    assert browser.get(f"/assessment/{world.joint}/?period=abc").status_code == 200
    assert browser.get(f"/assessment/{world.joint}/?period=9999Q9").status_code == 200
    assert browser.get(f"/assessment/{world.joint}/NONE/").status_code == 404
    assert browser.get("/assessment/?page=99999&q=没有").status_code == 200


def test_a_sheet_counts_in_points_and_never_in_ten_thousands(
    world: World, ratings: Ratings, signed_in: SignIn
) -> None:
    ratings.give(world.joint, 12, 1)
    sheet = signed_in("shuji").get(f"/assessment/{world.joint}/?period=2026Q2&unit=wan").content.decode()
    assert "18.46" in sheet
    assert "万元" not in sheet
