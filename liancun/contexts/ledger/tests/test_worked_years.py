"""A whole year of a village and of a co-operative: our statements against hledger and beancount on the exported text.

What hledger is asked stands here apart from our formulas: account numbers and signs for each line of the paper form.
"""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader

from liancun.contexts.ledger import playbook as section_of_ledger
from liancun.contexts.ledger.rules import plaintext, statements
from liancun.contexts.ledger.rules.spans import columns
from liancun.framework import playbook
from liancun.kernel.periods import Year

D = Decimal
ZERO = D("0.00")
FOLDER = Path(__file__).parent / "worked"
COUNTY = Path(__file__).parents[4] / "playbooks" / "tieling"


def vouchers(name: str) -> list[plaintext.PlainVoucher]:
    blocks: list[tuple[str, list[plaintext.PlainLine]]] = []
    for text in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if text.startswith("    "):
            blocks[-1][1].append(_line(text.split()))
        elif text and not text.startswith(";"):
            blocks.append((text, []))
    return [_voucher(number, head, lines) for number, (head, lines) in enumerate(blocks, 1)]


def _line(words: Sequence[str]) -> plaintext.PlainLine:
    written = words[-1].replace(",", "")
    red = "(" in written
    amount = D(written.replace("(", "").replace(")", ""))
    party = int(words[1][1:]) if words[1].startswith("@") else None
    return plaintext.PlainLine(words[0], -amount if red else amount, party)


def _voucher(number: int, head: str, lines: list[plaintext.PlainLine]) -> plaintext.PlainVoucher:
    day, word, summary, *closing = head.split()
    assert sum(line.amount for line in lines) == 0, head
    return plaintext.PlainVoucher(
        date.fromisoformat(day), f"{word}-{number}", summary, f"{number:064x}", tuple(lines),
        closing[0].strip("[]") if closing else "",
    )  # fmt: skip


@dataclass(frozen=True)
class Worked:
    chart: str
    book: plaintext.PlainBook

    def figures(self) -> tuple[statements.Figures, ...]:
        return tuple(self._account(a) for a in self.book.accounts)

    def _account(self, account: plaintext.PlainAccount) -> statements.Figures:
        moved = [
            line.amount
            for v in self.book.vouchers
            for line in v.lines
            if line.code == account.code and not v.closing and not v.label.startswith("初")
        ]
        # A red letter is negative on its own side; in this year every one reverses income and its receipt.
        return statements.Figures(
            int(account.code), account.code, account.name, account.account_class,
            _standing(self.book, account.code, opening=True), _standing(self.book, account.code),
            sum((a for a in moved if a > 0), ZERO), -sum((a for a in moved if a < 0), ZERO),
        )  # fmt: skip

    def statement(self, key: str) -> statements.Statement:
        table = playbook.read(COUNTY).section("statements").statement[key]
        filled = [
            statements.Column(c.label, c.measure, self.figures())
            for c in columns(table.shape, Year(2025))
            if c.span.until.year == 2025
        ]
        return statements.evaluate(table.rule(key), filled)


def _standing(book: plaintext.PlainBook, code: str, *, opening: bool = False) -> statements.Standing:
    held: dict[int | None, Decimal] = {}
    for v in book.vouchers:
        for line in v.lines:
            if line.code == code and (not opening or v.label.startswith("初")):
                held[line.party] = held.get(line.party, ZERO) + line.amount
    return statements.Standing(
        sum(held.values(), ZERO),
        sum((a for a in held.values() if a > 0), ZERO),
        -sum((a for a in held.values() if a < 0), ZERO),
    )


def worked(name: str, chart: str) -> Worked:
    section: section_of_ledger.LedgerSection = playbook.read(COUNTY).section("ledger")
    accounts = section.chart[chart].account
    codes = [a.code for a in accounts]

    def above(code: str) -> tuple[str, ...]:
        parent = section_of_ledger.parent_code(code, codes)
        return () if parent is None else (*above(parent), parent)

    known = tuple(
        plaintext.PlainAccount(a.code, a.name, a.account_class, above(a.code))
        for a in sorted(accounts, key=lambda a: a.code)
    )
    book = plaintext.PlainBook("某村", date(2025, 1, 1), date(2025, 12, 31), "0" * 64, known, vouchers(name))
    return Worked(chart, book)


