"""Who reads what came with whole meetings; the terms of a meeting are kept, what was given, told and signed stays."""

from django.db import migrations

from liancun.framework.database import operations as op

IN_SCOPE = "body_id in (select unnest(liancun_scope('bodies'))) or (select liancun_everything())"
GIVEN_TO = f"owner_id = (select liancun_actor()) or {IN_SCOPE}"
WITH_ITS_TASK = "exists (select from meetings_followup f where f.id = follow_up_id)"

FUNCTIONS = """
create or replace function meetings_take_body() returns trigger language plpgsql as $$
begin
    perform meetings_lock(new.meeting_id);
    new.body_id := (select body_id from meetings_meeting where id = new.meeting_id);
    if exists (select from meetings_minutes where meeting_id = new.meeting_id) then
        raise exception 'the minutes are confirmed' using errcode = 'LC212';
    end if;
    if exists (select from meetings_cancellation where meeting_id = new.meeting_id) then
        raise exception 'the meeting was called off' using errcode = 'LC216';
    end if;
    return new;
end $$;

create or replace function meetings_change_attendance() returns trigger language plpgsql as $$
declare m meetings_meeting;
begin
    perform meetings_lock(old.meeting_id);
    if exists (select from meetings_minutes where meeting_id = old.meeting_id) then
        raise exception 'the minutes are confirmed' using errcode = 'LC212';
    end if;
    if exists (select from meetings_cancellation where meeting_id = old.meeting_id) then
        raise exception 'the meeting was called off' using errcode = 'LC216';
    end if;
    if (new.id, new.meeting_id, new.body_id, new.person_id, new.name, new."order")
       is distinct from (old.id, old.meeting_id, old.body_id, old.person_id, old.name, old."order") then
        raise exception 'who was called does not change' using errcode = 'LC213';
    end if;
    select * into m from meetings_meeting where id = new.meeting_id;
    if new.state = 'online' and not m.online then
        raise exception 'this meeting is attended in person' using errcode = 'LC215';
    end if;
    if new.state = 'proxy' and (m.proxies = 'none' or m.proxies <> '' and new.carrier_id is null) then
        raise exception 'this meeting knows no such proxy' using errcode = 'LC215';
    end if;
    return new;
end $$;

create function meetings_proxies_within() returns trigger language plpgsql as $$
begin
    if exists (select from (select distinct meeting_id from changed) c
               join meetings_meeting m on m.id = c.meeting_id and m.proxy_most > 0
               join meetings_attendance a on a.meeting_id = m.id and a.carrier_id is not null
               group by m.id, m.proxy_most, a.carrier_id having count(*) > m.proxy_most) then
        raise exception 'one person carries too many proxies' using errcode = 'LC215';
    end if;
    if exists (select from (select distinct meeting_id from changed) c
               join meetings_sitting s on s.meeting_id = c.meeting_id
               join meetings_attendance a on a.meeting_id = c.meeting_id and a.carrier_id is not null
               join meetings_attendance b on b.meeting_id = c.meeting_id and b.person_id = a.carrier_id
               where b.state not in ('present', 'online')) then
        raise exception 'who carries a proxy is there' using errcode = 'LC215';
    end if;
    return null;
end $$;

create function meetings_before_held() returns trigger language plpgsql as $$
begin
    if exists (select from meetings_sitting where meeting_id = new.meeting_id) then
        raise exception 'the meeting was held' using errcode = 'LC216';
    end if;
    return new;
end $$;

create function meetings_notice_anew() returns trigger language plpgsql as $$
declare days smallint := (select notice_days from meetings_meeting where id = new.meeting_id);
begin
    if new.noticed_at < liancun_now() then
        raise exception 'a notice is given at the moment it says' using errcode = 'LC210';
    end if;
    if new.earliest_on < (new.noticed_at at time zone 'Asia/Shanghai')::date + days
       or (new.starts_at at time zone 'Asia/Shanghai')::date < new.earliest_on then
        raise exception 'the meeting starts before its notice has run' using errcode = 'LC211';
    end if;
    if new.number <> 1 + (select count(*) from meetings_noticechange where meeting_id = new.meeting_id) then
        raise exception 'notices are numbered one after the other' using errcode = 'LC211';
    end if;
    return new;
end $$;

create function meetings_reached() returns trigger language plpgsql as $$
begin
    if new.delivered_at < liancun_now() then
        raise exception 'a notice handed over is written down when it is' using errcode = 'LC210';
    end if;
    if not exists (select from meetings_attendance where meeting_id = new.meeting_id and person_id = new.person_id) then
        raise exception 'the notice is for those called' using errcode = 'LC213';
    end if;
    if new.notice > (select count(*) from meetings_noticechange where meeting_id = new.meeting_id) then
        raise exception 'there is no such notice' using errcode = 'LC213';
    end if;
    return new;
end $$;

create function meetings_paper_now() returns trigger language plpgsql as $$
begin
    if new.open_since < liancun_now() then
        raise exception 'a paper is never put out in the past' using errcode = 'LC210';
    end if;
    return new;
end $$;

create function meetings_observer_leaves() returns trigger language plpgsql as $$
begin
    if exists (select from meetings_minutes where meeting_id = old.meeting_id) then
        raise exception 'the minutes are confirmed' using errcode = 'LC212';
    end if;
    return old;
end $$;

create function meetings_of_draft() returns trigger language plpgsql as $$
declare d meetings_draft;
begin
    select * into d from meetings_draft where id = new.draft_id;
    perform meetings_lock(d.meeting_id);
    new.body_id := d.body_id;
    if exists (select from meetings_minutes where meeting_id = d.meeting_id) then
        raise exception 'the minutes are confirmed' using errcode = 'LC212';
    end if;
    if exists (select from meetings_draft where meeting_id = d.meeting_id and number > d.number) then
        raise exception 'a later draft was saved' using errcode = 'LC219';
    end if;
    return new;
end $$;

create function meetings_item_of_draft() returns trigger language plpgsql as $$
begin
    if not exists (select from meetings_agendaitem i join meetings_draft d on d.meeting_id = i.meeting_id
                   where i.id = new.item_id and d.id = new.draft_id) then
        raise exception 'the item is of another meeting' using errcode = 'LC219';
    end if;
    return new;
end $$;

create function meetings_signed_draft() returns trigger language plpgsql as $$
begin
    if not exists (select from meetings_draft d join meetings_sitting s on s.meeting_id = d.meeting_id
                   where d.id = new.draft_id) then
        raise exception 'the meeting was not held' using errcode = 'LC214';
    end if;
    return new;
end $$;

create function meetings_two_signers() returns trigger language plpgsql as $$
begin
    if (select signers from meetings_meeting where id = new.meeting_id) = 2 and (
        new.countersigned_by = ''
        or not exists (
            select from meetings_draft d join meetings_signing s on s.draft_id = d.id
            where d.meeting_id = new.meeting_id and d.text = new.text and s.signed_by = new.confirmed_by
              and d.number = (select max(number) from meetings_draft where meeting_id = new.meeting_id)
              and s.person_id is distinct from (select liancun_actor()))) then
        raise exception 'two persons confirm the same words' using errcode = 'LC219';
    end if;
    return new;
end $$;

create function meetings_corrects() returns trigger language plpgsql as $$
begin
    if not exists (
        select from meetings_meeting was join meetings_minutes n on n.meeting_id = was.id
        join meetings_meeting later on later.id = new.meeting_id
        where was.id = new.corrected_id and was.body_id = later.body_id and was.id <> later.id
          and was.starts_at < later.starts_at)
       or not exists (select from meetings_sitting where meeting_id = new.meeting_id) then
        raise exception 'a later meeting of the same body corrects confirmed minutes' using errcode = 'LC218';
    end if;
    return new;
end $$;

create function meetings_given() returns trigger language plpgsql as $$
begin
    if not exists (select from meetings_sitting where meeting_id = new.meeting_id) then
        raise exception 'a meeting gives something to do when it is held' using errcode = 'LC214';
    end if;
    if new.made_at < liancun_now() or new.due < liancun_today() then
        raise exception 'nothing is given in the past' using errcode = 'LC210';
    end if;
    return new;
end $$;

create function meetings_step_of_task() returns trigger language plpgsql as $$
declare f meetings_followup;
begin
    select * into f from meetings_followup where id = new.follow_up_id;
    perform meetings_lock(f.meeting_id);
    new.body_id := f.body_id;
    if new.taken_at < liancun_now() then
        raise exception 'a step is written down when it is taken' using errcode = 'LC210';
    end if;
    if exists (select from meetings_followupstep where follow_up_id = f.id and kind in ('done', 'dropped')) then
        raise exception 'it is closed' using errcode = 'LC217';
    end if;
    return new;
end $$;

create trigger meetings_attendance_within after update on meetings_attendance
    referencing new table as changed for each statement execute function meetings_proxies_within();
create trigger meetings_cancellation_add before insert on meetings_cancellation
    for each row execute function meetings_take_body();
create trigger meetings_cancellation_before before insert on meetings_cancellation
    for each row execute function meetings_before_held();
create trigger meetings_noticechange_add before insert on meetings_noticechange
    for each row execute function meetings_take_body();
create trigger meetings_noticechange_anew before insert on meetings_noticechange
    for each row execute function meetings_notice_anew();
create trigger meetings_noticechange_before before insert on meetings_noticechange
    for each row execute function meetings_before_held();
create trigger meetings_delivery_add before insert on meetings_delivery
    for each row execute function meetings_take_body();
create trigger meetings_delivery_reached before insert on meetings_delivery
    for each row execute function meetings_reached();
create trigger meetings_paper_add before insert on meetings_paper
    for each row execute function meetings_take_body();
create trigger meetings_paper_now before insert on meetings_paper
    for each row execute function meetings_paper_now();
create trigger meetings_observer_add before insert on meetings_observer
    for each row execute function meetings_take_body();
create trigger meetings_observer_leaves before delete on meetings_observer
    for each row execute function meetings_observer_leaves();
create trigger meetings_observer_stays before update on meetings_observer
    for each row execute function liancun_refuse_change();
create trigger meetings_observer_kept before truncate on meetings_observer
    for each statement execute function liancun_refuse_change();
create trigger meetings_draft_add before insert on meetings_draft
    for each row execute function meetings_take_body();
create trigger meetings_itemrecord_add before insert on meetings_itemrecord
    for each row execute function meetings_of_draft();
create trigger meetings_itemrecord_item before insert on meetings_itemrecord
    for each row execute function meetings_item_of_draft();
create trigger meetings_signing_add before insert on meetings_signing
    for each row execute function meetings_of_draft();
create trigger meetings_signing_held before insert on meetings_signing
    for each row execute function meetings_signed_draft();
create trigger meetings_minutes_two before insert on meetings_minutes
    for each row execute function meetings_two_signers();
create trigger meetings_correction_add before insert on meetings_correction
    for each row execute function meetings_take_body();
create trigger meetings_correction_corrects before insert on meetings_correction
    for each row execute function meetings_corrects();
create trigger meetings_followup_add before insert on meetings_followup
    for each row execute function meetings_take_body();
create trigger meetings_followup_given before insert on meetings_followup
    for each row execute function meetings_given();
create trigger meetings_followupstep_add before insert on meetings_followupstep
    for each row execute function meetings_step_of_task();
"""

FROZEN = (
    "noticechange",
    "cancellation",
    "delivery",
    "paper",
    "draft",
    "itemrecord",
    "signing",
    "correction",
    "reminder",
)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0004_scopes_hashed")]

    operations = [
        op.sql(FUNCTIONS),
        *(op.protect(f"meetings_{name}", using=IN_SCOPE, grants="SI") for name in FROZEN),
        *(op.immutable(f"meetings_{name}") for name in FROZEN),
        op.protect("meetings_observer", using=IN_SCOPE, grants="SID"),
        op.protect("meetings_followup", using=GIVEN_TO, check=IN_SCOPE, grants="SI"),
        op.immutable("meetings_followup"),
        op.protect("meetings_followupstep", using=WITH_ITS_TASK, grants="SI"),
        op.immutable("meetings_followupstep"),
    ]
