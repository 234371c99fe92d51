"""What the accountant does between months, years and books, in the browser: each page leads through its act."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.queries import accounts, batches, links, years
from liancun.contexts.ledger.rules import accounts as account_rules
from liancun.contexts.ledger.rules import incoming, year_end
from liancun.contexts.ledger.rules.importing import IncomingLine
from liancun.contexts.ledger.tests.casebook import Casebook
from liancun.contexts.ledger.tests.test_pages import hidden_key, shown
from liancun.demo.small import signed_in
from liancun.framework import clock
from liancun.framework.testing import as_system
from liancun.kernel.errors import Conflict, Refusal
from liancun.kernel.periods import Month

pytestmark = [pytest.mark.mission("TL7"), pytest.mark.mission("B4")]


def test_a_year_is_looked_at_then_closed_then_posted(case: Casebook) -> None:
    for text in ("102 900.00\n501 -900.00", "511 400.00\n112 -400.00"):
        case.post(case.entry("a", text).id)
    url = f"/books/{case.books['a']}/year/"
    accountant, reviewer = signed_in("kuaiji"), signed_in("fuhe")
    assert "还没有过完的年度" in shown(accountant.get(url))
    with clock.fixed(date(2027, 1, 5)):
        accountant, reviewer = signed_in("kuaiji"), signed_in("fuhe")
        with as_system():
            coming = years.still_to_close(case.books["a"], 2026)
        page = shown(accountant.get(url))
        assert "预览，还没有制单" in page
        assert "500.00" in page
        assert "生成结转凭证" in page

        assert accountant.post(f"{url}close/", {"year": "2026"}).status_code == 302
        with as_system():
            drafts = years.closing_vouchers(case.books["a"], 2026)
        assert [v.amount for v in drafts] == [stage.total for stage in coming]
        assert "复核并记账" not in shown(accountant.get(url))
        assert reviewer.post(f"{url}post/", {"year": "2026"}).status_code == 302
        assert "已经结转" in shown(reviewer.get(url))
        held = case.balances("a")
    assert held["322001"] == Decimal("-500.00")


def test_the_preview_of_a_year_carries_what_was_distributed() -> None:
    held = [
        year_end.Held(code, code, kind, Decimal(net))
        for code, kind, net in (
            ("501", "income", -900),
            ("511", "expense", 400),
            ("321", "equity", 0),
            ("322001", "equity", -50),
            ("32200201", "equity", 120),
        )
    ]
    stages = year_end.stages(held, result="321", undistributed="322001", distribution=["32200201"])

    found = {stage.key: {x.code: x.debit - x.credit for x in stage.lines} for stage in stages}
    assert found == {
        "result": {"501": 900, "511": -400, "321": -500},
        "distribution": {"321": 500, "32200201": -120, "322001": -380},
    }


def test_a_month_is_opened_again_with_its_reason_for_all_to_read(case: Casebook) -> None:
    with case.signed_in("fuhe") as reviewer:
        ledger.close_month(reviewer, book_id=case.books["a"], month=Month(2026, 1))
    url = f"/books/{case.books['a']}/months/"
    township = signed_in("xiangzhen")
    assert "重新打开" not in shown(signed_in("zhishu-a").get(url))
    assert "重新打开2026年1月" in shown(township.get(url))

    assert township.post(f"{url}2026-01/reopen/", {"reason": "漏记一笔"}).status_code == 422
    sent = {"reason": "漏记一笔", "decision": "镇财发〔2026〕3号", "agree": "on", "consequence": "on"}
    assert township.post(f"{url}2026-01/reopen/", sent).status_code == 302

    page = shown(signed_in("zhishu-a").get(url))
    assert "漏记一笔（镇财发〔2026〕3号）" in page
    assert "曾经结账" in page


def test_a_sub_account_is_added_used_and_closed_when_empty(case: Casebook) -> None:
    book, accountant = case.books["a"], signed_in("kuaiji")
    with as_system():
        bank = next(a for a in accounts.chart(book) if a.code == "102")
    url = f"/books/{book}/chart/"
    sent = {"parent": str(bank.id), "name": "农商银行基本户"}
    assert accountant.post(f"{url}new/", sent).status_code == 302
    assert "农商银行基本户" in shown(accountant.get(url))
    assert accountant.post(f"{url}new/", sent).status_code == 422, "the name is taken"

    with as_system():
        made = next(a for a in accounts.chart(book) if a.name == "农商银行基本户")
    assert (made.code, made.side, made.level) == ("102001", "debit", 1)
    case.post(case.entry("a", "102001 70.00\n102 -70.00").id)
    closing = {"account": str(made.id), "consequence": "on"}
    refused = accountant.post(f"{url}close/", closing)
    assert refused.status_code == 422
    assert "还有余额" in refused.content.decode()

    case.post(case.entry("a", "102 70.00\n102001 -70.00").id)
    assert accountant.post(f"{url}close/", closing).status_code == 302
    with clock.fixed(date(2026, 3, 11)), pytest.raises(Refusal) as told:
        case.entry("a", "102001 1.00\n102 -1.00", day=date(2026, 3, 11))
    assert told.value.code == "ledger.unknown_account"


def test_a_prescribed_account_is_not_closed(case: Casebook) -> None:
    with as_system():
        bank = next(a for a in accounts.chart(case.books["a"]) if a.code == "102")
    refused = signed_in("kuaiji").post(f"/books/{case.books['a']}/chart/close/", {"account": str(bank.id)})
    assert refused.status_code == 422
    with as_system():
        assert next(a for a in accounts.chart(case.books["a"]) if a.code == "102").closed_on is None


def test_codes_below_an_account_run_on() -> None:
    assert account_rules.next_code("102", ["102", "112"]) == "102001"
    assert account_rules.next_code("102", ["102", "102001", "102003"]) == "102002"
    assert account_rules.next_code("3104", ["3104", "310401"]) == "310402"
    with pytest.raises(Refusal):
        account_rules.check_new("112001", "x", "102", [], [])
    with pytest.raises(Conflict):
        account_rules.check_closing(own=True, empty=True, waiting=False, below=True)


def test_two_books_settle_a_pair_each_on_its_own_page(case: Casebook) -> None:
    authority = case.authority("a", "500.00")
    accountant, reviewer = signed_in("kuaiji"), signed_in("fuhe")
    a, b = (f"/books/{case.books[letter]}/pairs/" for letter in "ab")
    form = shown(accountant.get(f"{a}new/"))
    sent = {
        "key": hidden_key(form),
        "other": str(case.owner("b")),
        "pays": "out",
        "amount": "100.00",
        "purpose": "买种子",
        "two_phase": "on",
    }
    side = accountant.post(f"{a}new/", sent).headers["Location"]
    number = side.split("/")[-3]
    pays = {"date": "2026-03-10", "debit": "121", "credit": "102", "authority": str(authority.id)}
    assert accountant.post(side, pays).status_code == 302
    takes = {"date": "2026-03-10", "debit": "102", "credit": "501"}
    assert accountant.post(f"{b}{number}/side/", takes).status_code == 302
    assert "复核本方凭证" in shown(reviewer.get(f"{a}{number}/"))
    assert "买种子" in shown(reviewer.get("/"))

    assert reviewer.post(f"{a}{number}/approve/").status_code == 302
    assert "还没有同意" in shown(reviewer.get(f"{a}{number}/"))
    assert "已同意" in shown(reviewer.get(f"{b}{number}/"))
    assert reviewer.post(f"{b}{number}/approve/", {"consequence": "on"}).status_code == 302
    assert "已付款，两边记账" in shown(reviewer.get(f"{a}{number}/"))
    assert (case.posted("a"), case.posted("b")) == (1, 1)

    assert reviewer.post(f"{a}{number}/settle/").status_code == 302
    assert (case.posted("a"), case.posted("b")) == (2, 2)
    seen = shown(signed_in("zhishu-b").get(f"{b}{number}/"))
    assert "对方账套" in seen
    assert "两边已记账" in seen
    assert "121" not in seen
    with case.signed_in("zhishu-b"):
        voucher = links.side_of(int(number), case.books["b"]).voucher_id
    printed = shown(reviewer.get(f"/books/{case.books['b']}/vouchers/{voucher}/print/"))
    assert "复核记账：—" not in printed


def test_a_pair_is_let_go_and_its_side_not_discarded_alone(case: Casebook) -> None:
    with case.signed_in("kuaiji") as accountant:
        made = ledger.open_pair(
            accountant,
            book_id=case.books["a"],
            other_owner_id=case.owner("b"),
            pays=False,
            amount=Decimal(100),
            purpose="借款",
            key="k",
        ).id
        line = ledger.prepare_side(
            accountant,
            pair_id=made,
            book_id=case.books["a"],
            day=clock.today(),
            lines=(
                ledger.Entry("102", debit=Decimal(100)),
                ledger.Entry("501", credit=Decimal(100)),
            ),
        )
    with as_system():
        voucher = links.side_of(line.id, case.books["a"]).voucher_id
    client = signed_in("kuaiji")
    assert client.post(f"/books/{case.books['a']}/vouchers/{voucher}/discard/").status_code == 409
    assert signed_in("fuhe").post(f"/books/{case.books['a']}/pairs/{made}/release/").status_code == 302
    with as_system():
        assert ledger.pair(made).state == "released"


def test_a_mandate_is_given_used_and_revoked_on_its_pages(case: Casebook) -> None:
    url = f"/books/{case.books['b']}/mandates/"
    secretary = signed_in("zhishu-b")
    sent = {
        "holder": str(case.owner("a")),
        "purpose": "种子款",
        "each": "100.00",
        "debit": "102",
        "credit": "501",
        "consequence": "on",
    }
    assert secretary.post(f"{url}new/", sent).status_code == 302
    assert "种子款" in shown(secretary.get(url))
    with case.signed_in("kuaiji") as accountant:
        [held] = links.mandates(case.books["a"])
        made = ledger.open_pair(
            accountant,
            book_id=case.books["a"],
            other_owner_id=case.owner("b"),
            pays=True,
            amount=Decimal(100),
            purpose="种子款",
            key="k",
        ).id
    authority = case.authority("a", "500.00")
    pair = f"/books/{case.books['a']}/pairs/{made}/"
    pays = {"date": "2026-03-10", "debit": "121", "credit": "102", "authority": str(authority.id)}
    assert signed_in("kuaiji").post(f"{pair}side/", pays).status_code == 302
    reviewer = signed_in("fuhe")
    assert "种子款" in shown(reviewer.get(f"{pair}approve/"))
    assert reviewer.post(f"{pair}approve/", {"mandate": str(held.id), "consequence": "on"}).status_code == 302
    assert (case.posted("a"), case.posted("b")) == (2, 2)

    assert signed_in("zhishu-a").post(f"{url}{held.id}/revoke/").status_code == 404
    assert secretary.post(f"{url}{held.id}/revoke/").status_code == 302
    assert "已撤销" in shown(secretary.get(url))


HEADINGS = ("账套", "日期", "凭证字", "凭证号", "摘要", "科目代码", "借方金额", "贷方金额", "待补手续")


def sheet(*rows: tuple[object, ...]) -> SimpleUploadedFile:
    book = Workbook()
    page = book.worksheets[0]
    page.append(HEADINGS)
    for row in rows:
        page.append(list(row))
    made = io.BytesIO()
    book.save(made)
    return SimpleUploadedFile("凭证.xlsx", made.getvalue())


def test_vouchers_come_by_excel_with_every_fault_then_all_at_once(case: Casebook) -> None:
    accountant = signed_in("kuaiji")
    with as_system():
        name = ledger.book(case.books["a"]).owner_name

    def sent(*rows: tuple[object, ...]) -> str:
        answer = accountant.post("/imports/ledger.vouchers/", {"file": sheet(*((name, *r) for r in rows))})
        assert answer.status_code == 302, answer.content.decode()
        return str(answer.headers["Location"])

    sound = (
        ("2026-02-03", "记", 1, "租金", "102", "900.00", "", ""),
        ("2026-02-03", "记", 1, "租金", "501", "", "900.00", ""),
    )
    paid = (
        ("2026-02-05", "记", 2, "电费", "521", "80.00", "", "是"),
        ("2026-02-05", "记", 2, "电费", "102", "", "80.00", ""),
    )
    wrong = (
        ("2026-02-03", "记", 1, "租金", "999", "900.00", "", ""),
        ("2026-02-03", "记", 1, "租金", "501", "", "900.00", ""),
        ("2026-02-05", "记", 3, "电费", "521", "80.00", "", ""),
        ("2026-02-05", "记", 3, "电费", "102", "", "70.00", ""),
    )
    page = shown(accountant.get(sent(*wrong)))
    assert "账套里没有这个科目" in page
    assert "借贷不相等" in page
    with as_system():
        assert ledger.vouchers(book_id=case.books["a"])[1] == 1

    upload = sent(*sound, *paid)
    assert "账套里没有这个科目" not in shown(accountant.get(upload))
    assert accountant.post(f"{upload}commit/").status_code == 302
    listed = f"/books/{case.books['a']}/imported/"
    assert "等待复核记账" in shown(accountant.get(listed))
    with as_system():
        [batch] = batches.batches(case.books["a"])
    reviewer = signed_in("fuhe")
    assert reviewer.post(f"{listed}{batch.id}/post/").status_code == 302
    assert "已记账" in shown(reviewer.get(f"{listed}{batch.id}/"))
    assert case.posted("a") == 3
    again = shown(accountant.get(sent(*sound, *paid)))
    assert "已有" in again or "没有新" in again


def test_every_fault_of_a_voucher_list_is_told() -> None:
    facts = incoming.BookFacts(
        accounts={
            "102": incoming.AccountFacts(money=True, counterparties=False),
            "501": incoming.AccountFacts(money=False, counterparties=False),
            "113": incoming.AccountFacts(money=False, counterparties=True),
        },
        opened_on=date(2026, 1, 1),
        today=date(2026, 3, 10),
        closed={date(2026, 1, 1)},
        last={("记", date(2026, 2, 1)): 4},
    )

    def rows(number: int, day: date, *lines: tuple[str, int, int]) -> list[IncomingLine]:
        name = f"{day}-{number}"
        return [
            IncomingLine(1, name, day, code, Decimal(d), Decimal(c), number=number) for code, d, c in lines
        ]

    february = date(2026, 2, 3)
    told = {
        "": rows(5, february, ("102", 1, 0), ("501", 0, 1)),
        "account": rows(5, february, ("888", 1, 0), ("501", 0, 1)),
        "party": rows(5, february, ("113", 1, 0), ("501", 0, 1)),
        "side": rows(5, february, ("102", 1, 1), ("501", 0, 1)),
        "lines": rows(5, february, ("102", 1, 0)),
        "balance": rows(5, february, ("102", 2, 0), ("501", 0, 1)),
        "day": rows(1, date(2026, 1, 3), ("102", 1, 0), ("501", 0, 1)),
        "number": rows(6, february, ("102", 1, 0), ("501", 0, 1)),
        "authority": rows(5, february, ("501", 1, 0), ("102", 0, 1)),
    }
    assert {fault: next(iter(incoming.faults(r, facts).values()), "") for fault, r in told.items()} == {
        fault: fault for fault in told
    }
