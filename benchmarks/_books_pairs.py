"""Linked vouchers: eight writers post prepared pairs, and the same in bare SQL that anybody would write.

Ours is what the second approval does, in the one function of the gate: both books locked, authority, period, balance,
numbers, two chains, stored totals. The bare one locks two books in order, writes two vouchers with two lines each,
balanced by a deferred trigger, and moves two totals; the same without the trigger is printed beside it and has no bar.
All take one transaction a pair, on connections of their own, from threads of this process.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from random import Random
from typing import Any

import psycopg

from benchmarks import Measure
from benchmarks._books import TODAY, Books

WRITERS = 8
WARMED = 8  # pairs of each writer that are not timed: a new connection plans its statements anew
_keys = count(1)


@dataclass(frozen=True)
class Rate:
    """`waits`: seconds of each pair; `refused`: deadlocks and other refusals."""

    seconds: float
    waits: tuple[float, ...]
    refused: int

    @property
    def per_second(self) -> float:
        return len(self.waits) / self.seconds

    def percentile(self, share: float) -> float:
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def pairs(county: Books, quick: bool, seed: int) -> list[Measure]:
    from liancun.framework.testing_databases import connect_owner

    chance, many = Random(seed), 400 if quick else 2_000
    every = list(county.all)
    found: list[Measure] = []
    with connect_owner(county.name) as owner:
        owner.execute(_TABLES)
        for name, books, bar in (
            (f"{len(every)} books", every, 0.5),
            ("8 hot books", every[:8], 0.4),
        ):
            wanted = [chance.sample(books, 2) for _ in range(many)]
            before = _run(county, _bare, wanted)
            ids = _prepared(owner, county, wanted)
            ours = _run(county, _settle, ids)
            after = _run(county, _bare, wanted)
            owner.execute("alter table pair_line disable trigger pair_balances")
            least = _run(county, _bare, wanted)
            owner.execute("alter table pair_line enable trigger pair_balances")
            lost = _lost(owner, ids)
            found += _measures(name, bar, ours, (before, after), lost)
            found.append(
                Measure(
                    f"6 SQL without a balance trigger over {name} ÷ ours",
                    least.per_second / ours.per_second,
                    "×",
                    note=f"SQL {least.per_second:.0f}/s",
                )
            )
        owner.execute(_GONE)
    return found


def _measures(name: str, bar: float, ours: Rate, bare: tuple[Rate, Rate], lost: int) -> list[Measure]:
    rate = sum(one.per_second for one in bare) / 2
    worst = sum(one.percentile(0.99) for one in bare) / 2
    print(
        f"# pairs over {name}, {WRITERS} writers: {ours.per_second:.0f}/s, bare SQL {bare[0].per_second:.0f}/s before,"
        f" {bare[1].per_second:.0f}/s after; p50 {ours.percentile(0.5) * 1000:.1f} ms,"
        f" p99 {ours.percentile(0.99) * 1000:.1f} ms, bare p99 {worst * 1000:.1f} ms",
        flush=True,
    )
    return [
        Measure(
            f"6 bare SQL's rate over {name} ÷ ours",
            rate / ours.per_second,
            "×",
            1 / bar,
            f"ours {ours.per_second:.0f}/s; SQL {bare[0].per_second:.0f}/s before, {bare[1].per_second:.0f}/s after",
        ),
        Measure(f"6 pairs over {name}: p99", ours.percentile(0.99) / worst, "× bare SQL's p99", 3.0),
        Measure(f"6 pairs over {name}: deadlocks and refusals", ours.refused, "pairs", 0),
        Measure(f"6 pairs over {name}: lost, doubled, half", lost, "pairs", 0),
    ]


Work = Callable[[psycopg.Connection[Any], Any], None]


def _run(county: Books, work: Work, given: Sequence[Any]) -> Rate:
    """Each writer takes every eighth; all begin together once connected and warm."""
    from liancun.framework.testing_databases import connect_again

    links = [connect_again(county.name) for _ in range(WRITERS)]
    try:
        with ThreadPoolExecutor(WRITERS) as pool:

            def written(some: Sequence[Any]) -> list[tuple[list[float], int]]:
                shares = (some[place::WRITERS] for place in range(WRITERS))
                return list(pool.map(_write, links, [work] * WRITERS, shares))

            warmed = written(given[: WARMED * WRITERS])
            begun = time.perf_counter()
            done = written(given[WARMED * WRITERS :])
            seconds = time.perf_counter() - begun
    finally:
        for link in links:
            link.close()
    return Rate(
        seconds,
        tuple(wait for waits, _ in done for wait in waits),
        sum(refused for _, refused in (*warmed, *done)),
    )


def _write(link: psycopg.Connection[Any], work: Work, given: Sequence[Any]) -> tuple[list[float], int]:
    waits, refused = [], 0
    for one in given:
        begun = time.perf_counter()
        try:
            with link.transaction():
                work(link, one)
        except psycopg.Error:
            refused += 1
        waits.append(time.perf_counter() - begun)
    return waits, refused


_SCOPE = json.dumps({"everything": "on", "now": f"{TODAY}T09:00:00+08:00"})


def _settle(link: psycopg.Connection[Any], pair: int) -> None:
    link.execute("select set_config('liancun.' || key, value, true) from json_each_text(%s::json)", [_SCOPE])
    link.execute("select ledger_settle_pair(%s, 'post')", [pair])


def _bare(link: psycopg.Connection[Any], books: list[int]) -> None:
    link.execute("select id from pair_total where id = any (%s) order by id for no key update", [books])
    rows = link.execute(
        "insert into pair_voucher (book_id, date, summary, amount) values (%s, %s, %s, %s), (%s, %s, %s, %s)"
        " returning id",
        [books[0], TODAY, "往来款", Decimal(100), books[1], TODAY, "往来款", Decimal(100)],
    ).fetchall()
    link.execute(
        "insert into pair_line (voucher_id, account, debit, credit) values (%s, 1, 100, 0), (%s, 2, 0, 100),"
        " (%s, 2, 100, 0), (%s, 3, 0, 100)",
        [rows[0][0], rows[0][0], rows[1][0], rows[1][0]],
    )
    link.execute(
        "update pair_total set total = total - 100, vouchers = vouchers + 1 where id = %s", books[:1]
    )
    link.execute(
        "update pair_total set total = total + 100, vouchers = vouchers + 1 where id = %s", books[1:]
    )


_TABLES = """
create table pair_total (id bigint primary key, total numeric(18, 2) not null, vouchers bigint not null);
insert into pair_total select id, 0, 0 from ledger_book;
create table pair_voucher (id bigserial primary key, book_id bigint not null references pair_total (id),
    date date not null, summary text not null, amount numeric(15, 2) not null check (amount > 0));