class Hledger:
    """The exported text as hledger reads it."""

    def __init__(self, folder: Path, book: plaintext.PlainBook) -> None:
        self._file = folder / "book.journal"
        self._file.write_text("\n".join(plaintext.hledger(book)) + "\n", encoding="utf-8")
        self.run("check")
        self.closing = self.balances()
        self.opening = self.balances("code:初")
        self.moved = self.balances("not:code:初", "not:tag:closing")

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            ["hledger", "-f", str(self._file), *arguments],
            capture_output=True, text=True, env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/usr/local/bin"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def balances(self, *query: str) -> dict[str, Decimal]:
        """Account number → balance, its own lines only."""
        return {name.split(":")[-1].split()[0]: amount for name, amount in self._rows("--flat", *query)}

    def parties(self, code: str) -> list[Decimal]:
        return [amount for _, amount in self._rows("--pivot", "party", f"acct:{code}")]

    def _rows(self, *arguments: str) -> Iterable[tuple[str, Decimal]]:
        text = self.run("balance", "--no-total", "-O", "csv", *arguments)
        for row in list(csv.reader(io.StringIO(text)))[1:]:
            yield row[0], D(row[1].split()[0]) if row[1] != "0" else ZERO


def summed(found: dict[str, Decimal], codes: str) -> Decimal:
    """Accounts by number, each with all that begin with it."""
    return sum((amount for code, amount in found.items() if code.startswith(tuple(codes.split()))), ZERO)


VILLAGE_BALANCE = {
    "cash": "101 102", "short-investments": "111", "stock": "121 401", "consumable-biological": "131",
    "long-investments": "141", "productive-cost": "132", "productive-net": "132 133", "fixed-cost": "151",
    "fixed-net": "151 152", "construction": "153", "disposal": "154", "fixed": "151 152 153 154",
    "intangible-cost": "161", "intangible-net": "161 162", "welfare-biological": "134", "deferred": "171",
    "pending": "181",
}  # fmt: skip
VILLAGE_CLAIMS = {
    "productive-worn": "133", "fixed-worn": "152", "intangible-worn": "162", "short-loans": "201", "wages": "212",
    "labour": "213", "taxes": "214", "long-loans": "221", "levies": "231", "earmarked": "241", "capital": "301",
    "reserve": "311", "undistributed": "321 322",
}  # fmt: skip
COOPERATIVE_BALANCE = {
    "cash": "101 102", "stock": "121 124 125 127 128 401", "consumable-biological": "141", "investments": "131",
    "fixed-cost": "151", "fixed-net": "151 152", "construction": "153", "disposal": "154", "intangible-net": "161 162",
    "welfare-biological": "144", "deferred": "171", "pending": "181", "productive-net": "142 143",
}  # fmt: skip
COOPERATIVE_CLAIMS = {
    "fixed-worn": "152", "short-loans": "201", "wages": "212", "labour": "213", "taxes": "214", "interest": "215",
    "returns-owed": "221", "surplus-owed": "222", "long-loans": "231", "earmarked": "235", "shares": "301",
    "special-fund": "311", "capital-reserve": "321", "surplus-reserve": "322", "undistributed": "331 332",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "chart", "key", "assets", "claims", "gross"),
    [
        ("village-2025", "village-2023", "village-balance", VILLAGE_BALANCE, VILLAGE_CLAIMS, ("113", "112", "211")),
        ("cooperative-2025", "cooperative-2021", "cooperative-balance", COOPERATIVE_BALANCE, COOPERATIVE_CLAIMS,
         ("114", "113", "211")),
    ],
)  # fmt: skip
def test_the_balance_sheet_of_a_year_agrees_with_hledger_line_by_line(
    tmp_path: Path, name: str, chart: str, key: str, assets: dict[str, str], claims: dict[str, str],
    gross: tuple[str, str, str],
) -> None:  # fmt: skip
    year = worked(name, chart)
    sheet, other = year.statement(key), Hledger(tmp_path, year.book)
    for column, held in ((0, other.closing), (1, other.opening)):
        for row, codes in assets.items():
            assert sheet.amount(row, column) == summed(held, codes), (row, column)
        for row, codes in claims.items():
            assert sheet.amount(row, column) == -summed(held, codes), (row, column)
    parties = other.parties(gross[0])
    owed, owing = sum(a for a in parties if a > 0), -sum(a for a in parties if a < 0)
    assert sheet.amount("receivables") == owed + summed(other.closing, gross[1])
    assert sheet.amount("payables") == owing - summed(other.closing, gross[2])
    assert sheet.holds
    assert sheet.amount("assets") == sheet.amount("claims") == summed(other.closing, "1 401") + owing


