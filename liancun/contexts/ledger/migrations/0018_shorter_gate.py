"""The gate moves the use of authorities, and asks less of the database for the few vouchers that one person posts.

Each of a few vouchers is looked at once: its lines, month, authority and pair. What beginning a statement costs is more
than what such a statement does, so totals are moved by one, and a voucher that is alone in its book is placed by one.
The promises are those of 0016. A side of a pair that nobody signed is refused in whatever name it is posted.
"""

from importlib import import_module

from django.db import migrations

from liancun.framework.database import operations as op

first = import_module("liancun.contexts.ledger.migrations.0012_set_gate")
before = import_module("liancun.contexts.ledger.migrations.0016_few_at_once")
FEW = before.FEW

# Vouchers of which no two are in one book, so that none follows another; the books are locked already.
APART = """
create function ledger_post_apart(wanted bigint[], sender_key text) returns void language plpgsql as $$
begin
    update ledger_voucher o
    set state = 'posted', number = r.number, sequence = r.place, previous = r.head, digest = r.link,
        posted_by_id = r.signer, posted_at = liancun_now(), posting_key = r.key
    from (
        select v.id, m.number, b.sequence + 1 as place, b.head, s.signer,
               encode(sha256(convert_to(concat(b.head, E'\\n', CONTENT), 'UTF8')), 'hex') as link,
               case when v.part > 1 then sender_key || '#' || v.part
                    when v.closing <> '' then sender_key || ':' || v.id else sender_key end as key
        from ledger_voucher v
        join ledger_book b on b.id = v.book_id
        left join ledger_pair p on p.id = v.link_id
        cross join lateral (
            select case when v.link_id is null then liancun_actor()
                        when p.payer_id = v.book_id then p.payer_by_id else p.payee_by_id end as signer
        ) s
        cross join lateral (
            select coalesce(max(n.number), 0) + (v.part = 1)::int as number from ledger_voucher n
            where n.book_id = v.book_id and n.word = v.word and n.month = v.month and n.number is not null
        ) m
        cross join lateral (
            select LINES as lines from ledger_line l join ledger_account a on a.id = l.account_id
            where l.voucher_id = v.id
        ) t
        where v.id = any (wanted) and v.state = 'draft'
    ) r where o.id = r.id;
end $$;
""".replace("LINES", first.LINES).replace(
    "CONTENT", first.CONTENT.format(sequence="b.sequence + 1", number="m.number", by="s.signer")
)

POST = f"""
create or replace function ledger_post(wanted bigint[], sender_key text default null) returns void
language plpgsql as $$
begin
    perform 1 from ledger_book
        where id in (select book_id from ledger_voucher where id = any (wanted)) order by id for no key update;
    if cardinality(wanted) = 1 then
        perform ledger_post_apart(wanted, sender_key);
        return;
    elsif cardinality(wanted) <= {FEW} then
        perform ledger_post_few(wanted, sender_key);
        return;
    end if;
{before.SET_POST}end $$;
"""

CASES = before.CASES.replace("v.date > liancun_today()", "v.date > today")
assert CASES.count("v.date > today") == 1
FEW_JUDGED = """
        for v in select * from new_rows where state = 'posted' order by book_id, sequence loop
            if v.book_id <> its_book then
                its_book := v.book_id;
                spot := spot + 1;
                select sequence, head into place, digest from ledger_book where id = its_book for no key update;
            end if;
            select p.closed_at is null into is_open from ledger_period p
            where p.book_id = v.book_id and p.month = v.month for share;
            select count(*) as count, sum(l.debit) as debit, sum(l.credit) as credit,
                   bool_or(l.debit < 0 or l.credit < 0) as red, bool_or(l.debit > 0 or l.credit > 0) as black,
                   coalesce(sum(l.credit - l.debit) filter (where a.money), 0) as spent,
                   bool_or(a.counterparties and l.counterparty_id is null) as nameless,
                   max(a.closed_on) as closed_on, LINES as lines
            into t from ledger_line l join ledger_account a on a.id = l.account_id where l.voucher_id = v.id;
            most := null;
            if v.authority_id is not null then
                select g.each into most from ledger_authority g where g.id = v.authority_id;
            end if;
            wrong := case CASES end;
            if wrong is not null then
                raise exception 'voucher % %', v.id, ledger_fault(wrong) using errcode = wrong;
            end if;
            if v.number > 1 and not parted and not exists (
                select from ledger_voucher p where p.book_id = v.book_id and p.word = v.word and p.month = v.month
                and p.number = v.number - 1 and p.number is not null) then
                raise exception 'the numbers of book % leave a gap in %', v.book_id, v.month using errcode = 'LC017';
            end if;
            if v.link_id is not null then
                select PAIRED into fits from ledger_pair p where p.id = v.link_id;
                if fits is not true then
                    raise exception 'pair % is not two equal, approved sides', v.link_id using errcode = 'LC028';
                end if;
            end if;
            place := v.sequence;
            digest := v.digest;
            books[spot] := its_book;
            places[spot] := place;
            links[spot] := digest;
        end loop;
        if parted then
NUMBERS
        end if;
"""
SIGNED = """{voucher}.posted_by_id = case when {voucher}.book_id = p.payer_id then p.payer_by_id else p.payee_by_id end"""
NAMED = """{voucher}.id = case when {voucher}.book_id = p.payer_id then p.payer_voucher else p.payee_voucher end"""
PAIRED = f"""p.state in ('prepared', 'reserved') and p.amount = t.debit and {SIGNED.format(voucher="v")}
                       and {NAMED.format(voucher="v")}
                       and (select count(*) = 2 and sum(n.spent) = 0 from new_rows n
                            where n.state = 'posted' and n.link_id = p.id)"""
