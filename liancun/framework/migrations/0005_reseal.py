"""One narrow door for sealing a value anew: the row, the column and the old bytes must be named exactly."""

from django.db import migrations

from liancun.framework.database import operations as op

RESEAL = """
create function liancun_reseal(of_table text, key_column text, sealed_column text, id bigint, old bytea, new bytea)
returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare changed bigint;
begin
    if not exists (
        select 1 from information_schema.columns c
        where c.table_schema = 'public' and c.table_name = of_table and c.column_name = sealed_column
          and c.data_type = 'bytea'
    ) or coalesce(octet_length(new), 0) < 30 or not liancun_everything() then
        raise exception 'nothing is sealed anew here' using errcode = 'LC001';
    end if;
    perform set_config('liancun.resealing', of_table || '.' || sealed_column, true);
    execute format('update public.%I set %I = $1 where %I = $2 and %I = $3',
        of_table, sealed_column, key_column, sealed_column) using new, id, old;
    get diagnostics changed = row_count;
    perform set_config('liancun.resealing', '', true);
    return changed = 1;
end $$;
revoke all on function liancun_reseal(text, text, text, bigint, bytea, bytea) from public;
grant execute on function liancun_reseal(text, text, text, bigint, bytea, bytea) to liancun_app;
"""

# Frozen rows stay frozen: within that door alone the one sealed column may be sealed anew, and nothing beside it.
REFUSE = """
create or replace function liancun_refuse_change() returns trigger language plpgsql as $$
declare sealed text := split_part(coalesce(current_setting('liancun.resealing', true), ''), '.', 2);
begin
    if tg_op = 'UPDATE' and sealed <> '' and current_user <> session_user
        and current_setting('liancun.resealing', true) = tg_table_name || '.' || sealed
        and to_jsonb(old) - sealed = to_jsonb(new) - sealed then
        return new;
    end if;
    raise exception '% on % is refused: these rows never change', tg_op, tg_table_name
        using errcode = 'LC001';
end $$;
"""
BEFORE = """
create or replace function liancun_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % is refused: these rows never change', tg_op, tg_table_name
        using errcode = 'LC001';
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("framework", "0004_sheets")]
    operations = [
        op.sql(REFUSE, BEFORE),
        op.sql(RESEAL, "drop function liancun_reseal(text, text, text, bigint, bytea, bytea);"),
    ]
