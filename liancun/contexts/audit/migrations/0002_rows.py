"""Everybody adds to the log; the auditor and the sealer read it; nobody changes it."""

from django.db import migrations

from liancun.framework.database import operations as op

READS = "(select liancun_may_audit()) or (select liancun_everything())"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("framework", "0001_ground")]
    operations = [
        op.protect("audit_auditrow", using=READS, check="true", grants="SI"),
        op.immutable("audit_auditrow"),
        op.protect("audit_seal", using=READS, grants="SI"),
        op.immutable("audit_seal"),
    ]
