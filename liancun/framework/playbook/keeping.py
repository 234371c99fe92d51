"""The versions a county has used, in the database; read once per transaction, parsed once per process."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache

from django.db import connection

from liancun.framework import clock, scope
from liancun.framework.models import PlaybookVersion
from liancun.framework.playbook.reading import Playbook, from_texts
from liancun.kernel.errors import Unknown, mark


def current() -> Playbook:
    """The version new matters begin with. Refusal 404: none has been applied yet."""
    memo = scope.memo()
    if "playbook" not in memo:
        memo["playbook"] = _newest()
    found: Playbook = memo["playbook"]
    return found


_NEWEST = "select id, digest from framework_playbookversion order by id desc limit 1"


def _newest() -> Playbook:
    """Every page asks this: written out, it costs half of what building the query would."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST)
        newest = cursor.fetchone()
    if newest is None:
        raise Unknown(
            "playbook.none",
            mark("还没有启用任何方案。"),
            remedy=mark("请先用命令“liancun playbook apply 文件夹”启用一个方案。"),
        )
    number, digest = newest
    _digests()[number] = digest
    return _kept(number, digest)


def _digests() -> dict[int, str]:
    """What this transaction has read of the versions, which never change."""
    known: dict[int, str] = scope.memo().setdefault("playbook digests", {})
    return known


@lru_cache(maxsize=64)
def _kept(number: int, digest: str) -> Playbook:
    row = PlaybookVersion.objects.get(pk=number)
    return from_texts(row.texts, row.county, id=row.pk)


def version(number: int) -> Playbook:
    known = _digests()
    if number not in known:
        digest = PlaybookVersion.objects.filter(pk=number).values_list("digest", flat=True).first()
        if digest is None:
            raise Unknown("playbook.unknown", mark("没有这个版本的方案。"))
        known[number] = digest
    return _kept(number, known[number])


def begun_with(day: date) -> Playbook:
    """The version in force when that day began: what a period that starts on it keeps to its end.

    A period that began before any version was applied keeps the first. Refusal 404: none has been applied yet.
    """
    start = datetime.combine(day, time(), clock.ZONE)
    applied = PlaybookVersion.objects.filter(applied_at__lte=start).order_by("-pk")
    number = applied.values_list("pk", flat=True).first()
    if number is None:
        number = PlaybookVersion.objects.order_by("pk").values_list("pk", flat=True).first()
    return version(number) if number is not None else current()


def place_name() -> str:
    try:
        return current().head.name
    except Unknown:
        return ""


def is_demonstration() -> bool:
    try:
        return current().head.demonstration
    except Unknown:
        return False
