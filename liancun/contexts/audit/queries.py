"""Reading the log: its chain, and pages of it for the auditor."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from liancun.contexts.audit.models import AuditRow, DayHead, Seal
from liancun.framework import clock
from liancun.kernel import chain

_BATCH = 5_000
# No transaction stays open while so many others write: rows further back are looked at by `verify` alone.
_WINDOW = 100_000
_CONTENT = (
    "id",
    "at",
    "actor_kind",
    "actor_user_id",
    "actor_person_id",
    "actor_name",
    "actor_post",
    "verb",
    "refused",
    "subject",
    "subject_id",
    "body_id",
    "detail",
    "origin",
)


@dataclass(frozen=True)
class AuditReport:
    """`first_broken`: number of the first row that does not follow; None when the chain is whole.
    `wrong_day`: the first day whose published head is not in the chain.

    `unsealed`: rows not yet linked. `rows`: rows linked. `head`: digest of the last link.
    """

    first_broken: int | None
    unsealed: int
    rows: int
    head: str
    wrong_day: date | None = None

    @property
    def whole(self) -> bool:
        return self.first_broken is None and self.wrong_day is None


def last_seal() -> tuple[int, str]:
    """Position and digest of the last link."""
    last = Seal.objects.order_by("-position").values_list("position", "digest").first()
    return last or (0, chain.GENESIS)


def unsealed() -> list[tuple[int, dict[str, object]]]:
    """Committed rows without a seal, with their content, lowest number first."""
    newest = Seal.objects.order_by("-row_id").values_list("row_id", flat=True).first() or 0
    rows = AuditRow.objects.filter(pk__gt=newest - _WINDOW, seal=None).order_by("pk")
    return [(row["id"], _told(row)) for row in rows.values(*_CONTENT)]


def _told(row: dict[str, object]) -> dict[str, object]:
    """The content as text: numbers in `detail` may be fractions, which have no canonical form of their own.

    Rows sealed before the log knew where acts came from have no `origin`, and keep the digest they had.
    """
    told = {**row, "detail": _sorted_json(row["detail"])}
    if not told["origin"]:
        del told["origin"]
    return told


def _sorted_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def verify() -> AuditReport:
    """Walks the whole chain. A changed, removed or exchanged row breaks it at that row."""
    previous, expected, count = chain.GENESIS, 1, 0
    broken: int | None = None
    for position, row_id, digest, content in _links():
        follows = position == expected and digest == chain.link(previous, content)
        if not follows:
            broken = row_id
            break
        previous, expected, count = digest, position + 1, count + 1
    wrong = next(iter(strangers(heads())), None)
    return AuditReport(broken, AuditRow.objects.filter(seal=None).count(), count, previous, wrong)


def _links() -> Iterator[tuple[int, int, str, dict[str, object]]]:
    after = 0
    fields = [f"row__{name}" for name in _CONTENT]
    while True:
        batch = list(
            Seal.objects.filter(position__gt=after)
            .order_by("position")[:_BATCH]
            .values("position", "row_id", "digest", *fields)
        )
        for link in batch:
            content = {name: link[f"row__{name}"] for name in _CONTENT}
            yield link["position"], link["row_id"], link["digest"], _told(content)
        if not batch:
            return
        after = batch[-1]["position"]


@dataclass(frozen=True)
class Filters:
    """What the auditor asks for; empty values mean all."""

    search: str = ""
    refused: bool | None = None
    first: date | None = None
    last: date | None = None


_words: dict[str, str] = {}


def name_verbs(words: Mapping[str, str]) -> None:
    """For the contexts above: what recorded verbs are called, code → Chinese message id."""
    _words.update(words)


def verb_words() -> Mapping[str, str]:
    return _words


def _called(search: str) -> list[str]:
    """The codes of verbs whose words, in the reader's language, hold the text."""
    return [code for code, words in _words.items() if search in gettext(words)]


def rows(filters: Filters) -> QuerySet[AuditRow]:
    """Newest first; under the policy only the auditor sees any."""
    found = AuditRow.objects.order_by("-at", "-pk")
    if filters.search:
        named = Q(actor_name=filters.search) | Q(verb__in=_called(filters.search))
        found = found.filter(named | Q(verb__startswith=filters.search))
    if filters.refused is not None:
        found = found.filter(refused=filters.refused)
    if filters.first:
        found = found.filter(at__gte=_start(filters.first))
    if filters.last:
        found = found.filter(at__lt=_start(filters.last) + timedelta(days=1))
    return found


def _start(day: date) -> datetime:
    return datetime.combine(day, time(0), clock.ZONE)


def waiting() -> int:
    """Rows not yet linked."""
    return AuditRow.objects.filter(seal=None).count()


def subjects_of(verb: str, *, since: datetime) -> set[int]:
    """Ids of what this verb was done with since then; only the program and the auditor see any."""
    found = AuditRow.objects.filter(verb=verb, at__gte=since, refused=False).exclude(subject_id=None)
    return {id for id in found.values_list("subject_id", flat=True).distinct() if id is not None}


@dataclass(frozen=True)
class Head:
    """The chain's last link when a day was over; position 0 when nothing had been sealed."""

    day: date
    position: int
    digest: str


def heads() -> list[Head]:
    """Every published head, newest first; open to all."""
    rows = DayHead.objects.order_by("-day").values_list("day", "position", "digest")
    return [Head(*row) for row in rows]


def strangers(told: Iterable[Head]) -> list[date]:
    """Days whose head does not stand in the chain at its place: somebody wrote the log anew since."""
    wanted = list(told)
    found = dict(
        Seal.objects.filter(position__in={head.position for head in wanted}).values_list("position", "digest")
    )
    found[0] = chain.GENESIS
    return sorted(head.day for head in wanted if found.get(head.position) != head.digest)
