"""The one gate and its neighbours: what holds even against someone who can run SQL as the serving role."""

from django.db import migrations

from liancun.framework.database import operations as op

BOOKS = """
create function ledger_books() returns bigint[] language sql stable as
$$ select coalesce(array_agg(id), '{}') from ledger_book $$;
"""

# A row can only point at rows of its own book, and at an authority of the book's own owner.
SAME_BOOK = """
alter table ledger_book add constraint ledger_book_owned unique (id, owner_id);
alter table ledger_account add constraint ledger_account_in_book unique (id, book_id);
alter table ledger_authority add constraint ledger_authority_owned unique (id, owner_id);
alter table ledger_claim
    add constraint ledger_claim_in_book unique (id, book_id),
    add constraint ledger_claim_owner foreign key (book_id, owner_id) references ledger_book (id, owner_id),
    add constraint ledger_claim_authority
        foreign key (authority_id, owner_id) references ledger_authority (id, owner_id);
alter table ledger_claimstep add constraint ledger_claimstep_claim
    foreign key (claim_id, book_id) references ledger_claim (id, book_id);
alter table ledger_voucher
    add constraint ledger_voucher_in_book unique (id, book_id),
    add constraint ledger_voucher_owner foreign key (book_id, owner_id) references ledger_book (id, owner_id),
    add constraint ledger_voucher_period
        foreign key (book_id, month) references ledger_period (book_id, month),
    add constraint ledger_voucher_authority
        foreign key (authority_id, owner_id) references ledger_authority (id, owner_id),
    add constraint ledger_voucher_claim foreign key (claim_id, book_id) references ledger_claim (id, book_id),
    add constraint ledger_voucher_corrects
        foreign key (corrects_id, book_id) references ledger_voucher (id, book_id);
create unique index ledger_voucher_one_opening on ledger_voucher (book_id)
    where word = '初' and state <> 'discarded' and corrects_id is null;
alter table ledger_voucherwords add constraint ledger_words_voucher
    foreign key (voucher_id, book_id) references ledger_voucher (id, book_id);
alter table ledger_line
    add constraint ledger_line_voucher foreign key (voucher_id, book_id) references ledger_voucher (id, book_id),
    add constraint ledger_line_account foreign key (account_id, book_id) references ledger_account (id, book_id);
alter table ledger_paymentwarning add constraint ledger_warning_voucher
    foreign key (voucher_id, book_id) references ledger_voucher (id, book_id);
alter table ledger_ratification
    add constraint ledger_ratification_voucher
        foreign key (voucher_id, book_id) references ledger_voucher (id, book_id),
    add constraint ledger_ratification_owner
        foreign key (book_id, owner_id) references ledger_book (id, owner_id),
    add constraint ledger_ratification_authority
        foreign key (authority_id, owner_id) references ledger_authority (id, owner_id);
"""

# Comparisons with a missing signature are null, which a check lets pass: only two equal persons are refused.
DUTIES = """
alter table ledger_claim add constraint ledger_claim_duties_apart check (
    handled_by_id <> checked_by_id and handled_by_id <> approved_by_id
    and handled_by_id <> approved_above_by_id and handled_by_id <> accepted_by_id
    and filed_by_id <> checked_by_id and filed_by_id <> approved_by_id
    and filed_by_id <> approved_above_by_id and filed_by_id <> accepted_by_id
    and checked_by_id <> approved_by_id and checked_by_id <> approved_above_by_id
    and checked_by_id <> accepted_by_id
    and approved_by_id <> approved_above_by_id and approved_by_id <> accepted_by_id
    and approved_above_by_id <> accepted_by_id);
alter table ledger_claim add constraint ledger_claim_signed check (
    (state in ('filed', 'returned') or checked_by_id is not null)
    and (state in ('filed', 'checked', 'returned') or approved_by_id is not null)
    and (state not in ('accepted', 'vouchered', 'paid') or accepted_by_id is not null));
"""

