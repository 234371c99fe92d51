"""What was paid under each authority, stored: the gate moves it with the vouchers it lets through.

Summing an authority's vouchers at every posting grows with them. The stored use is written by the gate, by a
ratification and by the rebuilding alone; `books verify` compares it with the vouchers. Its row is locked after the
books, the lower id first; an authority belongs to one owner, so whoever waits for it waits for the owner's book anyway,
but where that owner has a mirror book beside its own. The gate that moves it follows in 0018.
"""

import django.db.models.deletion
from django.db import migrations, models

from liancun.framework.database import operations as op

SCOPED = (
    "owner_id in (select unnest(liancun_scope('bodies'))) or owner_id in (select unnest(liancun_scope('books')))"
    " or (select liancun_everything())"
)

# Payments that name the authority, and those that were recorded without one and ratified; red letters give back.
SUMMED = """
create function ledger_summed_use(wanted bigint) returns numeric language sql stable as $$
    select coalesce(sum(spent), 0) from (
        select v.spent from ledger_voucher v where v.authority_id = wanted and v.state = 'posted'
        union all
        select v.spent from ledger_ratification r join ledger_voucher v on v.id = r.voucher_id
        where r.authority_id = wanted and v.state = 'posted'
        union all
        select v.spent from ledger_ratification r join ledger_voucher v on v.corrects_id = r.voucher_id
        where r.authority_id = wanted and v.state = 'posted'
    ) paid
$$;

create or replace function ledger_used(wanted bigint) returns numeric language sql stable as $$
    select used from ledger_authorityuse where authority_id = wanted
$$;

create or replace function ledger_check_authorities(wanted bigint[]) returns void language plpgsql as $$
declare fault record;
begin
    select e.authority_id as id into fault from ledger_authorityend e where e.authority_id = any (wanted) limit 1;
    if found then
        raise exception 'authority % was ended by a later decision', fault.id using errcode = 'LC024';
    end if;
    select a.id into fault from ledger_authority a
    where a.id = any (wanted) and a.waits_until > liancun_today() limit 1;
    if found then
        raise exception 'authority % still waits for the end of its window', fault.id using errcode = 'LC014';
    end if;
    -- One whose use is not kept allows nothing.
    select a.id into fault from ledger_authority a
    where a.id = any (wanted) and (ledger_used(a.id) + ledger_reserved(a.id) <= a.amount) is not true limit 1;
    if found then
        raise exception 'authority % is exceeded', fault.id using errcode = 'LC015';
    end if;
end $$;
"""

FILL = """
    insert into ledger_authorityuse (authority_id, owner_id, used)
    select a.id, a.owner_id, coalesce(s.spent, 0)
    from ledger_authority a left join (
        select p.authority_id, sum(p.spent) as spent from (
            select v.authority_id, v.spent from ledger_voucher v
            where v.state = 'posted' and v.authority_id is not null
            union all
            select r.authority_id, v.spent from ledger_ratification r join ledger_voucher v on v.id = r.voucher_id
            where v.state = 'posted'
            union all
            select r.authority_id, v.spent
            from ledger_ratification r join ledger_voucher v on v.corrects_id = r.voucher_id
            where v.state = 'posted'
        ) p group by p.authority_id
    ) s on s.authority_id = a.id;
"""

BIRTH = """
create function ledger_authority_begins() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into ledger_authorityuse (authority_id, owner_id, used) select id, owner_id, 0 from new_rows;
    return null;
end $$;
create trigger ledger_authority_begins after insert on ledger_authority
    referencing new table as new_rows for each statement execute function ledger_authority_begins();
revoke all on function ledger_authority_begins(), ledger_claim_gate(), ledger_ratification_gate() from public;
alter table ledger_authorityuse set (fillfactor = 50);
"""

CLAIMS = """
create or replace function ledger_claim_gate() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare fault record;
begin
    if not exists (select from new_rows where state in ('above', 'approved')) then return null; end if;
    perform 1 from ledger_book where id in (select book_id from new_rows) order by id for no key update;
    perform 1 from ledger_authorityuse
        where authority_id in (select authority_id from new_rows where state in ('above', 'approved'))
        order by authority_id for no key update;
    select c.id into fault from new_rows c left join ledger_authority a on a.id = c.authority_id
    where c.state in ('above', 'approved') and (a.id is null or c.amount > a.each) limit 1;
    if found then
        raise exception 'claim % orders a payment without authority', fault.id using errcode = 'LC019';
    end if;
    perform ledger_check_authorities(
        (select array_agg(distinct authority_id) from new_rows where state in ('above', 'approved')));
    return null;
end $$;

create or replace function ledger_ratification_gate() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare fault record; t record;
begin
    perform 1 from ledger_book where id in (select book_id from new_rows) order by id for no key update;
    select r.id into fault from new_rows r join ledger_voucher v on v.id = r.voucher_id
    where v.state <> 'posted' or not v.outstanding limit 1;
    if found then
        raise exception 'there is nothing to ratify' using errcode = 'LC019';
    end if;
    for t in
        select p.authority_id as authority, sum(p.spent) as spent from (
            select r.authority_id, v.spent from new_rows r join ledger_voucher v on v.id = r.voucher_id
            union all
            select r.authority_id, v.spent from new_rows r join ledger_voucher v on v.corrects_id = r.voucher_id
            where v.state = 'posted'
        ) p group by p.authority_id order by p.authority_id
    loop
        update ledger_authorityuse u set used = u.used + t.spent where u.authority_id = t.authority;
    end loop;
    perform ledger_check_authorities((select array_agg(distinct authority_id) from new_rows));
    return null;
end $$;
"""

REBUILT = f"""
create function ledger_rebuild_uses() returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not liancun_everything() then
        raise exception 'only the operator rebuilds stored totals' using errcode = '42501';
    end if;
    perform 1 from ledger_book order by id for no key update;
    delete from ledger_authorityuse;
{FILL}end $$;
revoke all on function ledger_rebuild_uses() from public;
grant execute on function ledger_rebuild_uses() to liancun_app;
"""


class Migration(migrations.Migration):
    dependencies = (("ledger", "0016_few_at_once"), ("bodies", "0001_initial"))
    operations = (
        migrations.CreateModel(
            name="AuthorityUse",
            fields=[
                (
                    "authority",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="ledger.authority",
                    ),
                ),
                ("used", models.DecimalField(decimal_places=2, max_digits=18)),
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bodies.body",
                    ),
                ),
            ],
        ),
        op.protect("ledger_authorityuse", using=SCOPED, grants="S"),
        op.sql(FILL),
        op.sql(SUMMED),
        op.sql(CLAIMS),
        op.sql(BIRTH),
        op.sql(REBUILT),
    )
