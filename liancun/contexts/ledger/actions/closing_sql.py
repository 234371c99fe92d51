"""The statements of a year's end, for all books named at once, out of the stored balances."""

# What each account holds at the end of the year, and the stage in which it is emptied.
HELD = """
drop table if exists ledger_ending, ledger_ended;
create temp table ledger_ending on commit drop as
select a.book_id, a.id as account_id, a.code,
    b.opening + b.debit[12] - b.credit[12] as net,
    case when a.account_class in ('income', 'expense') then 'result'
         when a.code = c.result then 'taken'
         when a.code = c.undistributed then 'left'
         when exists (select from unnest(string_to_array(c.distribution, ',')) d where a.code like d || '%%')
             then 'distribution' end as part
from ledger_book k
join unnest(%(charts)s::text[], %(results)s::text[], %(undistributed)s::text[], %(distribution)s::text[])
    as c (chart, result, undistributed, distribution) on c.chart = k.chart
join ledger_account a on a.book_id = k.id
join ledger_balance b on b.account_id = a.id and b.year = %(year)s
where k.id = any (%(books)s)
"""
# Stage one empties income and expense into the result; stage two the result, as it then is, and the distribution.
LINES = """
create temp table ledger_ended on commit drop as
with stage_one as (
    select book_id, sum(net) as net from ledger_ending where part = 'result' group by book_id
), moves as (
    select book_id, 'result' as stage, 1 as rank, account_id, code, -net as net from ledger_ending where part = 'result'
    union all
    select t.book_id, 'result', 2, t.account_id, t.code, s.net
    from ledger_ending t join stage_one s on s.book_id = t.book_id where t.part = 'taken'
    union all
    select t.book_id, 'distribution', 1, t.account_id, t.code, -(t.net + coalesce(s.net, 0))
    from ledger_ending t left join stage_one s on s.book_id = t.book_id where t.part = 'taken'
    union all
    select book_id, 'distribution', 1, account_id, code, -net from ledger_ending where part = 'distribution'
    union all
    select l.book_id, 'distribution', 2, l.account_id, l.code,
           (select sum(m.net) from ledger_ending m where m.book_id = l.book_id and m.part in ('taken', 'distribution'))
           + coalesce(s.net, 0)
    from ledger_ending l left join stage_one s on s.book_id = l.book_id where l.part = 'left'
)
select m.*, v.id from moves m join (
    select book_id, stage, nextval(pg_get_serial_sequence('ledger_voucher', 'id')) as id from (
        select book_id, stage from moves where net <> 0 group by book_id, stage order by book_id, stage desc
    ) o
) v on v.book_id = m.book_id and v.stage = m.stage
where m.net <> 0
"""
PERIODS = """
insert into ledger_period (book_id, month) select distinct book_id, %(month)s::date from ledger_ended
on conflict do nothing
"""
SALTED = "alter table ledger_ended add column salt bytea"
SALT = """
update ledger_ended e set salt = s.salt
from (select id, uuid_send(gen_random_uuid()) as salt from (select distinct id from ledger_ended) d) s where s.id = e.id
"""
HEADS = """
insert into ledger_voucher (id, book_id, owner_id, state, word, month, date, key, outstanding, spent, attachments,
    words, prepared_by_id, prepared_at, playbook_id, closing)
select e.id, e.book_id, k.owner_id, 'draft', '转', %(month)s, %(day)s, 'close:' || %(year)s || ':' || e.id, false, 0, 0,
    encode(sha256(e.salt || convert_to(length(t.summary) || ':' || t.summary || E'\n0:', 'UTF8')), 'hex'),
    %(person)s, %(now)s, %(playbook)s, e.stage
from (select distinct id, book_id, stage, salt from ledger_ended) e
join ledger_book k on k.id = e.book_id
join unnest(%(stages)s::text[], %(summaries)s::text[]) as t (stage, summary) on t.stage = e.stage
"""
WORDS = """
insert into ledger_voucherwords (book_id, voucher_id, summary, payee, lines, salt)
select distinct e.book_id, e.id, t.summary, '', '[]'::jsonb, e.salt from ledger_ended e
join unnest(%(stages)s::text[], %(summaries)s::text[]) as t (stage, summary) on t.stage = e.stage
"""
ENTRIES = """
insert into ledger_line (book_id, voucher_id, account_id, "order", debit, credit)
select book_id, id, account_id, row_number() over (partition by id order by rank, code),
    greatest(net, 0), greatest(-net, 0)
from ledger_ended
"""
STEPS = """
insert into ledger_voucherstep (book_id, voucher_id, act, person_id, name, at)
select distinct book_id, id, 'prepare', %(person)s::bigint, %(name)s, %(now)s::timestamptz from ledger_ended
"""
CLOSING = (HELD, LINES, PERIODS, SALTED, SALT, HEADS, WORDS, ENTRIES, STEPS)
DRAFTED = "select book_id, count(distinct id) from ledger_ended group by book_id"