USE = """
create function ledger_used(wanted bigint) returns numeric language sql stable as $$
    select (select coalesce(sum(v.spent), 0) from ledger_voucher v
            where v.authority_id = wanted and v.state = 'posted')
         + (select coalesce(sum(v.spent), 0)
            from ledger_ratification r
            join ledger_voucher v on v.id = r.voucher_id or v.corrects_id = r.voucher_id
            where r.authority_id = wanted and v.state = 'posted')
$$;

create function ledger_reserved(wanted bigint) returns numeric language sql stable as $$
    select coalesce(sum(c.amount), 0) from ledger_claim c
    where c.authority_id = wanted and c.state in ('approved', 'accepted', 'vouchered')
      and not exists (select from ledger_voucher v
                      where v.claim_id = c.id and v.state = 'posted' and v.corrects_id is null)
$$;

-- Raises unless money may be ordered today under each authority and what is used and reserved fits in it.
create function ledger_check_authorities(wanted bigint[]) returns void language plpgsql as $$
declare fault record;
begin
    select a.id into fault from ledger_authority a
    where a.id = any (wanted) and a.waits_until > liancun_today() limit 1;
    if found then
        raise exception 'authority % still waits for the end of its window', fault.id using errcode = 'LC014';
    end if;
    select a.id into fault from ledger_authority a
    where a.id = any (wanted) and ledger_used(a.id) + ledger_reserved(a.id) > a.amount limit 1;
    if found then
        raise exception 'authority % is exceeded', fault.id using errcode = 'LC015';
    end if;
end $$;
"""

# Persons with the matters but not the books of a body may see what was paid under its authorities:
# the payments of a resolution are public anyway. Nothing else of the book is shown.
DOORS = """
create function ledger_authority_use(wanted bigint[])
returns table (authority_id bigint, used numeric, reserved numeric)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.id, ledger_used(a.id), ledger_reserved(a.id) from ledger_authority a
    where a.id = any (wanted)
      and (a.owner_id in (select unnest(liancun_scope('bodies')))
           or a.owner_id in (select unnest(liancun_scope('books')))
           or (select liancun_everything()))
$$;

create function ledger_payments(wanted bigint[])
returns table (voucher_id bigint, authority_id bigint, owner_id bigint, word text, month date, number int,
               day date, spent numeric, payee text, corrects_id bigint, corrected_by bigint, outstanding boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select v.id, coalesce(v.authority_id, r.authority_id), v.owner_id, v.word::text, v.month, v.number,
           v.date, v.spent, w.payee, v.corrects_id, c.id, v.outstanding
    from ledger_voucher v
    left join ledger_ratification r on r.voucher_id = coalesce(v.corrects_id, v.id)
    join ledger_authority a on a.id = coalesce(v.authority_id, r.authority_id)
    join ledger_voucherwords w on w.voucher_id = v.id
    left join ledger_voucher c on c.corrects_id = v.id and c.state = 'posted'
    where v.state = 'posted' and a.id = any (wanted)
      and (a.owner_id in (select unnest(liancun_scope('bodies')))
           or a.owner_id in (select unnest(liancun_scope('books')))
           or (select liancun_everything()))
    order by v.owner_id, v.sequence
$$;
revoke all on function ledger_authority_use(bigint[]), ledger_payments(bigint[]) from public;
grant execute on function ledger_authority_use(bigint[]), ledger_payments(bigint[]) to liancun_app;
"""

VOUCHER_ROWS = """
create function ledger_voucher_birth() returns trigger language plpgsql as $$
begin
    raise exception 'a voucher begins as a draft' using errcode = 'LC010';
end $$;
create trigger ledger_voucher_birth before insert on ledger_voucher
    for each row when (new.state <> 'draft') execute function ledger_voucher_birth();

create function ledger_voucher_change() returns trigger language plpgsql as $$
begin
    if old.state <> 'draft' then
        raise exception 'voucher % is % and never changes', old.id, old.state using errcode = 'LC001';
    end if;
    if new.state = 'draft' or
       (new.id, new.book_id, new.owner_id, new.word, new.month, new.date, new.key, new.claim_id,
        new.authority_id, new.outstanding, new.corrects_id, new.spent, new.attachments, new.words,
        new.prepared_by_id, new.prepared_at, new.playbook_id)
       is distinct from
       (old.id, old.book_id, old.owner_id, old.word, old.month, old.date, old.key, old.claim_id,
        old.authority_id, old.outstanding, old.corrects_id, old.spent, old.attachments, old.words,
        old.prepared_by_id, old.prepared_at, old.playbook_id) then
        raise exception 'a draft is posted or discarded as it stands' using errcode = 'LC011';
    end if;
    return new;
end $$;
create trigger ledger_voucher_change before update on ledger_voucher
    for each row execute function ledger_voucher_change();
create trigger ledger_voucher_gone before delete on ledger_voucher
    for each row execute function liancun_refuse_change();
create trigger ledger_voucher_kept before truncate on ledger_voucher
    for each statement execute function liancun_refuse_change();
"""

