"""Whose persons one may read: those of the bodies in scope, and oneself."""

from django.db import migrations

from liancun.framework.database import operations as op

PERSON = """
    home_id = any ((select liancun_scope('people'))::bigint[])
    or (select liancun_everything())
    or user_id = (select liancun_user())
"""
ROLL = """
    body_id = any ((select liancun_scope('people'))::bigint[])
    or (select liancun_everything())
    or person_id = (select liancun_actor())
"""
WRITES = """
    {column} = any ((select liancun_scope('people'))::bigint[]) or (select liancun_everything())
"""
ENDS = """
create function people_end_once() returns trigger language plpgsql as $$
begin
    if old.until is not null then
        raise exception '% %: its end is set and stays', tg_table_name, old.id using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger people_rollentry_end before update on people_rollentry
    for each row execute function people_end_once();
grant update (until) on people_rollentry to liancun_app;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("bodies", "0002_rows"), ("framework", "0001_ground")]
    operations = [
        op.protect("people_person", using=PERSON, check=WRITES.format(column="home_id"), grants="SIU"),
        op.protect("people_rollentry", using=ROLL, check=WRITES.format(column="body_id"), grants="SI"),
        op.sql(
            ENDS, "drop trigger people_rollentry_end on people_rollentry; drop function people_end_once();"
        ),
    ]
