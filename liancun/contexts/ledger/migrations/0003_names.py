"""The names of signers at the time, beside the chain and not in it."""

from django.db import migrations

from liancun.framework.database import operations as op

OWN_BOOK = "book_id = any ((select ledger_books())::bigint[])"


class Migration(migrations.Migration):
    dependencies = (("ledger", "0002_gate"), ("people", "0001_initial"))
    operations = (
        op.sql(
            "alter table ledger_voucherstep add constraint ledger_voucherstep_voucher "
            "foreign key (voucher_id, book_id) references ledger_voucher (id, book_id)"
        ),
        op.protect("ledger_voucherstep", using=OWN_BOOK, grants="SI"),
        op.immutable("ledger_voucherstep"),
    )