GATE = """
create function ledger_voucher_gate() returns trigger language plpgsql as $$
declare
    passing bigint[];
    fault record;
begin
    select array_agg(id) into passing from new_rows where state = 'posted';
    if passing is null then return null; end if;

    -- Whoever posts to a book, closes its month or approves its claims holds this lock.
    perform 1 from ledger_book where id in (select book_id from new_rows where state = 'posted')
        order by id for update;

    select v.id into fault from new_rows v where v.state = 'posted' and v.posted_by_id <> liancun_actor() limit 1;
    if found then
        raise exception 'voucher % is posted in another person''s name', fault.id using errcode = 'LC012';
    end if;

    select v.id into fault
    from new_rows v
    left join (
        select l.voucher_id, count(*) as lines, sum(l.debit) as debit, sum(l.credit) as credit,
               bool_or(l.debit < 0 or l.credit < 0) as red, bool_or(l.debit > 0 or l.credit > 0) as black,
               coalesce(sum(l.credit - l.debit) filter (where a.money), 0) as spent
        from ledger_line l join ledger_account a on a.id = l.account_id
        where l.voucher_id = any (passing) group by l.voucher_id
    ) s on s.voucher_id = v.id
    where v.state = 'posted'
      and (s.lines is null or s.lines < 2 or s.debit <> s.credit or s.spent <> v.spent
           or (v.corrects_id is null and s.red) or (v.corrects_id is not null and s.black))
    limit 1;
    if found then
        raise exception 'voucher % does not balance', fault.id using errcode = 'LC013';
    end if;

    perform 1 from ledger_period p join new_rows v on v.book_id = p.book_id and v.month = p.month
        where v.state = 'posted' for share of p;
    select v.id into fault from new_rows v
    left join ledger_period p on p.book_id = v.book_id and p.month = v.month and p.closed_at is null
    where v.state = 'posted'
      and (p.id is null or date_trunc('month', v.date)::date <> v.month or v.date > liancun_today())
    limit 1;
    if found then
        raise exception 'voucher % is outside an open month', fault.id using errcode = 'LC016';
    end if;

    select v.id into fault from new_rows v
    where v.state = 'posted'
      and ((v.number <> 1 and not exists (
                select from ledger_voucher p where p.book_id = v.book_id and p.word = v.word
                and p.month = v.month and p.number = v.number - 1 and p.state = 'posted'))
           or v.number < 1)
    limit 1;
    if found then
        raise exception 'voucher % leaves a gap in the numbers', fault.id using errcode = 'LC017';
    end if;

    select v.id into fault from new_rows v
    left join ledger_voucher p on p.book_id = v.book_id and p.sequence = v.sequence - 1
    where v.state = 'posted'
      and (v.sequence < 1 or v.previous is distinct from
           case when v.sequence = 1 then repeat('0', 64) else p.digest end)
    limit 1;
    if found then
        raise exception 'voucher % does not follow the chain', fault.id using errcode = 'LC018';
    end if;

    perform ledger_check_corrections(passing);
    perform ledger_check_claims(passing);

    select v.id into fault from new_rows v
    where v.state = 'posted' and v.corrects_id is null and v.word = '记'
      and (case when v.spent > 0 then v.authority_id is null and not v.outstanding else v.outstanding end)
    limit 1;
    if found then
        raise exception 'voucher % pays without authority', fault.id using errcode = 'LC019';
    end if;
    select v.id into fault from new_rows v join ledger_authority a on a.id = v.authority_id
    where v.state = 'posted' and v.spent > a.each limit 1;
    if found then
        raise exception 'voucher % is above the ceiling of one payment', fault.id using errcode = 'LC015';
    end if;
    perform ledger_check_authorities(
        (select array_agg(distinct authority_id) from new_rows
         where state = 'posted' and authority_id is not null and spent > 0));

    insert into ledger_paymentwarning (book_id, voucher_id, reason, raised_at, raised_by_id)
    select v.book_id, v.id, 'paid_without_authority', liancun_now(), v.prepared_by_id
    from new_rows v where v.state = 'posted' and v.outstanding;
    return null;
end $$;

create function ledger_check_corrections(passing bigint[]) returns void language plpgsql as $$
declare fault record;
begin
    select v.id into fault
    from ledger_voucher v join ledger_voucher o on o.id = v.corrects_id
    where v.id = any (passing)
      and (o.state <> 'posted' or o.corrects_id is not null or v.word <> o.word or v.outstanding
           or v.authority_id is distinct from o.authority_id
           or exists (
               (select account_id, -debit, -credit from ledger_line where voucher_id = o.id
                except all select account_id, debit, credit from ledger_line where voucher_id = v.id)
               union all
               (select account_id, debit, credit from ledger_line where voucher_id = v.id
                except all select account_id, -debit, -credit from ledger_line where voucher_id = o.id)))
    limit 1;
    if found then
        raise exception 'voucher % does not take back exactly the one it names', fault.id
            using errcode = 'LC020';
    end if;
end $$;

create function ledger_check_claims(passing bigint[]) returns void language plpgsql as $$
declare fault record;
begin
    select v.id into fault
    from ledger_voucher v join ledger_claim c on c.id = v.claim_id
    where v.id = any (passing) and v.corrects_id is null
      and (c.state <> 'vouchered' or c.amount <> v.spent
           or c.authority_id is distinct from v.authority_id
           or array[v.prepared_by_id, v.posted_by_id]
              && array_remove(array[c.handled_by_id, c.filed_by_id, c.checked_by_id, c.approved_by_id,
                                    c.approved_above_by_id], null))
    limit 1;
    if found then
        raise exception 'voucher % does not agree with its claim', fault.id using errcode = 'LC021';
    end if;
end $$;

create trigger ledger_voucher_gate after update on ledger_voucher
    referencing new table as new_rows for each statement execute function ledger_voucher_gate();
"""

