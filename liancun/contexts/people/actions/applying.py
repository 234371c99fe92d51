"""An approved request takes effect: dated lines end and begin, nothing that was is overwritten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import queries, rules
from liancun.contexts.people.actions import households
from liancun.contexts.people.actions.checking import check_households
from liancun.contexts.people.actions.numbers import set_numbers
from liancun.contexts.people.actions.persons import known, locked, write_digests, write_name
from liancun.contexts.people.actions.rolls import close_entry, write_entries
from liancun.contexts.people.models import (
    Capacity,
    CapacityKind,
    Cause,
    ChangeRequest,
    FormerName,
    HouseholdMember,
    Merge,
    Numbers,
    Person,
    Representation,
    RollEntry,
)
from liancun.framework import clock, crypto
from liancun.framework.actors import Actor
from liancun.framework.scope import entered
from liancun.kernel.errors import Conflict, mark

_PROGRAM = Actor.system("办理已批准的变更申请")


def apply(actor: Actor, row: ChangeRequest) -> None:
    """Inside the transaction that decided it; a refusal undoes both.

    What two persons decided is carried out by the program: whoever approves need not read a minor's record for it.
    """
    with entered(_PROGRAM):
        _APPLY[row.kind](row)
    if row.kind == "merge":
        for hook in _merged:
            hook(actor, row.person_id, row.other_person_id or 0)


def _entry(row: ChangeRequest, body_id: int, person_id: int, since: date, kind: str = "") -> RollEntry:
    return RollEntry(
        kind=kind or row.roll, body_id=body_id, person_id=person_id, since=since, request_id=row.pk
    )


def _add(row: ChangeRequest) -> None:
    locked(row.person_id)
    write_entries([_entry(row, row.body_id, row.person_id, row.effective_on)])
    if row.payload.get("households"):
        _link_households(row)


def _strike(row: ChangeRequest) -> None:
    close_entry(row.roll, row.body_id, row.person_id, row.effective_on, closing=row.pk)
    _end_all(_representations(row.person_id).filter(body_id=row.body_id, kind=row.roll), row.effective_on)


def _representations(person_id: int) -> QuerySet[Representation]:
    return Representation.objects.select_for_update().filter(person_id=person_id, until=None)


def _death(row: ChangeRequest) -> None:
    person = locked(row.person_id)
    person.died_on = row.effective_on
    person.save(update_fields=["died_on"])
    for entry in RollEntry.objects.select_for_update().filter(person=person, until=None):
        _end(entry, row.effective_on, closing=row.pk)
    _end_all(_representations(person.pk), row.effective_on)
    households.leave_by_request(person, row.effective_on, Cause.DIED)


def _end(entry: RollEntry, until: date, *, closing: int) -> None:
    """A line that began that same day or later ends on the day after it began: no line is without a day."""
    entry.until, entry.closing_id = _after(entry.since, until), closing
    entry.save(update_fields=["until", "closing"])


def _after(since: date, until: date) -> date:
    return max(until, since + timedelta(days=1))


def _end_all(rows: Iterable[Representation | Capacity], until: date) -> None:
    for row in rows:
        row.until = _after(row.since, until)
        row.save(update_fields=["until"])


def _correct(row: ChangeRequest) -> None:
    words, person = queries.said(row), locked(row.person_id)
    if words.get("name") and words["name"].strip() != person.name:
        FormerName.objects.create(
            person=person,
            home_id=person.home_id,
            name=crypto.seal_for(person.key, person.name, "former_name"),
            until=row.effective_on,
            request_id=row.pk,
        )
        write_name(person, words["name"])
    texts = _corrected(person, words)
    person.ethnicity = words.get("ethnicity", "").strip() or person.ethnicity
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise known(error) from error
    if texts:
        set_numbers(person, texts, born=person.birth_date)


def _corrected(person: Person, words: Mapping[str, str]) -> dict[str, str]:
    """Writes birth, sex and digests; gives the numbers that are to be sealed."""
    told = {"identity_number": words.get("identity_number", ""), "phone": words.get("phone", "")}
    texts = {name: rules.tidy(name, text) for name, text in told.items() if text.strip()}
    if "phone" in texts:
        texts["phone"] = rules.tidy_phone(texts["phone"])
    write_digests(person, phone=texts.get("phone"), identity_number=texts.get("identity_number"))
    born = date.fromisoformat(words["birth_date"]) if words.get("birth_date") else person.birth_date
    sex = words.get("sex") or person.sex
    if "identity_number" in texts:
        born, sex = rules.born_of(texts["identity_number"], None, "")
    person.birth_date, person.sex = born, sex
    return texts


def _transfer(row: ChangeRequest) -> None:
    person, other = locked(row.person_id), row.other_id or 0
    close_entry(row.roll, row.body_id, person.pk, row.effective_on, closing=row.pk)
    write_entries([_entry(row, other, person.pk, row.effective_on)])
    _end_all(_representations(person.pk).filter(body_id=row.body_id), row.effective_on)
    left, entered = bodies.village_of(row.body_id), bodies.village_of(other)
    if left is not None and entered is not None and person.home_id == left.id:
        households.leave_by_request(person, row.effective_on, Cause.MOVED)
        person.home_id = entered.id
        person.save(update_fields=["home"])


def _guardian(row: ChangeRequest) -> None:
    _capacity(row, row.payload["capacity"], row.other_person_id)


def _own_living(row: ChangeRequest) -> None:
    _capacity(row, CapacityKind.OWN_LIVING, None)


def _capacity(row: ChangeRequest, kind: str, guardian: int | None) -> None:
    person = locked(row.person_id)
    held = Capacity.objects.select_for_update().filter(person=person, kind=kind, until=None)
    _end_all(held, row.effective_on)
    Capacity.objects.create(
        person=person,
        home_id=person.home_id,
        kind=kind,
        guardian_id=guardian,
        since=row.effective_on,
        request_id=row.pk,
    )


def _represent(row: ChangeRequest) -> None:
    _link_households(row)


def _link_households(row: ChangeRequest) -> None:
    wanted = set(check_households(row))
    held = list(_representations(row.person_id).filter(body_id=row.body_id, kind=row.roll))
    _end_all([one for one in held if one.household_id not in wanted], row.effective_on)
    kept = {one.household_id for one in held}
    try:
        with transaction.atomic():
            Representation.objects.bulk_create(
                Representation(
                    kind=row.roll,
                    body_id=row.body_id,
                    person_id=row.person_id,
                    household_id=household,
                    since=row.effective_on,
                    request_id=row.pk,
                )
                for household in sorted(wanted - kept)
            )
    except IntegrityError as error:
        raise Conflict(
            "people.household_taken",
            mark("所选的农户中有的已由另一名代表联系。"),
            remedy=mark("请先调整另一名代表联系的农户。"),
        ) from error


def _merge(row: ChangeRequest) -> None:
    """What stands open goes over to the kept record; what ended stays where it was written."""
    merged, kept = locked(row.person_id), locked(row.other_person_id or 0)
    if merged.merged_into_id is not None or kept.merged_into_id is not None:
        raise Conflict("people.is_merged", mark("这份记录已经并入另一份。"), remedy=mark("请刷新页面查看。"))
    if merged.user_id and kept.user_id:
        raise Conflict(
            "people.two_accounts",
            mark("两份记录各有一个账号。"),
            remedy=mark("请先由系统管理员停用其中一个账号。"),
        )
    _merge_rolls(row, merged, kept)
    _merge_household(row, merged, kept)
    _merge_record(merged, kept)
    Person.objects.filter(merged_into=merged).update(merged_into=kept)
    Merge.objects.create(
        merged=merged, kept=kept, home_id=kept.home_id, request_id=row.pk, merged_at=clock.now()
    )


def _merge_rolls(row: ChangeRequest, merged: Person, kept: Person) -> None:
    day = row.effective_on
    standing = {(line.kind, line.body_id) for line in queries.entries_of([kept.pk]) if line.until is None}
    for entry in list(RollEntry.objects.select_for_update().filter(person=merged, until=None)):
        _end(entry, day, closing=row.pk)
        if (entry.kind, entry.body_id) not in standing and entry.until is not None:
            write_entries([_entry(row, entry.body_id, kept.pk, entry.until, entry.kind)])
    _end_all(_representations(merged.pk), day)


def _merge_household(row: ChangeRequest, merged: Person, kept: Person) -> None:
    """The kept record takes the place in the household, unless it lives in one already."""
    lives = HouseholdMember.objects.filter(person=kept, until=None).exists()
    for member in list(HouseholdMember.objects.select_for_update().filter(person=merged, until=None)):
        member.until, member.left_by = _after(member.since, row.effective_on), Cause.CORRECTED
        member.save(update_fields=["until", "left_by"])
        if not lives:
            HouseholdMember.objects.create(
                household_id=member.household_id,
                home_id=member.home_id,
                person=kept,
                relation=member.relation,
                since=member.until,
                joined_by=Cause.CORRECTED,
            )


def _merge_record(merged: Person, kept: Person) -> None:
    """Numbers, birth and account that the kept record lacks come over; no number stands in two records."""
    lacking = _numbers_over(merged, kept)
    index, account = merged.identity_index, merged.user_id
    merged.merged_into, merged.user_id = kept, None
    if "identity_number" in lacking:
        merged.identity_index, kept.identity_index = "", index
    kept.phone_index = kept.phone_index or merged.phone_index
    merged.save()
    kept.user_id = kept.user_id or account
    kept.birth_date = kept.birth_date or merged.birth_date
    kept.sex, kept.ethnicity = kept.sex or merged.sex, kept.ethnicity or merged.ethnicity
    kept.save()
    if lacking:
        set_numbers(kept, lacking, born=kept.birth_date)


def _numbers_over(merged: Person, kept: Person) -> dict[str, str]:
    """The merged record's numbers that the kept one lacks, in plain: to be sealed under the other key."""
    rows = {row.pk: row for row in Numbers.objects.filter(pk__in=(merged.pk, kept.pk))}
    if merged.pk not in rows:
        return {}
    names = [
        name
        for name in rules.NUMBERS
        if getattr(rows[merged.pk], name) is not None
        and (kept.pk not in rows or getattr(rows[kept.pk], name) is None)
    ]
    texts = crypto.open_many([getattr(rows[merged.pk], name) for name in names])
    return {name: text for name, text in zip(names, texts, strict=True) if text}


MergeHook = Callable[[Actor, int, int], None]
_merged: list[MergeHook] = []


def on_merged(hook: MergeHook) -> MergeHook:
    """A higher context hears, in the same transaction: (actor, merged id, kept id)."""
    if hook not in _merged:
        _merged.append(hook)
    return hook


_APPLY: Mapping[str, Callable[[ChangeRequest], None]] = {
    "add": _add,
    "strike": _strike,
    "death": _death,
    "correct": _correct,
    "transfer": _transfer,
    "guardian": _guardian,
    "own_living": _own_living,
    "represent": _represent,
    "merge": _merge,
}
