"""Whose rows these are, what may change, and that money of two books cannot meet in one account."""

from django.db import migrations

from liancun.framework.database import operations as op

IN_BOOKS = "owner_id in (select unnest(liancun_scope('books'))) or (select liancun_everything())"
IN_BODIES = "body_id in (select unnest(liancun_scope('bodies'))) or (select liancun_everything())"
SHAPES = (
    "owner_id in (select unnest(liancun_scope('books'))) or owner_id in (select unnest(liancun_scope('bodies')))"
    " or (select liancun_everything())"
)

# Everything below an account carries its owner and book, and the table it points to holds it to them.
ONE_BOOK = """
alter table treasury_statement add constraint treasury_statement_account
    foreign key (account_id, owner_id, book_id) references treasury_account (id, owner_id, book_id);
alter table treasury_statementline add constraint treasury_line_account
    foreign key (account_id, owner_id, book_id) references treasury_account (id, owner_id, book_id);
alter table treasury_statementline add constraint treasury_line_statement
    foreign key (statement_id, account_id) references treasury_statement (id, account_id);
alter table treasury_match add constraint treasury_match_account
    foreign key (account_id, owner_id) references treasury_account (id, owner_id);
alter table treasury_matchedline add constraint treasury_matchedline_account
    foreign key (account_id, owner_id) references treasury_account (id, owner_id);
alter table treasury_matchedline add constraint treasury_matchedline_line
    foreign key (line_id, account_id) references treasury_statementline (id, account_id);
alter table treasury_matchedline add constraint treasury_matchedline_match
    foreign key (match_id, account_id) references treasury_match (id, account_id);
alter table treasury_matchedentry add constraint treasury_matchedentry_account
    foreign key (account_id, owner_id) references treasury_account (id, owner_id);
alter table treasury_matchedentry add constraint treasury_matchedentry_match
    foreign key (match_id, account_id) references treasury_match (id, account_id);
alter table treasury_monthreconciled add constraint treasury_month_account
    foreign key (account_id, owner_id, book_id) references treasury_account (id, owner_id, book_id);
alter table treasury_batch add constraint treasury_batch_account
    foreign key (account_id, owner_id, book_id) references treasury_account (id, owner_id, book_id);
alter table treasury_batchline add constraint treasury_batchline_batch
    foreign key (batch_id, book_id) references treasury_batch (id, book_id);
"""

CHANGING = """
grant update (undone_at) on treasury_match to liancun_app;
grant update (released_by_id, releaser_name, released_at, digest, dropped_at) on treasury_batch to liancun_app;
grant update (state, reason, answered_at) on treasury_batchline to liancun_app;
"""
FROZEN = ("custody", "account", "statement", "statementline", "monthreconciled", "payee", "rememberedshape")


class Migration(migrations.Migration):
    dependencies = [("treasury", "0001_initial"), ("framework", "0001_ground")]

    operations = [
        op.sql(ONE_BOOK),
        op.protect("treasury_custody", using=IN_BODIES, grants="SI"),
        op.protect("treasury_rememberedshape", using=SHAPES, grants="SI"),
        *(
            op.protect(f"treasury_{table}", using=IN_BOOKS, grants="SI")
            for table in ("account", "statement", "statementline", "match", "monthreconciled", "payee")
        ),
        *(op.protect(f"treasury_{table}", using=IN_BOOKS, grants="SI") for table in ("batch", "batchline")),
        *(
            op.protect(f"treasury_{table}", using=IN_BOOKS, grants="SID")
            for table in ("matchedline", "matchedentry")
        ),
        op.sql(CHANGING),
        *(op.immutable(f"treasury_{table}") for table in FROZEN),
    ]
