"""Who sees an inspection, a link, a family tie; what of them may change, and only once."""

from django.db import migrations

from liancun.framework.database import operations as op

EVERYTHING = "(select liancun_everything())"
IN_BODIES = "body_id in (select unnest(liancun_scope('bodies')))"
IN_PEOPLE = "body_id in (select unnest(liancun_scope('people')))"
OWN = "person_id = (select liancun_actor())"

CHECKED = """
create function access_inspection_checked() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.since > liancun_now() + interval '1 minute' or new.since < liancun_now() - interval '1 minute' or new.closed_at is not null then
            raise exception 'an inspection begins now and is open' using errcode = 'LC001';
        end if;
    elsif old.closed_at is not null then
        raise exception 'inspection %: it is closed and stays so', old.id using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger access_inspection_checked before insert or update on access_inspection
    for each row execute function access_inspection_checked();
grant update (closed_at) on access_inspection to liancun_app;

create function access_once() returns trigger language plpgsql as $$
begin
    if (to_jsonb(old) ->> tg_argv[0]) is not null then
        raise exception '% %: it is set and stays', tg_table_name, old.id using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger access_onetimelink_once before update on access_onetimelink
    for each row execute function access_once('used_at');
create trigger access_nearrelative_once before update on access_nearrelative
    for each row execute function access_once('until');
grant update (used_at) on access_onetimelink to liancun_app;
grant update (until) on access_nearrelative to liancun_app;
"""
BACK = """
drop trigger access_inspection_checked on access_inspection; drop function access_inspection_checked();
drop trigger access_onetimelink_once on access_onetimelink;
drop trigger access_nearrelative_once on access_nearrelative; drop function access_once();
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0003_looking_in"), ("framework", "0001_ground")]
    operations = [
        op.protect(
            "access_inspection",
            using=f"{OWN} or {IN_BODIES} or (select liancun_may_audit()) or {EVERYTHING}",
            check=f"{OWN} or {EVERYTHING}",
            grants="SI",
        ),
        op.protect("access_onetimelink", using=f"{IN_PEOPLE} or {EVERYTHING}", grants="SI"),
        op.protect(
            "access_nearrelative",
            using=f"{IN_PEOPLE} or {OWN} or relative_id = (select liancun_actor()) or {EVERYTHING}",
            check=f"{IN_PEOPLE} or {EVERYTHING}",
            grants="SI",
        ),
        op.sql(CHECKED, BACK),
    ]