create table pair_line (id bigserial primary key, voucher_id bigint not null references pair_voucher (id),
    account bigint not null, debit numeric(15, 2) not null, credit numeric(15, 2) not null,
    check ((debit = 0) <> (credit = 0)));
create index on pair_line (voucher_id);
create function pair_balances() returns trigger language plpgsql as $$
begin
    if exists (select from pair_line where voucher_id = new.voucher_id having sum(debit) <> sum(credit)) then
        raise exception 'voucher % does not balance', new.voucher_id;
    end if;
    return null;
end $$;
create constraint trigger pair_balances after insert on pair_line deferrable initially deferred
    for each row execute function pair_balances();
grant all on pair_total, pair_voucher, pair_line, pair_voucher_id_seq, pair_line_id_seq to liancun_app;
"""
_GONE = "drop table pair_line, pair_voucher, pair_total; drop function pair_balances"


def _prepared(owner: psycopg.Connection[Any], county: Books, wanted: Sequence[list[int]]) -> list[int]:
    """Pairs with both drafts, approved on both sides, as they stand before the last step; their ids."""
    from liancun.contexts.ledger.rules import chaining

    run = next(_keys)
    made: list[int] = []
    with owner.transaction():
        owner.execute(
            "select set_config('liancun.' || key, value, true) from json_each_text(%s::json)", [_SCOPE]
        )
        payers, payees = [one[0] for one in wanted], [one[1] for one in wanted]
        budgets = [county.authorities[book] for book in payers]
        first, second = county.officers
        for statement in _PREPARE:
            made = [
                row[0]
                for row in owner.execute(
                    statement,
                    {
                        "run": f"bench-{run}-%",
                        "key": f"bench-{run}-",
                        "payers": payers,
                        "payees": payees,
                        "budgets": budgets,
                        "first": first,
                        "second": second,
                        "day": TODAY,
                        "words": chaining.words_digest(b"salt", "往来款", ""),
                    },
                ).fetchall()
            ]
    owner.execute("analyze ledger_voucher, ledger_line, ledger_pair, ledger_balance")
    return made


_SIDE = """
with given as (
    select p.id, p.{book}_id as book_id, b.owner_id, g.budget from ledger_pair p
    join ledger_book b on b.id = p.{book}_id
    join unnest(%(budgets)s::bigint[]) with ordinality g (budget, n) on p.key = %(key)s || g.n
    where p.key like %(run)s
), vouchers as (
    insert into ledger_voucher (book_id, owner_id, state, word, month, date, key, authority_id, outstanding, spent,
        attachments, words, prepared_by_id, prepared_at, link_id)
    select book_id, owner_id, 'draft', '记', date_trunc('month', %(day)s::date)::date, %(day)s, 'pair:' || id,
        {authority}, false, {spent}, 0, %(words)s, %(first)s, liancun_now(), id from given
    returning id, book_id, link_id
)
insert into ledger_line (book_id, voucher_id, account_id, "order", debit, credit)
select v.book_id, v.id, a.id, s.place, case when s.place = 1 then 100 else 0 end, case when s.place = 2 then 100 else 0 end
from vouchers v cross join (values (1, '{debit}'), (2, '{credit}')) s (place, code)
join ledger_account a on a.book_id = v.book_id and a.code = s.code
returning id
"""
_PREPARE = (
    """
    insert into ledger_pair (key, purpose, amount, state, two_phase, payer_id, payee_id, made_by_id, made_at)
    select %(key)s || n, '往来款', 100, 'prepared', false, payer, payee, %(first)s, liancun_now()
    from unnest(%(payers)s::bigint[], %(payees)s::bigint[]) with ordinality g (payer, payee, n) returning id
    """,
    """
    insert into ledger_period (book_id, month)
    select b, date_trunc('month', %(day)s::date)::date from unnest(%(payers)s::bigint[] || %(payees)s::bigint[]) b
    on conflict do nothing returning id
    """,
    _SIDE.format(book="payer", authority="budget", spent=100, debit="121", credit="102"),
    _SIDE.format(book="payee", authority="null", spent=-100, debit="102", credit="501"),
    """
    insert into ledger_voucherwords (book_id, voucher_id, summary, payee, lines, salt)
    select v.book_id, v.id, '往来款', '', '[]', 'salt' from ledger_voucher v join ledger_pair p on p.id = v.link_id
    where p.key like %(run)s returning id
    """,
    """
    update ledger_pair p set payer_voucher = o.id, payee_voucher = i.id, payer_by_id = %(second)s,
        payee_by_id = %(second)s
    from ledger_voucher o, ledger_voucher i
    where p.key like %(run)s and o.link_id = p.id and o.book_id = p.payer_id
      and i.link_id = p.id and i.book_id = p.payee_id
    returning p.id
    """,
)

_WHOLE = """
select count(*) from ledger_pair p
where p.id = any (%s) and p.state = 'posted' and (
    select count(*) = 2 and count(distinct v.book_id) = 2 and sum(v.spent) = 0
    from ledger_voucher v where v.link_id = p.id and v.state = 'posted')
"""


def _lost(owner: psycopg.Connection[Any], ids: Sequence[int]) -> int:
    """Pairs that are not exactly two posted vouchers of two books that cancel out."""
    row = owner.execute(_WHOLE, [list(ids)]).fetchone()
    assert row is not None
    return len(ids) - int(row[0])
