"""Mirror books below the forms: no voucher but of an import of its month, none joins later; claims that were matched."""

from django.db import migrations

from liancun.framework.database import operations as op

OWN_BOOK = "exists (select from ledger_book b where b.id = book_id)"
TABLES = ("mirrorshape", "mirrorimport", "mirrorvoucher", "mirrorbalance", "claimmatch")

SAME_BOOK = """
alter table ledger_mirrorimport add constraint ledger_mirrorimport_in_book unique (id, book_id);
alter table ledger_batch add constraint ledger_batch_mirror
    foreign key (mirror_id, book_id) references ledger_mirrorimport (id, book_id);
alter table ledger_mirrorvoucher add constraint ledger_mirrorvoucher_voucher
    foreign key (voucher_id, book_id) references ledger_voucher (id, book_id);
alter table ledger_mirrorbalance
    add constraint ledger_mirrorbalance_source
        foreign key (source_id, book_id) references ledger_mirrorimport (id, book_id),
    add constraint ledger_mirrorbalance_in_book
        foreign key (account_id, book_id) references ledger_account (id, book_id);
alter table ledger_claimmatch
    add constraint ledger_claimmatch_claim foreign key (claim_id, book_id) references ledger_claim (id, book_id),
    add constraint ledger_claimmatch_voucher
        foreign key (voucher_id, book_id) references ledger_voucher (id, book_id);
"""

IMPORTS = """
create function ledger_mirrorimport_birth() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform 1 from ledger_book where id = new.book_id and kind = 'mirror' for update;
    if not found then
        raise exception 'book % is no mirror', new.book_id using errcode = 'LC029';
    end if;
    if new.imported_by_id is distinct from liancun_actor() then
        raise exception 'an import in another person''s name' using errcode = 'LC012';
    end if;
    if exists (select from ledger_period p
               where p.book_id = new.book_id and p.month >= new.month and p.closed_at is not null) then
        raise exception 'the month of this import is closed' using errcode = 'LC016';
    end if;
    return new;
end $$;
create trigger ledger_mirrorimport_birth before insert on ledger_mirrorimport
    for each row execute function ledger_mirrorimport_birth();

-- A mirror holds what an import of that month brought, no more than it said, and nothing once that was posted.
create function ledger_mirror_birth() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare fault record;
begin
    if not exists (select from new_rows n join ledger_book b on b.id = n.book_id where b.kind = 'mirror') then
        return null;
    end if;
    select n.id into fault
    from new_rows n
    join ledger_book b on b.id = n.book_id
    left join ledger_batch t on t.id = n.batch_id
    left join ledger_mirrorimport m on m.id = t.mirror_id
    where b.kind = 'mirror' and (
        m.id is null or m.book_id <> n.book_id or n.prepared_by_id <> m.imported_by_id or n.claim_id is not null
        or n.link_id is not null or (n.authority_id is not null and n.corrects_id is null)
        or (n.month <> m.month and n.word <> '初'))
    limit 1;
    if found then
        raise exception 'voucher % is not what the platform''s import brought', fault.id using errcode = 'LC029';
    end if;
    if exists (
        select from ledger_mirrorimport m
        join ledger_batch t on t.mirror_id = m.id
        join ledger_voucher v on v.batch_id = t.id
        where m.id in (select w.mirror_id from new_rows n join ledger_batch w on w.id = n.batch_id)
        group by m.id having count(*) > max(m.drafts) or bool_or(v.state <> 'draft')) then
        raise exception 'an import takes no more vouchers than it brought' using errcode = 'LC029';
    end if;
    return null;
end $$;
create trigger ledger_mirror_birth after insert on ledger_voucher
    referencing new table as new_rows for each statement execute function ledger_mirror_birth();
revoke all on function ledger_mirrorimport_birth(), ledger_mirror_birth() from public;
"""

MATCHES = """
create function ledger_claimmatch_birth() returns trigger language plpgsql as $$
declare fault record;
begin
    perform 1 from ledger_book where id = new.book_id for update;
    select c.id into fault
    from ledger_claim c
    join ledger_voucher v on v.id = new.voucher_id
    join ledger_book b on b.id = c.book_id
    where c.id = new.claim_id and b.kind = 'mirror' and c.state = 'accepted' and v.state = 'posted'
      and v.corrects_id is null and v.spent = c.amount and new.matched_by_id = liancun_actor()
      and not (new.matched_by_id = any (array_remove(array[
            c.handled_by_id, c.filed_by_id, c.checked_by_id, c.approved_by_id, c.approved_above_by_id], null)));
    if not found then
        raise exception 'claim % does not agree with that voucher', new.claim_id using errcode = 'LC021';
    end if;
    return new;
end $$;
create trigger ledger_claimmatch_birth before insert on ledger_claimmatch
    for each row execute function ledger_claimmatch_birth();

create or replace function ledger_claim_change() returns trigger language plpgsql as $$
begin
    if (old.state || '>' || new.state) not in (
        'filed>checked', 'checked>above', 'checked>approved', 'above>approved', 'approved>accepted',
        'accepted>vouchered', 'vouchered>accepted', 'vouchered>paid', 'accepted>paid', 'returned>filed',
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
    if new.state = 'paid' and old.state = 'accepted' and not exists (
        select from ledger_claimmatch k where k.claim_id = new.id) then
        raise exception 'claim % was not matched', old.id using errcode = 'LC022';
    end if;
    if new.state = 'paid' and old.state = 'vouchered' and not exists (
        select from ledger_voucher v where v.claim_id = new.id and v.state = 'posted') then
        raise exception 'claim % has no posted voucher', old.id using errcode = 'LC022';
    end if;
    return new;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = (("ledger", "0013_mirrors"),)
    operations = (
        op.sql(SAME_BOOK),
        op.sql(IMPORTS),
        op.sql(MATCHES),
        *(op.protect(f"ledger_{table}", using=OWN_BOOK, grants="SI") for table in TABLES),
        *(op.immutable(f"ledger_{table}") for table in TABLES),
    )
