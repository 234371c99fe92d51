"""What the serving role may do with tables that are not a context's own."""

from django.db import migrations

from liancun.framework.database import operations as op

# The queue works through functions and sequences; whoever serves may queue, whoever works may finish.
QUEUE = """
do $$
declare item record;
begin
    for item in select c.oid::regclass as name, c.relkind as kind from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relname like 'procrastinate\\_%' and c.relkind in ('r', 'S')
    loop
        if item.kind = 'r' then
            execute format('revoke all on %s from liancun_app', item.name);
            execute format('grant select, insert, update, delete on %s to liancun_app', item.name);
        else
            execute format('grant usage, select on sequence %s to liancun_app', item.name);
        end if;
    end loop;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("framework", "0002_tables"),
        ("sessions", "0001_initial"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [
        op.open_table("framework_playbookversion", grants="SI"),
        op.immutable("framework_playbookversion"),
        op.open_table("framework_jobprogress", grants="SIUD"),
        op.open_table("django_session", grants="SIUD"),
        op.sql("grant select on django_migrations to liancun_app;"),
        op.sql(QUEUE),
    ]
