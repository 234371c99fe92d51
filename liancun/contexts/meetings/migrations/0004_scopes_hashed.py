"""Scopes looked up in a hash, as people/0008: what was made before walks an array for each row."""

from django.db import migrations

from liancun.framework.database import operations as op


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_rows")]
    operations = [op.hash_scopes("meetings")]
