"""Whose households and requests one may read; an opened roll changes only by an approved request."""

from django.db import migrations

from liancun.framework.database import operations as op

OF = "{column} = any ((select liancun_scope('people'))::bigint[]) or (select liancun_everything())"
AND_ONESELF = OF + " or {person} = (select liancun_actor())"
REQUEST = OF.format(column="body_id") + " or other_id = any ((select liancun_scope('people'))::bigint[])"

SOUND = """
update people_person set sound = replace(name_pinyin, ' ', ''),
    initials = coalesce((select string_agg(left(word, 1), '' order by place)
        from regexp_split_to_table(name_pinyin, ' ') with ordinality as words(word, place)), '');
"""

# A household's members carry its village, and the two cannot come apart.
VILLAGE = """
alter table people_householdmember add constraint people_householdmember_home_of_household
    foreign key (household_id, home_id) references people_household (id, home_id);
"""

COLUMNS = """
grant update (until, closing_id) on people_rollentry to liancun_app;
grant update (until, left_by) on people_householdmember to liancun_app;
grant update (number, address, until, merged_into_id) on people_household to liancun_app;
grant update (until) on people_capacity to liancun_app;
grant update (until) on people_representation to liancun_app;
grant update (state, decided_by_id, decided_at, answer, agreed_by_id, agreed_at) on people_changerequest
    to liancun_app;
create trigger people_householdmember_end before update on people_householdmember
    for each row execute function people_end_once();
create trigger people_capacity_end before update on people_capacity
    for each row execute function people_end_once();
create trigger people_representation_end before update on people_representation
    for each row execute function people_end_once();
"""

REQUESTS = """
create function people_request_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'waiting' or new.agreed_by_id is not null then
            raise exception 'a request begins as waiting' using errcode = 'LC001';
        end if;
        if not liancun_everything() and new.asked_by_id is distinct from liancun_actor() then
            raise exception 'a request is asked in one''s own name' using errcode = 'LC001';
        end if;
        return new;
    end if;
    if old.state <> 'waiting' then
        raise exception 'request %: it is decided and stays so', old.id using errcode = 'LC001';
    end if;
    if old.agreed_by_id is not null and new.agreed_by_id is distinct from old.agreed_by_id then
        raise exception 'request %: the agreement stays', old.id using errcode = 'LC001';
    end if;
    if not liancun_everything()
        and ((new.decided_by_id is not null and new.decided_by_id is distinct from liancun_actor())
          or (new.agreed_by_id is distinct from old.agreed_by_id
              and new.agreed_by_id is distinct from liancun_actor())) then
        raise exception 'a request is decided in one''s own name' using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger people_changerequest_guard before insert or update on people_changerequest
    for each row execute function people_request_guard();

create function people_roll_by_request() returns trigger language plpgsql as $$
declare
    by_request bigint;
    kinds text[];
begin
    if tg_op = 'INSERT' then
        by_request := new.request_id;
        kinds := array['add', 'transfer', 'merge'];
    else
        by_request := new.closing_id;
        kinds := array['strike', 'death', 'transfer', 'merge'];
    end if;
    if not exists (select 1 from people_rollopening o where o.body_id = new.body_id and o.kind = new.kind) then
        return new;
    end if;
    if by_request is null or not exists (
        select 1 from people_changerequest r
        where r.id = by_request and r.state = 'approved' and r.kind = any (kinds)
          and new.person_id in (r.person_id, r.other_person_id)
          and (r.kind in ('merge', 'death') or new.body_id in (r.body_id, r.other_id))
          and (r.kind in ('merge', 'death') or r.roll = new.kind)
    ) then
        raise exception 'roll % of body % is kept by approved requests only', new.kind, new.body_id
            using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger people_rollentry_by_request before insert or update on people_rollentry
    for each row execute function people_roll_by_request();
"""
# What the officers of a person's home read goes with the person; ended lines stay where they were written.
FOLLOW = """
create function people_history_follow() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    update people_formername set home_id = new.home_id where person_id = new.id;
    update people_capacity set home_id = new.home_id where person_id = new.id and until is null;
    return null;
end $$;
revoke all on function people_history_follow() from public;
create trigger people_person_history after update of home_id on people_person
    for each row when (old.home_id is distinct from new.home_id) execute function people_history_follow();
"""
BACK_FOLLOW = """
drop trigger people_person_history on people_person; drop function people_history_follow();
"""
BACK = """
drop trigger people_rollentry_by_request on people_rollentry; drop function people_roll_by_request();
drop trigger people_changerequest_guard on people_changerequest; drop function people_request_guard();
"""
BACK_COLUMNS = """
drop trigger people_householdmember_end on people_householdmember;
drop trigger people_capacity_end on people_capacity;
drop trigger people_representation_end on people_representation;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_numbers_rows")]
    operations = [
        op.protect(
            "people_formername",
            using=AND_ONESELF.format(column="home_id", person="person_id"),
            check=OF.format(column="home_id"),
            grants="SI",
        ),
        op.protect("people_distinction", using=OF.format(column="home_id"), grants="SI"),
        op.immutable("people_distinction"),
        op.protect("people_merge", using=OF.format(column="home_id"), grants="SI"),
        op.immutable("people_merge"),
        op.protect(
            "people_capacity",
            using=AND_ONESELF.format(column="home_id", person="person_id"),
            check=OF.format(column="home_id"),
            grants="SI",
        ),
        op.protect("people_household", using=OF.format(column="home_id"), grants="SI"),
        op.protect(
            "people_householdmember",
            using=AND_ONESELF.format(column="home_id", person="person_id"),
            check=OF.format(column="home_id"),
            grants="SI",
        ),
        op.protect("people_changerequest", using=REQUEST, grants="SI"),
        op.protect(
            "people_representation",
            using=AND_ONESELF.format(column="body_id", person="person_id"),
            check=OF.format(column="body_id"),
            grants="SI",
        ),
        op.open_table("people_rollopening", grants="SI"),
        op.immutable("people_rollopening"),
        op.sql(
            VILLAGE,
            "alter table people_householdmember drop constraint people_householdmember_home_of_household;",
        ),
        op.sql(COLUMNS, BACK_COLUMNS),
        op.sql(REQUESTS, BACK),
        op.sql(FOLLOW, BACK_FOLLOW),
        op.sql(SOUND),
    ]