# The share lock waits for a posting under way: a line cannot slip in beside the gate.
PARTS = """
create function ledger_parts_of_drafts() returns trigger language plpgsql as $$
declare fault record;
begin
    perform 1 from ledger_voucher where id in (select voucher_id from new_rows) order by id for share;
    select v.id into fault from ledger_voucher v
    where v.id in (select voucher_id from new_rows) and v.state <> 'draft' limit 1;
    if found then
        raise exception 'voucher % is no draft any more', fault.id using errcode = 'LC011';
    end if;
    return null;
end $$;
create trigger ledger_line_of_draft after insert on ledger_line
    referencing new table as new_rows for each statement execute function ledger_parts_of_drafts();
create trigger ledger_words_of_draft after insert on ledger_voucherwords
    referencing new table as new_rows for each statement execute function ledger_parts_of_drafts();
"""

BOOK = """
create function ledger_book_change() returns trigger language plpgsql as $$
begin
    if (new.id, new.owner_id, new.chart, new.opened_on) is distinct from
       (old.id, old.owner_id, old.chart, old.opened_on) then
        raise exception 'a book keeps its owner, chart and opening day' using errcode = 'LC001';
    end if;
    if (new.sequence, new.head) is distinct from (old.sequence, old.head) and not exists (
        select from ledger_voucher v
        where v.book_id = new.id and v.sequence = new.sequence and v.digest = new.head
          and not exists (select from ledger_voucher w where w.book_id = new.id and w.sequence > v.sequence)) then
        raise exception 'the head of book % is not its last voucher', new.id using errcode = 'LC018';
    end if;
    return new;
end $$;
create trigger ledger_book_change before update on ledger_book
    for each row execute function ledger_book_change();
create trigger ledger_book_kept before delete on ledger_book
    for each row execute function liancun_refuse_change();

create function ledger_period_change() returns trigger language plpgsql as $$
begin
    if old.closed_at is not null or (new.id, new.book_id, new.month) is distinct from
       (old.id, old.book_id, old.month) then
        raise exception 'a closed month stays closed' using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger ledger_period_change before update on ledger_period
    for each row execute function ledger_period_change();
"""

