"""What a playbook's procedures and subjects may not say: rules that never pass, and less than the law wants."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

from liancun.contexts.affairs.playbook.schema import AffairsSection, ProcedureRule, Subject, WayRule
from liancun.contexts.affairs.rules import feasible
from liancun.contexts.disclosure import api as disclosure
from liancun.framework.playbook import Playbook
from liancun.kernel.errors import Place, Refusal, mark

SUBJECTS = "subjects.toml"
COMMON = "common/"
# What a law or a method prescribes stands in the common files; a county adds to it and never rewrites it.
FIXED = ("requirement", "in_person", "law")


def faults(section: AffairsSection, book: Playbook) -> list[Refusal]:
    """Every rule that can never pass, every stage the law wants and a procedure leaves out."""
    found: list[Refusal] = list(_rewritten(book))
    in_person = section.in_person_rules()
    for key, rule in section.procedure.items():
        procedure = section.procedure_of(key)
        found += [_refusal(f"procedure.{key}", fault) for fault in feasible.faults(procedure, in_person)]
        found += _method_faults(section, key, rule)
    found += _reference_faults(section)
    found += _board_faults(section, book)
    for name, subject in section.subject.items():
        found += _subject_faults(section, name, subject)
    return found


def _board_faults(section: AffairsSection, book: Playbook) -> Iterator[Refusal]:
    """What a body publishes of its matters hangs on the board no shorter than everything else there."""
    least = disclosure.least_board_days(book)
    for key, procedure in section.procedure.items():
        for number, stage in enumerate(procedure.stage):
            shown = stage.publicity
            if shown and shown.days < least:
                where = f"procedure.{key}.stage.{number}.publicity.days"
                sentence = mark("“{name}”要张贴，却只公开 {days} 天，少于规定的 {least} 天。")
                yield Refusal(
                    "affairs.board_days",
                    sentence,
                    {"name": stage.name, "days": shown.days, "least": least},
                    Place("key", key=where),
                    mark("请把天数改成不少于规定的天数。"),
                )


def _rewritten(book: Playbook) -> Iterator[Refusal]:
    tables = {name: tomllib.loads(text) for name, text in book.texts.items()}
    common = [table for name, table in tables.items() if name.startswith(COMMON)]
    for name, table in tables.items():
        if name.startswith(COMMON):
            continue
        for kind in FIXED:
            for key in table.get(kind, {}):
                if any(key in below.get(kind, {}) for below in common):
                    sentence = mark("法律和规程的要求由通用方案规定，县里的方案不能改写。")
                    yield _fault(name, f"{kind}.{key}", sentence, COMMON, key)
        yield from _weakened_subjects(name, table, common)


def _weakened_subjects(
    name: str, table: dict[str, object], common: list[dict[str, object]]
) -> Iterator[Refusal]:
    subjects = table.get("subject", {})
    assert isinstance(subjects, dict)
    for key, subject in subjects.items():
        for below in common:
            law = below.get("subject", {})
            assert isinstance(law, dict)
            fixed = law.get(key, {})
            for field in ("requirement", "reserved", "uses_money"):
                if field in subject and field in fixed and subject[field] != fixed[field]:
                    sentence = mark("这一类别的法律要求由通用方案规定，县里的方案不能改写。")
                    where = f"subject.{key}.{field}"
                    yield _fault(name, where, sentence, str(fixed[field]), str(subject[field]))


def _method_faults(section: AffairsSection, key: str, rule: ProcedureRule) -> Iterator[Refusal]:
    if not rule.method:
        return
    if rule.method not in section.requirement:
        expected = ", ".join(section.requirement)
        yield _fault(None, f"procedure.{key}.method", mark("没有这项规程要求。"), expected, rule.method)
        return
    for lack in feasible.lacking(section.procedure_of(key), section.required_of(rule.method)):
        yield _refusal(f"procedure.{key}", lack)


def _subject_faults(section: AffairsSection, name: str, subject: Subject) -> Iterator[Refusal]:
    where = f"subject.{name}"
    unknown = list(_unknown_procedures(section, where, subject))
    yield from unknown
    if unknown:
        return
    if not subject.joint and not subject.own:
        sentence = mark("这个类别既没有联合程序，也不能由一个单位自己提出，永远不能办理。")
        yield _fault(SUBJECTS, f"{where}.joint", sentence, "joint | own = true", "")
    if subject.uses_money and not subject.requirement:
        sentence = mark("使用集体资金的类别必须写明法律要求（requirement）。")
        yield _fault(SUBJECTS, f"{where}.requirement", sentence, "collective-money", "")
        return
    if subject.own or subject.requirement:
        yield from _way_faults(section, where, subject)


def _unknown_procedures(section: AffairsSection, where: str, subject: Subject) -> Iterator[Refusal]:
    known = ", ".join(section.procedure)
    for field, key in (("joint", section.joint_of(subject)), ("village", subject.village)):
        if key and key not in section.procedure:
            yield _fault(SUBJECTS, f"{where}.{field}", mark("没有这个程序。"), known, key)
    if subject.ways and subject.ways not in section.way:
        yield _fault(
            SUBJECTS, f"{where}.ways", mark("没有这组程序选择。"), ", ".join(section.way), subject.ways
        )
    for number, way in enumerate(section.way.get(subject.ways, ())):
        if way.procedure not in section.procedure:
            key = f"way.{subject.ways}.{number}.procedure"
            yield _fault(SUBJECTS, key, mark("没有这个程序。"), known, way.procedure)
    for field, key in (("requirement", subject.requirement), *_way_requirements(section, subject)):
        if key and key not in section.requirement:
            sentence, expected = mark("没有这项法律要求。"), ", ".join(section.requirement)
            yield _fault(SUBJECTS, f"{where}.{field}", sentence, expected, key)


def _way_requirements(section: AffairsSection, subject: Subject) -> list[tuple[str, str]]:
    return [("ways", way.requirement) for way in section.way.get(subject.ways, ())]


def _way_faults(section: AffairsSection, where: str, subject: Subject) -> Iterator[Refusal]:
    """Each way must hold what its own requirement wants, or else the subject's."""
    ways = [(way.procedure, _requirement(way, subject)) for way in section.way.get(subject.ways, ())]
    if subject.village:
        ways = [(subject.village, subject.requirement)]
    if not ways:
        sentence = mark("这类事项须由各村按自己的程序决定，却没有写村的程序。")
        yield _fault(SUBJECTS, f"{where}.village", sentence, ", ".join(section.procedure), "")
    for key, requirement in ways:
        wanted = section.required_of(requirement) if requirement else ()
        for lack in feasible.lacking(section.procedure_of(key), wanted):
            yield _refusal(f"procedure.{key}", lack)


