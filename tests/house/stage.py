"""A database in which one matter has been played almost to its end and others wait on the way.

Everything that an address can name exists in it once, in village A; the people are those of the permission table.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from liancun.contexts.affairs import api as affairs
from liancun.contexts.ballots import api as ballots
from liancun.contexts.bodies import api as bodies
from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.evidence import api as evidence
from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.models import Account
from liancun.contexts.meetings import api as meetings
from liancun.contexts.posts import api as posts
from liancun.contexts.work import api as work
from liancun.demo.small import PASSWORD
from liancun.demo.thread import Offices, Thread
from liancun.demo.world import World, find
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import as_actor, as_system
from liancun.framework.testing_databases import cloned, using
from tests.house import called, desk, formation_rows, money_rows, offices, publishing, standing, villagers

BEGUN = date(2026, 5, 6)
TODAY = datetime.combine(BEGUN + timedelta(days=39), time(10), clock.ZONE)
AMOUNTS = (Decimal("62000.00"), Decimal("71000.00"), Decimal("53000.00"))


@dataclass(frozen=True)
class Stage:
    """`things` by the names that addresses use; `early` and `middle` are matters under way, `late` waits for the branches."""

    name: str
    world: World
    things: dict[str, object]
    token: str
    early: int
    middle: int
    late: int


@contextmanager
def set_up(template: str) -> Iterator[Stage]:
    """The database, with the program's clock at the day on which villagers rate."""
    with cloned(template) as name, using(name), clock.fixed(TODAY):
        with as_system():
            world = find()
        done = _play(world, "联合购种", BEGUN, "result")
        token = _slips(world, done)
        early = _play(world, "联合买农机", BEGUN + timedelta(days=30), "deliberate")
        middle = _play(world, "联合买化肥", BEGUN + timedelta(days=12), "claim")
        late = _play(world, "联合买薄膜", BEGUN + timedelta(days=20), "raise")
        with as_system():
            things = _things(world, done, middle) | standing.things(world)
            things |= _personal(world) | _secret_ballot(world)
        things |= offices.furnish(world) | villagers.furnish(world) | called.furnish(world)
        things |= publishing.furnish(world) | desk.furnish(world) | money_rows.furnish(world)
        yield Stage(name, world, things, token, early.matter_id, middle.matter_id, late.matter_id)


def _play(world: World, title: str, begun: date, until: str) -> Thread:
    offices = Offices(world.joint, world.township, world.agency)
    amounts = AMOUNTS if until == "result" else tuple(amount / 10 for amount in AMOUNTS)
    return Thread(offices, (world.a, world.b, world.c), amounts, title, begun).play(until)


def _slips(world: World, done: Thread) -> str:
    with as_system():
        secretary = world.actor("shuji")
    with as_actor(secretary):
        return affairs.open_rating(secretary, matter_id=done.matter_id, slips=5).tokens[0]


def _things(world: World, done: Thread, middle: Thread) -> dict[str, object]:
    a = world.a
    matter = done.matter_id
    book = ledger.book_of(a.collective)
    assert book is not None
    claims, _ = ledger.claims(book_id=book.id, state="")
    account = Account.objects.filter(book_id=book.id).order_by("code")[0]
    notice = next(
        one for one in disclosure.about(affairs.SUBJECT, [matter]) if one.slug == done.notices[a.village]
    )
    paid = next(one for one in ledger.payments_for(affairs.SUBJECT, matter) if one.owner_id == a.collective)
    called = meetings.about(affairs.SUBJECT, [matter])
    assembly = next(one for one in called if one.body_id == a.collective)
    vote = next(one for one in ballots.about(affairs.SUBJECT, [matter]) if one.body_id == a.collective)
    return {
        "matter_id": matter,
        "village_id": a.village,
        "body_id": a.village,
        "member_id": a.village,
        "kind": "representative",
        "book_id": book.id,
        "account_id": account.id,
        "report": "village-balance",
        "authority_id": paid.authority_id,
        "claim_id": claims[0].id,
        "voucher_id": paid.voucher_id,
        "notice_id": notice.id,
        "objection_id": disclosure.objections(notice.id)[0].id,
        "slug": notice.slug,
        "number": 1,
        "meeting_id": assembly.id,
        "ballot_id": vote.id,
        "count_id": ballots.counts(vote.id)[0].id,
        "mark_id": ballots.roll(vote.id)[0].mark_id,
        "proxy_id": 0,
        "station_id": 0,
        "correction_id": 0,
        "task_id": next(one.id for one in work.tasks_of(matter) if one.body_id == a.village),
        "post_id": posts.holders(a.collective, "village_clerk", clock.today())[0].id,
        "file_id": evidence.files_of(affairs.SUBJECT, matter)[0].id,
        "committee_id": world.joint,
        "code": bodies.get(a.village).code,
        "middle": middle.matter_id,
    }


