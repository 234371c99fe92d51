"""Households: founding, coming and leaving, splitting, merging. Each change is dated and stays readable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from liancun.contexts.audit import api as audit
from liancun.contexts.people import queries, rules
from liancun.contexts.people.actions.guarding import said_kindly
from liancun.contexts.people.models import Cause, Household, HouseholdMember, Person, Relation
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.database.writing import Columns, insert
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, mark

KEEP = "people.keep_household"


@dataclass(frozen=True)
class NewHouseholdMember:
    person_id: int
    relation: str


@dataclass(frozen=True)
class NewHousehold:
    """`members`: exactly one of them is the head."""

    home_id: int
    number: str
    address: str
    since: date
    members: tuple[NewHouseholdMember, ...]


@action("people.found_household")
def found_household(actor: Actor, *, household: NewHousehold) -> int:
    """Gives the household's id. Refusals: people.one_head, people.number_taken, people.lives_elsewhere."""
    require(actor, KEEP, household.home_id)
    return _found(actor, [household], Cause.FOUNDED)[0]


@action("people.found_households")
def found_households(actor: Actor, *, households: Sequence[NewHousehold]) -> list[int]:
    """First import: all or none, the ids in the order of the list."""
    for home_id in {one.home_id for one in households}:
        require(actor, KEEP, home_id)
    return _found(actor, households, Cause.FOUNDED)


def _found(
    actor: Actor, households: Sequence[NewHousehold], cause: Cause, split_from: int | None = None
) -> list[int]:
    for one in households:
        _refuse_wrong_heads([member.relation for member in one.members])
        _refuse_no_number(one.number)
    with said_kindly():
        ids = _inserted(households, split_from)
        _insert_members(ids, households, cause)
    for home_id in {one.home_id for one in households}:
        _trace(actor, "people.found_household", home_id, sum(one.home_id == home_id for one in households))
    return ids


def _inserted(households: Sequence[NewHousehold], split_from: int | None) -> list[int]:
    columns: Columns = {
        "home_id": ("bigint", [one.home_id for one in households]),
        "number": ("text", [one.number.strip() for one in households]),
        "address": ("text", [one.address.strip() for one in households]),
        "since": ("date", [one.since for one in households]),
        "split_from_id": ("bigint", [split_from] * len(households)),
    }
    return insert("people_household", columns, returning="id")


def _insert_members(ids: Sequence[int], households: Sequence[NewHousehold], cause: Cause) -> None:
    told = [(id, one, member) for id, one in zip(ids, households, strict=True) for member in one.members]
    columns: Columns = {
        "household_id": ("bigint", [id for id, _one, _member in told]),
        "home_id": ("bigint", [one.home_id for _id, one, _member in told]),
        "person_id": ("bigint", [member.person_id for _id, _one, member in told]),
        "relation": ("text", [member.relation for _id, _one, member in told]),
        "since": ("date", [one.since for _id, one, _member in told]),
        "joined_by": ("text", [str(cause) for _one in told]),
        "left_by": ("text", [""] * len(told)),
    }
    insert("people_householdmember", columns)


def _member(
    household: int, home: int, member: NewHouseholdMember, since: date, cause: str
) -> HouseholdMember:
    return HouseholdMember(
        household_id=household,
        home_id=home,
        person_id=member.person_id,
        relation=member.relation,
        since=since,
        joined_by=cause,
    )


@action("people.join_household")
def join_household(
    actor: Actor, *, household_id: int, person_id: int, relation: str, since: date, cause: str
) -> None:
    """Somebody comes to live there. Refusals: people.household_ended, people.lives_elsewhere, people.one_head."""
    row = _locked(actor, household_id)
    _refuse_ended(row)
    person = queries.record(person_id)
    rules.refuse_before_birth(since, person.birth_date)
    if since < row.since:
        raise _wrong_day(row.since)
    with said_kindly():
        _member(household_id, row.home_id, NewHouseholdMember(person_id, relation), since, cause).save()
    _trace(actor, "people.join_household", row.home_id, 1, household_id)


