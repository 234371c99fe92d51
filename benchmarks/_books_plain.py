"""What the books are measured against: bare COPY with constraints, and the plain ORM writing the same rows."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.db import connections

from benchmarks._books import TODAY, Books


def persons(county: Books) -> tuple[Any, Any]:
    """The operator on behalf of two officers: reads and acts in every book, signs as one person each."""
    from liancun.framework.actors import Actor

    first, second = (Actor(None, person, "bench", "", None, "system") for person in county.officers)
    return first, second


_BARE = """
create table bare_voucher (like ledger_voucher including defaults including constraints, primary key (id),
    foreign key (book_id, owner_id) references ledger_book (id, owner_id),
    foreign key (authority_id, owner_id) references ledger_authority (id, owner_id),
    foreign key (prepared_by_id) references people_person (id), foreign key (posted_by_id) references people_person (id));
create table bare_words (like ledger_voucherwords including defaults including constraints, primary key (id),
    foreign key (voucher_id) references bare_voucher (id));
create table bare_line (like ledger_line including defaults including constraints, primary key (id),
    foreign key (voucher_id) references bare_voucher (id), foreign key (account_id) references ledger_account (id));
"""
_NARROW = """
create table bare_voucher (id bigint primary key, book_id bigint not null references ledger_book (id), date date not null,
    number int not null check (number > 0), summary text not null);
create table bare_line (id bigint primary key, voucher_id bigint not null references bare_voucher (id),
    account_id bigint not null references ledger_account (id), debit numeric(15, 2) not null check (debit >= 0),
    credit numeric(15, 2) not null check (credit >= 0), check ((debit = 0) <> (credit = 0)));
"""
_DROP = "drop table if exists bare_line, bare_words, bare_voucher"
_HEAD_COLUMNS = (
    "id, book_id, owner_id, state, word, month, date, key, authority_id, outstanding, spent, attachments, words,"
    " prepared_by_id, prepared_at, number, sequence, previous, digest, posted_by_id, posted_at, posting_key"
)
_LINE_COLUMNS = 'id, book_id, voucher_id, account_id, "order", debit, credit'


def bare_copy(county: Books, given: Sequence[Any], *, narrow: bool = False) -> float:
    """Seconds to COPY the same vouchers, words and lines into tables with primary, foreign and check constraints."""
    from liancun.framework.testing_databases import connect_owner

    with connect_owner(county.name) as owner:
        owner.execute(_DROP)
        owner.execute(_NARROW if narrow else _BARE)
        codes = {
            (book, code): account
            for account, book, code in owner.execute(
                "select id, book_id, code from ledger_account"
            ).fetchall()
        }
        first, second = persons(county)
        heads, words, lines = _flat(county, given, codes, first.person_id, second.person_id, narrow=narrow)
        begun = time.perf_counter()
        with owner.transaction():
            columns = "id, book_id, date, number, summary" if narrow else _HEAD_COLUMNS
            _copy(owner, f"bare_voucher ({columns})", heads)
            if not narrow:
                _copy(owner, "bare_words (id, book_id, voucher_id, summary, payee, lines, salt)", words)
            columns = "id, voucher_id, account_id, debit, credit" if narrow else _LINE_COLUMNS
            _copy(owner, f"bare_line ({columns})", lines)
        seconds = time.perf_counter() - begun
        owner.execute(_DROP)
    return seconds


def _copy(owner: Any, into: str, given: Iterable[Sequence[Any]]) -> None:
    with owner.cursor() as cursor, cursor.copy(f"copy {into} from stdin") as copy:
        for row in given:
            copy.write_row(row)


def _flat(
    county: Books, given: Sequence[Any], codes: dict[Any, int], one: int, other: int, *, narrow: bool
) -> tuple[list[Any], list[Any], list[Any]]:
    heads: list[Any] = []
    words: list[Any] = []
    lines: list[Any] = []
    name, order, head, now = "", 0, "0" * 64, "2026-09-10T00:00:00Z"
    for place, row in enumerate(given, start=1):
        if row.voucher != name:
            name, order, number = row.voucher, 0, len(heads) + 1
            if narrow:
                heads.append((number, row.book_id, row.day, number, row.summary))
            else:
                posted = (one, now, number, number, head, head, other, now, name)
                month, budget = row.day.replace(day=1), row.authority_id
                kept = (row.book_id, county.all[row.book_id], "posted", "记", month, row.day, name, budget)
                heads.append((number, *kept, False, Decimal(0), 0, head, *posted))
                words.append((number, row.book_id, number, row.summary, "", "[]", b"0123456789abcdef"))
        order += 1
        account = codes[row.book_id, row.account]
        if narrow:
            lines.append((place, number, account, row.debit, row.credit))
        else:
            lines.append((place, row.book_id, number, account, order, row.debit, row.credit))
    return heads, words, lines


@contextmanager
def untriggered() -> Iterator[None]:
    """Tables like those of the product, without triggers and policies, for the plain ORM."""
    with connections["owner"].cursor() as cursor:
        for table in _ORM_TABLES:
            cursor.execute(f"create table orm_{table} (like ledger_{table} including all)")
            cursor.execute(f"grant all on orm_{table} to liancun_app")
    yield


_ORM_TABLES = ("voucher", "voucherwords", "voucherstep", "line")


def _orm_model(name: str) -> Any:
    from django.db import models

    from liancun.contexts.ledger import models as ledger

    known = _orm_models.get(name)
    if known is None:
        real = getattr(ledger, name)
        fields = {
            f.attname: models.BigIntegerField(null=True) if f.is_relation else f.clone()
            for f in real._meta.local_fields
            if f.name != "id"
        }
        meta = type("Meta", (), {"db_table": f"orm_{name.lower()}", "app_label": "ledger", "managed": False})
        known = _orm_models[name] = type(
            f"Orm{name}", (models.Model,), {**fields, "Meta": meta, "__module__": __name__}
        )
    return known


_orm_models: dict[str, Any] = {}


def orm_one(county: Books, officers: Sequence[Any], book: int, key: str) -> None:
    """The same rows in the same two requests, as a programmer without these laws would write them."""
    from liancun.contexts.audit import api as audit
    from liancun.contexts.ledger.models import Book
    from liancun.framework import clock
    from liancun.framework.scope import entered

    voucher, words = _orm_model("Voucher"), _orm_model("VoucherWords")
    step, line = _orm_model("VoucherStep"), _orm_model("Line")
    first, second = officers

    def signed(actor: Any, voucher_id: int, act: str) -> None:
        step.objects.create(
            book_id=book,
            voucher_id=voucher_id,
            act=act,
            person_id=actor.person_id,
            name=actor.name,
            at=clock.now(),
        )
        audit.record(actor, "bench", subject="bench", subject_id=voucher_id, body_id=None, detail={})

    with entered(first):
        kept = Book.objects.get(pk=book)
        one = voucher.objects.create(
            book_id=book, owner_id=kept.owner_id, state="draft", word="记", month=TODAY.replace(day=1), date=TODAY,
            key=key, spent=Decimal(120), words="0" * 64, prepared_by_id=1, prepared_at=clock.now(),
        )  # fmt: skip
        words.objects.create(
            book_id=book, voucher_id=one.pk, summary="购买办公用品", payee="", salt=b"0" * 16
        )
        for order in (1, 2):
            line.objects.create(
                book_id=book, voucher_id=one.pk, account_id=1, order=order, debit=Decimal(120 * (order == 1)),
                credit=Decimal(120 * (order == 2)),
            )  # fmt: skip
        signed(first, one.pk, "prepare")
    with entered(second):
        kept = Book.objects.get(pk=book)
        one = voucher.objects.get(pk=one.pk)
        one.state, one.number, one.sequence = "posted", one.pk, one.pk
        one.previous = one.digest = "0" * 64
        one.posted_by_id, one.posted_at, one.posting_key = 2, clock.now(), key
        one.save()
        signed(second, one.pk, "post")
        Book.objects.filter(pk=book).update(sequence=kept.sequence, head=kept.head)


_HELD = """
create table held_voucher (id bigserial primary key, book_id bigint not null references ledger_book (id),
    date date not null, number int not null, summary text not null, unique (book_id, number));
