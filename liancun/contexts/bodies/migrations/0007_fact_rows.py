"""Who reads facts, agreements and pairings; what of them never changes."""

from django.db import migrations

from liancun.framework.database import operations as op

IN_SCOPE = "body_id in (select unnest(liancun_scope('bodies'))) or (select liancun_everything())"
PLACE_READ = f"(audience = 'public' and approval <> '') or {IN_SCOPE}"
AGREEMENT = "readers && (select liancun_scope('bodies'))::bigint[] or (select liancun_everything())"
OF_AGREEMENT = "exists (select from bodies_agreement a where a.id = agreement_id)"
PAIRING = """
    helper_id in (select unnest(liancun_scope('bodies')))
    or helped_id in (select unnest(liancun_scope('bodies')))
    or (select liancun_everything())
"""
OF_PAIRING = "exists (select from bodies_pairing p where p.id = pairing_id)"

FUNCTIONS = """
-- A second value is a correction: numbered after the one it corrects, never in between.
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

create trigger bodies_bodyflag_end before update on bodies_bodyflag
    for each row execute function bodies_end_once();
create trigger bodies_pairing_end before update on bodies_pairing
    for each row execute function bodies_end_once();

-- A draft changes until the first party has signed or it was withdrawn; who keeps it and what it replaces never do.
create function bodies_agreement_settled(of bigint) returns boolean language sql as $$
    select exists (select from bodies_agreementsignature s where s.agreement_id = of)
        or exists (select from bodies_agreementend e where e.agreement_id = of)
$$;
create function bodies_agreement_keeps() returns trigger language plpgsql as $$
begin
    if bodies_agreement_settled(old.id) then
        raise exception 'a signed agreement does not change' using errcode = 'LC001';
    end if;
    if (new.id, new.host_id, new.version, new.replaces_id, new.drafted_by, new.drafted_by_name, new.drafted_at)
        is distinct from
       (old.id, old.host_id, old.version, old.replaces_id, old.drafted_by, old.drafted_by_name, old.drafted_at)
    then
        raise exception 'an agreement keeps its host and what it replaces' using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger bodies_agreement_keeps before update on bodies_agreement
    for each row execute function bodies_agreement_keeps();
create trigger bodies_agreement_stays before delete on bodies_agreement
    for each row execute function liancun_refuse_change();
create trigger bodies_agreement_kept before truncate on bodies_agreement
    for each statement execute function liancun_refuse_change();

-- A new version names one that all have signed, and there is one at a time.
create function bodies_agreement_replaces() returns trigger language plpgsql as $$
declare before_it smallint;
begin
    if new.replaces_id is null then return new; end if;
    select a.version into before_it from bodies_agreement a where a.id = new.replaces_id for update;
    if before_it is null or new.version <> before_it + 1 or not exists (
        select from bodies_agreementsignature s where s.agreement_id = new.replaces_id and s.completes
    ) or exists (
        select from bodies_agreement n where n.replaces_id = new.replaces_id
            and not exists (select from bodies_agreementend e where e.agreement_id = n.id)
    ) then
        raise exception 'only the last signed version can be replaced' using errcode = 'LC002';
    end if;
    return new;
end $$;
create trigger bodies_agreement_replaces before insert on bodies_agreement
    for each row execute function bodies_agreement_replaces();

-- Terms belong to a draft, and to bodies that read it. The lock makes a signature wait for a change, and the other way.
create function bodies_terms_of_draft() returns trigger language plpgsql as $$
declare one bodies_agreementparty; known bigint[];
begin
    one := case when tg_op = 'DELETE' then old else new end;
    select a.readers into known from bodies_agreement a where a.id = one.agreement_id for update;
    if bodies_agreement_settled(one.agreement_id) then
        raise exception 'a signed agreement does not change' using errcode = 'LC001';
    end if;
    if tg_op = 'INSERT' and not (one.body_id = any (known)) then
        raise exception 'a party reads its agreement' using errcode = 'LC002';
    end if;
    return one;
end $$;
create trigger bodies_agreementparty_of_draft before insert or delete on bodies_agreementparty
    for each row execute function bodies_terms_of_draft();
create trigger bodies_agreementparty_frozen before update on bodies_agreementparty
    for each row execute function liancun_refuse_change();
create trigger bodies_agreementparty_kept before truncate on bodies_agreementparty
    for each statement execute function liancun_refuse_change();

-- Only a party signs, only what is not withdrawn; the last one missing makes it whole.
create function bodies_party_signs() returns trigger language plpgsql as $$
declare parties integer; signed integer;
begin
    perform 1 from bodies_agreement a where a.id = new.agreement_id for update;
    if not exists (
        select from bodies_agreementparty p where p.agreement_id = new.agreement_id and p.body_id = new.body_id
    ) or exists (select from bodies_agreementend e where e.agreement_id = new.agreement_id) then
        raise exception 'only a party signs, and only a running draft' using errcode = 'LC002';
    end if;
    select count(*) into parties from bodies_agreementparty p where p.agreement_id = new.agreement_id;
    select count(*) into signed from bodies_agreementsignature s where s.agreement_id = new.agreement_id;
    if parties < 2 then
        raise exception 'an agreement has two parties or more' using errcode = 'LC002';
    end if;
    new.completes := signed + 1 = parties;
    return new;
end $$;
create trigger bodies_signature_of_party before insert on bodies_agreementsignature
    for each row execute function bodies_party_signs();

-- The end waits for a signature under way.
create function bodies_end_waits() returns trigger language plpgsql as $$
begin
    perform 1 from bodies_agreement a where a.id = new.agreement_id for update;
    return new;
end $$;
create trigger bodies_agreementend_waits before insert on bodies_agreementend
    for each row execute function bodies_end_waits();

-- A result of a goal belongs to the goal's pairing.
create function bodies_result_of_goal() returns trigger language plpgsql as $$
begin
    if new.goal_id is not null and not exists (
        select from bodies_pairinggoal g where g.id = new.goal_id and g.pairing_id = new.pairing_id
    ) then
        raise exception 'a goal of another pairing' using errcode = 'LC002';
    end if;
    return new;
end $$;
create trigger bodies_pairingresult_of_goal before insert on bodies_pairingresult
    for each row execute function bodies_result_of_goal();

grant update (until) on bodies_bodyflag to liancun_app;
grant update (until, outcome) on bodies_pairing to liancun_app;
"""
UNDO = """
drop trigger bodies_bodyfact_follows on bodies_bodyfact;
drop trigger bodies_bodyflag_end on bodies_bodyflag;
drop trigger bodies_pairing_end on bodies_pairing;
drop trigger bodies_agreement_keeps on bodies_agreement;
drop trigger bodies_agreement_stays on bodies_agreement;
drop trigger bodies_agreement_kept on bodies_agreement;
drop trigger bodies_agreement_replaces on bodies_agreement;
drop trigger bodies_agreementparty_of_draft on bodies_agreementparty;
drop trigger bodies_agreementparty_frozen on bodies_agreementparty;
drop trigger bodies_agreementparty_kept on bodies_agreementparty;
drop trigger bodies_signature_of_party on bodies_agreementsignature;
drop trigger bodies_agreementend_waits on bodies_agreementend;
drop trigger bodies_pairingresult_of_goal on bodies_pairingresult;
drop function bodies_fact_follows(), bodies_agreement_keeps(), bodies_agreement_replaces(),
    bodies_terms_of_draft(), bodies_party_signs(), bodies_end_waits(), bodies_result_of_goal(),
    bodies_agreement_settled(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("bodies", "0005_history_rows"), ("framework", "0001_ground")]
    operations = [
        op.protect("bodies_bodyfact", using=IN_SCOPE, grants="SI"),
        op.immutable("bodies_bodyfact"),
        op.protect("bodies_bodyflag", using=IN_SCOPE, grants="SI"),
        op.protect("bodies_bodyplace", using=PLACE_READ, check=IN_SCOPE, grants="SI"),
        op.immutable("bodies_bodyplace"),
        op.protect("bodies_agreement", using=AGREEMENT, grants="SIU"),
        op.protect("bodies_agreementparty", using=OF_AGREEMENT, grants="SID"),
        op.protect("bodies_agreementsignature", using=OF_AGREEMENT, grants="SI"),
        op.immutable("bodies_agreementsignature"),
        op.protect("bodies_agreementend", using=OF_AGREEMENT, grants="SI"),
        op.immutable("bodies_agreementend"),
        op.protect("bodies_agreementreminder", using=OF_AGREEMENT, grants="SI"),
        op.immutable("bodies_agreementreminder"),
        op.protect("bodies_pairing", using=PAIRING, grants="SI"),
        op.protect("bodies_pairinggoal", using=OF_PAIRING, grants="SI"),
        op.immutable("bodies_pairinggoal"),
        op.protect("bodies_pairingresult", using=OF_PAIRING, grants="SI"),
        op.immutable("bodies_pairingresult"),
        op.sql(FUNCTIONS, UNDO),
    ]
