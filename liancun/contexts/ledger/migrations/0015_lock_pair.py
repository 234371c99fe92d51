"""Books are locked so that no two people wait for each other.

Whoever approves one side of a pair may have to post both: the two books are locked together, the lower id first.

The other book's row is not the approver's to see, so a function of the owner's locks it and tells nothing.

The lock of a book lets rows be written that only name it (a pair names two books, one of which is locked): its key
never changes.
"""

from django.db import migrations

from liancun.framework.database import operations as op

LOCK = """
create function ledger_lock_pair(pair bigint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare p ledger_pair;
begin
    select * into p from ledger_pair where id = pair;
    if p.id is null or not ledger_of_pair(p.payer_id, p.payee_id) then
        raise exception 'no such pair' using errcode = 'LC028';
    end if;
    perform 1 from ledger_book where id in (p.payer_id, p.payee_id) order by id for no key update;
end $$;
revoke all on function ledger_lock_pair(bigint) from public;
grant execute on function ledger_lock_pair(bigint) to liancun_app;
"""

WEAKER = r"""
do $$
declare one record;
begin
    for one in select pg_get_functiondef(oid) as body from pg_proc
        where pronamespace = 'public'::regnamespace and starts_with(proname, 'ledger_')
        and prosrc ~ 'from ledger_book[^;]*for update'
    loop
        execute regexp_replace(one.body, '(from ledger_book[^;]*)for update', '\1for no key update', 'g');
    end loop;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = (("ledger", "0014_mirror_rows"),)
    operations = (op.sql(LOCK, "drop function ledger_lock_pair(bigint)"), op.sql(WEAKER))
