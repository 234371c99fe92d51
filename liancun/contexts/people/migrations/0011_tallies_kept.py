"""Tallies follow what they count within the same statement, below the forms, whoever writes.

Triggers look at whole statements: an import of thousands of rows adds one line for each village and day. They only
add, so that two who write in one village never wait for each other.
"""

from django.db import migrations

from liancun.framework.database import operations as op

# The lines a table's rows count for, of `came` (+1) and of `gone` (-1).
PERSONS = """
select home_id as body_id, 'person' as what, '' as kind, date '0001-01-01' as day, {sign} as change
from {rows} where merged_into_id is null and died_on is null
"""
HOUSEHOLDS = """
select home_id as body_id, 'household' as what, '' as kind, since as day, {sign} as change from {rows}
union all
select home_id, 'household', '', until, -({sign}) from {rows} where until is not null
"""
ROLLS = """
select body_id, 'roll' as what, kind, since as day, {sign} as change from {rows}
union all
select body_id, 'roll', kind, until, -({sign}) from {rows} where until is not null
"""
COUNTED = {"people_person": PERSONS, "people_household": HOUSEHOLDS, "people_rollentry": ROLLS}
EVENTS = {
    "insert": "referencing new table as came",
    "update": "referencing old table as gone new table as came",
    "delete": "referencing old table as gone",
}
SUMMED = """
select body_id, what, kind, day, sum(change)::integer from ({lines}) as line
group by body_id, what, kind, day having sum(change) <> 0
"""


def lines(counted: str, event: str) -> str:
    came, gone = counted.format(rows="came", sign="1"), counted.format(rows="gone", sign="-1")
    return {"insert": came, "delete": gone, "update": f"{came} union all {gone}"}[event]


def kept(table: str, event: str) -> str:
    name = f"{table}_tallied_{event}"
    return f"""
    create function {name}() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
    begin
        insert into people_tally (body_id, what, kind, day, change)
        {SUMMED.format(lines=lines(COUNTED[table], event))};
        return null;
    end $$;
    revoke all on function {name}() from public;
    create trigger {name} after {event} on {table} {EVENTS[event]}
        for each statement execute function {name}();
    """


KEPT = "".join(kept(table, event) for table in COUNTED for event in EVENTS)
NOT_KEPT = "".join(
    f"drop trigger {table}_tallied_{event} on {table}; drop function {table}_tallied_{event}();"
    for table in COUNTED
    for event in EVENTS
)
ALL = " union all ".join(counted.format(rows=table, sign="1") for table, counted in COUNTED.items())

# `people_tallies_counted`: from the rows themselves, what the asker may read. `people_recount`: waits for those who write
# and keeps others waiting while it counts. `people_join_tallies`: several lines of one day become one.
DOORS = f"""
create function people_tallies_counted() returns table (body_id bigint, what text, kind text, day date, change integer)
language sql stable as $$ {SUMMED.format(lines=ALL)} $$;

create function people_recount() returns void language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    lock table people_tally in exclusive mode;
    delete from people_tally;
    insert into people_tally (body_id, what, kind, day, change) select * from people_tallies_counted();
end $$;

create function people_join_tallies() returns void language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    perform pg_advisory_xact_lock(hashtext('people_join_tallies'));
    with several as (
        select body_id, what, kind, day from people_tally group by body_id, what, kind, day having count(*) > 1
    ), gone as (
        delete from people_tally t using several s
        where (t.body_id, t.what, t.kind, t.day) = (s.body_id, s.what, s.kind, s.day) returning t.*
    )
    insert into people_tally (body_id, what, kind, day, change)
    {SUMMED.format(lines="select * from gone")};
end $$;
revoke all on function people_recount(), people_join_tallies() from public;
grant execute on function people_recount(), people_join_tallies() to liancun_app;
"""
NO_DOORS = "drop function people_join_tallies(); drop function people_recount(); drop function people_tallies_counted();"
# The tallies answer it: the same persons, counted row by row, the scope looked at for each.
FORMER_COUNT = """
create function people_counted(homes bigint[]) returns table (home bigint, persons bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.home_id, count(*) from people_person p
    where p.home_id = any (homes) and p.merged_into_id is null and p.died_on is null
      and (p.home_id in (select unnest(liancun_scope('people'))) or (select liancun_everything()))
    group by p.home_id
$$;
revoke all on function people_counted(bigint[]) from public;
grant execute on function people_counted(bigint[]) to liancun_app;
"""
IN_SCOPE = "body_id in (select unnest(liancun_scope('people'))) or (select liancun_everything())"


class Migration(migrations.Migration):
    dependencies = [("people", "0009_minors")]
    operations = [
        op.protect("people_tally", using=IN_SCOPE, grants="S"),
        op.sql(KEPT, NOT_KEPT),
        op.sql(DOORS, NO_DOORS),
        op.sql("select people_recount();"),
        op.sql("drop function people_counted(bigint[]);", FORMER_COUNT),
    ]
