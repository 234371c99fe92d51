from django.db import migrations

from liancun.framework.database import operations as op

OWN = "user_id = (select liancun_user()) or (select liancun_everything())"


class Migration(migrations.Migration):
    dependencies = [("identity", "0003_second_factor"), ("framework", "0001_ground")]
    operations = [
        op.protect("identity_secondfactor", using=OWN, grants="SIUD"),
        op.protect("identity_recoverycode", using=OWN, grants="SIUD"),
    ]
