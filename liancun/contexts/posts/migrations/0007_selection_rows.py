"""Whose selections, turns, visits and talent one may read, and what of them may still change."""

from django.db import migrations

from liancun.framework.database import operations as op

BODY = "body_id in (select unnest(liancun_scope('bodies'))) or (select liancun_everything())"
OWN = f"{BODY} or person_id = (select liancun_actor())"

SELECTIONS = """
create function posts_selection_forward() returns trigger language plpgsql as $$
begin
    if old.state in ('appointed', 'dropped') then
        raise exception 'selection %: it is over', old.id using errcode = 'LC001';
    end if;
    if (old.body_id, old.kind, old.opened_on, old.needs_approval, old.criteria)
        is distinct from (new.body_id, new.kind, new.opened_on, new.needs_approval, new.criteria) then
        raise exception 'selection %: what it is for stays', old.id using errcode = 'LC001';
    end if;
    if old.state <> 'open' and new.state <> 'open'
        and (old.chosen_id, old.held_on, old.result, old.concluded_by_id, old.concluded_at)
        is distinct from (new.chosen_id, new.held_on, new.result, new.concluded_by_id, new.concluded_at) then
        raise exception 'selection %: its result stays', old.id using errcode = 'LC001';
    end if;
    if old.state = 'approved' and (new.state not in ('appointed', 'dropped')
        or (old.approved_by_id, old.approved_at) is distinct from (new.approved_by_id, new.approved_at)) then
        raise exception 'selection %: it was approved', old.id using errcode = 'LC001';
    end if;
    if new.state = 'appointed' and old.state <> 'approved' then
        raise exception 'selection %: nobody is appointed before it is approved', old.id using errcode = 'LC001';
    end if;
    if new.chosen_id is not null and not exists (
        select from posts_candidate c where c.id = new.chosen_id and c.selection_id = new.id) then
        raise exception 'selection %: the chosen one was no candidate', old.id using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger posts_selection_forward before update on posts_selection
    for each row execute function posts_selection_forward();
create function posts_selection_part() returns trigger language plpgsql as $$
begin
    if not exists (select from posts_selection s where s.id = new.selection_id and s.body_id = new.body_id) then
        raise exception 'the selection belongs to another body' using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger posts_candidate_part before insert on posts_candidate
    for each row execute function posts_selection_part();
create trigger posts_opinion_part before insert on posts_opinion
    for each row execute function posts_selection_part();
create trigger posts_selectionstep_part before insert on posts_selectionstep
    for each row execute function posts_selection_part();
"""
SELECTIONS_BACK = """
drop trigger posts_selectionstep_part on posts_selectionstep;
drop trigger posts_opinion_part on posts_opinion;
drop trigger posts_candidate_part on posts_candidate;
drop function posts_selection_part();
drop trigger posts_selection_forward on posts_selection;
drop function posts_selection_forward();
"""

ONCE = """
grant update (person_id, person_name) on posts_slot to liancun_app;
grant update (agreed, answered_at) on posts_swap to liancun_app;
grant update (until) on posts_contact to liancun_app;
grant update (until) on posts_lead to liancun_app;
grant update (settled_on, settled_note, settled_by) on posts_issue to liancun_app;
grant update (struck_at, struck_by, struck_reason) on posts_talentevent to liancun_app;
create function posts_once() returns trigger language plpgsql as $$
begin
    if to_jsonb(old) ->> tg_argv[0] is not null then
        raise exception '% %: it is settled and stays', tg_table_name, old.id using errcode = 'LC001';
    end if;
    return new;
end $$;
"""
CHANGING = {
    "posts_contact": "until",
    "posts_lead": "until",
    "posts_swap": "agreed",
    "posts_issue": "settled_on",
    "posts_talentevent": "struck_at",
}
TRIGGERS = "".join(
    f"create trigger {table}_once before update on {table} for each row execute function posts_once('{column}');\n"
    for table, column in CHANGING.items()
)
TRIGGERS_BACK = "".join(f"drop trigger {table}_once on {table};\n" for table in CHANGING)

DONE = """
create function posts_slot_done() returns trigger language plpgsql as $$
begin
    if exists (select from posts_handover h where h.slot_id = old.id) then
        raise exception 'slot %: it was handed over', old.id using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger posts_slot_done before update on posts_slot
    for each row execute function posts_slot_done();
"""

OPEN = ("posts_rota", "posts_slot", "posts_swap", "posts_contact", "posts_lead")
OF_BODY = ("posts_candidate", "posts_opinion", "posts_selectionstep")
WITH_PERSON = (
    "posts_handover",
    "posts_slotchange",
    "posts_visit",
    "posts_issue",
    "posts_leadresult",
    "posts_talentevent",
)
FROZEN = (*OF_BODY, "posts_handover", "posts_slotchange", "posts_visit", "posts_leadresult")


class Migration(migrations.Migration):
    dependencies = [("posts", "0005_apart"), ("framework", "0001_ground")]
    operations = [
        *(op.open_table(table, grants="SI") for table in OPEN),
        op.protect("posts_selection", using=BODY, grants="SIU"),
        *(op.protect(table, using=BODY, grants="SI") for table in OF_BODY),
        *(op.protect(table, using=OWN, grants="SI") for table in WITH_PERSON),
        *(op.immutable(table) for table in FROZEN),
        op.sql(SELECTIONS, SELECTIONS_BACK),
        op.sql(ONCE + TRIGGERS, TRIGGERS_BACK + "drop function posts_once();"),
        op.sql(DONE, "drop trigger posts_slot_done on posts_slot; drop function posts_slot_done();"),
    ]
