"""Who reads ballots; the roll is frozen at the opening, and a closed ballot receives nothing."""

from django.db import migrations

from liancun.framework.database import operations as op

IN_SCOPE = "body_id in (select unnest(liancun_scope('bodies'))) or (select liancun_everything())"

FUNCTIONS = """
-- Votes and counts share the ballot, closing has it alone: a vote is either before the close or refused.
create function ballots_receive() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('ballots.ballot:' || new.ballot_id, 0));
    new.body_id := (select body_id from ballots_ballot where id = new.ballot_id);
    if exists (select from ballots_ballotclosing where ballot_id = new.ballot_id) then
        raise exception 'the ballot is closed' using errcode = 'LC310';
    end if;
    return new;
end $$;

create function ballots_close() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('ballots.ballot:' || new.ballot_id, 0));
    new.body_id := (select body_id from ballots_ballot where id = new.ballot_id);
    if exists (select from ballots_ballot where id = new.ballot_id and method = 'hand')
       and not exists (select from ballots_countwitness where ballot_id = new.ballot_id) then
        raise exception 'a hand count needs its second officer' using errcode = 'LC311';
    end if;
    return new;
end $$;

create function ballots_no_one_more() returns trigger language plpgsql as $$
begin
    if exists (select from (select distinct ballot_id from added) a join ballots_ballot b on b.id = a.ballot_id
               where b.entitled < (select count(*) from ballots_rollmark x where x.ballot_id = b.id)) then
        raise exception 'no one is added to a roll that is frozen' using errcode = 'LC312';
    end if;
    return null;
end $$;

create function ballots_check_vote() returns trigger language plpgsql as $$
begin
    if not exists (select from ballots_rollmark m join ballots_ballot b on b.id = m.ballot_id
                   where m.id = new.mark_id and b.id = new.ballot_id and b.method = 'named') then
        raise exception 'a vote by name belongs to a place on its own roll' using errcode = 'LC313';
    end if;
    return new;
end $$;

create function ballots_check_count() returns trigger language plpgsql as $$
begin
    if not exists (select from ballots_ballot where id = new.ballot_id and method = 'hand'
                   and new.present <= entitled) then
        raise exception 'a count stays within its roll' using errcode = 'LC314';
    end if;
    return new;
end $$;

create function ballots_check_witness() returns trigger language plpgsql as $$
begin
    if not exists (select from ballots_handcount where id = new.count_id and ballot_id = new.ballot_id
                   and counted_by_id <> new.witnessed_by_id) then
        raise exception 'counter and witness are two persons' using errcode = 'LC315';
    end if;
    return new;
end $$;

create trigger ballots_rollmark_add before insert on ballots_rollmark
    for each row execute function ballots_receive();
create trigger ballots_rollmark_whole after insert on ballots_rollmark
    referencing new table as added for each statement execute function ballots_no_one_more();
create trigger ballots_namedvote_add before insert on ballots_namedvote
    for each row execute function ballots_receive();
create trigger ballots_namedvote_check before insert on ballots_namedvote
    for each row execute function ballots_check_vote();
create trigger ballots_handcount_add before insert on ballots_handcount
    for each row execute function ballots_receive();
create trigger ballots_handcount_check before insert on ballots_handcount
    for each row execute function ballots_check_count();
create trigger ballots_countwitness_add before insert on ballots_countwitness
    for each row execute function ballots_receive();
create trigger ballots_countwitness_check before insert on ballots_countwitness
    for each row execute function ballots_check_witness();
create trigger ballots_ballotclosing_add before insert on ballots_ballotclosing
    for each row execute function ballots_close();
"""

TABLES = ("ballot", "rollmark", "namedvote", "handcount", "countwitness", "ballotclosing")


class Migration(migrations.Migration):
    dependencies = [("ballots", "0001_initial"), ("framework", "0001_ground")]

    operations = [
        op.sql(FUNCTIONS),
        *(op.protect(f"ballots_{table}", using=IN_SCOPE, grants="SI") for table in TABLES),
        *(op.immutable(f"ballots_{table}") for table in TABLES),
    ]
