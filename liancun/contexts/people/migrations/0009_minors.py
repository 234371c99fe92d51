"""Who is not yet of age is read by the two in charge of the village's minors and by nobody else.

Others meet such a person as a line without a name: the functions below tell that somebody is a minor, and how many
live somewhere, and never who. They look past the row policies for that one answer, within the asker's own scope.
"""

from django.db import migrations

from liancun.framework.database import operations as op

GROWN = """
create function liancun_grown() returns date language sql stable parallel safe as
$$ select (liancun_today() - interval '18 years')::date $$;
"""
BACK_GROWN = "drop function liancun_grown();"

SCOPE = "home_id in (select unnest(liancun_scope('people')))"
KEPT = "home_id in (select unnest(liancun_scope('minors')))"
ALWAYS = "(select liancun_everything())"
OF_AGE = "(birth_date is null or birth_date <= (select liancun_grown()))"
ONESELF = "user_id = (select liancun_user())"

BEFORE = f"{SCOPE} or {ALWAYS} or {ONESELF}"
AFTER = f"({OF_AGE} and {SCOPE}) or {KEPT} or {ALWAYS} or {ONESELF}"
PERSONS = "alter policy people_person_scope on people_person using ({rows});"

# What hangs on a person is read with the person.
WITH_PERSON = " and exists (select 1 from people_person p where p.id = person_id)"
OF_PERSON = f"({SCOPE} or {ALWAYS} or person_id = (select liancun_actor()))"
HANGING = """
alter policy people_formername_scope on people_formername using ({rows});
alter policy people_consent_scope on people_consent using ({rows});
"""

FUNCTIONS = f"""
create function people_unnamed_minors(ids bigint[], day date) returns table (id bigint, grown boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, p.birth_date <= (day - interval '18 years')::date
    from people_person p
    where p.id = any (ids) and p.birth_date > (select liancun_grown()) and ({SCOPE} or {ALWAYS})
$$;
create function people_counted(homes bigint[]) returns table (home bigint, persons bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.home_id, count(*) from people_person p
    where p.home_id = any (homes) and ({SCOPE} or {ALWAYS}) and p.merged_into_id is null and p.died_on is null
    group by p.home_id
$$;
create function people_same_minors(digests text[], homes bigint[], names text[], births date[])
returns table (place bigint, id bigint, home bigint, same_name boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    with given as (
        select * from unnest(digests, homes, names, births) with ordinality as g (digest, home, name, birth, place)
    ), met as (
        select g.place, g.name as told, p.* from given g join people_person p
            on p.identity_index = g.digest and p.identity_index <> '' where g.digest <> ''
        union all
        select g.place, g.name as told, p.* from given g join people_person p
            on p.home_id = g.home and p.name = g.name and p.identity_index = ''
            and (g.birth is null or g.birth = p.birth_date) where g.digest = ''
    )
    select m.place, m.id, m.home_id, m.name = m.told from met m
    where m.birth_date > (select liancun_grown()) and m.merged_into_id is null and ({SCOPE} or {ALWAYS})
$$;
"""
NAMES = (
    "people_unnamed_minors(bigint[], date)",
    "people_counted(bigint[])",
    "people_same_minors(text[], bigint[], text[], date[])",
)
RIGHTS = "\n".join(
    f"revoke all on function {name} from public; grant execute on function {name} to liancun_app;"
    for name in NAMES
)
BACK_FUNCTIONS = "\n".join(f"drop function {name};" for name in NAMES)


class Migration(migrations.Migration):
    dependencies = [("people", "0008_all_scopes_hashed")]
    operations = [
        op.sql(GROWN, BACK_GROWN),
        op.sql(PERSONS.format(rows=AFTER), PERSONS.format(rows=BEFORE)),
        op.sql(HANGING.format(rows=OF_PERSON + WITH_PERSON), HANGING.format(rows=OF_PERSON)),
        op.sql(FUNCTIONS + RIGHTS, BACK_FUNCTIONS),
        # A row that its writer may not read cannot give its number back: the number is drawn first.
        op.sql(
            "grant usage on sequence people_person_id_seq to liancun_app;",
            "revoke usage on sequence people_person_id_seq from liancun_app;",
        ),
    ]
