"""An authority that a later decision ended allows nothing more, below the forms too."""

from django.db import migrations

from liancun.framework.database import operations as op

SCOPED = (
    "owner_id in (select unnest(liancun_scope('bodies'))) or owner_id in (select unnest(liancun_scope('books')))"
    " or (select liancun_everything())"
)
FUNCTIONS = """
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
    select a.id into fault from ledger_authority a
    where a.id = any (wanted) and ledger_used(a.id) + ledger_reserved(a.id) > a.amount limit 1;
    if found then
        raise exception 'authority % is exceeded', fault.id using errcode = 'LC015';
    end if;
end $$;

drop function ledger_authority_use(bigint[]);
create function ledger_authority_use(wanted bigint[])
returns table (authority_id bigint, used numeric, reserved numeric, ended_on date)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.id, ledger_used(a.id), ledger_reserved(a.id), e.ended_on
    from ledger_authority a left join ledger_authorityend e on e.authority_id = a.id
    where a.id = any (wanted)
      and (a.owner_id in (select unnest(liancun_scope('bodies')))
           or a.owner_id in (select unnest(liancun_scope('books')))
           or (select liancun_everything()))
$$;
revoke all on function ledger_authority_use(bigint[]) from public;
grant execute on function ledger_authority_use(bigint[]) to liancun_app;
alter table ledger_authorityend add constraint ledger_authorityend_owned
    foreign key (authority_id, owner_id) references ledger_authority (id, owner_id);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_scopes_hashed")]

    operations = [
        op.protect("ledger_authorityend", using=SCOPED, grants="SI"),
        op.immutable("ledger_authorityend"),
        op.sql(FUNCTIONS),
    ]