def _requirement(way: WayRule, subject: Subject) -> str:
    return way.requirement or subject.requirement


def _reference_faults(section: AffairsSection) -> Iterator[Refusal]:
    for key, procedure in section.procedure.items():
        if procedure.level == "joint":
            yield from _joint_faults(key, procedure)
        for number, stage in enumerate(procedure.stage):
            for article in (stage.article, *(other.article for other in stage.alternative)):
                if article and not _known(section, article):
                    where = f"procedure.{key}.stage.{number}.article"
                    yield _fault(None, where, mark("没有登记这一法律条款。"), "law/*.toml", article)
    for key, ways in section.way.items():
        for number, way in enumerate(ways):
            if way.article and not _known(section, way.article):
                where = f"way.{key}.{number}.article"
                yield _fault(SUBJECTS, where, mark("没有登记这一法律条款。"), "law/*.toml", way.article)


def _joint_faults(key: str, procedure: ProcedureRule) -> Iterator[Refusal]:
    kinds = [stage.kind for stage in procedure.stage]
    for kind in ("intake", "resolution", "work"):
        if kind not in kinds:
            sentence = mark("联合程序缺少必需的步骤。")
            yield _fault(None, f"procedure.{key}.stage", sentence, kind, ", ".join(kinds))
    if "{serial}" not in procedure.resolution_form:
        sentence = mark("决议编号的样式须含有 serial。")
        where, expected = f"procedure.{key}.resolution_form", "…〔{year}〕{serial}号"
        yield _fault(None, where, sentence, expected, procedure.resolution_form)


def _known(section: AffairsSection, reference: str) -> bool:
    law, _, number = reference.partition(":")
    return law in section.law and number in section.law[law].article


def _refusal(above: str, fault: feasible.Fault) -> Refusal:
    return _fault(None, f"{above}.{fault.key}", fault.sentence, fault.expected, fault.found, fault.article)


def _fault(
    file: str | None, key: str, sentence: str, expected: str, found: str, article: str = ""
) -> Refusal:
    return Refusal(
        "affairs.playbook",
        sentence,
        {"expected": expected, "found": found or "—", "article": article or "—"},
        Place("key", file=file, key=key),
        mark("应为：{expected}；现为：{found}；依据：{article}。"),
    )
