"""What holds below the forms for kinds, channels, weights and corrections of the roll."""

from django.db import migrations

from liancun.framework.database import operations as op

IN_SCOPE = "body_id in (select unnest(liancun_scope('bodies'))) or (select liancun_everything())"
PROGRAM = "(select liancun_everything())"

HELPERS = """
-- One place on a roll at a time: its vote, its papers and its proxies wait for one another.
create function ballots_hold_mark(mark bigint) returns void language sql as $$
    select pg_advisory_xact_lock(hashtextextended('ballots.mark:' || mark, 0));
$$;

create function ballots_is_struck(mark bigint) returns boolean language sql stable as $$
    select exists (select from ballots_rollcorrection c
                   join ballots_correctionwitness w on w.correction_id = c.id where c.mark_id = mark);
$$;

create function ballots_standing(ballot bigint)
returns table (id bigint, person_id bigint, place integer, weight integer, household_id bigint)
language sql stable as $$
    select m.id, m.person_id, m."order", m.weight, m.household_id from ballots_rollmark m
    where m.ballot_id = ballot and not exists (
        select from ballots_rollcorrection c join ballots_correctionwitness w on w.correction_id = c.id
        where c.mark_id = m.id);
$$;

-- The answer has the shape of the question.
create function ballots_fits(kind text, options integer, most integer, said text, picks smallint[], on_paper boolean)
returns boolean language sql immutable as $$
    select case
        when said = 'invalid' then on_paper and cardinality(picks) = 0
        when kind = 'yes_no' then said in ('yes', 'no', 'abstain') and cardinality(picks) = 0
        when said = 'abstain' then cardinality(picks) = 0
        when said <> 'picks' then false
        when kind = 'choice' then cardinality(picks) between 1 and most
            and 0 <= all (picks) and options > all (picks)
            and (select count(distinct pick) from unnest(picks) pick) = cardinality(picks)
        else cardinality(picks) = options and 0 <= all (picks) and most >= all (picks)
    end;
$$;
"""

