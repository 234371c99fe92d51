from django.db import migrations

from liancun.framework.database import operations as op

ENDS = """
create function posts_end_once() returns trigger language plpgsql as $$
begin
    if old.until is not null then
        raise exception 'post %: its end is set and stays', old.id using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger posts_post_end before update on posts_post
    for each row execute function posts_end_once();
grant update (until) on posts_post to liancun_app;
"""


class Migration(migrations.Migration):
    dependencies = [("posts", "0001_initial"), ("framework", "0001_ground")]
    operations = [
        op.open_table("posts_post", grants="SI"),
        op.sql(ENDS, "drop trigger posts_post_end on posts_post; drop function posts_end_once();"),
    ]
