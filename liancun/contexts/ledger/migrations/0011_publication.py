"""Statements as they were prepared for publishing: written once, read by whose posts reach the book."""

from django.db import migrations

from liancun.framework.database import operations as op


class Migration(migrations.Migration):
    dependencies = (("people", "0011_tallies_kept"), ("ledger", "0010_papers_and_desk_rows"))
    operations = (
        op.protect(
            "ledger_publication",
            using="exists (select from ledger_book b where b.id = book_id)",
            grants="SI",
        ),
        op.immutable("ledger_publication"),
    )