create table held_line (id bigserial primary key, voucher_id bigint not null references held_voucher (id),
    account_id bigint not null references ledger_account (id), debit numeric(15, 2) not null,
    credit numeric(15, 2) not null, check ((debit = 0) <> (credit = 0)));
create index on held_line (voucher_id);
create function held_balances() returns trigger language plpgsql as $$
begin
    if exists (select from held_line where voucher_id = new.voucher_id having sum(debit) <> sum(credit)) then
        raise exception 'voucher % does not balance', new.voucher_id;
    end if;
    return null;
end $$;
create constraint trigger held_balances after insert on held_line deferrable initially deferred
    for each row execute function held_balances();
"""


@contextmanager
def held(county: Books) -> Iterator[Any]:
    """A connection to tables whose only law is a balance trigger at the end of the transaction."""
    from liancun.framework.testing_databases import connect_owner

    with connect_owner(county.name) as owner:
        owner.execute(_HELD)
        yield owner
        owner.execute("drop table held_line, held_voucher; drop function held_balances")


def held_one(owner: Any, book: int, number: int, accounts: Sequence[int]) -> None:
    """One voucher in plain psycopg: no rights, no authority, no period, no chain, no log."""
    with owner.transaction():
        head = (
            "insert into held_voucher (book_id, date, number, summary) values (%s, %s, %s, %s) returning id"
        )
        made = owner.execute(head, [book, TODAY, number, "购买办公用品"]).fetchone()[0]
        lines = "insert into held_line (voucher_id, account_id, debit, credit) values (%s, %s, %s, %s), (%s, %s, %s, %s)"
        owner.execute(lines, [made, accounts[0], 120, 0, made, accounts[1], 0, 120])
