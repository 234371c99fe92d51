"""The gate anew, for any number of vouchers at once: it judges them, extends the chains and keeps the balances.

It runs with the owner's power, so that what it judges does not depend on whose rows the poster may read. The digest is
computed here a second time: a forged one is refused, not only found later.
"""

from django.db import migrations

from liancun.framework.database import operations as op

# What the chain covers of a voucher, as `rules/chaining.py` writes it: {sequence}, {number}, {by} are given at posting.
CONTENT = """concat(v.book_id, '|', {sequence}, '|', v.id, '|', v.word, '|', to_char(v.date, 'YYYY-MM-DD'), '|', {number},
    '|', v.part, '|', v.parts, '|', v.spent, '|', v.outstanding::int, '|', v.authority_id, '|', v.claim_id, '|',
    v.corrects_id, '|', v.closing, '|', v.link_id, '|', v.batch_id, '|', v.prepared_by_id, '|', v.checked_by_id, '|',
    {by}, '|', v.attachments, '|', v.words, E'\\n', t.lines)"""
LINES = """string_agg(concat(l."order", '|', a.code, '|', l.debit, '|', l.credit, '|', l.counterparty_id, '|',
    l.quantity, '|', l.unit), E'\\n' order by l."order")"""

CHAIN = """
create function ledger_link(previous text, content text) returns text
language sql immutable parallel safe as
$$ select encode(sha256(convert_to(previous || E'\\n' || content, 'UTF8')), 'hex') $$;

create function ledger_chain_step(state text, head text, content text) returns text
language plpgsql immutable parallel safe as
$$ begin
    return encode(sha256(convert_to(coalesce(state, head) || E'\\n' || content, 'UTF8')), 'hex');
end $$;
create aggregate ledger_chain(head text, content text) (sfunc = ledger_chain_step, stype = text);
"""

# Numbers, places in the chain and digests, for any number of drafts of any books, in the order they were written.
POST = """
create function ledger_post(wanted bigint[], sender_key text default null) returns void
language plpgsql as $$
begin
    perform 1 from ledger_book
        where id in (select book_id from ledger_voucher where id = any (wanted)) order by id for update;
    with chosen as materialized (
        select v.*, b.sequence as last, b.head,
               case when v.link_id is null then liancun_actor()
                    when p.payer_id = v.book_id then p.payer_by_id else p.payee_by_id end as signer
        from ledger_voucher v join ledger_book b on b.id = v.book_id left join ledger_pair p on p.id = v.link_id
        where v.id = any (wanted) and v.state = 'draft'
    ), series as (
        select s.*, coalesce((select max(n.number) from ledger_voucher n
            where n.book_id = s.book_id and n.word = s.word and n.month = s.month and n.number is not null), 0) as last
        from (select distinct book_id, word, month from chosen) s
    ), texts as (
        select l.voucher_id, LINES as lines
        from ledger_line l join ledger_account a on a.id = l.account_id
        where l.voucher_id = any (wanted) group by l.voucher_id
    ), placed as (
        select c.*, c.last + row_number() over (partition by c.book_id order by c.id) as place,
               (s.last + count(*) filter (where c.part = 1)
                   over (partition by c.book_id, c.word, c.month order by c.id))::int as next
        from chosen c join series s on s.book_id = c.book_id and s.word = c.word and s.month = c.month
    ), linked as (
        select v.id, v.book_id, v.head, v.place, v.next, v.signer, v.part,
               ledger_chain(v.head, CONTENT) over (partition by v.book_id order by v.place) as link
        from placed v left join texts t on t.voucher_id = v.id
    ), ready as (
        select l.*, coalesce(lag(l.link) over (partition by l.book_id order by l.place), l.head) as before
        from linked l
    )
    update ledger_voucher v
    set state = 'posted', number = r.next, sequence = r.place, previous = r.before, digest = r.link,
        posted_by_id = r.signer, posted_at = liancun_now(),
        posting_key = case when r.part > 1 then sender_key || '#' || r.part
                           when v.closing <> '' then sender_key || ':' || v.id else sender_key end
    from ready r where v.id = r.id;
end $$;
""".replace("LINES", LINES).replace(
    "CONTENT", CONTENT.format(sequence="v.place", number="v.next", by="v.signer")
)

