"""django-hordak on PostgreSQL: one transaction with two legs a voucher, balances of sixty accounts."""

import json
import re
import statistics
import sys
import time
from datetime import date, timedelta
from pathlib import Path

TOLD = json.loads(sys.argv[1])


def _configured():
    import django
    from django.conf import settings

    database = {"ENGINE": "django.db.backends.postgresql", "NAME": TOLD["database"], "HOST": TOLD["host"]}
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
        DATABASES={"default": {**database, "USER": TOLD["user"]}},
        DEFAULT_CURRENCY="CNY",
        HORDAK_INTERNAL_CURRENCY="CNY",
        HORDAK_CURRENCIES=["CNY"],
        CURRENCIES=("CNY",),
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        USE_TZ=True,
    )
    django.setup()


def main():
    _configured()
    from django.core.management import call_command
    from django.db import transaction
    from hordak.models import Account, Leg, Transaction

    call_command("migrate", verbosity=0)
    accounts = [
        Account.objects.create(
            name=f"{place}", code=f"{place}", type="AS" if place < 30 else "EX", currencies=["CNY"]
        )
        for place in range(60)
    ]
    first, spent = date(2025, 1, 1), []
    for number in range(TOLD["vouchers"]):
        begun = time.process_time()
        with transaction.atomic():
            made = Transaction.objects.create(
                description="购买办公用品", date=first + timedelta(days=number % 365)
            )
            bank, use = accounts[number % 2], accounts[30 + number % 25]
            Leg.objects.create(transaction=made, account=bank, credit=120, currency="CNY")
            Leg.objects.create(transaction=made, account=use, debit=120, currency="CNY")
        spent.append((time.process_time() - begun) * 1000)
    waits = []
    for _ in range(5):
        begun = time.perf_counter()
        [each.get_balance() for each in Account.objects.all()]
        waits.append((time.perf_counter() - begun) * 1000)
    peak = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024
    told = {"posting": statistics.median(spent), "trial balance": statistics.median(waits), "memory": peak}
    print(json.dumps(told))


main()