@action("people.leave_household")
def leave_household(
    actor: Actor,
    *,
    household_id: int,
    person_id: int,
    until: date,
    cause: str,
    new_head_id: int | None = None,
) -> None:
    """`until` is the first day somebody no longer lives there. A head leaves only when another follows.

    Refusals: people.not_in_household, people.backward, people.new_head_needed. The last one out ends the household.
    """
    row = _locked(actor, household_id)
    members = _standing(household_id)
    leaving = _of(members, person_id)
    others = [member for member in members if member is not leaving]
    if leaving.relation == Relation.HEAD and others and new_head_id is None:
        raise Refusal(
            "people.new_head_needed",
            mark("离开的是户主，请同时确定新的户主。"),
            place=Place("field", field="new_head"),
            remedy=mark("请从户内成员中选择新的户主。"),
        )
    _end(leaving, until, cause)
    if not others:
        _end_household(row, until)
    elif leaving.relation == Relation.HEAD and new_head_id is not None:
        _change_head(others, None, new_head_id, until)
    _trace(actor, "people.leave_household", row.home_id, 1, household_id)


@action("people.name_head")
def name_head(
    actor: Actor,
    *,
    household_id: int,
    person_id: int,
    since: date,
    relation_of_old_head: str = Relation.OTHER,
) -> None:
    """Another member becomes head from that day; relations of the others stay as they were told.

    Refusals: people.not_in_household, people.backward.
    """
    row = _locked(actor, household_id)
    members = _standing(household_id)
    head = next((member for member in members if member.relation == Relation.HEAD), None)
    if head is not None and head.person_id == person_id:
        raise Conflict("people.is_head", mark("这个人已经是户主。"), remedy=mark("请刷新页面查看。"))
    _change_head(members, head, person_id, since, relation_of_old_head)
    _trace(actor, "people.name_head", row.home_id, 1, household_id)


@action("people.split_household")
def split_household(
    actor: Actor,
    *,
    household_id: int,
    number: str,
    address: str,
    members: Sequence[NewHouseholdMember],
    on: date,
) -> int:
    """Some members found a household of their own (分户): gives its id. Its head is among them; the old head stays."""
    row = _locked(actor, household_id)
    _refuse_ended(row)
    standing = _standing(household_id)
    leaving = [_of(standing, member.person_id) for member in members]
    if not leaving or len(leaving) == len(standing) or any(one.relation == Relation.HEAD for one in leaving):
        raise Refusal(
            "people.split_some",
            mark("分户时要选出一部分成员，原户主留在原户。"),
            place=Place("field", field="members"),
            remedy=mark("请重新选择分出的成员；整户迁走请办理离户。"),
        )
    for one in leaving:
        _end(one, on, Cause.SPLIT)
    new = NewHousehold(row.home_id, number, address, on, tuple(members))
    return _found(actor, [new], Cause.SPLIT, split_from=household_id)[0]


@action("people.merge_households")
def merge_households(
    actor: Actor, *, household_id: int, into_id: int, relations: Mapping[int, str], on: date
) -> None:
    """All members move into another household of the village (并户); `relations`: person → relation to its head."""
    row, into = _locked(actor, household_id), _locked(actor, into_id)
    _refuse_ended(row)
    _refuse_ended(into)
    if row.pk == into.pk or row.home_id != into.home_id:
        raise Refusal(
            "people.merge_within_village",
            mark("只能并入本村的另一户。"),
            place=Place("field", field="into"),
            remedy=mark("请重新选择；跨村的变动请办理转出。"),
        )
    for member in _standing(household_id):
        _end(member, on, Cause.MERGED)
        relation = relations.get(member.person_id, Relation.OTHER)
        with said_kindly():
            _member(
                into_id, into.home_id, NewHouseholdMember(member.person_id, relation), on, Cause.MERGED
            ).save()
    _end_household(row, on, merged_into=into_id)
    _trace(actor, "people.merge_households", row.home_id, 1, household_id)


@action("people.correct_household")
def correct_household(actor: Actor, *, household_id: int, number: str, address: str) -> None:
    """Number and address. Refusals: people.no_number, people.number_taken."""
    row = _locked(actor, household_id)
    _refuse_no_number(number)
    row.number, row.address = number.strip(), address.strip()
    with said_kindly():
        row.save(update_fields=["number", "address"])
    _trace(actor, "people.correct_household", row.home_id, 1, household_id)