GATE = """
create or replace function ledger_voucher_gate() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare fault record;
begin
    if not exists (select from new_rows where state = 'posted') then return null; end if;

    -- Whoever posts to a book, closes its month or approves its claims holds this lock.
    perform 1 from ledger_book where id in (select book_id from new_rows where state = 'posted')
        order by id for update;
    perform 1 from ledger_period where (book_id, month) in (
        select book_id, month from new_rows where state = 'posted') for share;

    select v.id, f.code, f.why into fault
    from (
        select n.*, lag(n.digest) over w as before, lag(n.sequence) over w as last
        from new_rows n where n.state = 'posted' window w as (partition by n.book_id order by n.sequence)
    ) v
    join ledger_book b on b.id = v.book_id
    left join ledger_period p on p.book_id = v.book_id and p.month = v.month and p.closed_at is null
    left join ledger_authority g on g.id = v.authority_id
    left join (
        select l.voucher_id, count(*) as count, sum(l.debit) as debit, sum(l.credit) as credit,
               bool_or(l.debit < 0 or l.credit < 0) as red, bool_or(l.debit > 0 or l.credit > 0) as black,
               coalesce(sum(l.credit - l.debit) filter (where a.money), 0) as spent,
               bool_or(a.counterparties and l.counterparty_id is null) as nameless,
               max(a.closed_on) as closed_on, LINES as lines
        from new_rows n
        join ledger_line l on l.voucher_id = n.id
        join ledger_account a on a.id = l.account_id
        where n.state = 'posted' group by l.voucher_id
    ) t on t.voucher_id = v.id
    cross join lateral (select case
        when v.link_id is null and v.posted_by_id is distinct from liancun_actor() then 'LC012'
        when t.count is null or t.count < 2 or t.debit <> t.credit or t.spent <> v.spent
             or case when v.corrects_id is null then t.red else t.black end then 'LC013'
        when t.nameless or t.closed_on < v.date then 'LC025'
        when p.id is null or date_trunc('month', v.date)::date <> v.month or v.date > liancun_today() then 'LC016'
        when v.number < 1 then 'LC017'
        when v.sequence is distinct from coalesce(v.last, b.sequence) + 1
             or v.previous is distinct from coalesce(v.before, b.head)
             or v.digest is distinct from ledger_link(v.previous, CONTENT) then 'LC018'
        when v.corrects_id is null and v.word <> '初'
             and case when v.spent > 0 then v.authority_id is null and not v.outstanding else v.outstanding end
             then 'LC019'
        when v.spent > g.each then 'LC015'
        when v.needs_check and v.checked_by_id is null then 'LC026'
        when v.closing <> '' and v.spent <> 0 then 'LC013'
        end as code) c
    left join lateral (select c.code, ledger_fault(c.code) as why) f on true
    where c.code is not null limit 1;
    if found then
        raise exception 'voucher % %', fault.id, fault.why using errcode = fault.code;
    end if;

    -- A series runs on from where it stood; the parts of one number come together.
    select s.book_id, s.word, s.month into fault from (
        select n.book_id, n.word, n.month, n.number, count(*) as parts, max(n.parts) as most, min(n.parts) as least
        from new_rows n where n.state = 'posted' group by n.book_id, n.word, n.month, n.number
    ) s group by s.book_id, s.word, s.month
    having bool_or(s.parts <> s.most or s.parts <> s.least) or max(s.number) - min(s.number) + 1 <> count(*)
        or (min(s.number) > 1 and not exists (
            select from ledger_voucher p where p.book_id = s.book_id and p.word = s.word and p.month = s.month
            and p.number = min(s.number) - 1 and p.number is not null))
    limit 1;
    if found then
        raise exception 'the numbers of book % leave a gap in %', fault.book_id, fault.month using errcode = 'LC017';
    end if;

    if exists (select from new_rows where state = 'posted' and corrects_id is not null) then
        perform ledger_check_corrections((select array_agg(id) from new_rows
                                          where state = 'posted' and corrects_id is not null));
    end if;
    if exists (select from new_rows where state = 'posted' and claim_id is not null) then
        perform ledger_check_claims((select array_agg(id) from new_rows
                                     where state = 'posted' and claim_id is not null));
    end if;
    if exists (select from new_rows where state = 'posted' and link_id is not null) then
        perform ledger_check_pairs((select array_agg(id) from new_rows
                                    where state = 'posted' and link_id is not null));
    end if;
    if exists (select from new_rows where state = 'posted' and authority_id is not null and spent > 0) then
        perform ledger_check_authorities((select array_agg(distinct authority_id) from new_rows
            where state = 'posted' and authority_id is not null and spent > 0));
    end if;

    update ledger_book b set sequence = l.sequence, head = l.digest
    from (select distinct on (book_id) book_id, sequence, digest from new_rows
          where state = 'posted' order by book_id, sequence desc) l
    where b.id = l.book_id;

    insert into ledger_paymentwarning (book_id, voucher_id, reason, raised_at, raised_by_id)
    select v.book_id, v.id, 'paid_without_authority', liancun_now(), v.prepared_by_id
    from new_rows v where v.state = 'posted' and v.outstanding;

    BALANCES
    return null;
end $$;
"""