CLAIM = """
create function ledger_claim_birth() returns trigger language plpgsql as $$
begin
    raise exception 'a claim begins as filed' using errcode = 'LC010';
end $$;
create trigger ledger_claim_birth before insert on ledger_claim
    for each row when (new.state <> 'filed') execute function ledger_claim_birth();

create function ledger_claim_change() returns trigger language plpgsql as $$
begin
    if (old.state || '>' || new.state) not in (
        'filed>checked', 'checked>above', 'checked>approved', 'above>approved', 'approved>accepted',
        'accepted>vouchered', 'vouchered>accepted', 'vouchered>paid', 'returned>filed',
        'filed>returned', 'checked>returned', 'above>returned', 'approved>returned', 'accepted>returned') then
        raise exception 'claim % cannot go from % to %', old.id, old.state, new.state using errcode = 'LC022';
    end if;
    if old.state <> 'returned' and
       (new.book_id, new.owner_id, new.number, new.key, new.template, new.purpose, new.payee, new.amount,
        new.authority_id, new.handled_by_id, new.witnessed_by_id, new.filed_by_id, new.attachments)
       is distinct from
       (old.book_id, old.owner_id, old.number, old.key, old.template, old.purpose, old.payee, old.amount,
        old.authority_id, old.handled_by_id, old.witnessed_by_id, old.filed_by_id, old.attachments) then
        raise exception 'claim % is not with the one who filed it', old.id using errcode = 'LC022';
    end if;
    if old.state = 'above' and new.state = 'approved' and new.approved_above_by_id is null then
        raise exception 'claim % lacks the township''s approval', old.id using errcode = 'LC022';
    end if;
    if new.state = 'paid' and not exists (
        select from ledger_voucher v where v.claim_id = new.id and v.state = 'posted') then
        raise exception 'claim % has no posted voucher', old.id using errcode = 'LC022';
    end if;
    return new;
end $$;
create trigger ledger_claim_change before update on ledger_claim
    for each row execute function ledger_claim_change();

create function ledger_claim_gate() returns trigger language plpgsql as $$
declare fault record;
begin
    if not exists (select from new_rows where state in ('above', 'approved')) then return null; end if;
    perform 1 from ledger_book where id in (select book_id from new_rows) order by id for update;
    select c.id into fault from new_rows c left join ledger_authority a on a.id = c.authority_id
    where c.state in ('above', 'approved') and (a.id is null or c.amount > a.each) limit 1;
    if found then
        raise exception 'claim % orders a payment without authority', fault.id using errcode = 'LC019';
    end if;
    perform ledger_check_authorities(
        (select array_agg(distinct authority_id) from new_rows where state in ('above', 'approved')));
    return null;
end $$;
create trigger ledger_claim_gate after update on ledger_claim
    referencing new table as new_rows for each statement execute function ledger_claim_gate();
"""

RATIFICATION = """
create function ledger_ratification_gate() returns trigger language plpgsql as $$
declare fault record;
begin
    perform 1 from ledger_book where id in (select book_id from new_rows) order by id for update;
    select r.id into fault from new_rows r join ledger_voucher v on v.id = r.voucher_id
    where v.state <> 'posted' or not v.outstanding limit 1;
    if found then
        raise exception 'there is nothing to ratify' using errcode = 'LC019';
    end if;
    perform ledger_check_authorities((select array_agg(distinct authority_id) from new_rows));
    return null;
end $$;
create trigger ledger_ratification_gate after insert on ledger_ratification
    referencing new table as new_rows for each statement execute function ledger_ratification_gate();
"""

EVERYTHING = "(select liancun_everything())"
OWN_BOOK = "book_id = any ((select ledger_books())::bigint[])"
IN_BOOKS = "owner_id in (select unnest(liancun_scope('books')))"
IN_BODIES = "owner_id in (select unnest(liancun_scope('bodies')))"


class Migration(migrations.Migration):
    dependencies = (("ledger", "0001_initial"), ("framework", "0001_ground"))
    operations = (
        op.sql(SAME_BOOK),
        op.sql(DUTIES),
        op.sql(BOOKS),
        op.sql(USE),
        op.sql(DOORS),
        op.sql(VOUCHER_ROWS),
        op.sql(GATE),
        op.sql(PARTS),
        op.sql(BOOK),
        op.sql(CLAIM),
        op.sql(RATIFICATION),
        op.protect("ledger_book", using=f"{IN_BOOKS} or {EVERYTHING}", grants="SIU"),
        op.protect("ledger_authority", using=f"{IN_BODIES} or {IN_BOOKS} or {EVERYTHING}", grants="SI"),
        op.protect("ledger_account", using=OWN_BOOK, grants="SI"),
        op.protect("ledger_period", using=OWN_BOOK, grants="SIU"),
        op.protect("ledger_claim", using=OWN_BOOK, grants="SIU"),
        op.protect("ledger_claimstep", using=OWN_BOOK, grants="SI"),
        op.protect("ledger_voucher", using=OWN_BOOK, grants="SIU"),
        op.protect("ledger_voucherwords", using=OWN_BOOK, grants="SI"),
        op.protect("ledger_line", using=OWN_BOOK, grants="SI"),
        op.protect("ledger_paymentwarning", using=OWN_BOOK, grants="SI"),
        op.protect("ledger_ratification", using=OWN_BOOK, grants="SI"),
        op.protect("ledger_bankaccount", using=OWN_BOOK, grants="SI"),
        *(
            op.immutable(f"ledger_{table}")
            for table in (
                "authority",
                "account",
                "claimstep",
                "voucherwords",
                "line",
                "paymentwarning",
                "ratification",
                "bankaccount",
            )
        ),
    )
