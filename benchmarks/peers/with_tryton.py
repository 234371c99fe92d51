"""Tryton's account module on PostgreSQL: one posted move with two lines a voucher, the trial balance of a company."""

import json
import os
import re
import statistics
import sys
import time
from decimal import Decimal
from pathlib import Path

TOLD = json.loads(sys.argv[1])
os.environ["TRYTOND_DATABASE_URI"] = f"postgresql://{TOLD['user']}@/"
os.environ["PGHOST"] = TOLD["host"]
os.environ["DB_NAME"] = TOLD["database"]


def main():
    from trytond.modules.account.tests import create_chart, get_fiscalyear
    from trytond.modules.company.tests import create_company, set_company
    from trytond.tests.test_tryton import activate_module

    activate_module("account")

    def opened():
        company = create_company()
        with set_company(company):
            create_chart(company)
            year = get_fiscalyear(company)
            year.save()
            year.create_period([year])
        return company.id

    company = _within({}, {}, opened)
    print(json.dumps(_measured({"company": company, "companies": [company]})))


def _within(context, locks, act):
    """One transaction, begun again with the locks that Tryton asks for; `locks` remembers them."""
    from trytond.exceptions import UserError
    from trytond.transaction import Transaction, TransactionError

    while True:
        with Transaction().start(TOLD["database"], 1, context=context, **locks) as transaction:
            try:
                made = act()
                transaction.commit()
                return made
            except TransactionError as fault:
                transaction.rollback()
                fault.fix(locks)
            except UserError as fault:
                raise SystemExit(str(fault)) from fault


def _measured(context):
    from trytond.pool import Pool

    def found():
        Account, Journal, Period = (
            Pool().get(f"account.{name}") for name in ("account", "journal", "period")
        )
        revenue, use = (
            Account.search(
                [(f"type.{kind}", "=", True), ("closed", "=", False), ("company", "=", context["company"])],
                limit=1,
            )[0]
            for kind in ("revenue", "expense")
        )
        period = Period.search([], limit=1)[0]
        return (
            Journal.search([], limit=1)[0].id,
            period.id,
            period.start_date,
            period.end_date,
            revenue.id,
            use.id,
        )

    journal, period, since, until, revenue, use = _within(context, {}, found)

    def posted():
        Move = Pool().get("account.move")
        lines = [("create", _lines(revenue, use))]
        Move.post(Move.create([{"period": period, "journal": journal, "date": since, "lines": lines}]))

    def read():
        Account = Pool().get("account.account")
        return [
            (each.debit, each.credit, each.balance)
            for each in Account.search([("company", "=", context["company"])])
        ]

    locks, spent, waits = {}, [], []
    for _ in range(TOLD["vouchers"]):
        begun = time.process_time()
        _within(context, locks, posted)
        spent.append((time.process_time() - begun) * 1000)
    for _ in range(5):
        begun = time.perf_counter()
        _within({**context, "date": until, "posted": True}, {}, read)
        waits.append((time.perf_counter() - begun) * 1000)
    peak = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024
    return {"posting": statistics.median(spent), "trial balance": statistics.median(waits), "memory": peak}


def _lines(revenue, use):
    return [
        {"account": revenue, "credit": Decimal(120), "debit": Decimal(0)},
        {"account": use, "debit": Decimal(120), "credit": Decimal(0)},
    ]


main()
