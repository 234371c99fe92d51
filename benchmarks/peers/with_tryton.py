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
    from trytond.pool import Pool
    from trytond.tests.test_tryton import activate_module
    from trytond.transaction import Transaction

    activate_module("account")
    with Transaction().start(TOLD["database"], 1) as transaction:
        company = create_company()
        with set_company(company):
            create_chart(company)
            year = get_fiscalyear(company)
            year.save()
            year.create_period([year])
            told = _measured(Pool(), transaction, company)
    print(json.dumps(told))


def _measured(pool, transaction, company):
    Account, Journal = pool.get("account.account"), pool.get("account.journal")
    Move, Period = pool.get("account.move"), pool.get("account.period")
    revenue, use = (
        Account.search([(f"type.{kind}", "=", True), ("company", "=", company.id)], limit=1)[0]
        for kind in ("revenue", "expense")
    )
    journal, period = Journal.search([], limit=1)[0], Period.search([], limit=1)[0]
    spent = []
    for _ in range(TOLD["vouchers"]):
        begun = time.process_time()
        made = Move.create(
            [
                {
                    "period": period.id,
                    "journal": journal.id,
                    "date": period.start_date,
                    "lines": [("create", _lines(revenue, use))],
                }
            ]
        )
        Move.post(made)
        transaction.commit()
        spent.append((time.process_time() - begun) * 1000)
    waits = []
    for _ in range(5):
        begun = time.perf_counter()
        with transaction.set_context(date=period.end_date, posted=True):
            [
                (each.debit, each.credit, each.balance)
                for each in Account.search([("company", "=", company.id)])
            ]
        waits.append((time.perf_counter() - begun) * 1000)
    peak = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024
    return {"posting": statistics.median(spent), "trial balance": statistics.median(waits), "memory": peak}


def _lines(revenue, use):
    return [
        {"account": revenue.id, "credit": Decimal(120), "debit": Decimal(0)},
        {"account": use.id, "debit": Decimal(120), "credit": Decimal(0)},
    ]


main()