FAULTS = """
create function ledger_fault(code text) returns text language sql immutable parallel safe as $$
    select case code
        when 'LC012' then 'is posted in another person''s name'
        when 'LC013' then 'does not balance'
        when 'LC015' then 'is above the ceiling of one payment'
        when 'LC016' then 'is outside an open month'
        when 'LC017' then 'leaves a gap in the numbers'
        when 'LC018' then 'does not follow the chain'
        when 'LC019' then 'pays without authority'
        when 'LC025' then 'lacks a counterparty or uses a closed account'
        when 'LC026' then 'was not checked' end
$$;
"""


def twelve(row: str) -> str:
    return ", ".join(row.format(month=month) for month in range(1, 13))


# Each posted amount counts from its month on, in its own year and all later ones; an opening counts in all of its year.
MOVED = """
    select m.account_id, y.year,
        coalesce(sum(m.debit - m.credit) filter (where m.opening), 0) as opening,
        array[DEBITS] as debit, array[CREDITS] as credit
    from (
        select l.account_id, extract(year from n.month)::int as year, extract(month from n.month)::int as month,
               n.word = '初' as opening, sum(l.debit) as debit, sum(l.credit) as credit
        from SOURCE
        group by 1, 2, 3, 4
    ) m join ledger_balance y on y.account_id = m.account_id and y.year >= m.year
    group by m.account_id, y.year
""".replace(
    "DEBITS",
    twelve(
        "coalesce(sum(m.debit) filter (where not m.opening and (m.year < y.year or m.month <= {month})), 0)"
    ),
).replace(
    "CREDITS",
    twelve(
        "coalesce(sum(m.credit) filter (where not m.opening and (m.year < y.year or m.month <= {month})), 0)"
    ),
)
POSTED_ROWS = "new_rows n join ledger_line l on l.voucher_id = n.id where n.state = 'posted'"
BALANCES = f"""
    update ledger_balance b
    set opening = b.opening + s.opening,
        debit = array[{twelve("b.debit[{month}] + s.debit[{month}]")}],
        credit = array[{twelve("b.credit[{month}] + s.credit[{month}]")}]
    from ({MOVED.replace("SOURCE", POSTED_ROWS)}) s
    where b.account_id = s.account_id and b.year = s.year;
"""

