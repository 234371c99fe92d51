"""Sub-accounts (明细科目): what an owner may add below an account of its chart, and which may be closed."""

from __future__ import annotations

import re
from collections.abc import Collection

from liancun.kernel.errors import Conflict, Place, Refusal, mark

LONGEST = 12


def next_code(parent: str, known: Collection[str]) -> str:
    """The first free code below an account, as long as its neighbours are (three digits below 101, then two)."""
    below = [code for code in known if code.startswith(parent) and code != parent]
    digits = min((len(code) - len(parent) for code in below), default=3 if len(parent) == 3 else 2)
    taken = {code for code in below if len(code) == len(parent) + digits}
    for number in range(1, 10**digits):
        code = f"{parent}{number:0{digits}d}"
        if code not in taken:
            return code
    raise Conflict("ledger.accounts_full", mark("这个科目下面的编码已经用完。"))


def check_new(code: str, name: str, parent: str, known: Collection[str], names: Collection[str]) -> None:
    """Raises unless the code stands below its parent and is free, and no neighbour bears the name.

    Refusals: ledger.account_name, ledger.account_twice, ledger.account_code.
    """
    if not name:
        raise _refused("account_name", mark("请写明细科目的名称。"), "name")
    if name in names:
        raise _refused("account_twice", mark("这个科目下面已经有同名的明细。"), "name")
    fits = (
        re.fullmatch(r"[0-9]+", code) and code.startswith(parent) and len(parent) + 2 <= len(code) <= LONGEST
    )
    if not fits:
        raise _refused(
            "account_code", mark("明细科目的编码要以上级科目的编码开头，再加两位以上数字。"), "code"
        )
    if code in known:
        raise _refused("account_code", mark("这个编码已经用了。"), "code")


def _refused(code: str, sentence: str, field: str) -> Refusal:
    return Refusal(f"ledger.{code}", sentence, place=Place("field", field=field), status=422)


def check_closing(*, own: bool, empty: bool, waiting: bool, below: bool) -> None:
    """Raises unless the owner added the account, it holds nothing, no draft names it and nothing open stands below.

    Refusals: ledger.account_prescribed, ledger.account_holds, ledger.account_waits, ledger.account_above.
    """
    if not own:
        raise Conflict(
            "ledger.account_prescribed", mark("统一规定的科目不能停用，只能停用本账套自己增设的明细。")
        )
    if not empty:
        raise Conflict(
            "ledger.account_holds",
            mark("这个科目还有余额，不能停用。"),
            remedy=mark("请先填制凭证，把余额转到别的科目。"),
        )
    if waiting:
        raise Conflict("ledger.account_waits", mark("还有没有记账的凭证用到这个科目。"))
    if below:
        raise Conflict("ledger.account_above", mark("请先停用它下面的明细科目。"))
