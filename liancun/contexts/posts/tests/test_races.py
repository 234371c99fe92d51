"""Two at once: of two approvals, two appointments, two swaps, two hand-overs one holds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

from django.db import connections

from liancun.contexts.posts import api as posts
from liancun.contexts.posts.tests.places import DAY, NAMES, Places, appoint, build, held
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM, as_system
from liancun.kernel.errors import Refusal

WEEK = timedelta(days=7)


def _at_once(acts: list[Callable[[], object]]) -> list[str]:
    """Runs each act in its own transaction, all begun before any is done; gives "ok" or the refusal's code."""
    gate, said = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int) -> None:
        try:
            with as_system():
                gate.wait(timeout=20)
                acts[place]()
            said[place] = "ok"
        except Refusal as refused:
            said[place] = refused.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(said)


def _person(county: Places, who: str) -> Actor:
    return Actor(1, county[who], NAMES[who], "", county["A"], "user")


def _concluded() -> tuple[Places, int]:
    with as_system():
        county = build()
        appoint(county, "wang", "Ab", "branch_secretary")
        appoint(county, "zhang", "alliance", "alliance_clerk")
        for who in ("li", "zhao"):
            appoint(county, who, "town", "township_officer")
        made = posts.open_selection(SYSTEM, body_id=county["alliance"], kind="alliance_secretary")
        candidate = posts.put_up(SYSTEM, selection_id=made, person_id=county["wang"])
        for letter in "AB":
            posts.give_opinion(
                SYSTEM, selection_id=made, candidate_id=candidate, member_id=county[letter], stand="agree"
            )
        posts.conclude_selection(
            _person(county, "zhang"), selection_id=made, candidate_id=candidate, held_on=DAY, result="推选"
        )
    return county, made


def test_of_two_approvals_at_once_one_holds_and_one_appointment_follows(clone: str) -> None:
    with clock.fixed(DAY):
        county, made = _concluded()

        def approves(who: str, yes: bool) -> Callable[[], object]:
            actor = _person(county, who)
            return lambda: posts.approve_selection(actor, selection_id=made, approve=yes, note="材料不全")

        assert _at_once([approves("li", True), approves("zhao", True)]) == ["ok", "posts.selection_state"]

        def appoints() -> object:
            return posts.appoint_selected(SYSTEM, selection_id=made, since=DAY)

        assert _at_once([appoints, appoints]) == ["ok", "posts.selection_state"]
        with as_system():
            assert held(county, "alliance", "alliance_secretary") == ["王一"]


def test_of_two_holders_at_once_one_holds(clone: str) -> None:
    with clock.fixed(DAY):
        with as_system():
            county = build()

        def takes(who: str) -> Callable[[], object]:
            return lambda: appoint(county, who, "Ac", "village_clerk", DAY)

        assert _at_once([takes("wang"), takes("li")]) == ["ok", "posts.taken"]
        with as_system():
            assert len(held(county, "Ac", "village_clerk")) == 1


def test_of_two_delegates_at_once_one_holds(clone: str) -> None:
    with clock.fixed(DAY):
        with as_system():
            county = build()
            post = appoint(county, "wang", "Ac", "collective_chair")

        def names(who: str) -> Callable[[], object]:
            return lambda: posts.delegate(
                SYSTEM,
                post_id=post,
                person_id=county[who],
                since=DAY,
                until=DAY + WEEK,
                duties=(),
                reason="病假",
            )

        assert _at_once([names("li"), names("zhang")]) == ["ok", "posts.delegated"]


def test_a_turn_is_swapped_and_handed_over_once(clone: str) -> None:
    with clock.fixed(DAY):
        with as_system():
            county = build()
            rota = posts.make_rota(
                SYSTEM,
                body_id=county["joint"],
                kind="stationing",
                since=DAY + WEEK,
                until=DAY + 3 * WEEK,
                persons=[county["wang"], county["li"]],
                days=7,
            )
            first, second = posts.slots_of(rota)
            asked = posts.ask_swap(_person(county, "wang"), slot_id=first.id, with_slot_id=second.id)

        def agrees() -> object:
            return posts.answer_swap(_person(county, "li"), swap_id=asked, agree=True)

        said = _at_once([agrees, agrees])
        assert said[0] == "ok"
        assert said[1] in ("posts.answered", "posts.not_asked")
        with as_system():
            assert [one.person_name for one in posts.slots_of(rota)] == ["李二", "王一"]
    with clock.fixed(DAY + 2 * WEEK):

        def hands_over() -> object:
            return posts.hand_over(_person(county, "li"), slot_id=first.id, to_name="王一", note="已交接")

        assert _at_once([hands_over, hands_over]) == ["ok", "posts.handed_over"]
