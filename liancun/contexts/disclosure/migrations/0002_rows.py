"""Who reads and adds what; what never changes; when a notice begins, ends and receives objections."""

from django.db import migrations

from liancun.framework.database import operations as op

IN_SCOPE = "body_id in (select unnest(liancun_scope('bodies'))) or (select liancun_everything())"

FUNCTIONS = """
create function disclosure_lock(notice bigint) returns void language sql volatile as
$$ select pg_advisory_xact_lock(hashtextextended('disclosure.notice:' || notice, 0)) $$;

create function disclosure_last_day(notice bigint) returns date language sql volatile as $$
    select greatest(n.closes_on, (select max(e.closes_on) from disclosure_extension e where e.notice_id = n.id))
    from disclosure_notice n where n.id = notice
$$;

-- A notice cannot be dated back: its window would seem to be over.
create function disclosure_begin_notice() returns trigger language plpgsql as $$
begin
    if new.published_at < liancun_now() or new.opens_on <> (new.published_at at time zone 'Asia/Shanghai')::date then
        raise exception 'a notice is published on the day it says' using errcode = 'LC110';
    end if;
    if new.closes_on < new.opens_on + new.days then
        raise exception 'the window is shorter than its days' using errcode = 'LC111';
    end if;
    return new;
end $$;

create function disclosure_extend() returns trigger language plpgsql as $$
begin
    perform disclosure_lock(new.notice_id);
    new.body_id := (select body_id from disclosure_notice where id = new.notice_id);
    if new.closes_on < disclosure_last_day(new.notice_id) then
        raise exception 'a window is never shortened' using errcode = 'LC111';
    end if;
    if exists (select from disclosure_noticeclosing where notice_id = new.notice_id) then
        raise exception 'the notice has ended' using errcode = 'LC112';
    end if;
    return new;
end $$;

create function disclosure_end_notice() returns trigger language plpgsql as $$
begin
    perform disclosure_lock(new.notice_id);
    new.body_id := (select body_id from disclosure_notice where id = new.notice_id);
    if new.kind = 'closed' and liancun_today() <= disclosure_last_day(new.notice_id) then
        raise exception 'a window is never shortened' using errcode = 'LC111';
    end if;
    return new;
end $$;

create function disclosure_receive() returns trigger language plpgsql as $$
declare kind_of text := (select kind from disclosure_notice where id = new.notice_id);
begin
    perform disclosure_lock(new.notice_id);
    if kind_of = '公告' then
        raise exception 'an announcement receives no objections' using errcode = 'LC113';
    end if;
    if liancun_today() > disclosure_last_day(new.notice_id)
       or exists (select from disclosure_noticeclosing where notice_id = new.notice_id) then
        raise exception 'the window is closed' using errcode = 'LC112';
    end if;
    return new;
end $$;

-- The body comes from the notice, whatever the sender says: the policy judges by it.
create function disclosure_take_body() returns trigger language plpgsql as $$
begin
    new.body_id := (select n.body_id from disclosure_objection o join disclosure_notice n on n.id = o.notice_id
                    where o.id = new.objection_id);
    return new;
end $$;

create trigger disclosure_notice_begin before insert on disclosure_notice
    for each row execute function disclosure_begin_notice();
create trigger disclosure_extension_add before insert on disclosure_extension
    for each row execute function disclosure_extend();
create trigger disclosure_noticeclosing_add before insert on disclosure_noticeclosing
    for each row execute function disclosure_end_notice();
create trigger disclosure_objection_add before insert on disclosure_objection
    for each row execute function disclosure_receive();
create trigger disclosure_objectiontext_add before insert on disclosure_objectiontext
    for each row execute function disclosure_take_body();
create trigger disclosure_answer_add before insert on disclosure_answer
    for each row execute function disclosure_take_body();
"""


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_initial"), ("framework", "0001_ground")]

    operations = [
        op.sql(FUNCTIONS),
        op.protect("disclosure_notice", using="true", check=IN_SCOPE, grants="SI"),
        op.protect("disclosure_extension", using="true", check=IN_SCOPE, grants="SI"),
        op.protect("disclosure_noticeclosing", using="true", check=IN_SCOPE, grants="SI"),
        op.open_table("disclosure_objection", grants="SI"),
        op.protect("disclosure_objectiontext", using=IN_SCOPE, check="true", grants="SI"),
        op.protect("disclosure_answer", using="true", check=IN_SCOPE, grants="SI"),
        op.immutable("disclosure_notice"),
        op.immutable("disclosure_extension"),
        op.immutable("disclosure_noticeclosing"),
        op.immutable("disclosure_objection"),
        op.immutable("disclosure_objectiontext"),
        op.immutable("disclosure_answer"),
    ]
