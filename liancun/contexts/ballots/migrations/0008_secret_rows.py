"""Who reads what of secret ballots, and the one transaction in which their roll side goes."""

from django.db import migrations

from liancun.framework.database import operations as op

IN_SCOPE = "body_id in (select unnest(liancun_scope('bodies'))) or (select liancun_everything())"
PROGRAM = "(select liancun_everything())"
BOX = 176

FUNCTIONS = f"""
-- The same for those who hold the alone lock and for casts: what comes must come before the close.
create function ballots_secret_open(which bigint) returns void language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('ballots.ballot:' || which, 0));
    if exists (select from ballots_ballotclosing where ballot_id = which) then
        raise exception 'the ballot is closed' using errcode = 'LC310';
    end if;
end $$;

create function ballots_sealing_now(which bigint) returns boolean language sql as $$
    select exists (select from ballots_sealing where ballot_id = which
                   and work = pg_current_xact_id()::text::bigint)
$$;

create function ballots_only_with_sealing() returns trigger language plpgsql as $$
begin
    if not ballots_sealing_now(old.ballot_id) then
        raise exception 'this goes with the sealing of its ballot and not before' using errcode = 'LC330';
    end if;
    return old;
end $$;

create function ballots_check_half() returns trigger language plpgsql as $$
begin
    perform ballots_secret_open(new.ballot_id);
    new.body_id := (select body_id from ballots_ballot where id = new.ballot_id);
    if not exists (select from ballots_ballot where id = new.ballot_id and method = 'secret') then
        raise exception 'only a secret ballot has a key' using errcode = 'LC331';
    end if;
    return new;
end $$;

-- A mark before the close, or all marks anew with the sealing.
create function ballots_check_secret_mark() returns trigger language plpgsql as $$
begin
    if not ballots_sealing_now(new.ballot_id) then
        perform ballots_secret_open(new.ballot_id);
        if (select count(*) from ballots_keyhalf where ballot_id = new.ballot_id) <> 2 then
            raise exception 'nobody votes before both halves of the key are kept' using errcode = 'LC332';
        end if;
        if ballots_is_struck(new.mark_id) then
            raise exception 'the place was struck from the roll' using errcode = 'LC321';
        end if;
    end if;
    new.body_id := (select m.body_id from ballots_rollmark m join ballots_ballot b on b.id = m.ballot_id
                    where m.id = new.mark_id and b.id = new.ballot_id and b.method = 'secret');
    if new.body_id is null then
        raise exception 'a mark belongs to its own roll' using errcode = 'LC313';
    end if;
    return new;
end $$;

-- The bag with one more closed ballot, in the order of their first bytes.
create function ballots_with_box(bag bytea, box bytea) returns bytea language plpgsql immutable as $$
declare at integer := 0;
begin
    while at < octet_length(bag) and substring(bag from at + 1 for {BOX}) < box loop
        at := at + {BOX};
    end loop;
    return substring(bag from 1 for at) || box || substring(bag from at + 1);
end $$;

create function ballots_check_bag() returns trigger language plpgsql as $$
declare at integer := 0;
begin
    if tg_op = 'INSERT' then
        if new.boxes <> 0 or octet_length(new.data) <> 0 then
            raise exception 'a bag begins empty' using errcode = 'LC333';
        end if;
        return new;
    end if;
    perform ballots_secret_open(new.ballot_id);
    while at < octet_length(old.data) and substring(old.data from at + 1 for {BOX}) =
          substring(new.data from at + 1 for {BOX}) loop
        at := at + {BOX};
    end loop;
    if new.ballot_id <> old.ballot_id or new.number <> old.number or new.boxes <> old.boxes + 1
       or octet_length(new.data) <> new.boxes * {BOX}
       or substring(new.data from at + {BOX} + 1) <> substring(old.data from at + 1) then
        raise exception 'a bag gains one ballot and loses none' using errcode = 'LC333';
    end if;
    return new;
end $$;

create function ballots_check_sealing() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('ballots.ballot:' || new.ballot_id, 0));
    new.body_id := (select body_id from ballots_ballot where id = new.ballot_id and method = 'secret');
    new.work := pg_current_xact_id()::text::bigint;
    if new.body_id is null or not exists (select from ballots_ballotclosing where ballot_id = new.ballot_id) then
        raise exception 'only a closed secret ballot is sealed' using errcode = 'LC334';
    end if;
    return new;
end $$;

-- Judged when everything of the transaction is written.
create function ballots_check_sealed() returns trigger language plpgsql as $$
declare marks bigint := (select count(*) from ballots_secretmark where ballot_id = new.ballot_id);
        opened bigint := (select count(*) from ballots_urnpaper where ballot_id = new.ballot_id);
begin
    if exists (select from ballots_bag where ballot_id = new.ballot_id)
       or exists (select from ballots_sealedhalf where ballot_id = new.ballot_id)
       or exists (select from ballots_heldhalf where ballot_id = new.ballot_id)
       or exists (select from ballots_secretmark where ballot_id = new.ballot_id and paper)
       or (new.outcome = 'counted' and (opened <> new.boxes or marks <> new.boxes + new.paper))
       or (new.outcome <> 'counted' and opened <> 0) then
        raise exception 'a sealing is whole or not at all' using errcode = 'LC335';
    end if;
    return null;
end $$;

create function ballots_check_urn() returns trigger language plpgsql as $$
begin
    if not ballots_sealing_now(new.ballot_id) then
        raise exception 'the urn is written with the sealing' using errcode = 'LC330';
    end if;
    new.body_id := (select body_id from ballots_ballot where id = new.ballot_id);
    return new;
end $$;

create function ballots_check_lot() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('ballots.ballot:' || new.ballot_id, 0));
    new.body_id := (select body_id from ballots_ballot where id = new.ballot_id and method = 'secret');
    if new.body_id is null or exists (select from ballots_sealing where ballot_id = new.ballot_id) then
        raise exception 'not after the sealing' using errcode = 'LC336';
    end if;
    return new;
end $$;

-- Who has voted in secret is not struck either; who votes waits for a correction of the roll (the ballot's lock).
create function ballots_not_struck_after() returns trigger language plpgsql as $$
begin
    if exists (select from ballots_rollcorrection c join ballots_secretmark s on s.mark_id = c.mark_id
               where c.id = new.correction_id) then
        raise exception 'who has voted is not struck' using errcode = 'LC317';
    end if;
    return new;
end $$;

-- The name begins with z: it runs after the close has taken its lock.
create function ballots_close_secret() returns trigger language plpgsql as $$
begin
    if exists (select from ballots_ballot where id = new.ballot_id and method = 'secret') then
        select count(*) into new.present from ballots_secretmark where ballot_id = new.ballot_id;
    end if;
    return new;
end $$;

create trigger ballots_correctionwitness_secret before insert on ballots_correctionwitness
    for each row execute function ballots_not_struck_after();
create trigger ballots_z_close_secret before insert on ballots_ballotclosing
    for each row execute function ballots_close_secret();
create trigger ballots_keyhalf_check before insert on ballots_keyhalf
    for each row execute function ballots_check_half();
create trigger ballots_secretmark_check before insert on ballots_secretmark
    for each row execute function ballots_check_secret_mark();
create trigger ballots_bag_check before insert or update on ballots_bag
    for each row execute function ballots_check_bag();
create trigger ballots_sealing_check before insert on ballots_sealing
    for each row execute function ballots_check_sealing();
create constraint trigger ballots_sealing_whole after insert on ballots_sealing deferrable initially deferred
    for each row execute function ballots_check_sealed();
create trigger ballots_urnpaper_check before insert on ballots_urnpaper
    for each row execute function ballots_check_urn();
create trigger ballots_papercount_check before insert on ballots_papercount
    for each row execute function ballots_check_lot();
create trigger ballots_voidwish_check before insert on ballots_voidwish
    for each row execute function ballots_check_lot();
create trigger ballots_secretmark_goes before delete on ballots_secretmark
    for each row execute function ballots_only_with_sealing();
create trigger ballots_bag_goes before delete on ballots_bag
    for each row execute function ballots_only_with_sealing();
create trigger ballots_sealedhalf_goes before delete on ballots_sealedhalf
    for each row execute function ballots_only_with_sealing();
create trigger ballots_secretmark_kept before update or truncate on ballots_secretmark
    for each statement execute function liancun_refuse_change();
create trigger ballots_bag_kept before truncate on ballots_bag
    for each statement execute function liancun_refuse_change();
"""

FROZEN = ("ballotsheet", "keyhalf", "papercount", "voidwish", "sealing", "urnpaper")
OFFICERS = ("ballotsheet", "keyhalf", "papercount", "voidwish")
PROGRAMS = {
    "sealedhalf": "SID",
    "heldhalf": "SID",
    "bag": "SIUD",
}


class Migration(migrations.Migration):
    dependencies = [("ballots", "0006_channels_rows"), ("framework", "0001_ground")]

    operations = [
        op.sql(FUNCTIONS),
        *(op.protect(f"ballots_{table}", using=IN_SCOPE, grants="SI") for table in OFFICERS),
        *(
            op.protect(f"ballots_{table}", using=IN_SCOPE, check=PROGRAM, grants=grants)
            for table, grants in (("sealing", "SI"), ("urnpaper", "SI"), ("secretmark", "SID"))
        ),
        *(op.protect(f"ballots_{table}", using=PROGRAM, grants=grants) for table, grants in PROGRAMS.items()),
        *(op.immutable(f"ballots_{table}") for table in FROZEN),
    ]
