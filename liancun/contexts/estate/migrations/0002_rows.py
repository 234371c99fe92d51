"""Whose rows these are, what never changes, and what a card tells everybody."""

from django.db import migrations

from liancun.framework.database import operations as op

IN_BOOKS = "owner_id in (select unnest(liancun_scope('books'))) or (select liancun_everything())"
# Each part carries the owner and book of its whole, and the whole holds it to them.
PARTS = (
    ("assetend", "asset_id", "asset"),
    ("wearline", "run_id", "wearrun"),
    ("wearline", "asset_id", "asset"),
    ("contract", "asset_id", "asset"),
    ("contract", "resource_id", "resource"),
    ("rentdue", "contract_id", "contract"),
    ("rentreceipt", "contract_id", "contract"),
    ("countline", "count_id", "stockcount"),
    ("countline", "asset_id", "asset"),
)
ONE_BOOK = "\n".join(
    f"alter table estate_{table} add constraint estate_{table}_{column} foreign key ({column}, owner_id, book_id)"
    f" references estate_{whole} (id, owner_id, book_id);"
    for table, column, whole in PARTS
)
CARD = """
create function estate_card(wanted text)
    returns table (number text, name text, category text, owner_name text, place text, quantity numeric, unit text,
                   acquired_on date, ended_on date)
    language sql stable security definer set search_path = public, pg_temp as $$
    select a.number, a.name, a.category, b.name, a.place, a.quantity, a.unit, a.acquired_on, e."on"
    from estate_asset a join bodies_body b on b.id = a.owner_id left join estate_assetend e on e.asset_id = a.id
    where a.slug = wanted
$$;
revoke all on function estate_card(text) from public;
grant execute on function estate_card(text) to liancun_app;
"""
TABLES = (
    *("asset", "assetend", "wearrun", "wearline", "resource", "contract", "rentdue", "rentreceipt"),
    *("stockcount", "countline"),
)


class Migration(migrations.Migration):
    dependencies = [("estate", "0001_initial"), ("bodies", "0001_initial"), ("framework", "0001_ground")]

    operations = [
        op.sql(ONE_BOOK),
        *(op.protect(f"estate_{table}", using=IN_BOOKS, grants="SI") for table in TABLES),
        op.sql("grant update (dropped_at) on estate_wearrun to liancun_app;"),
        *(op.immutable(f"estate_{table}") for table in TABLES if table != "wearrun"),
        op.sql(CARD, "drop function estate_card(text);"),
    ]