FEW_JUDGED = (
    FEW_JUDGED.replace("LINES", first.LINES)
    .replace("CASES", CASES)
    .replace("PAIRED", PAIRED)
    .replace("NUMBERS", before.NUMBERS)
)

FEW_HEADS = """
        update ledger_book
        set sequence = places[array_position(books, id)], head = links[array_position(books, id)]
        where id = any (books);
"""
MOVED_ROWS = """
            select l.account_id as account, extract(year from n.month)::int as year,
                   extract(month from n.month)::int as month, n.word = '初' as opening,
                   sum(l.debit) as debit, sum(l.credit) as credit
            from new_rows n join ledger_line l on l.voucher_id = n.id
            where n.state = 'posted' group by 1, 2, 3, 4
"""
# Of one month, and no opening among them: no account comes twice.
LEVEL_MOVED = f"""
            update ledger_balance b
            set debit = ledger_moved(b.debit, case when b.year > t.year then 1 else t.month end, t.debit),
                credit = ledger_moved(b.credit, case when b.year > t.year then 1 else t.month end, t.credit)
            from ({MOVED_ROWS}) t where b.account_id = t.account and b.year >= t.year;
"""

# Each authority once, the lower id first. Red letters give back, those of a ratified payment to what ratified it.
USES = """
    if drawn or corrected is not null then
        for t in
            select u.authority, sum(u.spent) as spent, bool_or(u.pays) as pays from (
                select authority_id as authority, spent, spent > 0 as pays from new_rows
                where state = 'posted' and authority_id is not null
                union all
                select r.authority_id, n.spent, false from new_rows n
                join ledger_ratification r on r.voucher_id = n.corrects_id
                where n.state = 'posted' and n.corrects_id is not null
            ) u group by u.authority order by u.authority
        loop
            update ledger_authorityuse set used = used + t.spent where authority_id = t.authority returning used into held;
            if not found then
                raise exception 'the use of authority % is not kept', t.authority using errcode = 'LC015';
            end if;
            if t.pays then
                select a.amount, a.waits_until, ledger_reserved(a.id) as reserved,
                       exists (select from ledger_authorityend e where e.authority_id = a.id) as ended
                into v from ledger_authority a where a.id = t.authority;
                if v.ended then
                    raise exception 'authority % was ended by a later decision', t.authority using errcode = 'LC024';
                elsif v.waits_until > today then
                    raise exception 'authority % still waits for the end of its window', t.authority
                        using errcode = 'LC014';
                elsif (held + v.reserved <= v.amount) is not true then
                    raise exception 'authority % is exceeded', t.authority using errcode = 'LC015';
                end if;
            end if;
        end loop;
    end if;
"""

SET_HEADS = before.part(first.FILLED, "    update ledger_book b", "    insert into ledger_paymentwarning")
WARNED = before.part(first.FILLED, "    insert into ledger_paymentwarning", "    update ledger_balance b")

