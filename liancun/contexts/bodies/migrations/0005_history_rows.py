"""Grants, and the triggers that keep history: a new version closes the last one, an end closes all."""

from django.db import migrations

from liancun.framework.database import operations as op

FIRST = """
create function bodies_keys(name text, short text, pinyin text, code text) returns text
    language sql immutable as $$
    select lower('|' || name || '|' || short || '|' || replace(pinyin, ' ', '') || '|' || i.initials || '|'
        || case when right(name, char_length(short)) = short and char_length(i.initials) = char_length(name)
            then right(i.initials, char_length(short)) else '' end
        || '|' || code || '|')
    from (select regexp_replace(pinyin, '(\\S)\\S*\\s?', '\\1', 'g') as initials) i
$$;

create function bodies_first_version() returns trigger language plpgsql as $$
begin
    insert into bodies_bodyversion
        (body_id, change, since, until, name, short_name, name_pinyin, code, parent_id, basis, keys)
    values (new.id, 'registered', new.since, new.until, new.name, new.short_name, new.name_pinyin, new.code,
        new.parent_id, new.basis, bodies_keys(new.name, new.short_name, new.name_pinyin, new.code));
    return null;
end $$;
create trigger bodies_body_first after insert on bodies_body
    for each row execute function bodies_first_version();

insert into bodies_bodyversion
    (body_id, change, since, until, name, short_name, name_pinyin, code, parent_id, basis, keys)
select id, 'registered', since, until, name, short_name, name_pinyin, code, parent_id, basis,
    bodies_keys(name, short_name, name_pinyin, code)
from bodies_body;
"""

# What is true of a body today is copied from its history and never written by hand.
STAY = """
create or replace function bodies_stay() returns trigger language plpgsql as $$
begin
    if (new.id, new.kind, new.form, new.joins, new.since, new.basis)
        is distinct from (old.id, old.kind, old.form, old.joins, old.since, old.basis) then
        raise exception 'a body keeps its kind and beginning' using errcode = 'LC001';
    end if;
    if pg_trigger_depth() = 1 and
        (new.name, new.short_name, new.name_pinyin, new.code, new.parent_id, new.path, new.until) is distinct from
        (old.name, old.short_name, old.name_pinyin, old.code, old.parent_id, old.path, old.until) then
        raise exception 'name, code, place and end of a body change by its history' using errcode = 'LC001';
    end if;
    return new;
end $$;

create function bodies_closed_once() returns trigger language plpgsql as $$
begin
    if tg_op <> 'UPDATE' or old.until is not null or pg_trigger_depth() = 1
        or to_jsonb(new) - 'until' is distinct from to_jsonb(old) - 'until' then
        raise exception 'the history of bodies only grows' using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger bodies_bodyversion_closed before update or delete on bodies_bodyversion
    for each row execute function bodies_closed_once();
create trigger bodies_bodyversion_kept before truncate on bodies_bodyversion
    for each statement execute function liancun_refuse_change();
create trigger bodies_jointprofile_closed before update or delete on bodies_jointprofile
    for each row execute function bodies_closed_once();
create trigger bodies_jointprofile_kept before truncate on bodies_jointprofile
    for each statement execute function liancun_refuse_change();

create function bodies_replace(body bigint, upper bigint) returns void language plpgsql as $$
declare old_path text; new_path text;
begin
    select path into strict old_path from bodies_body where id = body;
    select path || body || '/' into strict new_path from bodies_body where id = upper;
    update bodies_body set parent_id = upper where id = body;
    update bodies_body set path = new_path || substr(path, length(old_path) + 1)
        where path >= old_path and path < left(old_path, -1) || '0';
end $$;
revoke execute on function bodies_replace(bigint, bigint) from public;
"""

VERSIONS = """
create function bodies_version_comes() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
declare body bodies_body; last bodies_bodyversion; upper bodies_body;
begin
    if new.change = 'registered' then
        if exists (select from bodies_bodyversion where body_id = new.body_id) then
            raise exception 'body % is registered already', new.body_id using errcode = 'LC001';
        end if;
        return new;
    end if;
    select * into strict body from bodies_body where id = new.body_id for update;
    select * into last from bodies_bodyversion where body_id = new.body_id and until is null;
    if last.id is null or new.until is not null or new.since <= last.since then
        raise exception 'the history of body % goes on from its last day', new.body_id using errcode = 'LC001';
    end if;
    if new.parent_id is distinct from last.parent_id then
        select * into upper from bodies_body where id = new.parent_id;
        if body.form <> 'area' or upper.form is distinct from 'area' or upper.until is not null
            or starts_with(upper.path, body.path) then
            raise exception 'body % cannot be moved there', new.body_id using errcode = 'LC001';
        end if;
    end if;
    new.keys := bodies_keys(new.name, new.short_name, new.name_pinyin, new.code);
    update bodies_bodyversion set until = new.since where id = last.id;
    return new;
end $$;
create trigger bodies_bodyversion_comes before insert on bodies_bodyversion
    for each row execute function bodies_version_comes();

create function bodies_version_counts() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if new.change = 'registered' then
        return null;
    end if;
    update bodies_body set name = new.name, short_name = new.short_name, name_pinyin = new.name_pinyin,
        code = new.code where id = new.body_id;
    if (select parent_id from bodies_body where id = new.body_id) is distinct from new.parent_id then
        perform bodies_replace(new.body_id, new.parent_id);
    end if;
    return null;
end $$;
revoke execute on function bodies_version_comes(), bodies_version_counts() from public;
create trigger bodies_bodyversion_counts after insert on bodies_bodyversion
    for each row execute function bodies_version_counts();
"""