ROWS = """
create function ledger_years_begin() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into ledger_balance (book_id, account_id, year, opening, debit, credit)
    select a.book_id, a.id, y.year, coalesce(b.opening, 0), NEXT
    from (select distinct n.book_id, extract(year from n.month)::int as year from new_rows n) y
    join ledger_account a on a.book_id = y.book_id
    left join lateral (
        select b.opening, b.debit[12] as debit, b.credit[12] as credit from ledger_balance b
        where b.account_id = a.id and b.year < y.year order by b.year desc limit 1
    ) b on true
    where not exists (select from ledger_balance h where h.book_id = y.book_id and h.year = y.year)
    on conflict do nothing;
    return null;
end $$;
create trigger ledger_years_begin after insert on ledger_period
    referencing new table as new_rows for each statement execute function ledger_years_begin();

create function ledger_account_begins() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into ledger_balance (book_id, account_id, year, opening, debit, credit)
    select n.book_id, n.id, y.year, 0, array_fill(0::numeric, array[12]), array_fill(0::numeric, array[12])
    from new_rows n
    join (select distinct book_id, extract(year from month)::int as year from ledger_period
          where book_id in (select book_id from new_rows)) y on y.book_id = n.book_id
    on conflict do nothing;
    return null;
end $$;
create trigger ledger_account_begins after insert on ledger_account
    referencing new table as new_rows for each statement execute function ledger_account_begins();

-- Every stored total of the books, anew from their lines. Only the program as a whole may ask for it.
create function ledger_rebuild_balances() returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not liancun_everything() then
        raise exception 'only the operator rebuilds balances' using errcode = '42501';
    end if;
    perform 1 from ledger_book order by id for update;
    delete from ledger_balance;
    insert into ledger_balance (book_id, account_id, year, opening, debit, credit)
    select a.book_id, a.id, y.year, 0, array_fill(0::numeric, array[12]), array_fill(0::numeric, array[12])
    from ledger_account a
    join (select distinct book_id, extract(year from month)::int as year from ledger_period) y
        on y.book_id = a.book_id;
    REBUILT
end $$;
revoke all on function ledger_rebuild_balances(), ledger_years_begin(), ledger_account_begins(),
    ledger_voucher_gate() from public;
grant execute on function ledger_rebuild_balances() to liancun_app;
""".replace(
    "NEXT",
    "array_fill(coalesce(b.debit, 0), array[12]), array_fill(coalesce(b.credit, 0), array[12])",
).replace(
    "REBUILT",
    BALANCES.replace(
        POSTED_ROWS, "ledger_voucher n join ledger_line l on l.voucher_id = n.id where n.state = 'posted'"
    ),
)

# The share lock waits for a posting under way: a line cannot slip in beside the gate.
PARTS = """
create or replace function ledger_parts_of_drafts() returns trigger language plpgsql as $$
declare fault record;
begin
    perform 1 from ledger_book where id in (select book_id from new_rows) order by id for share;
    select v.id into fault from ledger_voucher v
    where v.id in (select voucher_id from new_rows) and v.state <> 'draft' limit 1;
    if found then
        raise exception 'voucher % is no draft any more', fault.id using errcode = 'LC011';
    end if;
    return null;
end $$;

create or replace function ledger_check_corrections(passing bigint[]) returns void language plpgsql as $$
declare fault record;
begin
    select v.id into fault
    from ledger_voucher v join ledger_voucher o on o.id = v.corrects_id
    where v.id = any (passing)
      and (o.state <> 'posted' or o.corrects_id is not null or v.word <> o.word or v.outstanding
           or v.authority_id is distinct from o.authority_id
           or exists (
               (select account_id, counterparty_id, -debit, -credit, -quantity, unit
                from ledger_line where voucher_id = o.id
                except all select account_id, counterparty_id, debit, credit, quantity, unit
                from ledger_line where voucher_id = v.id)
               union all
               (select account_id, counterparty_id, debit, credit, quantity, unit
                from ledger_line where voucher_id = v.id
                except all select account_id, counterparty_id, -debit, -credit, -quantity, unit
                from ledger_line where voucher_id = o.id)))
    limit 1;
    if found then
        raise exception 'voucher % does not take back exactly the one it names', fault.id
            using errcode = 'LC020';
    end if;
end $$;
"""

