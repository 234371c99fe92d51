from django.db import migrations

from liancun.framework.database import operations as op


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_heads")]
    operations = [
        op.protect("audit_dayhead", using="true", check="(select liancun_everything())", grants="SI"),
        op.immutable("audit_dayhead"),
    ]
