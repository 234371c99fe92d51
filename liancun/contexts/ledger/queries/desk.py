"""What the accountant's desk shows: the books one keeps, recurring business, petty cash, who keeps a book."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q

from liancun.contexts.bodies import api as bodies
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.models import Claim, Counterparty, Keeping, PettyCash, Recurring, Voucher
from liancun.contexts.ledger.queries import balances, books
from liancun.contexts.ledger.rules import claims as claim_rules
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark
from liancun.kernel.periods import Month


@dataclass(frozen=True)
class RecurringLine:
    id: int
    book_id: int
    template: str
    summary: str
    payee: str
    amount: Decimal
    day: int
    since: date
    until: date | None


def unknown_recurring() -> Unknown:
    return Unknown("ledger.no_recurring", mark("没有找到这项经常业务。"))


def recurring(book_id: int) -> list[RecurringLine]:
    """Those that run first."""
    found = Recurring.objects.filter(book_id=book_id).order_by("-until", "id")
    lines = [
        RecurringLine(r.pk, book_id, r.template, r.summary, r.payee, r.amount, r.day, r.since, r.until)
        for r in found
    ]
    return sorted(lines, key=lambda line: line.until is not None)


def recurring_book(recurring_id: int) -> int:
    found = Recurring.objects.filter(pk=recurring_id).values_list("book_id", flat=True).first()
    if found is None:
        raise unknown_recurring()
    return found


def recurring_key(recurring_id: int, month: Month) -> str:
    return f"recurring:{recurring_id}:{month}"


def is_proposed(recurring_id: int, month: Month) -> bool:
    return Voucher.objects.filter(key=recurring_key(recurring_id, month)).exists()


@dataclass(frozen=True)
class Petty:
    """`held`: yuan of cash in the book now; `keeper`: the name."""

    ceiling: Decimal
    held: Decimal
    keeper: str
    since: date


def petty_cash(book_id: int) -> Petty | None:
    """None where no ceiling was set."""
    found = PettyCash.objects.filter(book_id=book_id).order_by("-id").first()
    if found is None:
        return None
    section = playbook.section_of()
    book = books.book(book_id)
    topping = section.templates_for(book.chart).get(section.ledger.petty_template)
    held = balances.trial_balance(book_id).closing_of(topping.debit) if topping else Decimal("0.00")
    keeper = people_of(book.owner_id).get(found.keeper_id, "")
    return Petty(found.ceiling, held, keeper, clock.local(found.set_at).date())


def accountants(owner_id: int) -> list[tuple[int, str]]:
    """Those who hold a post that keeps books in the agency with which the village has an agreement today."""
    agency = books.agency_of(owner_id)
    if agency is None:
        return []
    held = posts.holders_of_role([agency.id], "agency_accountant", clock.today())
    return list(dict.fromkeys((line.person_id, line.person_name) for line in held))


@dataclass(frozen=True)
class KeepingLine:
    accountant_id: int
    name: str
    since: date
    until: date | None


def keepings(book_id: int) -> list[KeepingLine]:
    """Who kept the book and keeps it, the newest first."""
    found, names = Keeping.objects.filter(book_id=book_id).order_by("-since"), _agency_names()
    return [KeepingLine(k.accountant_id, names.get(k.accountant_id, ""), k.since, k.until) for k in found]


def _agency_names() -> dict[int, str]:
    """The accountants of all agencies by their posts, which are public; the rolls of people are not."""
    agencies = [body.id for body in bodies.of_kind("agency")]
    held = posts.holders_of_role(agencies, "agency_accountant", clock.today())
    return {line.person_id: line.person_name for line in held}


@dataclass(frozen=True)
class DeskLine:
    """A book on a desk: how many claims wait to be taken or made into vouchers, how many drafts to be checked."""

    book_id: int
    owner_name: str
    keeper_id: int | None
    keeper: str
    claims: int
    drafts: int


def desk(found: Collection[books.BookLine]) -> list[DeskLine]:
    """Five statements for any number of books."""
    ids = [book.id for book in found]
    names = _agency_names()
    keepers = dict(
        Keeping.objects.filter(book_id__in=ids, until=None).values_list("book_id", "accountant_id")
    )
    waiting = Q(state__in=(claim_rules.APPROVED, claim_rules.ACCEPTED))
    claims = dict(Claim.objects.filter(waiting, book_id__in=ids).values_list("book_id").annotate(Count("id")))
    drafts = dict(
        Voucher.objects.filter(book_id__in=ids, state="draft").values_list("book_id").annotate(Count("id"))
    )
    return [
        DeskLine(
            b.id,
            b.owner_name,
            keepers.get(b.id),
            names.get(keepers.get(b.id, 0), ""),
            claims.get(b.id, 0),
            drafts.get(b.id, 0),
        )
        for b in found
    ]


def people_of(owner_id: int) -> dict[int, str]:
    """Those who hold a post in the village, and its representatives as far as one may read the rolls."""
    village, today = bodies.village_of(owner_id), clock.today()
    if village is None:
        return {}
    held = posts.holders_in(bodies.subtree_ids(village.id), today)
    found = {line.person_id: line.person_name for line in held}
    others = [line.person_id for line in people.roll(owner_id, "representative", today)]
    return found | people.names([id for id in others if id not in found])


@dataclass(frozen=True)
class CounterpartyLine:
    id: int
    kind: str
    name: str


def counterparties(book_id: int) -> list[CounterpartyLine]:
    found = Counterparty.objects.filter(book_id=book_id).order_by("name")
    return [CounterpartyLine(c.pk, c.kind, c.name) for c in found]