BOOK = """
grant usage on sequence ledger_voucher_id_seq to liancun_app;
create unique index if not exists ledger_voucher_one_opening on ledger_voucher (book_id)
    where word = '初' and state <> 'discarded' and corrects_id is null;
create or replace function ledger_book_change() returns trigger language plpgsql as $$
begin
    if (new.id, new.owner_id, new.kind, new.chart, new.opened_on) is distinct from
       (old.id, old.owner_id, old.kind, old.chart, old.opened_on) then
        raise exception 'a book keeps its owner, chart and opening day' using errcode = 'LC001';
    end if;
    if (new.sequence, new.head) is distinct from (old.sequence, old.head) and not exists (
        select from ledger_voucher v
        where v.book_id = new.id and v.sequence = new.sequence and v.sequence is not null and v.digest = new.head
          and not exists (select from ledger_voucher w where w.book_id = new.id and w.sequence > v.sequence)) then
        raise exception 'the head of book % is not its last voucher', new.id using errcode = 'LC018';
    end if;
    return new;
end $$;

create or replace function ledger_period_change() returns trigger language plpgsql as $$
begin
    if (new.id, new.book_id, new.month) is distinct from (old.id, old.book_id, old.month) then
        raise exception 'a month keeps its book' using errcode = 'LC001';
    end if;
    if old.closed_at is not null and not (new.closed_at is null and exists (
        select from ledger_periodstep s where s.book_id = old.book_id and s.month = old.month and s.act = 'reopen'
        and s.person_id = liancun_actor() and s.at = liancun_now() and s.at >= old.closed_at)) then
        raise exception 'a closed month is opened only by a decision' using errcode = 'LC001';
    end if;
    if old.closed_at is null and new.closed_at is not null and exists (
        select from ledger_voucher v where v.book_id = new.book_id and v.date >= new.month
        and v.date < new.month + interval '1 month' and v.state = 'draft') then
        raise exception 'drafts wait in the month that is closed' using errcode = 'LC027';
    end if;
    return new;
end $$;
"""

