"""The functions every policy and trigger stands on."""

from django.db import migrations

from liancun.framework.database import operations as op

GROUND = """
create function liancun_now() returns timestamptz language plpgsql stable parallel safe as $$
declare told text := nullif(current_setting('liancun.now', true), '');
begin
    if told is null then
        raise exception 'no clock in this transaction: enter a scope first' using errcode = 'LC000';
    end if;
    return told::timestamptz;
end $$;

create function liancun_today() returns date language sql stable parallel safe as
$$ select (liancun_now() at time zone 'Asia/Shanghai')::date $$;

create function liancun_scope(kind text) returns bigint[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('liancun.' || kind, true), ''), '{}')::bigint[] $$;

create function liancun_everything() returns boolean language sql stable parallel safe as
$$ select coalesce(current_setting('liancun.everything', true), '') = 'on' $$;

create function liancun_may_audit() returns boolean language sql stable parallel safe as
$$ select coalesce(current_setting('liancun.audit', true), '') = 'on' $$;

create function liancun_actor() returns bigint language sql stable parallel safe as
$$ select nullif(current_setting('liancun.actor', true), '')::bigint $$;

create function liancun_user() returns bigint language sql stable parallel safe as
$$ select nullif(current_setting('liancun.user', true), '')::bigint $$;

create function liancun_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % is refused: these rows never change', tg_op, tg_table_name
        using errcode = 'LC001';
end $$;
"""


class Migration(migrations.Migration):
    initial = True
    operations = [op.sql(GROUND)]
