"""Keeping sensitive data only with a consent of its own; a withdrawn consent takes the datum away."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.people import playbook, queries, rules
from liancun.contexts.people.actions.numbers import guarded, set_numbers
from liancun.contexts.people.models import Consent, Giver, Health, Person
from liancun.framework import clock, crypto, scope
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.database.fields import blind_index
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, Unknown, mark

SUBJECT = "people.person"
_FIELD_OF = {field.kind: name for name, field in rules.FIELDS.items()}


@action("people.keep_number")
def keep_number(actor: Actor, *, person_id: int, field: str, text: str) -> None:
    """Registers a phone, a bank card or a word on health; "" takes it away.

    A kind that rests on consent needs one in force. Refusals: people.no_consent, people.guarded, those of
    rules.tidy, people.unknown, access.not_allowed.
    """
    person = _person(person_id)
    require(actor, "people.keep_number", person.home_id)
    if field not in ("phone", "bank_card", "health"):
        raise Unknown("people.unknown_field", mark("没有这一项。"), remedy=mark("请从列表中选择。"))
    kept = rules.tidy(field, text)
    if kept:
        _ask_for_consent(person_id, rules.FIELDS[field].kind)
    _write(person, field, kept)
    _record(actor, "people.keep_number", person, {"field": field, "kept": bool(kept)})


def _write(person: Person, field: str, text: str) -> None:
    if field == "health":
        return _write_health(person, text)
    set_numbers(person, {field: text}, born=person.birth_date)
    if field == "phone":
        person.phone_index = blind_index(text, "phone").hex() if text else ""
        person.save(update_fields=["phone_index"])


def _write_health(person: Person, text: str) -> None:
    """Only who is in charge of health at the person's home: the row policy hides it from everybody else."""
    now = scope.current()
    if now is None or not (now[1].everything or person.home_id in now[1].health):
        raise guarded()
    note = crypto.seal_for(person.key, text, "health") if text else None
    if Health.objects.filter(pk=person.pk).update(note=note) or not text:
        return
    try:
        with transaction.atomic():
            Health.objects.create(
                person_id=person.pk,
                home_id=person.home_id,
                note=note,
                guarded_until=queries.guarded_until(person.pk),
            )
    except IntegrityError as error:
        raise guarded() from error


def _ask_for_consent(person_id: int, kind: str) -> None:
    known = playbook.kind_of(kind)
    if known is None or known.basis != "consent" or queries.consent(person_id, kind) is not None:
        return
    raise Refusal(
        "people.no_consent",
        mark("登记“{kind}”需要本人单独同意，现在没有同意书。"),
        {"kind": known.name},
        Place("field", field="text"),
        mark("请先请本人（未满十四周岁的由监护人）签署同意书并登记。"),
    )


@action("people.record_consent")
def record_consent(
    actor: Actor,
    *,
    person_id: int,
    kind: str,
    given_by: str,
    given_on: date,
    paper: str,
    file_id: int | None = None,
) -> int:
    """A consent given on paper for one kind of datum; `paper` says where it lies, `file_id` is its scan.

    Refusals: people.no_paper, people.consent_ahead, people.guardian_signs, people.already_consented,
    access.not_allowed.
    """
    person = _person(person_id)
    require(actor, "people.record_consent", person.home_id)
    _refuse_wrong_paper(person_id, kind, given_by, given_on, paper)
    try:
        with transaction.atomic():
            row = Consent.objects.create(
                person=person,
                home_id=person.home_id,
                kind=kind,
                given_by=Giver(given_by),
                given_on=given_on,
                paper=paper.strip()[:200],
                file_id=file_id,
                recorded_by=actor.user_id,
            )
    except IntegrityError as error:
        raise Conflict(
            "people.already_consented",
            mark("这一项已有有效的同意。"),
            remedy=mark("不必重复登记；内容有变时，请先登记撤回。"),
        ) from error
    _record(actor, "people.record_consent", person, {"kind": kind, "consent": row.pk})
    return row.pk


def _refuse_wrong_paper(person_id: int, kind: str, given_by: str, given_on: date, paper: str) -> None:
    if playbook.kind_of(kind) is None or given_by not in Giver.values:
        raise Unknown("people.unknown_field", mark("没有这一项。"), remedy=mark("请从列表中选择。"))
    if not paper.strip():
        raise Refusal(
            "people.no_paper",
            mark("没有写明同意书存放在哪里。"),
            place=Place("field", field="paper"),
            remedy=mark("请写明编号或存放处，例如“2026 年第 12 号，村档案柜二层”。"),
        )
    if given_on > clock.today():
        raise Refusal(
            "people.consent_ahead",
            mark("同意的日期还没有到。"),
            place=Place("field", field="given_on"),
            remedy=mark("请填写签字的日期。"),
        )
    born = queries.born(person_id)
    limit = playbook.privacy().minors.guardian_under
    if born and rules.years_old(born, given_on) < limit and given_by != Giver.GUARDIAN:
        raise Refusal(
            "people.guardian_signs",
            mark("未满 {limit} 周岁，应由监护人同意。"),
            {"limit": limit},
            Place("field", field="given_by"),
            mark("请由父母或其他监护人签署同意书。"),
        )


@action("people.withdraw_consent")
def withdraw_consent(actor: Actor, *, consent_id: int) -> None:
    """From today it counts no more, and what was kept on its ground is taken away.

    Refusals: people.unknown_consent, people.guarded, access.not_allowed.
    """
    row = Consent.objects.filter(pk=consent_id, withdrawn_on=None).select_related("person").first()
    if row is None:
        raise Unknown("people.unknown_consent", mark("没有这份有效的同意。"), remedy=mark("请返回重新选择。"))
    require(actor, "people.record_consent", row.home_id)
    Consent.objects.filter(pk=row.pk).update(withdrawn_on=clock.today())
    field, known = _FIELD_OF.get(row.kind), playbook.kind_of(row.kind)
    if field and known and known.basis == "consent":
        _write(row.person, field, "")
    _record(actor, "people.withdraw_consent", row.person, {"kind": row.kind, "consent": row.pk})


def _person(person_id: int) -> Person:
    queries.person(person_id)
    return Person.objects.get(pk=person_id)


def _record(actor: Actor, verb: str, person: Person, detail: dict[str, object]) -> None:
    audit.record(actor, verb, subject=SUBJECT, subject_id=person.pk, body_id=person.home_id, detail=detail)
