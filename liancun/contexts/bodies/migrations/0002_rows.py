"""Grants, and the triggers that keep the tree: joining, leaving and keeping books never change it (law 1)."""

from django.db import migrations

from liancun.framework.database import operations as op

TREE = """
create function bodies_place() returns trigger language plpgsql as $$
declare above text := '';
begin
    if new.parent_id is not null then
        select path into strict above from bodies_body where id = new.parent_id;
    end if;
    new.path := above || new.id || '/';
    return new;
end $$;
create trigger bodies_body_place before insert on bodies_body
    for each row execute function bodies_place();

create function bodies_stay() returns trigger language plpgsql as $$
begin
    if (new.id, new.kind, new.parent_id, new.path, new.code, new.since)
        is distinct from (old.id, old.kind, old.parent_id, old.path, old.code, old.since) then
        raise exception 'a body keeps its kind, place, code and beginning' using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger bodies_body_stay before update on bodies_body
    for each row execute function bodies_stay();

create function bodies_end_once() returns trigger language plpgsql as $$
begin
    if old.until is not null then
        raise exception '% %: its end is set and stays', tg_table_name, old.id using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger bodies_membership_end before update on bodies_membership
    for each row execute function bodies_end_once();
create trigger bodies_agency_end before update on bodies_agency
    for each row execute function bodies_end_once();

create function bodies_kinds() returns trigger language plpgsql as $$
declare upper_kind text; lower_kind text;
begin
    if tg_table_name = 'bodies_membership' then
        select kind into strict upper_kind from bodies_body where id = new.joint_id;
        select kind into strict lower_kind from bodies_body where id = new.member_id;
        if upper_kind <> 'joint_committee' or lower_kind not in ('village', 'cooperative', 'company') then
            raise exception 'a % cannot be a member of a %', lower_kind, upper_kind using errcode = 'LC002';
        end if;
    else
        select kind into strict upper_kind from bodies_body where id = new.agency_id;
        select kind into strict lower_kind from bodies_body where id = new.client_id;
        if upper_kind <> 'agency' or lower_kind <> 'village' then
            raise exception 'a % cannot keep the books of a %', upper_kind, lower_kind using errcode = 'LC002';
        end if;
    end if;
    return new;
end $$;
create trigger bodies_membership_kinds before insert on bodies_membership
    for each row execute function bodies_kinds();
create trigger bodies_agency_kinds before insert on bodies_agency
    for each row execute function bodies_kinds();

grant update (until) on bodies_membership, bodies_agency to liancun_app;
"""
UNDO = """
drop trigger bodies_body_place on bodies_body;
drop trigger bodies_body_stay on bodies_body;
drop trigger bodies_membership_end on bodies_membership;
drop trigger bodies_agency_end on bodies_agency;
drop trigger bodies_membership_kinds on bodies_membership;
drop trigger bodies_agency_kinds on bodies_agency;
drop function bodies_place(), bodies_stay(), bodies_end_once(), bodies_kinds();
"""


class Migration(migrations.Migration):
    dependencies = [("bodies", "0001_initial"), ("framework", "0001_ground")]
    operations = [
        op.open_table("bodies_body", grants="SIU"),
        op.open_table("bodies_membership", grants="SI"),
        op.open_table("bodies_agency", grants="SI"),
        op.sql(TREE, UNDO),
    ]
