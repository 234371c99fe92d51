"""Whether corrections follow each other is asked once for a statement, not once for each of its rows."""

from django.db import migrations

from liancun.framework.database import operations as op

# Read row by row, a statement of 100,000 values searched the values it had written itself, again and again.
RUNS = """
drop trigger bodies_bodyfact_follows on bodies_bodyfact;
drop function bodies_fact_follows();
create function bodies_facts_follow() returns trigger language plpgsql as $$
begin
    if exists (
        select from bodies_bodyfact f
        join (select distinct body_id, code, year from new_rows) n using (body_id, code, year)
        group by body_id, code, year
        having min(f.sequence) <> 1 or max(f.sequence) <> count(*)
    ) then
        raise exception 'a correction follows the value it corrects' using errcode = 'LC001';
    end if;
    return null;
end $$;
create trigger bodies_bodyfact_follows after insert on bodies_bodyfact
    referencing new table as new_rows for each statement execute function bodies_facts_follow();
"""
UNDO = """
drop trigger bodies_bodyfact_follows on bodies_bodyfact;
drop function bodies_facts_follow();
create function bodies_fact_follows() returns trigger language plpgsql as $$
begin
    if new.sequence <> 1 + coalesce((
        select max(f.sequence) from bodies_bodyfact f
        where f.body_id = new.body_id and f.code = new.code and f.year = new.year), 0) then
        raise exception 'a correction follows the value it corrects' using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger bodies_bodyfact_follows before insert on bodies_bodyfact
    for each row execute function bodies_fact_follows();
"""


class Migration(migrations.Migration):
    dependencies = [("bodies", "0008_scopes_hashed")]
    operations = [op.sql(RUNS, UNDO)]
