"""The statements of an import. Each looks at all rows at once; indexes are of no use to them, so none is walked."""

SETTINGS = "set local enable_nestloop = off; set local work_mem = '128MB'; set local jit = off"

INCOMING = """
drop table if exists ledger_incoming, ledger_coming;
create temp table ledger_incoming (
    row bigint generated always as identity, book_id bigint not null, voucher text not null, day date not null,
    account text not null, debit numeric(15, 2) not null, credit numeric(15, 2) not null, summary text not null,
    word text not null, number int, payee text not null, counterparty text not null, quantity numeric(15, 3),
    unit text not null, attachments int not null, authority_id bigint, closing text not null
) on commit drop
"""
COPY = """
copy ledger_incoming (book_id, voucher, day, account, debit, credit, summary, word, number, payee, counterparty,
    quantity, unit, attachments, authority_id, closing) from stdin
"""

# One row for each voucher, its number in the table already given, in the order in which they are posted.
VOUCHERS = """
create temp table ledger_coming on commit drop as
select nextval(pg_get_serial_sequence('ledger_voucher', 'id')) as id, g.*,
       uuid_send(gen_random_uuid()) as salt
from (
    select i.book_id, i.voucher, min(i.row) as row, min(i.day) as day, date_trunc('month', min(i.day))::date as month,
        min(i.word) as word, min(i.number) as number, (array_agg(i.summary))[1] as summary,
        (array_agg(i.payee))[1] as payee, max(i.attachments) as attachments, max(i.authority_id) as authority_id,
        max(i.closing) as closing,
        count(*) as lines, sum(i.debit) as debit, sum(i.credit) as credit,
        coalesce(sum(i.credit - i.debit) filter (where a.money), 0) as spent,
        case
            when bool_or(a.id is null or a.closed_on < i.day) then 'account'
            when bool_or(a.counterparties and i.counterparty = '') then 'party'
            when bool_or((i.debit > 0) = (i.credit > 0) or i.debit < 0 or i.credit < 0) then 'side'
            when count(*) < 2 or min(i.day) <> max(i.day) or min(i.word) <> max(i.word)
                 or min(i.number) is distinct from max(i.number) then 'lines'
            when sum(i.debit) <> sum(i.credit) then 'balance'
        end as fault
    from ledger_incoming i left join ledger_account a on a.book_id = i.book_id and a.code = i.account
    group by i.book_id, i.voucher
    order by i.book_id, 5, 6, min(i.number), 4, 3
) g
"""
INDEXED = "analyze ledger_incoming; analyze ledger_coming"

FAULT = """
select f.fault, f.row, f.voucher from (
    select c.row, c.voucher, coalesce(c.fault, case
        when k.id is not null then 'key'
        when c.day < b.opened_on or c.day > %(today)s or p.closed_at is not null then 'day'
        when c.word not in ('记', '收', '付', '转')
             or c.number <> s.last + row_number() over (partition by c.book_id, c.word, c.month order by c.id)
             or (c.number is null and s.numbered) then 'number'
        when c.spent > 0 and c.word <> '初' and (g.owner_id is distinct from b.owner_id)
             and not (c.authority_id is null and %(mark)s) then 'authority'
    end) as fault
    from ledger_coming c
    join ledger_book b on b.id = c.book_id
    left join ledger_period p on p.book_id = c.book_id and p.month = c.month
    left join ledger_authority g on g.id = c.authority_id
    left join ledger_voucher k on k.book_id = c.book_id and k.key = c.voucher
    left join (
        select d.book_id, d.word, d.month, bool_or(d.number is not null) as numbered,
               coalesce((select max(v.number) from ledger_voucher v where v.book_id = d.book_id
                         and v.word = d.word and v.month = d.month and v.number is not null), 0) as last
        from ledger_coming d group by d.book_id, d.word, d.month
    ) s on s.book_id = c.book_id and s.word = c.word and s.month = c.month
) f where f.fault is not null order by f.row limit 1
"""

PERIODS = """
insert into ledger_period (book_id, month) select distinct book_id, month from ledger_coming
on conflict do nothing
"""
BATCHES = """
insert into ledger_batch (book_id, key, source, vouchers, lines, prepared_by_id, prepared_at, mirror_id)
select book_id, %(key)s, %(source)s, count(*), sum(lines), %(person)s, %(now)s, %(mirror)s::bigint
from ledger_coming group by book_id order by book_id
"""
PARTIES = """
insert into ledger_counterparty (book_id, kind, name)
select distinct book_id, 'outside', counterparty from ledger_incoming where counterparty <> ''
    and not exists (select from ledger_counterparty p
                    where p.book_id = ledger_incoming.book_id and p.name = ledger_incoming.counterparty)
"""
HEADS = """
insert into ledger_voucher (id, book_id, owner_id, state, word, month, date, key, authority_id, outstanding, spent,
    attachments, words, prepared_by_id, prepared_at, playbook_id, batch_id, closing)
select c.id, c.book_id, b.owner_id, 'draft', c.word, c.month, c.day, c.voucher,
    case when c.spent > 0 then c.authority_id end, c.spent > 0 and c.authority_id is null, c.spent, c.attachments,
    encode(sha256(c.salt || convert_to(length(c.summary) || ':' || c.summary || E'\\n' || length(c.payee) || ':'
                                       || c.payee, 'UTF8')), 'hex'),
    %(person)s, %(now)s, %(playbook)s, t.id, c.closing
from ledger_coming c
join ledger_book b on b.id = c.book_id
join ledger_batch t on t.book_id = c.book_id and t.key = %(key)s
"""
WORDS = """
insert into ledger_voucherwords (book_id, voucher_id, summary, payee, lines, salt)
select book_id, id, summary, payee, '[]', salt from ledger_coming
"""
LINES = """
insert into ledger_line (book_id, voucher_id, account_id, counterparty_id, "order", debit, credit, quantity, unit)
select c.book_id, c.id, a.id, p.id, i.row - c.row + 1, i.debit, i.credit, i.quantity, i.unit
from ledger_incoming i
join ledger_coming c on c.book_id = i.book_id and c.voucher = i.voucher
join ledger_account a on a.book_id = i.book_id and a.code = i.account
left join (select book_id, name, min(id) as id from ledger_counterparty group by book_id, name) p
    on i.counterparty <> '' and p.book_id = i.book_id and p.name = i.counterparty
"""
WRITE = (PERIODS, BATCHES, PARTIES, HEADS, WORDS, LINES)

# The ids never leave the database: they are as many as the vouchers.
POST = """
select ledger_post(array(select id from ledger_voucher where batch_id = any (%(batches)s) and state = 'draft'
                         order by id), null)
"""

# The planner learns of many new rows at once; the server's own round comes up to a minute later, and until then every
# posting would read the whole table.
COUNTED = "select ledger_count_rows(%(added)s)"
COUNTED_COMING = "select ledger_count_rows((select count(*) from ledger_coming))"