ENDS = """
create function bodies_end_counts() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
declare body bodies_body; heir bodies_body;
begin
    select * into strict body from bodies_body where id = new.body_id for update;
    if body.until is not null then
        raise exception 'body % has ended already', new.body_id using errcode = 'LC001';
    end if;
    if exists (select from bodies_membership where (member_id = body.id or joint_id = body.id)
        and (until is null or until > new.day)) then
        raise exception 'body % still belongs to a union', new.body_id using errcode = 'LC001';
    end if;
    update bodies_bodyversion set until = new.day where body_id = body.id and until is null;
    update bodies_jointprofile set until = new.day where body_id = body.id and until is null;
    update bodies_body set until = new.day where id = body.id;
    if new.into_id is not null then
        select * into strict heir from bodies_body where id = new.into_id;
        if heir.form <> body.form or heir.until is not null or starts_with(heir.path, body.path) then
            raise exception 'body % cannot be merged into %', body.id, heir.id using errcode = 'LC001';
        end if;
        if body.form = 'area' then
            perform bodies_replace(body.id, heir.id);
        end if;
    end if;
    return null;
end $$;
revoke execute on function bodies_end_counts() from public;
create trigger bodies_bodyend_counts after insert on bodies_bodyend
    for each row execute function bodies_end_counts();
"""

PROFILES = """
create function bodies_profile_comes() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
declare body bodies_body; last bodies_jointprofile;
begin
    select * into strict body from bodies_body where id = new.body_id for update;
    select * into last from bodies_jointprofile where body_id = new.body_id and until is null;
    if body.form <> 'joint' or body.until is not null or new.until is not null or new.since < body.since
        or new.since <= last.since then
        raise exception 'the profile of body % goes on from its last day', new.body_id using errcode = 'LC001';
    end if;
    update bodies_jointprofile set until = new.since where id = last.id;
    return new;
end $$;
revoke execute on function bodies_profile_comes() from public;
create trigger bodies_jointprofile_comes before insert on bodies_jointprofile
    for each row execute function bodies_profile_comes();

create function bodies_alive() returns trigger language plpgsql as $$
begin
    if exists (select from bodies_body where id in (new.joint_id, new.member_id)
        and (new.since < since or (until is not null and (new.until is null or new.until > until)))) then
        raise exception 'a membership lies within the lives of both' using errcode = 'LC002';
    end if;
    return new;
end $$;
create trigger bodies_membership_alive before insert on bodies_membership
    for each row execute function bodies_alive();
"""

UNDO = """
drop trigger bodies_body_first on bodies_body;
drop trigger bodies_membership_alive on bodies_membership;
drop trigger bodies_bodyversion_closed on bodies_bodyversion;
drop trigger bodies_bodyversion_kept on bodies_bodyversion;
drop trigger bodies_bodyversion_comes on bodies_bodyversion;
drop trigger bodies_bodyversion_counts on bodies_bodyversion;
drop trigger bodies_bodyend_counts on bodies_bodyend;
drop trigger bodies_jointprofile_closed on bodies_jointprofile;
drop trigger bodies_jointprofile_kept on bodies_jointprofile;
drop trigger bodies_jointprofile_comes on bodies_jointprofile;
drop function bodies_first_version(), bodies_closed_once(), bodies_version_comes(), bodies_version_counts(),
    bodies_end_counts(), bodies_profile_comes(), bodies_alive(), bodies_replace(bigint, bigint),
    bodies_keys(text, text, text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("bodies", "0003_forms")]
    operations = [
        op.open_table("bodies_bodyversion", grants="SI"),
        op.open_table("bodies_bodyend", grants="SI"),
        op.open_table("bodies_jointprofile", grants="SI"),
        op.immutable("bodies_bodyend"),
        op.sql(FIRST, UNDO),
        op.sql(STAY),
        op.sql(VERSIONS),
        op.sql(ENDS),
        op.sql(PROFILES),
    ]
