"""What a person may ask of their own data: a copy, a correction, its erasure (个人信息保护法 art. 44–50)."""

from __future__ import annotations

from functools import partial

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from liancun.contexts.audit import api as audit
from liancun.contexts.people import queries, rules
from liancun.contexts.people.models import Health, Numbers, Person, Request, Wish
from liancun.framework import clock, crypto
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, Unknown, mark

SUBJECT = "people.request"


@action("people.record_request")
def record_request(actor: Actor, *, person_id: int, kind: str, words: str) -> int:
    """What somebody asked at the counter, with their identity checked there. Gives the request's id.

    Refusals: people.no_words, people.already_asked, people.unknown, access.not_allowed.
    """
    person = queries.person(person_id)
    require(actor, "people.serve_person", person.home_id)
    said = " ".join(words.split())[:400]
    if not said or kind not in Wish.values:
        raise Refusal(
            "people.no_words",
            mark("没有写明申请的内容。"),
            place=Place("field", field="words"),
            remedy=mark("请写明本人要求什么、已核对哪种证件。"),
        )
    return _record(actor, person, Wish(kind), said, by_schedule=False)


def _record(actor: Actor, person: queries.PersonLine, kind: Wish, words: str, *, by_schedule: bool) -> int:
    try:
        with transaction.atomic():
            row = Request.objects.create(
                person_id=person.id,
                home_id=person.home_id,
                kind=kind,
                words=words,
                asked_on=clock.today(),
                by_schedule=by_schedule,
                recorded_by=actor.user_id,
            )
    except IntegrityError as error:
        raise Conflict(
            "people.already_asked",
            mark("这个人的同类申请还在办理。"),
            remedy=mark("请先办结前一份申请。"),
        ) from error
    _log(actor, "people.record_request", row.pk, person.home_id, {"kind": kind.value, "person": person.id})
    return row.pk


@action("people.propose_erasures")
def propose_erasures(actor: Actor) -> int:
    """Writes an erasure request for everybody who is due; a person confirms each. Gives how many are new."""
    require(actor, "people.propose_erasures", None)
    waiting = {line.person_id for line in queries.requests(state="open") if line.kind == Wish.ERASE}
    due = [id for id in queries.due(clock.today()) if id not in waiting]
    for person_id in due:
        words = _("保存期限已满，系统提出")
        _record(actor, queries.person(person_id), Wish.ERASE, words, by_schedule=True)
    return len(due)


@action("people.take_dossier")
def take_dossier(actor: Actor, *, person_id: int, reason: str) -> list[queries.DataPart]:
    """Everything kept of a person, plain, for that person; the log is told whether or not it is handed over.

    Refusals: people.no_reason, people.unknown, access.not_allowed.
    """
    person = queries.person(person_id)
    require(actor, "people.serve_person", person.home_id)
    why = rules.tidy_reason(reason)
    told = {"reason": why}
    audit.record_aside(
        actor,
        "people.take_dossier",
        subject="people.person",
        subject_id=person.id,
        body_id=person.home_id,
        detail=told,
    )
    return queries.dossier(person_id)


@action("people.answer_request")
def answer_request(actor: Actor, *, request_id: int, answer: str) -> None:
    """Says what was done for a copy or a correction. Refusals: people.no_words, people.answered."""
    row = _open(request_id)
    require(actor, "people.serve_person", row.home_id)
    if row.kind == Wish.ERASE:
        raise _two_persons()
    _close(actor, row, "done", answer)


@action("people.refuse_request")
def refuse_request(actor: Actor, *, request_id: int, answer: str) -> None:
    """Says no, with the reason (art. 50). Refusals: people.no_words, people.answered, access.not_allowed."""
    row = _open(request_id)
    right = "people.confirm_erasure" if row.kind == Wish.ERASE else "people.serve_person"
    require(actor, right, row.home_id)
    _close(actor, row, "refused", answer)


@action("people.confirm_erasure")
def confirm_erasure(actor: Actor, *, request_id: int) -> bool:
    """Erases, or refuses and keeps the reason while a duty to keep runs. True when erased.

    The name is replaced, numbers go, the person's key is destroyed once the decision is kept: nobody reads the
    old values again, in no table and no old backup. Ids stay, so that chains hold.
    Refusals: people.two_persons, people.answered, people.unknown_request, access.not_allowed.
    """
    row = _open(request_id)
    require(actor, "people.confirm_erasure", row.home_id)
    if actor.user_id is None or actor.user_id == row.recorded_by:
        raise _two_persons()
    kept = queries.retentions(row.person_id, clock.today())
    if kept:
        _close(actor, row, "refused", _why_kept(kept))
        return False
    _erase(row.person)
    _close(actor, row, "done", _("已删除"))
    transaction.on_commit(partial(crypto.destroy, [row.person.key]))
    return True


def _why_kept(kept: list[queries.Retention]) -> str:
    said = [
        _("%(reason)s（至 %(day)s）") % {"reason": one.reason, "day": one.until} if one.until else one.reason
        for one in kept
    ]
    return _("法律要求继续保存：%(reasons)s") % {"reasons": "；".join(said)}


_EMPTY = {
    **dict.fromkeys(
        ("name_pinyin", "sound", "initials", "identity_index", "phone_index", "sex", "ethnicity"), ""
    ),
    "birth_date": None,
    "died_on": None,
}


def _erase(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(name=queries.ERASED, **_EMPTY)
    Numbers.objects.filter(pk=person.pk).update(
        identity_number=None, phone=None, bank_card=None, guarded_until=None
    )
    Health.objects.filter(pk=person.pk).update(note=None)
    Request.objects.filter(person=person).update(words=queries.ERASED)


def finish_erasure(request_id: int) -> None:
    """Destroys the key of an erasure that is kept (again, when a crash came between) and notes that it is done."""
    row = Request.objects.filter(pk=request_id, kind=Wish.ERASE, state="done", finished_at=None).first()
    if row is not None:
        crypto.destroy([row.person.key])
        Request.objects.filter(pk=row.pk).update(finished_at=clock.now())


def _open(request_id: int) -> Request:
    row = Request.objects.select_for_update().filter(pk=request_id).first()
    if row is None:
        raise Unknown(
            "people.unknown_request",
            mark("没有这份申请，或您不能查看。"),
            remedy=mark("请返回列表重新选择。"),
        )
    if row.state != "open":
        raise Conflict(
            "people.answered", mark("这份申请已经办结。"), remedy=mark("有新的要求时，请另行登记。")
        )
    return row


def _close(actor: Actor, row: Request, state: str, answer: str) -> None:
    said = " ".join(answer.split())[:400]
    if not said:
        raise Refusal(
            "people.no_words",
            mark("没有写明答复。"),
            place=Place("field", field="answer"),
            remedy=mark("请写明怎样办理，或为什么不能办理。"),
        )
    row.state, row.answer, row.answered_by, row.answered_at = state, said, actor.user_id, clock.now()
    row.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    told = {"kind": row.kind, "state": state, "person": row.person_id}
    _log(actor, "people.answer_request", row.pk, row.home_id, told)


def _two_persons() -> Refusal:
    return Conflict(
        "people.two_persons",
        mark("删除由一人登记、另一人确认。"),
        remedy=mark("请由另一名有此职务的人员确认。"),
    )


def _log(actor: Actor, verb: str, id: int, home_id: int, detail: dict[str, object]) -> None:
    audit.record(actor, verb, subject=SUBJECT, subject_id=id, body_id=home_id, detail=detail)