# Two sides, each approved by a person of its own or under its mandate. What neither may see is done by the door below.
PAIRS = """
create function ledger_check_pairs(passing bigint[]) returns void language plpgsql as $$
declare fault record;
begin
    select p.id into fault from ledger_pair p
    join (select v.link_id, count(*) as sides, sum(v.spent) as spent,
                 bool_and(v.posted_by_id = case when v.book_id = p.payer_id then p.payer_by_id
                                                else p.payee_by_id end) as signed,
                 bool_and(v.id = case when v.book_id = p.payer_id then p.payer_voucher
                                      else p.payee_voucher end) as named,
                 bool_and(p.amount = (select sum(l.debit) from ledger_line l where l.voucher_id = v.id)) as even
          from ledger_voucher v join ledger_pair p on p.id = v.link_id where v.id = any (passing) group by v.link_id
    ) s on s.link_id = p.id
    where s.sides <> 2 or s.spent <> 0 or not s.signed or not s.named or not s.even
          or p.state not in ('prepared', 'reserved')
    limit 1;
    if found then
        raise exception 'pair % is not two equal, approved sides', fault.id using errcode = 'LC028';
    end if;
end $$;

create function ledger_side_fits(voucher bigint, side bigint, pair bigint, wanted numeric) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from ledger_voucher v where v.id = voucher and v.book_id = side and v.link_id = pair
        and v.state = 'draft' and wanted = (select sum(l.debit) from ledger_line l where l.voucher_id = v.id))
$$;

create function ledger_pair_change() returns trigger language plpgsql as $$
declare
    inside boolean := current_user <> 'liancun_app';
begin
    if (new.id, new.key, new.purpose, new.amount, new.two_phase, new.payer_id, new.payee_id, new.made_by_id, new.made_at)
       is distinct from
       (old.id, old.key, old.purpose, old.amount, old.two_phase, old.payer_id, old.payee_id, old.made_by_id, old.made_at)
       or old.state in ('posted', 'released') then
        raise exception 'pair % stays as it is', old.id using errcode = 'LC001';
    end if;
    if inside then return new; end if;  -- the door below has looked
    if new.state <> old.state or new.settled_at is distinct from old.settled_at
       or (new.payer_mandate_id, new.payee_mandate_id) is distinct from (old.payer_mandate_id, old.payee_mandate_id)
    then
        raise exception 'pair % is settled by its own function only', old.id using errcode = 'LC028';
    end if;
    if (new.payer_voucher, new.payer_by_id) is distinct from (old.payer_voucher, old.payer_by_id) then
        perform ledger_judge_side(new.id, new.amount, new.payer_id, old.payer_voucher, new.payer_voucher,
                                  old.payer_by_id, new.payer_by_id);
    end if;
    if (new.payee_voucher, new.payee_by_id) is distinct from (old.payee_voucher, old.payee_by_id) then
        perform ledger_judge_side(new.id, new.amount, new.payee_id, old.payee_voucher, new.payee_voucher,
                                  old.payee_by_id, new.payee_by_id);
    end if;
    return new;
end $$;

create function ledger_judge_side(pair bigint, wanted numeric, side bigint, old_voucher bigint, new_voucher bigint,
                                  old_by bigint, new_by bigint) returns void language plpgsql as $$
begin
    if not exists (select from ledger_book b where b.id = side)
       or (old_voucher is not null and new_voucher is distinct from old_voucher)
       or (old_by is not null and new_by is distinct from old_by)
       or (old_by is null and new_by is not null and new_by is distinct from liancun_actor())
       or not ledger_side_fits(new_voucher, side, pair, wanted) then
        raise exception 'a side of pair % is not given in this way', pair using errcode = 'LC028';
    end if;
end $$;
create trigger ledger_pair_change before update on ledger_pair
    for each row execute function ledger_pair_change();
create function ledger_pair_birth() returns trigger language plpgsql as $$
begin
    if new.state <> 'prepared' or new.payer_by_id is not null or new.payee_by_id is not null
       or new.payer_voucher is not null or new.payee_voucher is not null
       or new.payer_mandate_id is not null or new.payee_mandate_id is not null then
        raise exception 'a pair begins without signatures' using errcode = 'LC010';
    end if;
    return new;
end $$;
create trigger ledger_pair_birth before insert on ledger_pair for each row execute function ledger_pair_birth();
create trigger ledger_pair_gone before delete on ledger_pair
    for each row execute function liancun_refuse_change();
create trigger ledger_pair_kept before truncate on ledger_pair
    for each statement execute function liancun_refuse_change();

-- The number of the book kept for an owner, and nothing of it: somebody must be able to address it.
create function ledger_book_number(owner bigint) returns bigint
language sql stable security definer set search_path = public, pg_temp as
$$ select id from ledger_book where owner_id = owner and kind = 'own' $$;

-- Whoever settles must be of one of the two books; both sides approved; both posted or neither.
create function ledger_settle_pair(pair bigint, how text) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare p ledger_pair;
begin
    select * into p from ledger_pair where id = pair;
    if p.id is null or not ledger_of_pair(p.payer_id, p.payee_id) then
        raise exception 'no such pair' using errcode = 'LC028';
    end if;
    perform 1 from ledger_book where id in (p.payer_id, p.payee_id) order by id for update;
    select * into p from ledger_pair where id = pair for update;
    if p.state in ('posted', 'released') then return p.state; end if;
    if how = 'release' then
        update ledger_voucher set state = 'discarded' where link_id = pair and state = 'draft';
        update ledger_pair set state = 'released', settled_at = liancun_now() where id = pair;
        return 'released';
    end if;
    if p.payer_by_id is null or p.payee_by_id is null then return p.state; end if;
    if how = 'reserve' and p.two_phase and p.state = 'prepared' then
        perform ledger_check_authorities((select array_agg(authority_id) from ledger_voucher
            where id = p.payer_voucher and authority_id is not null));
        update ledger_pair set state = 'reserved' where id = pair;
        return 'reserved';
    end if;
    if how <> 'post' or (p.two_phase and p.state <> 'reserved') then return p.state; end if;
    perform ledger_post(array[p.payer_voucher, p.payee_voucher], 'pair:' || pair);
    update ledger_pair set state = 'posted', settled_at = liancun_now() where id = pair;
    return 'posted';
end $$;

create function ledger_of_pair(payer bigint, payee bigint) returns boolean language sql stable as $$
    select (select liancun_everything()) or exists (
        select from ledger_book b where b.id in (payer, payee)
        and b.owner_id in (select unnest(liancun_scope('books'))))
$$;

-- The other side's voucher, by the accounts its mandate names, signed by who gave the mandate and who acts under it.
create function ledger_act_under_mandate(pair bigint, mandate bigint, day date, told text, salt bytea, words text)
returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare p ledger_pair; m ledger_mandate; made bigint; o bigint; pays boolean;
begin
    select * into p from ledger_pair where id = pair;
    select * into m from ledger_mandate where id = mandate;
    if p.state <> 'prepared' or m.revoked_at is not null or m.each < p.amount
       or not ((m.book_id = p.payer_id and m.holder_id = p.payee_id and p.payer_voucher is null)
               or (m.book_id = p.payee_id and m.holder_id = p.payer_id and p.payee_voucher is null))
       or not ledger_of_pair(m.holder_id, m.holder_id) then
        raise exception 'the mandate does not cover pair %', pair using errcode = 'LC028';
    end if;
    perform 1 from ledger_book where id = m.book_id for update;
    select owner_id into o from ledger_book where id = m.book_id;
    select money into pays from ledger_account where id = m.credit_id;
    insert into ledger_period (book_id, month) values (m.book_id, date_trunc('month', day)::date) on conflict do nothing;
    insert into ledger_voucher (book_id, owner_id, state, word, month, date, key, authority_id, outstanding, spent,
        attachments, words, prepared_by_id, prepared_at, link_id)
    select m.book_id, o, 'draft', '记', date_trunc('month', day)::date, day, 'pair:' || pair,
        case when pays then m.authority_id end, false,
        p.amount * ((select money from ledger_account where id = m.credit_id)::int
                    - (select money from ledger_account where id = m.debit_id)::int),
        0, words, m.given_by_id, liancun_now(), pair
    returning id into made;
    insert into ledger_voucherwords (book_id, voucher_id, summary, payee, lines, salt)
    values (m.book_id, made, told, '', '[]', salt);
    insert into ledger_line (book_id, voucher_id, account_id, "order", debit, credit)
    values (m.book_id, made, m.debit_id, 1, p.amount, 0), (m.book_id, made, m.credit_id, 2, 0, p.amount);
    if m.book_id = p.payer_id then
        update ledger_pair set payer_voucher = made, payer_by_id = liancun_actor(), payer_mandate_id = m.id
        where id = pair;
    else
        update ledger_pair set payee_voucher = made, payee_by_id = liancun_actor(), payee_mandate_id = m.id
        where id = pair;
    end if;
    return made;
end $$;
revoke all on function ledger_side_fits(bigint, bigint, bigint, numeric), ledger_book_number(bigint),
    ledger_settle_pair(bigint, text), ledger_act_under_mandate(bigint, bigint, date, text, bytea, text) from public;
grant execute on function ledger_side_fits(bigint, bigint, bigint, numeric), ledger_book_number(bigint),
    ledger_settle_pair(bigint, text), ledger_act_under_mandate(bigint, bigint, date, text, bytea, text)
    to liancun_app;

create or replace function ledger_reserved(wanted bigint) returns numeric language sql stable as $$
    select (select coalesce(sum(c.amount), 0) from ledger_claim c
            where c.authority_id = wanted and c.state in ('approved', 'accepted', 'vouchered')
              and not exists (select from ledger_voucher v
                              where v.claim_id = c.id and v.state = 'posted' and v.corrects_id is null))
         + (select coalesce(sum(v.spent), 0) from ledger_voucher v join ledger_pair p on p.id = v.link_id
            where v.authority_id = wanted and v.state = 'draft' and p.state = 'reserved')
$$;
"""

FILLED = (
    GATE.replace("LINES", LINES)
    .replace("BALANCES", BALANCES)
    .replace("CONTENT", CONTENT.format(sequence="v.sequence", number="v.number", by="v.posted_by_id"))
)


class Migration(migrations.Migration):
    dependencies = (("ledger", "0011_publication"),)
    operations = (
        op.sql(CHAIN),
        op.sql(POST),
        op.sql(FAULTS),
        op.sql(PAIRS),
        op.sql(FILLED),
        op.sql(ROWS),
        op.sql(PARTS),
        op.sql(BOOK),
    )
