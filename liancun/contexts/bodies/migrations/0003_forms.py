"""Kinds become words of the playbook: the database keeps the form of a body and whether it may join."""

from django.db import migrations

from liancun.framework.database import operations as op

FILL = """
update bodies_body set
    form = case
        when kind in ('prefecture', 'county', 'township', 'village') then 'area'
        when kind in ('branch', 'collective', 'village_committee', 'supervision') then 'part'
        when kind = 'joint_committee' then 'joint'
        else 'outside' end,
    joins = kind in ('village', 'collective', 'branch', 'cooperative', 'company');
alter table bodies_membership disable trigger bodies_membership_end;
update bodies_membership m set joint_kind = j.kind from bodies_body j where j.id = m.joint_id;
alter table bodies_membership enable trigger bodies_membership_end;
"""

KINDS = """
create or replace function bodies_stay() returns trigger language plpgsql as $$
begin
    if (new.id, new.kind, new.form, new.joins, new.parent_id, new.path, new.code, new.since) is distinct from
        (old.id, old.kind, old.form, old.joins, old.parent_id, old.path, old.code, old.since) then
        raise exception 'a body keeps its kind, place, code and beginning' using errcode = 'LC001';
    end if;
    return new;
end $$;

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
        if upper.kind <> 'agency' or lower.form <> 'area' or not lower.joins then
            raise exception 'a % cannot keep the books of a %', upper.kind, lower.kind using errcode = 'LC002';
        end if;
    end if;
    return new;
end $$;

grant update (end_basis) on bodies_membership to liancun_app;
"""


class Migration(migrations.Migration):
    dependencies = [("bodies", "0002_rows")]
    operations = [
        op.sql(FILL),
        op.sql(KINDS),
    ]
