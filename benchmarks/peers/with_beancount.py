"""beancount: reading a text of all vouchers with every check, and the balances of its accounts."""

import json
import re
import sys
import time
from pathlib import Path

TOLD = json.loads(sys.argv[1])


def main():
    from beancount import loader
    from beancount.core import realization

    begun = time.perf_counter()
    entries, errors, _ = loader.load_file(TOLD["text"])
    read = time.perf_counter() - begun
    begun = time.perf_counter()
    realization.realize(entries)
    told = {"trial balance": (time.perf_counter() - begun) * 1000}
    peak = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024
    print(json.dumps({"import": read, **told, "memory": peak, "errors": len(errors)}))


main()
