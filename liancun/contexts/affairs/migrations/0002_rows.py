"""Who sees what; what never changes; what must hold even if a colleague forgets."""

from django.db import migrations

from liancun.framework.database import operations as op

IN_SCOPE = "body_id in (select unnest(liancun_scope('bodies'))) or (select liancun_everything())"
PROGRAM = "(select liancun_everything())"

FACTS = (
    "affairs_party",
    "affairs_stagerecord",
    "affairs_call",
    "affairs_vote",
    "affairs_resolution",
    "affairs_publication",
    "affairs_effect",
    "affairs_ratingdrive",
    "affairs_ratingmark",
    "affairs_ratingclosing",
)

FUNCTIONS = """
-- Only the word for where the matter stands may follow what happened.
create function affairs_matter_keeps() returns trigger language plpgsql as $$
begin
    if (to_jsonb(new) - 'state') is distinct from (to_jsonb(old) - 'state') then
        raise exception 'a raised matter does not change' using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger affairs_matter_keeps before update on affairs_matter
    for each row execute function affairs_matter_keeps();
create trigger affairs_matter_stays before delete on affairs_matter
    for each row execute function liancun_refuse_change();
create trigger affairs_matter_kept before truncate on affairs_matter
    for each statement execute function liancun_refuse_change();

-- Child rows belong to the matter's committee and to a village concerned.
create function affairs_belongs() returns trigger language plpgsql as $$
begin
    if not exists (select from affairs_matter m where m.id = new.matter_id and m.body_id = new.body_id) then
        raise exception 'a record of another committee' using errcode = 'LC120';
    end if;
    if new.village_id is not null and not exists (
        select from affairs_party p where p.matter_id = new.matter_id and p.village_id = new.village_id
    ) then
        raise exception 'a village that is not concerned' using errcode = 'LC121';
    end if;
    return new;
end $$;

-- Law 3: a village's decision is published only after the resolution and the village's own vote,
-- takes effect only after that, and an authority exists only on a published decision.
create function affairs_after_own_decision() returns trigger language plpgsql as $$
begin
    if not exists (select from affairs_resolution r where r.matter_id = new.matter_id and r.adopted) then
        raise exception 'no resolution' using errcode = 'LC122';
    end if;
    if exists (
        select from affairs_stagerecord s
        where s.matter_id = new.matter_id and s.village_id = new.village_id and not s.passed and s.how <> 'late'
    ) or not exists (
        select from affairs_stagerecord s
        where s.matter_id = new.matter_id and s.village_id = new.village_id and s.passed
    ) then
        raise exception 'the village has not decided in favour' using errcode = 'LC123';
    end if;
    return new;
end $$;

create function affairs_money_by_vote() returns trigger language plpgsql as $$
begin
    if new.authority_id is not null and not exists (
        select from affairs_stagerecord s
        where s.matter_id = new.matter_id and s.village_id = new.village_id and s.passed and s.ballot_id is not null
    ) then
        raise exception 'no authority without the village''s own vote' using errcode = 'LC125';
    end if;
    return new;
end $$;

create function affairs_after_publication() returns trigger language plpgsql as $$
begin
    if not exists (
        select from affairs_publication p
        where p.matter_id = new.matter_id and p.village_id = new.village_id and p.which = 'decision'
          and p.closes_on < new.since
    ) then
        raise exception 'the decision was not published to the end' using errcode = 'LC124';
    end if;
    return new;
end $$;

create trigger affairs_stagerecord_belongs before insert on affairs_stagerecord
    for each row execute function affairs_belongs();
create trigger affairs_call_belongs before insert on affairs_call
    for each row execute function affairs_belongs();
create trigger affairs_publication_belongs before insert on affairs_publication
    for each row execute function affairs_belongs();
create trigger affairs_publication_decided before insert on affairs_publication
    for each row execute function affairs_after_own_decision();
create trigger affairs_publication_voted before insert on affairs_publication
    for each row execute function affairs_money_by_vote();
create trigger affairs_effect_belongs before insert on affairs_effect
    for each row execute function affairs_belongs();
create trigger affairs_effect_decided before insert on affairs_effect
    for each row execute function affairs_after_own_decision();
create trigger affairs_effect_published before insert on affairs_effect
    for each row execute function affairs_after_publication();
"""

DROP = """
drop trigger affairs_matter_keeps on affairs_matter;
drop trigger affairs_matter_stays on affairs_matter;
drop trigger affairs_matter_kept on affairs_matter;
drop function affairs_matter_keeps() cascade;
drop function affairs_belongs() cascade;
drop function affairs_after_own_decision() cascade;
drop function affairs_after_publication() cascade;
drop function affairs_money_by_vote() cascade;
"""


class Migration(migrations.Migration):
    dependencies = [("affairs", "0001_initial"), ("framework", "0001_ground")]

    operations = [
        op.protect("affairs_matter", using=IN_SCOPE, grants="SIU"),
        op.protect("affairs_ratingtoken", using=PROGRAM, grants="SIUD"),
        *(op.protect(table, using=IN_SCOPE, grants="SI") for table in FACTS),
        *(op.immutable(table) for table in FACTS),
        op.sql(FUNCTIONS, DROP),
    ]
