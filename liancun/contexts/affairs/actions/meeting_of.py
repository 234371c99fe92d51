"""Which body of those concerned meets for a stage, and who is called to it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from liancun.contexts.affairs.rules.procedure import Alternative, Stage
from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.kernel.errors import Conflict, Place, Refusal, mark


def body_of(party_id: int, stage: Stage) -> int:
    """The id of the body that meets: the one concerned itself, its village, or a part of that village.

    Unknown (404) where the village has no such part.
    """
    party = bodies.get(party_id)
    if stage.body in ("self", party.kind):
        return party_id
    village = party if party.is_village else bodies.village_of(party_id)
    if stage.body == "village" or village is None:
        return village.id if village else party_id
    return bodies.part_of(village.id, stage.body).id


def notice_place(party_id: int) -> int:
    """Whose board a notice hangs on: the village's, or the body's own above the village."""
    village = bodies.village_of(party_id)
    return village.id if village else party_id


def alternative_of(stage: Stage, key: str) -> Alternative | None:
    """Refusal: affairs.alternative for a key the stage does not have."""
    if not key:
        return None
    found = next((one for one in stage.alternatives if one.key == key), None)
    if found is None:
        raise Refusal(
            "affairs.alternative",
            mark("“{step}”没有这种召开办法。"),
            {"step": stage.name},
            Place("field", field="alternative"),
            mark("请从列表中选择。"),
        )
    return found


def called(party_id: int, stage: Stage, day: date, alternative: Alternative | None = None) -> list[int]:
    """Ids of the persons entitled that day, each once: from the roll, else from the posts the stage names."""
    roll = (alternative.roll if alternative else "") or stage.roll
    body = body_of(party_id, stage)
    if roll:
        return _electors(body, roll, day)
    found = _holders(party_id, body, stage.posts, day)
    if not found:
        raise Conflict(
            "affairs.no_members",
            mark("还没有登记参加“{step}”的人员，不能召集会议。"),
            {"step": stage.name},
            remedy=mark("请先登记名册或者任职。"),
        )
    return found


def _electors(body_id: int, roll: str, day: date) -> list[int]:
    """Everybody on the roll but minors, the dead and those whose capacity is limited; whose birth is not on record
    counts among all, which makes the rule no easier to meet.
    """
    found = people.electors(body_id, roll, day)
    unknown = [line.person_id for line, standing in found.apart if standing == "unknown"]
    return [*(line.person_id for line in found.entitled), *unknown]


def _holders(party_id: int, body_id: int, kinds: Collection[str], day: date) -> list[int]:
    """Posts of the body and, for the two committees together, of the branch of the same village."""
    village = bodies.village_of(party_id)
    near = [line.id for line in bodies.children(village.id)] if village else []
    held = posts.holders_in([body_id, *near], day)
    return list(dict.fromkeys(line.person_id for line in held if line.kind in kinds))


def entitled_size(party_id: int, stage: Stage, day: date) -> int:
    """How many are called to a step recorded from its minutes; 0 where neither roll nor posts say."""
    if stage.roll:
        return people.roll_size(body_of(party_id, stage), stage.roll, day)
    return 0
