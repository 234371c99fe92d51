"""What was filled at once is counted at once, and the gate reads the lines of a few vouchers by their index alone.

Right after an import the planner knew nothing of the new rows: it read every line of the county to move the totals of
one voucher. Importers ask for the count now (the serving role cannot), and the few vouchers keep what they read of
their lines, so that moving the totals looks at no line again.
"""

from importlib import import_module

from django.db import migrations

from liancun.framework.database import operations as op

before = import_module("liancun.contexts.ledger.migrations.0018_shorter_gate")

COUNTED = """
create function ledger_count_rows(added bigint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare known real := (select greatest(reltuples, 0) from pg_class where oid = 'ledger_voucher'::regclass);
begin
    if added > 500 and added > known / 10 then
        analyze ledger_voucher, ledger_voucherwords, ledger_line, ledger_period;
    end if;
end $$;
revoke all on function ledger_count_rows(bigint) from public;
grant execute on function ledger_count_rows(bigint) to liancun_app;
"""

# Of one month, and no opening among them.
LEVEL_MOVED = """
            update ledger_balance b
            set debit = ledger_moved(b.debit, case when b.year > its_year then 1 else its_month end, s.debit),
                credit = ledger_moved(b.credit, case when b.year > its_year then 1 else its_month end, s.credit)
            from (
                select m.account, sum(m.debit) as debit, sum(m.credit) as credit
                from unnest(accounts, debits, credits) m (account, debit, credit) group by m.account
            ) s where b.account_id = s.account and b.year >= its_year;
"""


def replaced(text: str, *changes: tuple[str, str]) -> str:
    """Each of what is told stands there once."""
    for told, here in changes:
        assert text.count(told) == 1, told
        text = text.replace(told, here)
    return text


FEW_JUDGED = replaced(
    before.FEW_JUDGED,
    (
        "max(a.closed_on) as closed_on,",
        "max(a.closed_on) as closed_on, array_agg(l.account_id) as accounts,\n"
        "                   array_agg(l.debit) as debits, array_agg(l.credit) as credits,",
    ),
    (
        "            links[spot] := digest;\n",
        "            links[spot] := digest;\n            accounts := accounts || t.accounts;\n"
        "            debits := debits || t.debits;\n            credits := credits || t.credits;\n",
    ),
)
GATE = replaced(
    before.GATE,
    (before.FEW_JUDGED, FEW_JUDGED),
    (before.LEVEL_MOVED, LEVEL_MOVED),
    (
        "from new_rows n join ledger_line l on l.voucher_id = n.id\n            where n.state = 'posted'",
        "from new_rows n\n            cross join lateral (select * from ledger_line i where i.voucher_id = n.id offset 0) l\n"
        "            where n.state = 'posted'",
    ),
    (
        "links text[] := '{}';\n",
        "links text[] := '{}';\n    accounts bigint[] := '{}'; debits numeric[] := '{}'; credits numeric[] := '{}';"
        " its_year int; its_month int;\n",
    ),
    (
        "           min(month) = max(month) and bool_and(word <> '初')\n",
        "           min(month) = max(month) and bool_and(word <> '初'), extract(year from min(month))::int,\n"
        "           extract(month from min(month))::int\n",
    ),
    (
        "drawn, parted, told, level from new_rows",
        "drawn, parted, told, level, its_year, its_month from new_rows",
    ),
)


class Migration(migrations.Migration):
    dependencies = (("ledger", "0020_lock_pairs"),)
    operations = (op.sql(COUNTED), op.sql(GATE))
