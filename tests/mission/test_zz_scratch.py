from __future__ import annotations
from datetime import timedelta
from tests.conftest import Stage, DESKTOP, PHONE
from tests.mission.test_polling_place import with_a_station
from liancun.demo.world import World
from liancun.framework.testing import as_actor, as_system, SYSTEM
from liancun.framework import clock
from liancun.contexts.ballots import api as ballots
from liancun.contexts.ballots import actions
from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.contexts.ballots.tests.hall import correction


def test_look(stage: Stage, cloned_world: World) -> None:
    world = cloned_world
    held, station = with_a_station(world)
    at = f"/ballots/{held.ballot_id}"
    keeper = held.who("zhishu-a")
    with as_actor(keeper):
        slips = ballots.issue_slips(keeper, ballot_id=held.ballot_id).slips
        handed = actions.hand_over(keeper, ballot_id=held.ballot_id, mark_id=held.marks[1], station_id=station)
    correction(world, held.ballot_id, "strike", world.a.representatives[7])
    since = clock.today() - timedelta(days=60)
    with as_system():
        coop = bodies.add_body(SYSTEM, kind="cooperative", name="新台子种植专业合作社", since=since, parent_id=world.a.village).id
        members = people.add_people(SYSTEM, people=[people.NewPerson(f"社员{n}", world.a.village) for n in range(10)])
        people.enrol_many(SYSTEM, entries=[people.NewEntry("coop_member", coop, one, since) for one in members])
        posts.appoint(SYSTEM, person_id=keeper.person_id, body_id=coop, kind="coop_chair", since=clock.today() - timedelta(days=5))
        ballots.record_extra_votes(SYSTEM, body_id=coop, year=clock.today().year, decided_on=clock.today(), decision="第一次成员大会决议", lines=[ballots.Extra(members[0], "contribution", 1), ballots.Extra(members[1], "transaction", 1)])
    pages = {"secret": f"{at}/secret/", "station": f"{at}/stations/{station}/?q=2", "stations": f"{at}/stations/", "booth": f"{at}/booth/?station={station}", "box": f"{at}/box/", "void": f"{at}/void/", "corrections": f"{at}/corrections/?q=8", "correct": f"{at}/corrections/new/?change=strike&person={world.a.representatives[6]}", "slips": f"{at}/slips/", "extra": "/ballots/extra/", "sheet": "/imports/ballots.extra_votes/", "voting": f"/p/b/{slips[3].token}/", "device": f"/p/booth/{handed}/"}
    p = stage.person("zhishu-a")
    link = stage.contexts["zhishu-a"]
    for mode, cookies in {"zh": {}, "en": {"liancun_language": "en"}, "elder": {"liancun_elder": "on"}}.items():
        link.add_cookies([{"name": k, "value": v, "url": stage.address} for k, v in {"liancun_language": "zh-hans", "liancun_elder": "off", **cookies}.items()])
        for name, url in pages.items():
            for w, size in (("d", DESKTOP), ("p", PHONE)):
                if mode == "zh" and w == "p" and name in ("stations", "correct"):
                    continue
                p.set_viewport_size(size)
                answer = p.goto(url)
                print(mode, name, w, answer.status if answer else None, p.evaluate("document.documentElement.scrollWidth"), size["width"])
                stage.look(p, f"look-{mode}-{name}-{w}")
