from django.db import migrations

from liancun.framework.database import operations as op

TAKEN_BACK = """
create function access_key_ends_once() returns trigger language plpgsql as $$
begin
    if old.revoked_at is not null then
        raise exception 'key %: it was taken back and stays so', old.id using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger access_apikey_end before update on access_apikey
    for each row execute function access_key_ends_once();
grant update (revoked_at) on access_apikey to liancun_app;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_keys"), ("framework", "0001_ground")]
    operations = [
        op.open_table("access_apikey", grants="SI"),
        op.sql(
            TAKEN_BACK,
            "drop trigger access_apikey_end on access_apikey; drop function access_key_ends_once();",
        ),
    ]
