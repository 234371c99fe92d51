"""The books of several pairs are locked together, the lower id first: a bank answers many payments in one file."""

from django.db import migrations

from liancun.framework.database import operations as op

LOCK = """
create function ledger_lock_pairs(pairs bigint[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if exists (
        select 1 from unnest(pairs) as asked(id) left join ledger_pair p on p.id = asked.id
        where p.id is null or not ledger_of_pair(p.payer_id, p.payee_id)
    ) then
        raise exception 'no such pair' using errcode = 'LC028';
    end if;
    perform 1 from ledger_book
    where id in (select unnest(array[p.payer_id, p.payee_id]) from ledger_pair p where p.id = any (pairs))
    order by id for no key update;
end $$;
revoke all on function ledger_lock_pairs(bigint[]) from public;
grant execute on function ledger_lock_pairs(bigint[]) to liancun_app;
"""


class Migration(migrations.Migration):
    dependencies = (("ledger", "0019_closing_index"),)
    operations = (op.sql(LOCK, "drop function ledger_lock_pairs(bigint[])"),)
