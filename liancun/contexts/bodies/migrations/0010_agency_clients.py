"""Co-operatives and companies have their books kept by an agency centre too."""

from django.db import migrations

from liancun.framework.database import operations as op

KINDS = """
create or replace function bodies_kinds() returns trigger language plpgsql as $$
declare upper bodies_body; lower bodies_body;
begin
    if tg_table_name = 'bodies_membership' then
        select * into strict upper from bodies_body where id = new.joint_id;
        select * into strict lower from bodies_body where id = new.member_id;
        if upper.form <> 'joint' or not lower.joins then
            raise exception 'a % cannot be a member of a %', lower.kind, upper.kind using errcode = 'LC002';
        end if;
        new.joint_kind := upper.kind;
    else
        select * into strict upper from bodies_body where id = new.agency_id;
        select * into strict lower from bodies_body where id = new.client_id;
        if upper.kind <> 'agency' or lower.form not in ('area', 'outside') or not lower.joins then
            raise exception 'a % cannot keep the books of a %', upper.kind, lower.kind using errcode = 'LC002';
        end if;
    end if;
    return new;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("bodies", "0009_fact_runs")]
    operations = [op.sql(KINDS)]
