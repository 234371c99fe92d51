"""A worked case: villages A and B with opening balances, and everyone who keeps their books."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from PIL import Image

from liancun.contexts.evidence import api as evidence
from liancun.contexts.ledger import api as ledger
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM, as_actor, as_system

OPENING = """
    101 库存现金            1,000.00
    102 银行存款          199,000.00
    151 固定资产          300,000.00
    152 累计折旧         -100,000.00
    301 资本             -350,000.00
    311 公积公益金        -50,000.00
"""


def entries(text: str) -> tuple[ledger.Entry, ...]:
    """Ledger text as an accountant writes it: code, name, amount; a minus sign is the credit side.

    Red letters are written in brackets: (62,000.00) is a debit taken back, -(62,000.00) a credit.
    """
    return tuple(_entry(line.split()) for line in text.strip().splitlines())


def _entry(words: list[str]) -> ledger.Entry:
    code, written = words[0], words[-1].replace(",", "")
    credit, red = written.startswith("-"), "(" in written
    amount = Decimal(written.strip("-()")) * (-1 if red else 1)
    return ledger.Entry(code, credit=amount) if credit else ledger.Entry(code, debit=amount)


def balances(book_id: int, on: date | None = None) -> dict[str, Decimal]:
    """Code → debit less credit, for accounts that hold something."""
    lines = ledger.trial_balance(book_id, on).lines
    found = {line.code: line.closing_debit - line.closing_credit for line in lines}
    return {code: amount for code, amount in found.items() if amount}


def paper() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "PNG")
    return made.getvalue()


def sql(statement: str, *values: str | int | None) -> list[tuple[Any, ...]]:
    """Raw SQL as the serving role, in the scope of whoever is signed in."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


@dataclass
class Casebook:
    world: World
    actors: dict[str, Actor]
    books: dict[str, int] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        return self.actors[name]

    @contextmanager
    def signed_in(self, name: str) -> Iterator[Actor]:
        with as_actor(self.actor(name)):
            yield self.actor(name)

    def owner(self, letter: str) -> int:
        return self.world.seat(letter).collective

    def authority(self, letter: str, amount: str, **options: Any) -> ledger.AuthorityLine:
        given = {"kind": "resolution", "subject": "affairs.matter", "subject_id": 7, "label": "统一采购种子"}
        with as_system():
            return ledger.register_authority(
                SYSTEM, owner_id=self.owner(letter), amount=Decimal(amount), **{**given, **options}
            )

    def file(self, letter: str, amount: str, authority_id: int | None, **options: Any) -> ledger.ClaimLine:
        seat = self.world.seat(letter)
        given = {
            "payee": "铁岭种业有限公司",
            "purpose": "购买玉米种子",
            "template": "goods",
            "handler_id": seat.staff[1],
            "witness_id": seat.staff[2],
        }
        with self.signed_in(f"baozhang-{letter}") as clerk:
            stored = evidence.store(
                clerk, body_id=seat.collective, name="发票.png", content=paper(), purpose="ledger.claim"
            )
            return ledger.file_claim(
                clerk,
                owner_id=seat.collective,
                amount=Decimal(amount),
                authority_id=authority_id,
                files=[stored.id],
                **{**given, **options},
            )

    def check(self, letter: str, claim_id: int) -> ledger.ClaimLine:
        with self.signed_in(f"jiandu-{letter}") as supervisor:
            return ledger.check_claim(supervisor, claim_id=claim_id)

    def approve(self, letter: str, claim_id: int) -> ledger.ClaimLine:
        """The village, and the township where the tier asks for it."""
        with self.signed_in(f"zhishu-{letter}") as chair:
            claim = ledger.approve_claim(chair, claim_id=claim_id)
        if claim.state != "above":
            return claim
        with self.signed_in("fenguan") as township:
            return ledger.approve_claim(township, claim_id=claim_id)

    def draft(self, letter: str, amount: str, authority_id: int) -> ledger.VoucherLine:
        """A claim played up to the draft of its voucher."""
        claim = self.file(letter, amount, authority_id)
        self.check(letter, claim.id)
        self.approve(letter, claim.id)
        with self.signed_in("kuaiji") as accountant:
            ledger.accept_claim(accountant, claim_id=claim.id)
            return ledger.prepare_voucher(accountant, claim_id=claim.id)

    def post(self, voucher_id: int, key: str = "") -> ledger.VoucherLine:
        with self.signed_in("fuhe") as reviewer:
            return ledger.post_voucher(reviewer, voucher_id=voucher_id, key=key or f"post-{voucher_id}")

    def paid(self, letter: str, amount: str, authority_id: int) -> ledger.VoucherLine:
        return self.post(self.draft(letter, amount, authority_id).id)

    def entry(self, letter: str, text: str, **options: Any) -> ledger.VoucherLine:
        """A draft of the agency accountant from ledger text."""
        given = {"day": clock.today(), "summary": "测试分录", "key": f"entry-{text.strip()[:60]}"}
        with self.signed_in("kuaiji") as accountant:
            return ledger.prepare_entry(
                accountant, book_id=self.books[letter], lines=entries(text), **{**given, **options}
            )

    def balances(self, letter: str) -> dict[str, Decimal]:
        with as_system():
            return balances(self.books[letter])

    def posted(self, letter: str) -> int:
        with as_system():
            return ledger.book(self.books[letter]).sequence


def opened(world: World) -> Casebook:
    """Books of A and B opened on 1 January 2026, opening balances posted by two persons."""
    with as_system():
        actors = {name: world.actor(name) for name in world.users}
    case = Casebook(world, actors)
    for letter in ("a", "b"):
        with as_system():
            book = ledger.open_book(
                SYSTEM, owner_id=case.owner(letter), opening_date=date(2026, 1, 1), kind="own"
            )
        case.books[letter] = book.id
        with case.signed_in("kuaiji") as accountant:
            draft = ledger.load_opening(accountant, book_id=book.id, lines=entries(OPENING))
        case.post(draft.id)
    return case
