"""A file is read like the working records, or like the book, of the body it belongs to."""

from django.db import migrations

from liancun.framework.database import operations as op

FILE = """
    case when of_books
        then body_id in (select unnest(liancun_scope('books')))
        else body_id in (select unnest(liancun_scope('bodies')))
    end or (select liancun_everything())
"""
LINK = "exists (select from evidence_file f where f.id = file_id)"


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial"), ("framework", "0001_ground")]
    operations = [
        op.protect("evidence_file", using=FILE, grants="SI"),
        op.immutable("evidence_file"),
        op.protect("evidence_link", using=LINK, grants="SI"),
        op.immutable("evidence_link"),
    ]
