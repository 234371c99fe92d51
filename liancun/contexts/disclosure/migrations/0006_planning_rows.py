"""Plans pass their review before they are published; complaints have one decision; a file brings what came in time."""

from django.db import migrations

from liancun.framework.database import operations as op

IN_SCOPE = "body_id in (select unnest(liancun_scope('bodies'))) or (select liancun_everything())"

FUNCTIONS = """
create function disclosure_lock_plan(plan bigint) returns void language sql volatile as
$$ select pg_advisory_xact_lock(hashtextextended('disclosure.plan:' || plan, 0)) $$;

create function disclosure_lock_office(body bigint) returns void language sql volatile as
$$ select pg_advisory_xact_lock(hashtextextended('disclosure.complaints:' || body, 0)) $$;

-- Locks the plan; refuses when it is over.
create function disclosure_living_plan(wanted bigint) returns disclosure_plan language plpgsql volatile as $$
declare found disclosure_plan;
begin
    perform disclosure_lock_plan(wanted);
    select * into found from disclosure_plan where id = wanted;
    if found.id is null or exists (select from disclosure_planending where plan_id = wanted)
       or exists (select from disclosure_notice where plan_id = wanted) then
        raise exception 'the plan is over' using errcode = 'LC114';
    end if;
    return found;
end $$;

create function disclosure_begin_plan() returns trigger language plpgsql as $$
begin
    if new.planned_at < liancun_now() or new.review_due_on <= liancun_today() then
        raise exception 'a plan is not dated back' using errcode = 'LC110';
    end if;
    return new;
end $$;

create function disclosure_review_plan() returns trigger language plpgsql as $$
declare plan disclosure_plan := disclosure_living_plan(new.plan_id);
begin
    new.body_id := plan.body_id;
    if plan.reviewer_id is null or liancun_today() > plan.review_due_on then
        raise exception 'the review is over' using errcode = 'LC115';
    end if;
    if new.by_person_id = plan.planned_by_id then
        raise exception 'nobody reviews their own plan' using errcode = 'LC116';
    end if;
    return new;
end $$;

create function disclosure_answer_review() returns trigger language plpgsql as $$
declare plan disclosure_plan := disclosure_living_plan(new.plan_id);
begin
    new.body_id := plan.body_id;
    if not exists (select from disclosure_review where plan_id = new.plan_id and not agrees) then
        raise exception 'there is nothing to answer' using errcode = 'LC114';
    end if;
    return new;
end $$;

create function disclosure_end_plan() returns trigger language plpgsql as $$
declare plan disclosure_plan := disclosure_living_plan(new.plan_id);
begin
    new.body_id := plan.body_id;
    return new;
end $$;

-- What is published from a plan is what was reviewed, and only after its review; nobody else may claim one.
create function disclosure_publish_plan() returns trigger language plpgsql as $$
declare
    plan disclosure_plan;
    said disclosure_review;
begin
    new.reviewed_by := '';
    new.review_outcome := '';
    if new.plan_id is null then
        return new;
    end if;
    plan := disclosure_living_plan(new.plan_id);
    if plan.body_id <> new.body_id or plan.kind <> new.kind or plan.title <> new.title or plan.days > new.days
       or plan.snapshot -> 'sections' <> new.snapshot -> 'sections' then
        raise exception 'this is not what was planned' using errcode = 'LC114';
    end if;
    if plan.reviewer_id is null then
        return new;
    end if;
    select * into said from disclosure_review where plan_id = plan.id;
    if said.plan_id is null and liancun_today() <= plan.review_due_on then
        raise exception 'the plan is under review' using errcode = 'LC115';
    end if;
    if said.plan_id is not null and not said.agrees
       and not exists (select from disclosure_reviewanswer where plan_id = plan.id) then
        raise exception 'the supervisors have no answer yet' using errcode = 'LC115';
    end if;
    new.reviewed_by := (select name from bodies_body where id = plan.reviewer_id);
    new.review_outcome := case when said.plan_id is null then 'silent' when said.agrees then 'agreed'
        else 'answered' end;
    return new;
end $$;

-- In time outside, brought in after the end: only by the program, only within ten days, never to what was withdrawn.
create or replace function disclosure_receive() returns trigger language plpgsql as $$
declare
    told disclosure_notice;
    last date;
begin
    perform disclosure_lock(new.notice_id);
    select * into told from disclosure_notice where id = new.notice_id;
    last := disclosure_last_day(new.notice_id);
    if told.kind = '公告' then
        raise exception 'an announcement receives no objections' using errcode = 'LC113';
    end if;
    if exists (select from disclosure_noticeclosing where notice_id = new.notice_id and kind = 'withdrawn') then
        raise exception 'the notice was withdrawn' using errcode = 'LC112';
    end if;
    if new.outside_at is null then
        if liancun_today() > last
           or exists (select from disclosure_noticeclosing where notice_id = new.notice_id) then
            raise exception 'the window is closed' using errcode = 'LC112';
        end if;
    elsif not liancun_everything() or liancun_today() > last + 10 or new.outside_at > liancun_now()
          or new.outside_at < told.published_at
          or (new.outside_at at time zone 'Asia/Shanghai')::date > last then
        raise exception 'it was not received in time' using errcode = 'LC112';
    end if;
    return new;
end $$;

create function disclosure_complain() returns trigger language plpgsql as $$
declare
    asked disclosure_objection;
    path_of text;
begin
    select * into asked from disclosure_objection where id = new.objection_id;
    perform disclosure_lock(asked.notice_id);
    perform disclosure_lock_office(new.body_id);
    new.notice_id := asked.notice_id;
    path_of := (select b.path from bodies_body b join disclosure_notice n on n.body_id = b.id
                where n.id = asked.notice_id);
    if position('/' || new.body_id || '/' in '/' || path_of) = 0 then
        raise exception 'a complaint goes to an office above' using errcode = 'LC117';
    end if;
    if liancun_today() <= asked.answer_due_on
       and not exists (select from disclosure_answer where objection_id = asked.id) then
        raise exception 'the answer is not due yet' using errcode = 'LC117';
    end if;
    return new;
end $$;

create function disclosure_take_office() returns trigger language plpgsql as $$
begin
    new.body_id := (select body_id from disclosure_complaint where id = new.complaint_id);
    return new;
end $$;

create function disclosure_keep_photo() returns trigger language plpgsql as $$
declare told disclosure_notice;
begin
    select * into told from disclosure_notice where id = new.notice_id;
    new.body_id := told.body_id;
    if new.taken_on < told.opens_on or new.taken_on > liancun_today() then
        raise exception 'the board was photographed while the notice was out' using errcode = 'LC118';
    end if;
    return new;
end $$;

create trigger disclosure_plan_begin before insert on disclosure_plan
    for each row execute function disclosure_begin_plan();
create trigger disclosure_review_add before insert on disclosure_review
    for each row execute function disclosure_review_plan();
create trigger disclosure_reviewanswer_add before insert on disclosure_reviewanswer
    for each row execute function disclosure_answer_review();
create trigger disclosure_planending_add before insert on disclosure_planending
    for each row execute function disclosure_end_plan();
create trigger disclosure_notice_of_plan before insert on disclosure_notice
    for each row execute function disclosure_publish_plan();
create trigger disclosure_complaint_add before insert on disclosure_complaint
    for each row execute function disclosure_complain();
create trigger disclosure_complainttext_add before insert on disclosure_complainttext
    for each row execute function disclosure_take_office();
create trigger disclosure_complaintdecision_add before insert on disclosure_complaintdecision
    for each row execute function disclosure_take_office();
create trigger disclosure_releasedtext_add before insert on disclosure_releasedtext
    for each row execute function disclosure_take_body();
create trigger disclosure_boardphoto_add before insert on disclosure_boardphoto
    for each row execute function disclosure_keep_photo();
"""

SCOPED = ("plan", "review", "reviewanswer", "planending", "duereminder")
PUBLIC = ("complaintdecision", "releasedtext", "boardphoto")
FROZEN = (*SCOPED, *PUBLIC, "complaint", "complainttext")


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0004_scopes_hashed"),
        ("bodies", "0001_initial"),
        ("evidence", "0001_initial"),
    ]

    operations = [
        op.sql(FUNCTIONS),
        *(op.protect(f"disclosure_{name}", using=IN_SCOPE, grants="SI") for name in SCOPED),
        *(op.protect(f"disclosure_{name}", using="true", check=IN_SCOPE, grants="SI") for name in PUBLIC),
        op.open_table("disclosure_complaint", grants="SI"),
        op.protect("disclosure_complainttext", using=IN_SCOPE, check="true", grants="SI"),
        *(op.immutable(f"disclosure_{name}") for name in FROZEN),
    ]
