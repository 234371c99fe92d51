"""Authorities with what is left of them, and what was paid under them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Q

from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.ledger.models import Authority
from liancun.contexts.ledger.rules import authority as rules
from liancun.contexts.ledger.rules import numbers
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark
from liancun.kernel.periods import Month


@dataclass(frozen=True)
class AuthorityLine:
    """Amounts in yuan. `subject`, `subject_id`: the opaque reference upward, as given at registration."""

    id: int
    owner_id: int
    kind: str
    label: str
    amount: Decimal
    used: Decimal
    reserved: Decimal
    each: Decimal | None
    subject: str
    subject_id: int | None
    notice_id: int | None
    waits_until: date | None
    ended_on: date | None = None

    @property
    def remaining(self) -> Decimal:
        """Nothing once a later decision has ended it."""
        return Decimal(0) if self.ended_on else self.amount - self.used - self.reserved


@dataclass(frozen=True)
class PaymentLine:
    """One posted payment under an authority, for the open page of the matter. `payee` is not masked."""

    voucher_id: int
    authority_id: int
    owner_id: int
    label: str
    date: date
    amount: Decimal
    payee: str
    corrects_id: int | None
    corrected_by_id: int | None
    outstanding: bool


def _use(ids: Collection[int]) -> dict[int, tuple[Decimal, Decimal, date | None]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select authority_id, used, reserved, ended_on from ledger_authority_use(%s)", [list(ids)]
        )
        return {row[0]: (row[1], row[2], row[3]) for row in cursor.fetchall()}


def lines(found: Collection[Authority]) -> list[AuthorityLine]:
    use = _use([a.pk for a in found]) if found else {}
    return [
        AuthorityLine(
            a.pk,
            a.owner_id,
            a.kind,
            a.label,
            a.amount,
            *use[a.pk][:2],
            a.each,
            a.subject,
            a.subject_id,
            a.notice_id,
            a.waits_until,
            use[a.pk][2],
        )
        for a in found
    ]


def authority(authority_id: int) -> AuthorityLine:
    """Unknown where there is none, or it belongs to a body outside the person's scope."""
    found = list(Authority.objects.filter(pk=authority_id))
    if not found:
        raise Unknown("ledger.no_such_authority", mark("没有找到这项付款依据。"))
    return lines(found)[0]


def remaining(authority_id: int) -> Decimal:
    return authority(authority_id).remaining


def authorities_of(owner_id: int) -> list[AuthorityLine]:
    """Those that may still be drawn on, newest first; standing limits of earlier months are left out."""
    now = ~Q(kind="standing") | Q(key__endswith=f":{Month.of(clock.today())}")
    found = list(Authority.objects.filter(now, owner_id=owner_id).order_by("-id")[:50])
    return [line for line in lines(found) if line.remaining > 0]


def adopted_in(owner_id: int, year: int) -> list[AuthorityLine]:
    """Budget lines, projects and resolutions of a year, used up or not; standing limits are no budget."""
    found = Authority.objects.filter(owner_id=owner_id, made_at__year=year).exclude(kind="standing")
    return lines(list(found.order_by("kind", "id")[:500]))


def authorities_for(subject: str, subject_id: int) -> list[AuthorityLine]:
    """What one matter allowed, owner by owner."""
    return lines(list(Authority.objects.filter(subject=subject, subject_id=subject_id).order_by("id")))


def standing(line: AuthorityLine, *, but: Decimal = Decimal(0)) -> rules.Standing:
    """What the rule judges; `but`: yuan reserved by the very claim that is judged."""
    closed = line.notice_id is None or disclosure.is_closed(line.notice_id)
    return rules.Standing(
        line.label,
        line.amount,
        line.used,
        line.reserved - but,
        line.each,
        line.waits_until,
        closed,
        line.ended_on,
    )


def _payments(ids: Collection[int]) -> list[PaymentLine]:
    with connection.cursor() as cursor:
        cursor.execute("select * from ledger_payments(%s)", [list(ids)])
        rows = cursor.fetchall()
    return [
        PaymentLine(
            voucher_id=row[0],
            authority_id=row[1],
            owner_id=row[2],
            label=numbers.label(row[3], row[4], row[5]),
            date=row[6],
            amount=row[7],
            payee=row[8],
            corrects_id=row[9],
            corrected_by_id=row[10],
            outstanding=row[11],
        )
        for row in rows
    ]


def paid_by_month(since: date) -> dict[date, Decimal]:
    """First day of a month → yuan paid under authority, posted, in the books the reader may read. One statement.

    Authority named afterwards counts, as it is in every mirror book. Red-letter vouchers take off what they correct.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PAID, [since])
        return dict(cursor.fetchall())


_PAID = """
select v.month, sum(v.spent) from ledger_voucher v
where v.state = 'posted' and v.month >= %s and (v.authority_id is not null
    or exists (select from ledger_ratification r where r.voucher_id in (v.id, v.corrects_id)))
group by v.month order by v.month
"""


def vouchers_under(authority_id: int) -> list[PaymentLine]:
    """Every posted voucher that drew on this authority, corrections included, in the order of posting."""
    return _payments([authority_id])


def payments_for(subject: str, subject_id: int) -> list[PaymentLine]:
    """Every payment that one matter allowed, in all books concerned."""
    found = Authority.objects.filter(subject=subject, subject_id=subject_id).values_list("id", flat=True)
    return _payments(list(found))


SubjectLink = Callable[[int], str | None]
_links: dict[str, SubjectLink] = {}


def offer_subject_link(subject: str, link: SubjectLink) -> None:
    """A higher context says where its subject is shown: subject id → address, or None."""
    _links[subject] = link


def subject_url(subject: str, subject_id: int | None) -> str:
    link = _links.get(subject)
    return (link(subject_id) or "") if link is not None and subject_id is not None else ""
