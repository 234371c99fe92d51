"""Whose rows these are: plans of areas in the scope, applications also of their township and villages."""

from django.db import migrations

from liancun.framework.database import operations as op

SCOPE = "(select unnest(liancun_scope('bodies')))"
ALL = "(select liancun_everything())"
IN_AREA = f"area_id in {SCOPE} or {ALL}"
APPLIED = f"area_id in {SCOPE} or township_id in {SCOPE} or centre_id in {SCOPE} or {ALL}"
OF_APPLICATION = "exists (select from formation_application a where a.id = application_id)"
ONE_AREA = (
    "alter table formation_proposal add constraint formation_proposal_of_planning"
    " foreign key (planning_id, area_id) references formation_planning (id, area_id);"
)
TABLES = ("planning", "proposal", "application", "applicationstep")


class Migration(migrations.Migration):
    dependencies = [
        ("formation", "0001_initial"),
        ("bodies", "0009_fact_runs"),
        ("framework", "0001_ground"),
    ]

    operations = [
        op.sql(ONE_AREA),
        op.protect("formation_planning", using=IN_AREA, grants="SI"),
        op.protect("formation_proposal", using=IN_AREA, grants="SI"),
        op.protect("formation_application", using=APPLIED, grants="SI"),
        op.protect("formation_applicationstep", using=OF_APPLICATION, grants="SI"),
        *(op.immutable(f"formation_{table}") for table in TABLES),
    ]
