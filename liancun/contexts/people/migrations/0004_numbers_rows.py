"""Who reads numbers and health: officers of the home, and of a minor or of health only those in charge."""

from django.db import migrations

from liancun.framework.database import operations as op

SCOPE = "any ((select liancun_scope('{kind}'))::bigint[])"
PEOPLE, MINORS, HEALTH = (SCOPE.format(kind=kind) for kind in ("people", "minors", "health"))
ALWAYS = "(select liancun_everything()) or person_id = (select liancun_actor())"
GROWN = "(guarded_until is null or guarded_until <= (select liancun_today()))"

NUMBERS = f"({GROWN} and home_id = {PEOPLE}) or home_id = {MINORS} or {ALWAYS}"
HEALTHS = f"(home_id = {HEALTH} and ({GROWN} or home_id = {MINORS})) or {ALWAYS}"
# What is registered by officers of the home may then be closed to them: a new row is never read back.
WRITES = f"home_id = {PEOPLE} or (select liancun_everything())"
OFFICERS = f"home_id = {PEOPLE} or {ALWAYS}"
OPENINGS = f"home_id = {PEOPLE} or user_id = (select liancun_user()) or {ALWAYS}"

FOLLOW = """
create function people_numbers_follow() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    update people_numbers set home_id = new.home_id where person_id = new.id;
    update people_health set home_id = new.home_id where person_id = new.id;
    update people_consent set home_id = new.home_id where person_id = new.id;
    update people_request set home_id = new.home_id where person_id = new.id and state = 'open';
    return null;
end $$;
revoke all on function people_numbers_follow() from public;
create trigger people_person_numbers after update of home_id on people_person
    for each row when (old.home_id is distinct from new.home_id) execute function people_numbers_follow();
grant update (withdrawn_on) on people_consent to liancun_app;
create function people_answer_once() returns trigger language plpgsql as $$
begin
    if old.state <> 'open' and (old.state, old.answer, old.answered_by, old.answered_at, old.kind, old.person_id)
        is distinct from (new.state, new.answer, new.answered_by, new.answered_at, new.kind, new.person_id) then
        raise exception '% %: it is answered and stays', tg_table_name, old.id using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger people_request_answer before update on people_request
    for each row execute function people_answer_once();
"""
BACK = """
drop trigger people_request_answer on people_request; drop function people_answer_once();
drop trigger people_person_numbers on people_person; drop function people_numbers_follow();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_rows"), ("framework", "0001_ground")]
    operations = [
        op.protect("people_numbers", using=NUMBERS, check=WRITES, grants="SIU"),
        op.protect("people_health", using=HEALTHS, check=WRITES, grants="SIU"),
        op.protect("people_opening", using=OPENINGS, check=OPENINGS, grants="SI"),
        op.immutable("people_opening"),
        op.protect("people_consent", using=OFFICERS, check=WRITES, grants="SI"),
        op.protect("people_request", using=OFFICERS, check=WRITES, grants="SIU"),
        op.open_table("people_assessment", grants="SI"),
        op.immutable("people_assessment"),
        op.sql(FOLLOW, BACK),
    ]