CHECKS = """
create or replace function ballots_no_one_more() returns trigger language plpgsql as $$
begin
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

create or replace function ballots_check_vote() returns trigger language plpgsql as $$
declare asked record;
begin
    select b.method, b.channels, b.kind, cardinality(b.options) as options, b.most into asked
        from ballots_rollmark m join ballots_ballot b on b.id = m.ballot_id
        where m.id = new.mark_id and b.id = new.ballot_id;
    if not found or asked.method <> 'named' then
        raise exception 'a vote by name belongs to a place on its own roll' using errcode = 'LC313';
    end if;
    if not new.channel = any (asked.channels) then
        raise exception 'this way of voting is not open' using errcode = 'LC319';
    end if;
    if not ballots_fits(asked.kind, asked.options, asked.most, new.choice, new.picks, new.channel = 'paper') then
        raise exception 'the answer does not fit the question' using errcode = 'LC320';
    end if;
    if ballots_is_struck(new.mark_id) then
        raise exception 'the place was struck from the roll' using errcode = 'LC321';
    end if;
    if new.channel in ('proxy', 'paper') then
        perform ballots_hold_mark(new.mark_id);
    end if;
    if (new.channel = 'proxy') is distinct from (new.proxy_id is not null) or (new.proxy_id is not null
            and not exists (select from ballots_proxy p where p.id = new.proxy_id and p.mark_id = new.mark_id
                            and not exists (select from ballots_proxyend e where e.proxy_id = p.id))) then
        raise exception 'no proxy stands for this place' using errcode = 'LC322';
    end if;
    if (new.channel = 'station') is distinct from (new.station_id is not null) or (new.station_id is not null
            and not exists (select from ballots_station s where s.id = new.station_id
                            and s.ballot_id = new.ballot_id
                            and new.cast_at >= s.opens_at and new.cast_at < s.closes_at)) then
        raise exception 'the polling place is not open' using errcode = 'LC323';
    end if;
    if new.channel = 'paper' and (select count(distinct r.read_by_id) from ballots_paperreading r
            where r.mark_id = new.mark_id and r.choice = new.choice and r.picks = new.picks) < 2 then
        raise exception 'a paper counts when two officers read the same' using errcode = 'LC324';
    end if;
    return new;
end $$;

create or replace function ballots_check_count() returns trigger language plpgsql as $$
begin
    if not exists (select from ballots_ballot b where b.id = new.ballot_id and b.method = 'hand'
                   and new.present <= (select count(*) from ballots_standing(b.id))
                   and cardinality(new.options) = cardinality(b.options)
                   and (select coalesce(sum(votes), 0) from unnest(new.options) votes) <= new.present *
                       case b.kind when 'rating' then b.most * cardinality(b.options) else b.most end) then
        raise exception 'a count stays within its roll' using errcode = 'LC314';
    end if;
    return new;
end $$;

create function ballots_check_correction() returns trigger language plpgsql as $$
begin
    if new.mark_id is not null and not exists (select from ballots_rollmark m where m.id = new.mark_id
            and m.ballot_id = new.ballot_id and m.person_id = new.person_id) then
        raise exception 'a correction strikes a place of its own roll' using errcode = 'LC316';
    end if;
    return new;
end $$;

-- Whoever confirms has the ballot alone: no vote and no close beside it.
create function ballots_confirm_correction() returns trigger language plpgsql as $$
declare asked record;
begin
    perform pg_advisory_xact_lock(hashtextextended('ballots.ballot:' || new.ballot_id, 0));
    if exists (select from ballots_ballotclosing where ballot_id = new.ballot_id) then
        raise exception 'the ballot is closed' using errcode = 'LC310';
    end if;
    select c.* into asked from ballots_rollcorrection c
        where c.id = new.correction_id and c.ballot_id = new.ballot_id;
    if not found or asked.asked_by_id = new.witnessed_by_id then
        raise exception 'a correction is made by two persons' using errcode = 'LC315';
    end if;
    if exists (select from ballots_namedvote v where v.mark_id = asked.mark_id) then
        raise exception 'who has voted is not struck' using errcode = 'LC317';
    end if;
    new.body_id := asked.body_id;
    return new;
end $$;

create function ballots_check_proxy() returns trigger language plpgsql as $$
declare most integer;
begin
    perform ballots_hold_mark(new.mark_id);
    perform pg_advisory_xact_lock(
        hashtextextended('ballots.carrier:' || new.ballot_id || ':' || new.carrier_id, 0));
    select b.most_proxies into most from ballots_rollmark m join ballots_ballot b on b.id = m.ballot_id
        where m.id = new.mark_id and b.id = new.ballot_id and 'proxy' = any (b.channels)
          and m.person_id <> new.carrier_id;
    if not found or exists (select from ballots_proxy p where p.mark_id = new.mark_id
            and not exists (select from ballots_proxyend e where e.proxy_id = p.id)) then
        raise exception 'a place gives one proxy where proxies are open' using errcode = 'LC322';
    end if;
    if most <= (select count(*) from ballots_proxy p where p.ballot_id = new.ballot_id
            and p.carrier_id = new.carrier_id
            and not exists (select from ballots_proxyend e where e.proxy_id = p.id)) then
        raise exception 'nobody carries more proxies than the rule' using errcode = 'LC325';
    end if;
    return new;
end $$;

create function ballots_check_proxy_end() returns trigger language plpgsql as $$
declare mark bigint;
begin
    select p.mark_id into mark from ballots_proxy p where p.id = new.proxy_id and p.ballot_id = new.ballot_id;
    perform ballots_hold_mark(mark);
    if mark is null or exists (select from ballots_namedvote v where v.proxy_id = new.proxy_id) then
        raise exception 'a used proxy is not taken back' using errcode = 'LC326';
    end if;
    return new;
end $$;

create function ballots_check_of_ballot() returns trigger language plpgsql as $$
begin
    if not exists (select from ballots_station s where s.id = new.station_id and s.ballot_id = new.ballot_id) then
        raise exception 'an officer serves a polling place of its own ballot' using errcode = 'LC323';
    end if;
    return new;
end $$;

create function ballots_check_reading() returns trigger language plpgsql as $$
begin
    perform ballots_hold_mark(new.mark_id);
    if not exists (select from ballots_rollmark m join ballots_ballot b on b.id = m.ballot_id
                   where m.id = new.mark_id and b.id = new.ballot_id and b.method = 'named'
                     and 'paper' = any (b.channels)
                     and ballots_fits(b.kind, cardinality(b.options), b.most, new.choice, new.picks, true)) then
        raise exception 'the paper is not of this ballot' using errcode = 'LC320';
    end if;
    return new;
end $$;

create function ballots_slip_moves_on() returns trigger language plpgsql as $$
begin
    if (new.digest, new.code_digest, new.mark_id, new.ballot_id, new.made_at)
        is distinct from (old.digest, old.code_digest, old.mark_id, old.ballot_id, old.made_at)
        or (old.used_at is not null and new.used_at is distinct from old.used_at)
        or (old.voided_at is not null and new.voided_at is distinct from old.voided_at)
        or new.wrong_codes < old.wrong_codes then
        raise exception 'a slip is used once' using errcode = 'LC327';
    end if;
    return new;
end $$;

create or replace function ballots_close() returns trigger language plpgsql as $$
declare asked text;
begin
    perform pg_advisory_xact_lock(hashtextextended('ballots.ballot:' || new.ballot_id, 0));
    select body_id, method into new.body_id, asked from ballots_ballot where id = new.ballot_id;
    if asked = 'hand' and not exists (select from ballots_countwitness where ballot_id = new.ballot_id) then
        raise exception 'a hand count needs its second officer' using errcode = 'LC311';
    end if;
    if exists (select from ballots_paperreading r where r.ballot_id = new.ballot_id
               and not exists (select from ballots_namedvote v where v.mark_id = r.mark_id)) then
        raise exception 'a paper was read and not counted' using errcode = 'LC328';
    end if;
    select count(*), coalesce(sum(s.weight), 0),
        encode(sha256(convert_to(coalesce(string_agg(s.person_id || ':' || s.weight, ',' order by s.place, s.id), ''),
                                 'UTF8')), 'hex')
        into new.entitled, new.votes, new.roll_digest from ballots_standing(new.ballot_id) s;
    if asked = 'named' then
        select count(*) into new.present from ballots_namedvote where ballot_id = new.ballot_id;
    elsif asked = 'hand' then
        select h.present into new.present from ballots_countwitness w
            join ballots_handcount h on h.id = w.count_id where w.ballot_id = new.ballot_id;
    end if;
    return new;
end $$;
"""


