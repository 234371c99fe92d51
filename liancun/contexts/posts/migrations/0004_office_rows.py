"""A post ends once and is struck once; a delegation is taken back once, and nobody stands in for themselves."""

from django.db import migrations

from liancun.framework.database import operations as op

POSTS = """
create or replace function posts_end_once() returns trigger language plpgsql as $$
begin
    if old.struck_at is not null then
        raise exception 'post %: it is struck and stays', old.id using errcode = 'LC001';
    end if;
    if old.until is not null
        and (new.until is distinct from old.until or new.end_note is distinct from old.end_note) then
        raise exception 'post %: its end is set and stays', old.id using errcode = 'LC001';
    end if;
    return new;
end $$;
create function posts_corrects_struck() returns trigger language plpgsql as $$
begin
    if not exists (select from posts_post where id = new.corrects_id and struck_at is not null) then
        raise exception 'only a struck post is corrected' using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger posts_post_corrects before insert on posts_post
    for each row when (new.corrects_id is not null) execute function posts_corrects_struck();
grant update (until, end_note, struck_at, struck_by, struck_reason) on posts_post to liancun_app;
"""
POSTS_BACK = """
revoke update (end_note, struck_at, struck_by, struck_reason) on posts_post from liancun_app;
drop trigger posts_post_corrects on posts_post; drop function posts_corrects_struck();
"""

DELEGATIONS = """
create function posts_delegation_checked() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.revoked_at is not null then
        raise exception 'delegation %: it was taken back and stays so', old.id using errcode = 'LC001';
    end if;
    if tg_op = 'INSERT' and not exists (
        select from posts_post p where p.id = new.post_id and p.person_id <> new.person_id
            and p.struck_at is null and p.since <= new.since and (p.until is null or p.until >= new.until)
    ) then
        raise exception 'a delegate is another person, within the days of the post' using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger posts_delegation_checked before insert or update on posts_delegation
    for each row execute function posts_delegation_checked();
grant update (revoked_at) on posts_delegation to liancun_app;
"""


class Migration(migrations.Migration):
    dependencies = [("posts", "0002_rows")]
    operations = [
        op.sql(POSTS, POSTS_BACK),
        op.open_table("posts_delegation", grants="SI"),
        op.open_table("posts_termreminder", grants="SI"),
        op.immutable("posts_termreminder"),
        op.sql(
            DELEGATIONS,
            "drop trigger posts_delegation_checked on posts_delegation; drop function posts_delegation_checked();",
        ),
    ]