VILLAGE_INCOME = {
    "income": "501", "investment": "502", "subsidies": "503", "other-income": "504",
    "operating-result": "501 502 511 512 513", "total-result": "501 502 503 504 511 512 513 514 515", "net-result": "5",
}  # fmt: skip
VILLAGE_COST = {
    "operating-cost": "511", "taxes": "512", "administration": "513", "welfare": "514", "other-cost": "515",
    "income-tax": "521", "to-reserve": "32200201", "to-members": "32200202", "other-distribution": "32200203",
}  # fmt: skip
COOPERATIVE_INCOME = {
    "income": "501", "investment": "511", "other-income": "502", "net-result": "5",
    "operating-result": "501 511 521 522 523 524",
}  # fmt: skip
COOPERATIVE_COST = {
    "operating-cost": "521", "taxes": "522", "administration": "523", "financing": "524", "other-cost": "529",
    "income-tax": "531", "to-reserve": "33200201", "returned": "33200202", "surplus-shared": "33200203",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "chart", "key", "income", "cost", "left", "net"),
    [
        ("village-2025", "village-2023", "village-income", VILLAGE_INCOME, VILLAGE_COST, "321 322", "89,256.02"),
        ("cooperative-2025", "cooperative-2021", "cooperative-surplus", COOPERATIVE_INCOME, COOPERATIVE_COST,
         "331 332", "23,129.80"),
    ],
)  # fmt: skip
def test_income_and_distribution_of_a_year_agree_with_hledger_line_by_line(
    tmp_path: Path,
    name: str,
    chart: str,
    key: str,
    income: dict[str, str],
    cost: dict[str, str],
    left: str,
    net: str,
) -> None:
    year = worked(name, chart)
    sheet, other = year.statement(key), Hledger(tmp_path, year.book)
    for row, codes in income.items():
        assert sheet.amount(row) == -summed(other.moved, codes), row
    for row, codes in cost.items():
        assert sheet.amount(row) == summed(other.moved, codes), row
    assert sheet.amount("brought-forward") == -summed(other.opening, left)
    assert sheet.amount("undistributed") == -summed(other.closing, left)
    assert sheet.holds, sheet.checks
    assert f"{sheet.amount('net-result'):,}" == net


@pytest.mark.parametrize(
    ("name", "chart"), [("village-2025", "village-2023"), ("cooperative-2025", "cooperative-2021")]
)
def test_beancount_reads_the_text_and_finds_every_balance_as_we_do(
    tmp_path: Path, name: str, chart: str
) -> None:
    book = worked(name, chart).book
    file = tmp_path / "book.beancount"
    file.write_text("\n".join(plaintext.beancount(book)) + "\n", encoding="utf-8")
    entries, errors, _ = loader.load_file(str(file))
    assert errors == []
    assert sum(type(e).__name__ == "Transaction" for e in entries) == len(book.vouchers)
    assert sum(type(e).__name__ == "Balance" for e in entries) == len(book.accounts)


def test_a_changed_amount_is_found_by_both_programs(tmp_path: Path) -> None:
    """The balances at the end of the text are what makes it prove something."""
    book = worked("village-2025", "village-2023").book
    text = "\n".join(plaintext.hledger(book)).replace("36000.00 CNY", "36001.00 CNY")
    file = tmp_path / "book.journal"
    file.write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["hledger", "-f", str(file), "check"],
        capture_output=True,
        env={"LANG": "C.UTF-8", "PATH": "/usr/bin"},
    )
    assert done.returncode != 0
    other = tmp_path / "book.beancount"
    other.write_text(
        "\n".join(plaintext.beancount(book)).replace("36000.00 CNY", "36001.00 CNY"), encoding="utf-8"
    )
    assert loader.load_file(str(other))[1]
