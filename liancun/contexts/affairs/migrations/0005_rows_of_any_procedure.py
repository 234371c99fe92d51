"""Every body's own procedure, kept below the forms too: all its steps, consents, windows, before any effect."""

from django.db import migrations

from liancun.framework.database import operations as op

IN_SCOPE = "body_id in (select unnest(liancun_scope('bodies'))) or (select liancun_everything())"
FACTS = ("affairs_consent", "affairs_escalation", "affairs_escalationdecision", "affairs_revocation")

FUNCTIONS = """
-- The first step of a body's own procedure that nothing on record fulfils on this day; null when all are fulfilled.
create function affairs_step_lacking(matter bigint, village bigint, day date) returns text
language sql stable as $$
    select s.value ->> 'key'
    from affairs_party p, jsonb_array_elements(p.steps) with ordinality s(value, number)
    where p.matter_id = matter and p.village_id = village and not case s.value ->> 'kind'
        when 'consent' then exists (
            select from affairs_consent c
            where c.matter_id = matter and c.village_id = village and c.procedure = p.procedure
              and c.stage = s.value ->> 'key' and c.given)
        when 'publicity' then exists (
            select from affairs_publication n
            where n.matter_id = matter and n.village_id = village and n.which = 'step'
              and n.stage = s.value ->> 'key' and n.closes_on < day)
        else exists (
            select from affairs_stagerecord r
            where r.matter_id = matter and r.village_id = village and r.procedure = p.procedure
              and r.stage = s.value ->> 'key' and r.passed
              and (s.value ->> 'kind' <> 'vote' or r.ballot_id is not null or r.how = 'counted'))
          or exists (
            select from affairs_escalation e join affairs_escalationdecision d on d.escalation_id = e.id
            where e.matter_id = matter and e.village_id = village and e.procedure = p.procedure
              and e.stage = s.value ->> 'key' and d.outcome = 'proceed')
        end
    order by s.number limit 1
$$;

create or replace function affairs_belongs() returns trigger language plpgsql as $$
begin
    if not exists (select from affairs_matter m where m.id = new.matter_id and m.body_id = new.body_id) then
        raise exception 'a record of another committee' using errcode = 'LC120';
    end if;
    if new.village_id is not null and not exists (
        select from affairs_party p where p.matter_id = new.matter_id and p.village_id = new.village_id
    ) then
        raise exception 'a body that is not concerned' using errcode = 'LC121';
    end if;
    return new;
end $$;

create or replace function affairs_after_own_decision() returns trigger language plpgsql as $$
declare
    party affairs_party;
    lacking text;
begin
    if tg_table_name = 'affairs_publication' then
        if new.which = 'step' then
            return new;
        end if;
    end if;
    if exists (select from affairs_matter m where m.id = new.matter_id and m.resolves)
       and not exists (select from affairs_resolution r where r.matter_id = new.matter_id and r.adopted) then
        raise exception 'no resolution' using errcode = 'LC122';
    end if;
    select * into party from affairs_party p where p.matter_id = new.matter_id and p.village_id = new.village_id;
    if party.procedure <> '' then
        lacking := affairs_step_lacking(new.matter_id, new.village_id, liancun_today());
        if lacking is not null then
            raise exception 'the body has not taken its step %', lacking using errcode = 'LC123';
        end if;
    elsif exists (select from affairs_stagerecord s where s.matter_id = new.matter_id
            and s.village_id = new.village_id and not s.passed and s.how <> 'late')
        or (exists (select from affairs_matter m where m.id = new.matter_id and m.opinions) and not exists (
            select from affairs_stagerecord s
            where s.matter_id = new.matter_id and s.village_id = new.village_id and s.passed)) then
        raise exception 'the body has not decided in favour' using errcode = 'LC123';
    end if;
    return new;
end $$;

create or replace function affairs_money_by_vote() returns trigger language plpgsql as $$
begin
    if new.authority_id is not null and not affairs_decided_itself(new.matter_id, new.village_id) then
        raise exception 'no authority without the body''s own decision' using errcode = 'LC125';
    end if;
    return new;
end $$;

-- Its own vote, by ballot; where its procedure takes none (a board within a plan), its own recorded decision.
create function affairs_decided_itself(matter bigint, village bigint) returns boolean language sql stable as $$
    select exists (
        select from affairs_stagerecord s join affairs_party p using (matter_id, village_id)
        where s.matter_id = matter and s.village_id = village and s.passed
          and (s.ballot_id is not null
               or (s.procedure = p.procedure and not p.steps @> '[{"kind": "vote"}]')
               or (s.how = 'counted' and p.steps @> jsonb_build_array(
                    jsonb_build_object('key', s.stage, 'kind', 'vote')))))
$$;

create or replace function affairs_after_publication() returns trigger language plpgsql as $$
begin
    if exists (
        select from affairs_party p
        where p.matter_id = new.matter_id and p.village_id = new.village_id and p.publishes
    ) and not exists (
        select from affairs_publication p
        where p.matter_id = new.matter_id and p.village_id = new.village_id and p.which = 'decision'
          and p.closes_on < new.since
    ) then
        raise exception 'the decision was not published to the end' using errcode = 'LC124';
    end if;
    return new;
end $$;

create function affairs_after_consents() returns trigger language plpgsql as $$
begin
    if exists (
        select from affairs_matter m, jsonb_array_elements_text(m.approvals) wanted(stage)
        where m.id = new.matter_id and not exists (
            select from affairs_consent c where c.matter_id = m.id and c.village_id is null
              and c.stage = wanted.stage and c.given)
    ) then
        raise exception 'those above have not consented' using errcode = 'LC126';
    end if;
    return new;
end $$;

-- The township leaves out only a record before another decision of the same body.
create function affairs_nobody_in_its_place() returns trigger language plpgsql as $$
begin
    if not exists (select from affairs_escalation e join affairs_matter m on m.id = e.matter_id
                   where e.id = new.escalation_id and m.body_id = new.body_id) then
        raise exception 'a record of another committee' using errcode = 'LC120';
    end if;
    if new.outcome = 'proceed' and not exists (
        select from affairs_escalation e
        join affairs_party p on p.matter_id = e.matter_id and p.village_id = e.village_id,
            jsonb_array_elements(p.steps) with ordinality s(value, number),
            jsonb_array_elements(p.steps) with ordinality later(value, number)
        where e.id = new.escalation_id and s.value ->> 'key' = e.stage and s.value ->> 'kind' = 'record'
          and later.number > s.number and later.value ->> 'kind' in ('record', 'vote')
    ) then
        raise exception 'nobody decides in the body''s place' using errcode = 'LC127';
    end if;
    return new;
end $$;

-- An earlier matter stops for a body only when a later one that says so has taken effect for it.
create function affairs_revoked_by_a_later_one() returns trigger language plpgsql as $$
begin
    if not exists (
        select from affairs_matter later join affairs_effect e on e.matter_id = later.id
        where later.id = new.by_matter_id and later.revokes_id = new.matter_id and e.village_id = new.village_id
    ) or not exists (
        select from affairs_effect e where e.matter_id = new.matter_id and e.village_id = new.village_id
    ) then
        raise exception 'no later decision in effect revokes this' using errcode = 'LC128';
    end if;
    return new;
end $$;

create function affairs_own_earlier_matter() returns trigger language plpgsql as $$
begin
    if new.revokes_id is not null and not exists (
        select from affairs_matter earlier where earlier.id = new.revokes_id and (
            earlier.body_id = new.body_id or exists (
                select from affairs_party p where p.matter_id = earlier.id and p.village_id = new.village_id))
    ) then
        raise exception 'another body''s matter' using errcode = 'LC131';
    end if;
    return new;
end $$;

-- Nothing happens in a matter after its end; the counts of its rating are published as it ends.
create function affairs_not_after_the_end() returns trigger language plpgsql as $$
begin
    if exists (select from affairs_matter m where m.id = new.matter_id
               and m.state in ('rejected', 'lapsed', 'done', 'revoked')) then
        if tg_table_name = 'affairs_publication' then
            if new.which = 'rating' then
                return new;
            end if;
        end if;
        raise exception 'the matter has ended' using errcode = 'LC129';
    end if;
    return new;
end $$;

create trigger affairs_consent_belongs before insert on affairs_consent
    for each row execute function affairs_belongs();
create trigger affairs_escalation_belongs before insert on affairs_escalation
    for each row execute function affairs_belongs();
create trigger affairs_revocation_belongs before insert on affairs_revocation
    for each row execute function affairs_belongs();
create trigger affairs_effect_consented before insert on affairs_effect
    for each row execute function affairs_after_consents();
create trigger affairs_escalationdecision_place before insert on affairs_escalationdecision
    for each row execute function affairs_nobody_in_its_place();
create trigger affairs_revocation_later before insert on affairs_revocation
    for each row execute function affairs_revoked_by_a_later_one();
create trigger affairs_matter_own_earlier before insert on affairs_matter
    for each row execute function affairs_own_earlier_matter();
"""
RUNNING_ONLY = ("stagerecord", "call", "resolution", "publication", "effect", "consent", "escalation")
ENDS = "".join(
    f"create trigger affairs_{name}_running before insert on affairs_{name}"
    " for each row execute function affairs_not_after_the_end();\n"
    for name in RUNNING_ONLY
)
DROP = """
drop function affairs_step_lacking(bigint, bigint, date) cascade;
drop function affairs_decided_itself(bigint, bigint) cascade;
drop function affairs_after_consents() cascade;
drop function affairs_nobody_in_its_place() cascade;
drop function affairs_revoked_by_a_later_one() cascade;
drop function affairs_own_earlier_matter() cascade;
drop function affairs_not_after_the_end() cascade;
"""


class Migration(migrations.Migration):
    dependencies = [("affairs", "0003_scopes_hashed")]

    operations = [
        *(op.protect(table, using=IN_SCOPE, grants="SI") for table in FACTS),
        *(op.immutable(table) for table in FACTS),
        op.sql(FUNCTIONS + ENDS, DROP),
    ]