GATE = f"""
create or replace function ledger_voucher_gate() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    fault record; v record; t record;
    many bigint; corrected bigint[]; claimed bigint[]; linked bigint[];
    drawn boolean; parted boolean; level boolean; told boolean; today date := liancun_today();
    its_book bigint := 0; spot int := 0; place bigint; digest text; is_open boolean; fits boolean; most numeric;
    held numeric; wrong text; books bigint[] := '{{}}'; places bigint[] := '{{}}'; links text[] := '{{}}';
begin
    select count(*), array_agg(id) filter (where corrects_id is not null),
           array_agg(id) filter (where claim_id is not null), array_agg(id) filter (where link_id is not null),
           bool_or(authority_id is not null), bool_or(parts > 1), bool_or(outstanding),
           min(month) = max(month) and bool_and(word <> '初')
    into many, corrected, claimed, linked, drawn, parted, told, level from new_rows where state = 'posted';
    if many = 0 then return null; end if;

    -- Whoever posts to a book, closes its month or approves its claims holds the lock of the book.
    if many <= {FEW} then
{FEW_JUDGED}
    else
{before.SET_LOCKS}
{before.SET_JUDGED}
{before.NUMBERS}
        if linked is not null then
            perform ledger_check_pairs(linked);
        end if;
    end if;

    if corrected is not null then
        perform ledger_check_corrections(corrected);
    end if;
    if claimed is not null then
        perform ledger_check_claims(claimed);
    end if;
{USES}
    if many <= {FEW} then
{FEW_HEADS}
        if level then
{LEVEL_MOVED}
        else
{before.FEW_MOVED}
        end if;
    else
{SET_HEADS}
{first.BALANCES}
    end if;
    if told then
{WARNED}
    end if;
    return null;
end $$;
"""

PAIRS = f"""
create or replace function ledger_check_pairs(passing bigint[]) returns void language plpgsql as $$
declare fault record;
begin
    select p.id into fault from ledger_pair p
    join (select v.link_id, count(*) as sides, sum(v.spent) as spent,
                 bool_and(({SIGNED.format(voucher="v")}) is true) as signed,
                 bool_and(({NAMED.format(voucher="v")}) is true) as named,
                 bool_and(p.amount = (select sum(l.debit) from ledger_line l where l.voucher_id = v.id)) as even
          from ledger_voucher v join ledger_pair p on p.id = v.link_id where v.id = any (passing) group by v.link_id
    ) s on s.link_id = p.id
    where s.sides <> 2 or s.spent <> 0 or not s.signed or not s.named or s.even is not true
          or p.state not in ('prepared', 'reserved')
    limit 1;
    if found then
        raise exception 'pair % is not two equal, approved sides', fault.id using errcode = 'LC028';
    end if;
end $$;
"""

# Reserved first and judged then: what is reserved counts itself. Planned once for a connection, as 0016 says.
SETTLE = """
create or replace function ledger_settle_pair(pair bigint, how text) returns text
language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare p ledger_pair; drawn bigint[];
begin
    select * into p from ledger_pair where id = pair;
    if p.id is null or not ledger_of_pair(p.payer_id, p.payee_id) then
        raise exception 'no such pair' using errcode = 'LC028';
    end if;
    perform 1 from ledger_book where id in (p.payer_id, p.payee_id) order by id for no key update;
    select * into p from ledger_pair where id = pair for update;
    if p.state in ('posted', 'released') then return p.state; end if;
    if how = 'release' then
        update ledger_voucher set state = 'discarded' where link_id = pair and state = 'draft';
        update ledger_pair set state = 'released', settled_at = liancun_now() where id = pair;
        return 'released';
    end if;
    if p.payer_by_id is null or p.payee_by_id is null then return p.state; end if;
    if how = 'reserve' and p.two_phase and p.state = 'prepared' then
        select array_agg(authority_id) into drawn from ledger_voucher
        where id = p.payer_voucher and authority_id is not null;
        perform 1 from ledger_authorityuse where authority_id = any (drawn) order by authority_id for no key update;
        update ledger_pair set state = 'reserved' where id = pair;
        perform ledger_check_authorities(drawn);
        return 'reserved';
    end if;
    if how <> 'post' or (p.two_phase and p.state <> 'reserved') then return p.state; end if;
    perform ledger_post_apart(array[p.payer_voucher, p.payee_voucher], 'pair:' || pair);
    update ledger_pair set state = 'posted', settled_at = liancun_now() where id = pair;
    return 'posted';
end $$;
"""


class Migration(migrations.Migration):
    dependencies = (("ledger", "0017_use_of_authorities"),)
    operations = (op.sql(APART), op.sql(POST), op.sql(GATE), op.sql(PAIRS), op.sql(SETTLE))
