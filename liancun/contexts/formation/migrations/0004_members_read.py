"""An application is read by every village of its group: each raises its own matter about it."""

from django.db import migrations

from liancun.framework.database import operations as op

SCOPE = "(select unnest(liancun_scope('bodies')))"
ALL = "(select liancun_everything())"
ANY_MEMBER = f"exists (select from jsonb_array_elements_text(members) as m(id) where m.id::bigint in {SCOPE})"
APPLIED = f"area_id in {SCOPE} or township_id in {SCOPE} or {ANY_MEMBER} or {ALL}"
POLICY = "formation_application_scope on formation_application"


class Migration(migrations.Migration):
    dependencies = [("formation", "0003_roads")]

    operations = [op.sql(f"alter policy {POLICY} using ({APPLIED}) with check ({APPLIED});")]