def _receive(table: str, check: str = "") -> str:
    lines = f"""
create trigger ballots_{table}_add before insert on ballots_{table}
    for each row execute function ballots_receive();"""
    if check:
        lines += f"""
create trigger ballots_{table}_check before insert on ballots_{table}
    for each row execute function {check}();"""
    return lines


TRIGGERS = "".join(
    [
        _receive("rollcorrection", "ballots_check_correction"),
        _receive("proxy", "ballots_check_proxy"),
        _receive("proxyend", "ballots_check_proxy_end"),
        _receive("station"),
        _receive("stationofficer", "ballots_check_of_ballot"),
        _receive("paperreading", "ballots_check_reading"),
        """
create trigger ballots_correctionwitness_add before insert on ballots_correctionwitness
    for each row execute function ballots_confirm_correction();
create trigger ballots_slip_moves before update on ballots_slip
    for each row execute function ballots_slip_moves_on();
""",
    ]
)

TABLES = (
    "rollcorrection",
    "correctionwitness",
    "proxy",
    "proxyend",
    "station",
    "stationofficer",
    "paperreading",
)


class Migration(migrations.Migration):
    dependencies = [("ballots", "0004_scopes_hashed")]

    operations = [
        op.sql(HELPERS),
        op.sql(CHECKS),
        op.sql(TRIGGERS),
        *(op.protect(f"ballots_{table}", using=IN_SCOPE, grants="SI") for table in TABLES),
        *(op.immutable(f"ballots_{table}") for table in TABLES),
        op.protect("ballots_slip", using=PROGRAM, grants="SIU"),
    ]
