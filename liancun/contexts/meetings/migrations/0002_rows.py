"""Who reads meetings; who was called is frozen at once, the rest with the minutes."""

from django.db import migrations

from liancun.framework.database import operations as op

IN_SCOPE = "body_id in (select unnest(liancun_scope('bodies'))) or (select liancun_everything())"

FUNCTIONS = """
create function meetings_lock(meeting bigint) returns void language sql volatile as
$$ select pg_advisory_xact_lock(hashtextextended('meetings.meeting:' || meeting, 0)) $$;

create function meetings_begin() returns trigger language plpgsql as $$
begin
    if new.noticed_at < liancun_now() then
        raise exception 'a meeting is called at the moment it says' using errcode = 'LC210';
    end if;
    if new.earliest_on < (new.noticed_at at time zone 'Asia/Shanghai')::date + new.notice_days
       or (new.starts_at at time zone 'Asia/Shanghai')::date < new.earliest_on then
        raise exception 'the meeting starts before its notice has run' using errcode = 'LC211';
    end if;
    return new;
end $$;

create function meetings_take_body() returns trigger language plpgsql as $$
begin
    perform meetings_lock(new.meeting_id);
    new.body_id := (select body_id from meetings_meeting where id = new.meeting_id);
    if exists (select from meetings_minutes where meeting_id = new.meeting_id) then
        raise exception 'the minutes are confirmed' using errcode = 'LC212';
    end if;
    return new;
end $$;

create function meetings_change_attendance() returns trigger language plpgsql as $$
begin
    perform meetings_lock(old.meeting_id);
    if exists (select from meetings_minutes where meeting_id = old.meeting_id) then
        raise exception 'the minutes are confirmed' using errcode = 'LC212';
    end if;
    if (new.id, new.meeting_id, new.body_id, new.person_id, new.name, new."order")
       is distinct from (old.id, old.meeting_id, old.body_id, old.person_id, old.name, old."order") then
        raise exception 'who was called does not change' using errcode = 'LC213';
    end if;
    return new;
end $$;

create function meetings_no_one_more() returns trigger language plpgsql as $$
begin
    if exists (select from (select distinct meeting_id from added) a join meetings_meeting m on m.id = a.meeting_id
               where m.entitled < (select count(*) from meetings_attendance x where x.meeting_id = m.id)) then
        raise exception 'no one is added to a meeting that was called' using errcode = 'LC213';
    end if;
    return null;
end $$;

create function meetings_confirm() returns trigger language plpgsql as $$
begin
    if not exists (select from meetings_sitting where meeting_id = new.meeting_id) then
        raise exception 'a meeting is minuted after it was held' using errcode = 'LC214';
    end if;
    return new;
end $$;

create trigger meetings_meeting_begin before insert on meetings_meeting
    for each row execute function meetings_begin();
create trigger meetings_agendaitem_add before insert on meetings_agendaitem
    for each row execute function meetings_take_body();
create trigger meetings_attendance_add before insert on meetings_attendance
    for each row execute function meetings_take_body();
create trigger meetings_attendance_change before update on meetings_attendance
    for each row execute function meetings_change_attendance();
create trigger meetings_attendance_whole after insert on meetings_attendance
    referencing new table as added for each statement execute function meetings_no_one_more();
create trigger meetings_attendance_stays before delete on meetings_attendance
    for each row execute function liancun_refuse_change();
create trigger meetings_attendance_kept before truncate on meetings_attendance
    for each statement execute function liancun_refuse_change();
create trigger meetings_sitting_add before insert on meetings_sitting
    for each row execute function meetings_take_body();
create trigger meetings_minutes_add before insert on meetings_minutes
    for each row execute function meetings_take_body();
create trigger meetings_minutes_after before insert on meetings_minutes
    for each row execute function meetings_confirm();
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial"), ("framework", "0001_ground")]

    operations = [
        op.sql(FUNCTIONS),
        op.protect("meetings_meeting", using=IN_SCOPE, grants="SI"),
        op.protect("meetings_agendaitem", using=IN_SCOPE, grants="SI"),
        op.protect("meetings_attendance", using=IN_SCOPE, grants="SIU"),
        op.protect("meetings_sitting", using=IN_SCOPE, grants="SI"),
        op.protect("meetings_minutes", using=IN_SCOPE, grants="SI"),
        op.immutable("meetings_meeting"),
        op.immutable("meetings_agendaitem"),
        op.immutable("meetings_sitting"),
        op.immutable("meetings_minutes"),
    ]
