"""A roll is judged once for all its places, not place by place: those of a whole county open within seconds."""

from django.db import migrations

from liancun.framework.database import operations as op

WHOLE = """
drop trigger ballots_rollmark_add on ballots_rollmark;

create or replace function ballots_no_one_more() returns trigger language plpgsql as $$
begin
    -- As whoever votes does: what comes must come before the close, and a close waits for it.
    perform pg_advisory_xact_lock_shared(hashtextextended('ballots.ballot:' || a.ballot_id, 0))
        from (select distinct ballot_id from added order by ballot_id) a;
    if exists (select from (select distinct ballot_id from added) a
               join ballots_ballotclosing c on c.ballot_id = a.ballot_id) then
        raise exception 'the ballot is closed' using errcode = 'LC310';
    end if;
    if exists (select from added a join ballots_ballot b on b.id = a.ballot_id where b.body_id <> a.body_id) then
        raise exception 'a place belongs to the body of its ballot' using errcode = 'LC313';
    end if;
    if exists (select from (select distinct ballot_id from added) a join ballots_ballot b on b.id = a.ballot_id
               where b.entitled < (select count(*) from ballots_rollmark x
                                   where x.ballot_id = b.id and x.correction_id is null)) then
        raise exception 'no one is added to a roll that is frozen' using errcode = 'LC312';
    end if;
    if exists (select from added a where a.correction_id is not null and not exists (
            select from ballots_rollcorrection c join ballots_correctionwitness w on w.correction_id = c.id
            where c.id = a.correction_id and c.ballot_id = a.ballot_id and c.person_id = a.person_id
              and c.change = 'add' and c.votes = a.weight)) then
        raise exception 'a place is added only by a correction that two persons made' using errcode = 'LC316';
    end if;
    if exists (select from (select distinct ballot_id from added) a
               join ballots_ballot b on b.id = a.ballot_id and b.unit = 'household'
               cross join lateral ballots_standing(b.id) s where s.household_id is not null
               group by b.id, s.household_id having count(*) > 1) then
        raise exception 'a household has one place' using errcode = 'LC318';
    end if;
    return null;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("ballots", "0008_secret_rows")]

    operations = [op.sql(WHOLE)]
