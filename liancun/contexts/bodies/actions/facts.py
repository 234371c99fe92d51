"""Entering facts of bodies by year, marking bodies with flags, and saying where a body lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.bodies import playbook, rules
from liancun.contexts.bodies.models import BodyFact, BodyFlag, BodyPlace, Crs
from liancun.contexts.bodies.queries import BodyLine, get, lines
from liancun.contexts.bodies.queries.facts import FactLine, held_facts
from liancun.contexts.bodies.rules.facts import Given, Measure, Value
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, Refusals, Unknown, mark


@dataclass(frozen=True)
class NewFact:
    """A value of one fact, body and year. `value`: a number, 是/否 (or a bool), or words; `source`: from where.

    `imported`: it comes from a file of the system that keeps it, not from a page.
    """

    body_id: int
    code: str
    year: int
    value: Given
    source: str
    imported: bool = False


@dataclass(frozen=True)
class Entered:
    """What a list changed: values new, values corrected, values that were there already."""

    new: int = 0
    corrected: int = 0
    same: int = 0


@action("bodies.record_facts")
def record_facts(actor: Actor, *, facts: Sequence[NewFact], reason: str = "") -> Entered:
    """Enters a whole list, all or nothing; a value already there changes nothing.

    A different value is a correction: the earlier one stays, and `reason` must say why. Refusals come together
    with their rows: bodies.fact_unknown, fact_value, fact_choice, fact_places, fact_derived, fact_imported, fact_twice,
    fact_source, fact_reason, fact_year.
    """
    bodies = _known(actor, facts)
    values = _values(facts, bodies)
    held = held_facts([(fact.body_id, fact.code, fact.year) for fact in facts])
    rows = []
    for fact, value in zip(facts, values, strict=True):
        before = held.get((fact.body_id, fact.code, fact.year))
        if before is None or not rules.facts.same(value, Value(before.quantity, before.wording)):
            rows.append(_row(actor, fact, value, before, reason))
    corrected = sum(row.sequence > 1 for row in rows)
    if corrected and not reason.strip():
        raise Refusal(
            "bodies.fact_reason",
            mark("有 {count} 项与原来登记的不同，请写明更正的原因。"),
            {"count": corrected},
            Place("field", field="reason"),
            mark("原来的值会保留；没有写明原因的更正不能保存。"),
        )
    _save(rows)
    _trace_facts(actor, rows)
    return Entered(len(rows) - corrected, corrected, len(facts) - len(rows))


def _known(actor: Actor, facts: Sequence[NewFact]) -> dict[int, BodyLine]:
    ids = {fact.body_id for fact in facts}
    if not ids:
        require(actor, "bodies.record_facts", None)
    for id in sorted(ids):
        require(actor, "bodies.record_facts", id)
    found = lines(ids)
    for id in ids - found.keys():
        get(id)  # says which refusal an unknown body is
    return found


def _values(facts: Sequence[NewFact], bodies: Mapping[int, BodyLine]) -> list[Value]:
    kinds = playbook.facts_section().kinds()
    faults: list[Refusal] = []
    values: list[Value] = []
    met: set[tuple[int, str, int]] = set()
    for number, fact in enumerate(facts, start=1):
        place = Place("field", field=fact.code, row=number) if len(facts) > 1 else _field(fact.code)
        try:
            values.append(checked_value(fact, kinds, bodies[fact.body_id].kind, place))
            key = (fact.body_id, fact.code, fact.year)
            if key in met:
                raise _twice(place)
            met.add(key)
        except Refusal as fault:
            faults.append(fault)
    if faults:
        raise Refusals(faults)
    return values


def _field(code: str) -> Place:
    return Place("field", field=code)


def checked_value(
    fact: NewFact, kinds: Mapping[str, playbook.FactKind], body_kind: str, place: Place
) -> Value:
    """The value as it is kept. Refusals of one fact: see `record_facts`."""
    kind = kinds.get(fact.code)
    if kind is None or body_kind not in kind.applies_to:
        raise Refusal(
            "bodies.fact_unknown",
            mark("方案里没有这一项。"),
            place=place,
            remedy=mark("请核对项目和组织类别。"),
        )
    if kind.derived:
        raise Refusal(
            "bodies.fact_derived",
            mark("“{fact}”由账面数据生成，不用填写。"),
            {"fact": kind.name},
            place,
            mark("数字不对时，请核对账目。"),
        )
    if kind.party and not fact.imported:
        raise Refusal(
            "bodies.fact_imported",
            mark("“{fact}”只从原系统导出的表格导入，不在这里填写。"),
            {"fact": kind.name},
            place,
            mark("请用“表格导入”里的年度情况表。"),
        )
    rules.facts.refuse_year(fact.year, clock.today())
    if not fact.source.strip():
        raise Refusal(
            "bodies.fact_source",
            mark("请写明数据来源。"),
            place=Place("field", field="source"),
            remedy=mark("例如：2025 年农村经营管理统计年报。"),
        )
    return rules.facts.value_of(measure(kind), fact.value, place)


def measure(kind: playbook.FactKind) -> Measure:
    return Measure(kind.name, kind.kind, kind.places, kind.choices)


def _twice(place: Place) -> Refusal:
    return Refusal(
        "bodies.fact_twice",
        mark("同一组织、同一年度的这一项写了两次。"),
        place=place,
        remedy=mark("请只保留一个。"),
    )


def _row(actor: Actor, fact: NewFact, value: Value, before: FactLine | None, reason: str) -> BodyFact:
    return BodyFact(
        body_id=fact.body_id,
        code=fact.code,
        year=fact.year,
        sequence=before.sequence + 1 if before else 1,
        quantity=value.quantity,
        wording=value.wording,
        source=fact.source.strip(),
        reason=reason.strip() if before else "",
        entered_by=actor.person_id,
        entered_by_name=actor.name,
        entered_at=clock.now(),
    )


def _save(rows: list[BodyFact]) -> None:
    """Two people entering the same at once: the second is told to look again."""
    try:
        with transaction.atomic():
            BodyFact.objects.bulk_create(rows, batch_size=2000)
    except IntegrityError as error:
        if "bodies_bodyfact_sequence_once" not in str(error):
            raise
        raise Conflict(
            "bodies.fact_raced",
            mark("刚刚有人登记了同一项。"),
            remedy=mark("请刷新页面，看过新的值再办。"),
        ) from error


def _trace_facts(actor: Actor, rows: Sequence[BodyFact]) -> None:
    counts: dict[int, dict[str, int]] = {}
    for row in rows:
        detail = counts.setdefault(row.body_id, {"new": 0, "corrected": 0})
        detail["corrected" if row.sequence > 1 else "new"] += 1
    acts = [
        audit.Act("bodies.record_facts", "bodies.body", id, id, detail)
        for id, detail in sorted(counts.items())
    ]
    audit.record_all(actor, acts)


@action("bodies.flag_body")
def flag_body(actor: Actor, *, body_id: int, code: str, basis: str, since: date) -> int:
    """Marks a body as weak or with a problem from a day on; gives the flag's id.

    Refusals: bodies.flag_unknown, bodies.flag_basis, bodies.flagged_already.
    """
    require(actor, "bodies.flag_body", body_id)
    get(body_id)
    if code not in playbook.facts_section().flag:
        raise Unknown("bodies.flag_unknown", mark("没有这个标记。"), remedy=mark("请返回上一页重新选择。"))
    if not basis.strip():
        raise Refusal(
            "bodies.flag_basis",
            mark("请写明认定的依据。"),
            place=Place("field", field="basis"),
            remedy=mark("例如：文件名称、会议或统计口径。"),
        )
    row = _flagged(BodyFlag(body_id=body_id, code=code, basis=basis.strip(), since=since))
    detail = {"flag": code, "since": since.isoformat()}
    audit.record(
        actor, "bodies.flag_body", subject="bodies.body", subject_id=body_id, body_id=body_id, detail=detail
    )
    return row.pk


def _flagged(row: BodyFlag) -> BodyFlag:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "bodies_bodyflag_once" not in str(error):
            raise
        raise Conflict(
            "bodies.flagged_already",
            mark("这段时间已经有同样的标记。"),
            place=Place("field", field="since"),
            remedy=mark("请先撤销原来的标记，或另选日期。"),
        ) from error
    return row


@action("bodies.lift_flag")
def lift_flag(actor: Actor, *, flag_id: int, until: date) -> None:
    """Ends a running flag: `until` is the first day it no longer holds. Refusals: bodies.flag_unknown, backward."""
    row = BodyFlag.objects.select_for_update().filter(pk=flag_id, until=None).first()
    if row is None:
        require(actor, "bodies.flag_body", None)
        raise Unknown("bodies.flag_unknown", mark("没有这个标记。"), remedy=mark("请返回上一页重新选择。"))
    require(actor, "bodies.flag_body", row.body_id)
    rules.refuse_backward(row.since, until)
    row.until = until
    row.save(update_fields=["until"])
    audit.record(
        actor,
        "bodies.lift_flag",
        subject="bodies.body",
        subject_id=row.body_id,
        body_id=row.body_id,
        detail={"flag": row.code, "until": until.isoformat()},
    )


@action("bodies.place_body")
def place_body(
    actor: Actor,
    *,
    body_id: int,
    geometry: str,
    crs: str,
    source: str,
    approval: str,
    audience: str,
    read: bool,
) -> int:
    """Says where a body lies, from GeoJSON text; earlier places stay. Gives the place's id.

    `read`: the warning about survey secrets was read. Refusals: bodies.warning_unread, no_approval,
    geometry_big, geometry_broken, place_source.
    """
    require(actor, "bodies.place_body", body_id)
    get(body_id)
    rules.geometry.refuse_unread(read)
    rules.geometry.refuse_publication(audience, approval.strip())
    if not source.strip():
        raise Refusal(
            "bodies.place_source",
            mark("请写明图形的来源。"),
            place=Place("field", field="source"),
            remedy=mark("例如：制图单位、公布的网址或文件名称。"),
        )
    row = BodyPlace.objects.create(
        body_id=body_id,
        geometry=rules.geometry.geometry_of(geometry, on_earth=crs != Crs.LOCAL),
        crs=crs,
        source=source.strip(),
        approval=approval.strip(),
        audience=audience,
        recorded_by=actor.person_id,
        recorded_by_name=actor.name,
        recorded_at=clock.now(),
    )
    detail = {"audience": audience, "approved": bool(approval.strip())}
    audit.record(
        actor, "bodies.place_body", subject="bodies.body", subject_id=body_id, body_id=body_id, detail=detail
    )
    return row.pk
