"""Posts on the screen."""

from __future__ import annotations

from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_system


def clerk(world: World) -> posts.PostLine:
    return posts.holders(world.a.collective, "village_clerk", clock.today())[0]


def test_the_register_names_holders(world: World) -> None:
    shown = signed_in("zhishu-b").get(f"/posts/?body={world.a.village}").content.decode()
    assert clerk(world).person_name in shown
    assert f"/posts/{clerk(world).id}/relieve/" not in shown


def test_a_township_officer_relieves_and_appoints(world: World) -> None:
    client, old = signed_in("xiangzhen"), clerk(world)
    today = clock.today().isoformat()
    assert client.post(f"/posts/{old.id}/relieve/", {"until": today}).status_code == 302
    with as_system():
        other = people.at_homes([world.a.village])[-1]
    form = {
        "kind": "village_clerk",
        "person": other.id,
        "since": today,
        "way": "hired",
        "portfolio": ["finance"],
    }
    page = client.post(f"/posts/appoint/?body={world.a.collective}", form)
    assert page.status_code == 302
    assert clerk(world).person_id == other.id


def test_a_second_holder_is_refused_with_the_form(world: World) -> None:
    client, old = signed_in("xiangzhen"), clerk(world)
    with as_system():
        other = next(line for line in people.at_homes([world.a.village]) if line.id != old.person_id)
    form = {"kind": "village_clerk", "person": other.id, "since": clock.today().isoformat()}
    page = client.post(f"/posts/appoint/?body={world.a.collective}", form)
    assert page.status_code == 422
    assert "已经有人担任" in page.content.decode()
    assert clerk(world) == old


def test_a_villager_officer_may_neither_appoint_nor_relieve(world: World) -> None:
    client, old = signed_in("zhishu-a"), clerk(world)
    assert client.get(f"/posts/appoint/?body={world.a.collective}").status_code == 403
    assert client.post(f"/posts/{old.id}/relieve/", {"until": clock.today().isoformat()}).status_code == 403
    assert clerk(world) == old


def test_rights_stop_on_the_day_the_post_ends(world: World) -> None:
    village, client = signed_in("baozhang-a"), signed_in("xiangzhen")
    url = f"/people/{world.a.collective}/representative/"
    assert village.get(url).status_code == 200
    client.post(f"/posts/{clerk(world).id}/relieve/", {"until": clock.today().isoformat()})
    assert village.get(url).status_code == 403


def test_searching_a_bodys_posts_stays_with_the_body_and_the_day(world: World) -> None:
    shown = signed_in("zhishu-b").get(f"/posts/?body={world.a.village}&on=2026-03-01").content.decode()
    assert f'<input type="hidden" name="body" value="{world.a.village}">' in shown
    assert 'name="on" type="date" value="2026-03-01"' in shown
