from django.db import migrations

from liancun.framework.database import operations as op


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial"), ("framework", "0001_ground")]
    operations = [
        op.open_table("identity_user", grants="SIU"),
        op.open_table("identity_pastpassword", grants="SI"),
        op.immutable("identity_pastpassword"),
    ]