def _personal(world: World) -> dict[str, object]:
    """Somebody of village A with a consent and a request to be erased."""
    from liancun.contexts.people import actions
    from liancun.contexts.people import api as people

    system, village = Actor.system("stage"), world.a.village
    person = people.add_person(system, name="王秀兰", home_id=village)
    given = {"kind": "account", "given_by": "self", "given_on": clock.today(), "paper": "第 1 号"}
    consent = actions.record_consent(system, person_id=person, **given)  # type: ignore[arg-type]
    wish = actions.record_request(system, person_id=person, kind="erase", words="本人申请")
    actions.sign_assessment(system, conclusion="措施与风险相称。")
    return {"consent_id": consent, "wish_id": wish, "version": 1}


def _secret_ballot(world: World) -> dict[str, object]:
    """A secret ballot of village A that waits for the keepers of its key."""
    line = ballots.open_ballot(
        Actor.system("stage"),
        body_id=world.a.collective,
        method="secret",
        question="是否同意入股冷库",
        entitled=world.a.representatives,
        channels=("meeting", "paper"),
    )
    return {"secret_ballot": line.id, "secret_mark": ballots.roll(line.id)[0].mark_id}


def sign_in(user_name: str) -> Client:
    """A browser of this person; of nobody when the name is empty."""
    client = Client(raise_request_exception=False)
    if user_name:
        answer = client.post("/sign-in/", {"username": user_name, "password": PASSWORD})
        assert answer.status_code == 302, user_name
    return client


def routes() -> dict[str, URLPattern]:
    """Every address of the program by its name."""
    return dict(_routes(get_resolver(), ""))


def _routes(resolver: URLResolver, space: str) -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _routes(one, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name}", one


def address(stage: Stage, route: str, pattern: URLPattern, *, token: str) -> str:
    """The address of the thing in village A; `token` stands for a villager's slip."""
    named = {**stage.things, **PLAIN, "token": token, **_special(stage, route)}
    values = {name: named[name] for name in pattern.pattern.converters}
    query = f"?body={stage.world.a.village}" if route in offices.OF_A_BODY else ""
    return reverse(route, kwargs=values) + query


# Words in addresses that name no thing.
PLAIN = {
    "key": "people.residents",
    "upload_id": 1,
    "handed": "made-up",
    "job_id": 1,
    "key_id": 1,
    "user_id": 1,
    "inspection_id": 1,
    "kin_id": 1,
    "person_id": 1,
    "paper": "notice",
    "stage": "review",
    "month": "2024-05",
    "verb": "check",
}


SECRET = {
    f"ballots:{name}" for name in ("secret", "key", "unlock", "box", "void", "booth", "hand_over", "on_paper")
}


def _special(stage: Stage, route: str) -> dict[str, object]:
    """Some acts are tried on a matter that still waits for them; `code` names an indicator there."""
    if route == "bodies:amend_agreement":
        return {"agreement_id": stage.things["signed_agreement"]}
    if route in ("affairs:deliberate", "affairs:convene"):
        return {"matter_id": stage.early}
    if route.startswith("people:"):
        named: dict[str, object] = {
            "person_id": stage.things["villager_id"],
            "change": "correct",
            "act": "join",
        }
        return named | ({"body_id": stage.world.a.collective} if route == "people:open_roll" else {})
    if route in SECRET:
        return {"ballot_id": stage.things["secret_ballot"], "mark_id": stage.things["secret_mark"]}
    if route == "formation:households":
        return {"village_id": stage.world.a.village}
    if route.startswith("formation:"):
        return {**formation_rows.NAMED, "area_id": stage.world.county}
    if route == "posts:person":
        return {"person_id": stage.things["person_id"]}
    return {"code": "S1"} if route == "assessment:indicator" else {}
