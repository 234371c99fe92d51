"""Who reads the papers beside the books, what of them may change once, and the same invoice twice refused."""

from django.db import migrations

from liancun.framework.database import operations as op

OWN_BOOK = "exists (select from ledger_book b where b.id = book_id)"
TABLES = (
    "invoice",
    "receiptbook",
    "receipt",
    "handover",
    "handoveritem",
    "volume",
    "recurring",
    "pettycash",
    "keeping",
)
FROZEN = ("invoice", "receipt", "handoveritem", "volume", "pettycash")

SAME_BOOK = """
alter table ledger_receiptbook add constraint ledger_receiptbook_in_book unique (id, book_id);
alter table ledger_handover add constraint ledger_handover_in_book unique (id, book_id);
alter table ledger_invoice add constraint ledger_invoice_claim
    foreign key (claim_id, book_id) references ledger_claim (id, book_id);
alter table ledger_receipt add constraint ledger_receipt_in_book
    foreign key (receipts_id, book_id) references ledger_receiptbook (id, book_id);
alter table ledger_handoveritem
    add constraint ledger_handoveritem_list foreign key (handover_id, book_id) references ledger_handover (id, book_id),
    add constraint ledger_handoveritem_claim foreign key (claim_id, book_id) references ledger_claim (id, book_id);
alter table ledger_receiptbook add constraint ledger_receiptbook_apart
    exclude using gist (book_id with =, series with =, int8range(first, last, '[]') with &&);
alter table ledger_volume add constraint ledger_volume_apart
    exclude using gist (book_id with =, month with =, int4range(first, last, '[]') with &&);
alter table ledger_keeping add constraint ledger_keeping_apart
    exclude using gist (book_id with =, daterange(since, until, '[]') with &&);
"""

# One column may be filled in once; everything else of these rows stays as it was written.
ONCE = """
create function ledger_set_once() returns trigger language plpgsql as $$
begin
    if to_jsonb(old) ->> tg_argv[0] is not null then
        raise exception '% of % is set once', tg_argv[0], tg_table_name using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger ledger_receiptbook_once before update on ledger_receiptbook
    for each row execute function ledger_set_once('returned_on');
create trigger ledger_handover_once before update on ledger_handover
    for each row execute function ledger_set_once('taken_at');
create trigger ledger_recurring_once before update on ledger_recurring
    for each row execute function ledger_set_once('until');
create trigger ledger_keeping_once before update on ledger_keeping
    for each row execute function ledger_set_once('until');
grant update (returned_on) on ledger_receiptbook to liancun_app;
grant update (taken_at, taken_by_id, taken_name) on ledger_handover to liancun_app;
grant update (until) on ledger_recurring, ledger_keeping to liancun_app;

create function ledger_receipt_in_range() returns trigger language plpgsql as $$
begin
    perform 1 from ledger_receiptbook b
    where b.id = new.receipts_id and new.number between b.first and b.last and b.returned_on is null;
    if not found then
        raise exception 'receipt % is not in its book', new.number using errcode = 'LC025';
    end if;
    return new;
end $$;
create trigger ledger_receipt_in_range before insert on ledger_receipt
    for each row execute function ledger_receipt_in_range();
"""

# Where the tier asks for a checker, nobody posts without one.
CHECKED = """
alter table ledger_voucher add constraint ledger_voucher_checked
    check (state <> 'posted' or not needs_check or checked_by_id is not null);
"""

# Which of these invoices were filed with another claim anywhere in the county: keyed digests in, keyed digests out.
DOOR = """
create function ledger_invoices_used(wanted text[], own_claim bigint) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
    select i.mark::text from ledger_invoice i where i.mark = any (wanted) and i.claim_id <> own_claim
$$;
revoke all on function ledger_invoices_used(text[], bigint) from public;
grant execute on function ledger_invoices_used(text[], bigint) to liancun_app;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0008_wider_rows")]

    operations = [
        op.sql(SAME_BOOK),
        *(op.protect(f"ledger_{table}", using=OWN_BOOK, grants="SI") for table in TABLES),
        op.sql(ONCE),
        op.sql(CHECKED),
        op.sql(DOOR),
        *(op.immutable(f"ledger_{table}") for table in FROZEN),
    ]
