"""Reminders of answers that are due: once of each kind, read with the words of the objection, never changed."""

from django.db import migrations

from liancun.framework.database import operations as op

IN_SCOPE = "body_id in (select unnest(liancun_scope('bodies'))) or (select liancun_everything())"
TAKE_BODY = """
create trigger disclosure_answerreminder_add before insert on disclosure_answerreminder
    for each row execute function disclosure_take_body();
"""


class Migration(migrations.Migration):
    dependencies = [("bodies", "0001_initial"), ("disclosure", "0002_rows")]

    operations = [
        op.sql(TAKE_BODY),
        op.protect("disclosure_answerreminder", using=IN_SCOPE, grants="SI"),
        op.immutable("disclosure_answerreminder"),
    ]
