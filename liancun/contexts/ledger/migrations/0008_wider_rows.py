"""What the wider tables promise below the forms: same book, who sees rows, what may change.

Policies look the book of a row up by its number: an array of all books in scope, walked for each row, is what made
an import slow.
"""

from django.db import migrations

from liancun.framework.database import operations as op

SAME_BOOK = """
alter table ledger_account add constraint ledger_account_parent
    foreign key (parent_id, book_id) references ledger_account (id, book_id);
alter table ledger_counterparty add constraint ledger_counterparty_in_book unique (id, book_id);
alter table ledger_batch add constraint ledger_batch_in_book unique (id, book_id);
alter table ledger_line
    add constraint ledger_line_party
        foreign key (counterparty_id, book_id) references ledger_counterparty (id, book_id),
    add constraint ledger_line_unit check (unit !~ '[|\\n]');
alter table ledger_voucher add constraint ledger_voucher_batch
    foreign key (batch_id, book_id) references ledger_batch (id, book_id);
alter table ledger_balance
    add constraint ledger_balance_account
        foreign key (account_id, book_id) references ledger_account (id, book_id),
    add constraint ledger_balance_twelve
        check (array_length(debit, 1) = 12 and array_length(credit, 1) = 12);
"""

IN_BOOK = "exists (select from ledger_book b where b.id = {column})"
POLICIES = """
do $$
declare policy record;
begin
    for policy in select tablename, policyname from pg_policies
        where schemaname = 'public' and tablename like 'ledger\\_%' and qual like '%ledger_books()%'
    loop
        execute format('alter policy %I on %I using (exists (select from ledger_book b where b.id = book_id))
            with check (exists (select from ledger_book b where b.id = book_id))',
            policy.policyname, policy.tablename);
    end loop;
end $$;
drop function ledger_books();
"""

# An account is closed on a day; nothing else of it changes.
ACCOUNT = """
drop trigger ledger_account_frozen on ledger_account;
create function ledger_account_change() returns trigger language plpgsql as $$
begin
    if old.closed_on is not null or new.closed_on is null
       or to_jsonb(new) - 'closed_on' <> to_jsonb(old) - 'closed_on' then
        raise exception 'an account can only be closed' using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger ledger_account_change before update on ledger_account
    for each row execute function ledger_account_change();
create trigger ledger_account_gone before delete on ledger_account
    for each row execute function liancun_refuse_change();
grant update (closed_on) on ledger_account to liancun_app;
"""

# A draft may gain its checker, by the checker's own hand, and nothing else.
CHECKER = """
create or replace function ledger_voucher_change() returns trigger language plpgsql as $$
begin
    if old.state <> 'draft' then
        raise exception 'voucher % is % and never changes', old.id, old.state using errcode = 'LC001';
    end if;
    if (new.id, new.book_id, new.owner_id, new.word, new.month, new.date, new.key, new.claim_id,
        new.authority_id, new.outstanding, new.corrects_id, new.spent, new.attachments, new.words,
        new.prepared_by_id, new.prepared_at, new.playbook_id, new.event, new.part, new.parts, new.closing,
        new.link_id, new.batch_id, new.needs_check)
       is distinct from
       (old.id, old.book_id, old.owner_id, old.word, old.month, old.date, old.key, old.claim_id,
        old.authority_id, old.outstanding, old.corrects_id, old.spent, old.attachments, old.words,
        old.prepared_by_id, old.prepared_at, old.playbook_id, old.event, old.part, old.parts, old.closing,
        old.link_id, old.batch_id, old.needs_check) then
        raise exception 'a draft is posted or discarded as it stands' using errcode = 'LC011';
    end if;
    if (new.checked_by_id, new.checked_at) is distinct from (old.checked_by_id, old.checked_at)
       and (old.checked_by_id is not null or new.checked_by_id is distinct from liancun_actor()
            or new.state <> 'draft') then
        raise exception 'a draft is checked once, by the checker' using errcode = 'LC012';
    end if;
    if new.state = 'draft' and new.checked_by_id is not distinct from old.checked_by_id then
        raise exception 'a draft is posted or discarded as it stands' using errcode = 'LC011';
    end if;
    return new;
end $$;
"""

MANDATE = """
drop trigger ledger_mandate_frozen on ledger_mandate;
create function ledger_mandate_change() returns trigger language plpgsql as $$
begin
    if old.revoked_at is not null or new.revoked_at is null
       or to_jsonb(new) - array['revoked_at', 'revoked_by_id'] <> to_jsonb(old) - array['revoked_at', 'revoked_by_id']
       or not exists (select from ledger_book b where b.id = old.book_id) then
        raise exception 'a mandate can only be revoked, by the book that gave it' using errcode = 'LC001';
    end if;
    return new;
end $$;
create trigger ledger_mandate_change before update on ledger_mandate
    for each row execute function ledger_mandate_change();
create trigger ledger_mandate_gone before delete on ledger_mandate
    for each row execute function liancun_refuse_change();
grant update (revoked_at, revoked_by_id) on ledger_mandate to liancun_app;
"""


def of(*columns: str) -> str:
    return " or ".join(IN_BOOK.format(column=column) for column in columns)


class Migration(migrations.Migration):
    dependencies = (("ledger", "0006_rows_of_ends"),)
    operations = (
        op.sql(SAME_BOOK),
        op.sql(POLICIES),
        op.protect("ledger_counterparty", using=of("book_id"), grants="SI"),
        op.protect("ledger_periodstep", using=of("book_id"), grants="SI"),
        op.protect("ledger_batch", using=of("book_id"), grants="SI"),
        op.protect("ledger_balance", using=of("book_id"), grants="S"),
        op.protect("ledger_mandate", using=of("book_id", "holder_id"), check=of("book_id"), grants="SI"),
        op.protect("ledger_pair", using=of("payer_id", "payee_id"), grants="SIU"),
        *(op.immutable(f"ledger_{table}") for table in ("counterparty", "periodstep", "batch", "mandate")),
        op.sql(ACCOUNT),
        op.sql(CHECKER),
        op.sql(MANDATE),
    )
