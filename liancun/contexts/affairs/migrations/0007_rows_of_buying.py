"""No money is authorised before the papers of its way of buying; what carries out a plan stays inside its amount."""

from django.db import migrations

from liancun.framework.database import operations as op

IN_SCOPE = "body_id in (select unnest(liancun_scope('bodies'))) or (select liancun_everything())"

FUNCTIONS = """
create function affairs_bought_by_rule() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'affairs_publication' then
        if new.which <> 'decision' then
            return new;
        end if;
    end if;
    if exists (
        select from affairs_matter m, jsonb_each_text(m.purchase) wanted(kind, number)
        where m.id = new.matter_id and wanted.number::int > (
            select count(*) from affairs_purchasepaper p where p.matter_id = m.id and p.kind = wanted.kind)
    ) then
        raise exception 'papers of the purchase are missing' using errcode = 'LC132';
    end if;
    return new;
end $$;

-- Whoever carries out a matter waits for whoever does so at the same time: together they stay inside its amount.
create function affairs_inside_its_mandate() returns trigger language plpgsql volatile as $$
declare
    plan bigint := (select within_id from affairs_matter where id = new.matter_id);
    decided numeric;
    used numeric;
begin
    if plan is null then
        return new;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('affairs.mandate:' || plan, 0));
    select p.amount into decided
    from affairs_party p
    join affairs_matter m on m.id = p.matter_id and m.state not in ('rejected', 'lapsed', 'revoked')
    join affairs_effect e on e.matter_id = p.matter_id and e.village_id = p.village_id
    join bodies_body b on b.id = new.village_id
    where p.matter_id = plan
      and (p.village_id = b.id or p.village_id = b.parent_id
           or p.village_id in (select c.id from bodies_body c where c.parent_id = b.id and c.kind = 'collective'))
      and not exists (
        select from affairs_revocation r where r.matter_id = p.matter_id and r.village_id = p.village_id)
    order by p.village_id <> new.village_id limit 1;
    if decided is null then
        raise exception 'no decision in effect to carry out' using errcode = 'LC133';
    end if;
    select coalesce(sum(q.amount), 0) into used
    from affairs_party q join affairs_matter x on x.id = q.matter_id
    where x.within_id = plan and x.state not in ('rejected', 'lapsed', 'revoked');
    if used + new.amount > decided then
        raise exception 'more than is left of the decision' using errcode = 'LC133';
    end if;
    return new;
end $$;

create trigger affairs_publication_bought before insert on affairs_publication
    for each row execute function affairs_bought_by_rule();
create trigger affairs_effect_bought before insert on affairs_effect
    for each row execute function affairs_bought_by_rule();
create trigger affairs_party_mandate before insert on affairs_party
    for each row execute function affairs_inside_its_mandate();
create trigger affairs_purchasepaper_running before insert on affairs_purchasepaper
    for each row execute function affairs_not_after_the_end();
create function affairs_paper_belongs() returns trigger language plpgsql as $$
begin
    if not exists (select from affairs_matter m where m.id = new.matter_id and m.body_id = new.body_id) then
        raise exception 'a record of another committee' using errcode = 'LC120';
    end if;
    return new;
end $$;
create trigger affairs_purchasepaper_belongs before insert on affairs_purchasepaper
    for each row execute function affairs_paper_belongs();
"""
DROP = """
drop function affairs_bought_by_rule() cascade;
drop function affairs_inside_its_mandate() cascade;
drop function affairs_paper_belongs() cascade;
"""


class Migration(migrations.Migration):
    dependencies = [("affairs", "0005_rows_of_any_procedure")]

    operations = [
        op.protect("affairs_purchasepaper", using=IN_SCOPE, grants="SI"),
        op.immutable("affairs_purchasepaper"),
        op.sql(FUNCTIONS, DROP),
    ]
