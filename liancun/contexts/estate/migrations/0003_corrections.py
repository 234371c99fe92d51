"""Corrections of the register with the old version kept, and contracts that end early."""

import django.db.models.deletion
from django.db import migrations, models

from liancun.framework.database import operations as op

IN_BOOKS = "owner_id in (select unnest(liancun_scope('books'))) or (select liancun_everything())"
OF_BOOK = """
alter table estate_contractend add constraint estate_contractend_contract_id
    foreign key (contract_id, owner_id, book_id) references estate_contract (id, owner_id, book_id);
"""
# A row changes only beside a correction of this moment that holds it as it was and as it becomes.
CORRECTED = """
create function estate_corrected() returns trigger language plpgsql as $$
begin
    if exists (select from unnest(string_to_array(tg_argv[1], ' ')) kept
               where to_jsonb(new) -> kept is distinct from to_jsonb(old) -> kept)
       or not exists (select from estate_correction c where c.subject = tg_argv[0] and c.subject_id = old.id
                      and c.at = liancun_now() and c.before = to_jsonb(old) and c.after = to_jsonb(new)) then
        raise exception '% % changes only by a correction that keeps what stood there', tg_argv[0], old.id
            using errcode = 'LC001';
    end if;
    return new;
end $$;
drop trigger estate_asset_frozen on estate_asset;
create trigger estate_asset_change before update on estate_asset for each row
    execute function estate_corrected('asset', 'id owner_id book_id slug registered_at');
create trigger estate_asset_gone before delete on estate_asset
    for each row execute function liancun_refuse_change();
grant update (number, kind, category, name, place, quantity, unit, acquired_on, cost, salvage, worn, begin, months,
    code, wear_code, expense_code) on estate_asset to liancun_app;
drop trigger estate_contract_frozen on estate_contract;
create trigger estate_contract_change before update on estate_contract for each row
    execute function estate_corrected('contract', 'id owner_id book_id since until registered_at');
create trigger estate_contract_gone before delete on estate_contract
    for each row execute function liancun_refuse_change();
grant update (number, matter, party, signed_on, asset_id, resource_id) on estate_contract to liancun_app;
"""
TABLES = ("correction", "contractend")
OWNER = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+"}


class Migration(migrations.Migration):
    dependencies = [("estate", "0002_rows")]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_id", models.BigIntegerField()),
                ("subject", models.CharField(max_length=10)),
                ("subject_id", models.BigIntegerField()),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("reason", models.TextField()),
                ("name", models.TextField()),
                ("at", models.DateTimeField()),
                ("owner", models.ForeignKey(to="bodies.body", **OWNER)),
            ],
            options={
                "indexes": [models.Index(fields=["subject", "subject_id"], name="estate_correction_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("subject__in", ("asset", "contract")), models.Q(("reason", ""), _negated=True)
                        ),
                        name="estate_correction_told",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_id", models.BigIntegerField()),
                ("on", models.DateField()),
                ("reason", models.TextField()),
                ("name", models.TextField()),
                ("ended_at", models.DateTimeField()),
                (
                    "contract",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="end", to="estate.contract"
                    ),
                ),
                ("owner", models.ForeignKey(to="bodies.body", **OWNER)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="estate_contract_end_told"
                    )
                ],
            },
        ),
        op.sql(OF_BOOK),
        *(op.protect(f"estate_{table}", using=IN_BOOKS, grants="SI") for table in TABLES),
        *(op.immutable(f"estate_{table}") for table in TABLES),
        op.sql(CORRECTED),
    ]