def leave_by_request(person: Person, until: date, cause: str) -> None:
    """A death or a transfer ends the membership too; the eldest who may follows a head who is gone."""
    found = HouseholdMember.objects.select_for_update().filter(person=person, until=None).first()
    if found is None:
        return
    row = Household.objects.select_for_update().get(pk=found.household_id)
    others = [member for member in _standing(row.pk) if member.person_id != person.pk]
    day = max(until, found.since + timedelta(days=1))
    _end(found, day, cause)
    if not others:
        _end_household(row, day)
    elif found.relation == Relation.HEAD:
        _change_head(others, None, _eldest(others), day)


def _eldest(members: Sequence[HouseholdMember]) -> int:
    born = dict(
        Person.objects.filter(pk__in=[one.person_id for one in members]).values_list("id", "birth_date")
    )
    return min(members, key=lambda one: (born.get(one.person_id) or date.max, one.person_id)).person_id


def _change_head(
    members: Sequence[HouseholdMember],
    head: HouseholdMember | None,
    person_id: int,
    since: date,
    relation: str = Relation.OTHER,
) -> None:
    follower = _of(members, person_id)
    if head is not None:
        _end(head, since, Cause.RELATION)
        _member(
            head.household_id,
            head.home_id,
            NewHouseholdMember(head.person_id, relation),
            since,
            Cause.RELATION,
        ).save()
    _end(follower, since, Cause.RELATION)
    with said_kindly():
        _member(
            follower.household_id,
            follower.home_id,
            NewHouseholdMember(person_id, Relation.HEAD),
            since,
            Cause.RELATION,
        ).save()


def _locked(actor: Actor, household_id: int) -> Household:
    row = Household.objects.select_for_update().filter(pk=household_id).first()
    if row is None:
        raise queries.unknown_household()
    require(actor, KEEP, row.home_id)
    return row


def _standing(household_id: int) -> list[HouseholdMember]:
    found = HouseholdMember.objects.select_for_update().filter(household_id=household_id, until=None)
    return list(found.order_by("id"))


def _of(members: Sequence[HouseholdMember], person_id: int) -> HouseholdMember:
    found = next((member for member in members if member.person_id == person_id), None)
    if found is None:
        raise Conflict(
            "people.not_in_household",
            mark("这个人现在不在这一户。"),
            place=Place("field", field="person"),
            remedy=mark("请刷新页面，核对户内成员。"),
        )
    return found


def _end(member: HouseholdMember, until: date, cause: str) -> None:
    rules.refuse_backward(member.since, until)
    member.until, member.left_by = until, cause
    member.save(update_fields=["until", "left_by"])


def _end_household(row: Household, until: date, merged_into: int | None = None) -> None:
    row.until, row.merged_into_id = until, merged_into
    row.save(update_fields=["until", "merged_into"])


def _refuse_ended(row: Household) -> None:
    if row.until is not None:
        raise Conflict("people.household_ended", mark("这一户已经销户。"), remedy=mark("请选择现有的户。"))


def _refuse_no_number(number: str) -> None:
    if not number.strip():
        raise Refusal(
            "people.no_number",
            mark("没有填写户编号。"),
            place=Place("field", field="number"),
            remedy=mark("请填写户编号，例如户口簿上的户号。"),
        )


def _refuse_wrong_heads(relations: Sequence[str]) -> None:
    if relations.count(Relation.HEAD) != 1:
        raise Refusal(
            "people.one_head",
            mark("一户有且只有一位户主。"),
            place=Place("field", field="members"),
            remedy=mark("请把一名成员登记为户主，其余成员写明与户主的关系。"),
        )


def _wrong_day(since: date) -> Refusal:
    return Refusal(
        "people.before_household",
        mark("这一天早于立户日期 {day}。"),
        {"day": since.isoformat()},
        Place("field", field="since"),
        mark("请核对日期。"),
    )


def _trace(actor: Actor, verb: str, home_id: int, count: int, household_id: int | None = None) -> None:
    audit.record(
        actor,
        verb,
        subject="people.household",
        subject_id=household_id,
        body_id=home_id,
        detail={"count": count},
    )
