"""The accountant's desk: vouchers entered one after another, many lines, several posted at once, recurring ones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.actions import petty, recurring
from liancun.contexts.ledger.actions.counterparties import add_counterparty
from liancun.contexts.ledger.queries import books, desk
from liancun.contexts.ledger.queries.vouchers import entry_lines
from liancun.contexts.ledger.tests.casebook import Casebook, sql
from liancun.contexts.ledger.tests.test_pages import hidden_key, shown
from liancun.contexts.ledger.web.views import shapes
from liancun.demo.small import signed_in
from liancun.kernel.errors import Conflict, NotAllowed, Refusal
from liancun.kernel.periods import Month

MARCH = Month.of(date(2026, 3, 1))
RENT: dict[str, Any] = {"template": "rent", "amount": Decimal("800.00"), "summary": "收到门市租金", "day": 5}


def lines(*rows: tuple[str, str, str]) -> dict[str, str]:
    """The rows of the desk's form: account, debit, credit."""
    sent = {"line-TOTAL_FORMS": str(len(rows)), "line-INITIAL_FORMS": "0"}
    for index, (account, debit, credit) in enumerate(rows):
        sent |= {
            f"line-{index}-account": account,
            f"line-{index}-debit": debit,
            f"line-{index}-credit": credit,
        }
    return sent


def drafts(case: Casebook, letter: str = "a") -> list[ledger.VoucherLine]:
    with case.signed_in("kuaiji"):
        return sorted(ledger.vouchers(book_id=case.books[letter], state="draft")[0], key=lambda v: v.id)


def test_a_usual_business_is_saved_and_the_next_begins(case: Casebook) -> None:
    accountant, url = signed_in("kuaiji"), f"/books/{case.books['a']}/vouchers/new/"
    page = shown(accountant.get(url))
    assert 'data-letters="sdcbfzj' in page
    sent = {"key": hidden_key(page), "date": "2026-03-09", "template": "rent", "amount": "1,200", "next": "1"}

    answer = accountant.post(url, sent)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{url}?date=2026-03-09")
    (made,) = drafts(case)
    assert (made.amount, made.summary) == (Decimal("1200.00"), "收到承包费、租金")


def test_no_account_number_is_shown_unless_wanted(case: Casebook) -> None:
    accountant, url = signed_in("kuaiji"), f"/books/{case.books['a']}/vouchers/new/"
    assert ">102 银行存款<" not in shown(accountant.get(url))
    assert ">102 银行存款<" in shown(accountant.get(f"{url}?codes=1"))
    made = case.entry("a", "102 银行存款 100.00\n501 经营收入 -100.00")
    page = f"/books/{case.books['a']}/vouchers/{made.id}/"
    assert "102 银行存款" not in shown(accountant.get(page))
    assert "102 银行存款" in shown(accountant.get(f"{page}?codes=1"))


def test_many_debits_stand_against_many_credits(case: Casebook) -> None:
    accountant, url = signed_in("kuaiji"), f"/books/{case.books['a']}/vouchers/new/"
    sent = {"key": hidden_key(shown(accountant.get(url))), "date": "2026-03-09", "summary": "收到租金和利息"}
    rows = (("101", "300", ""), ("102", "700", ""), ("501", "", "950"), ("504", "", "50"))

    assert accountant.post(url, sent | lines(*rows)).status_code == 302

    (made,) = drafts(case)
    with case.signed_in("kuaiji"):
        kept = [(e.code, e.debit, e.credit) for e in entry_lines(made.id)]
    assert kept == [(code, Decimal(debit or 0), Decimal(credit or 0)) for code, debit, credit in rows]


def test_unequal_sides_are_refused_and_nothing_typed_is_lost(case: Casebook) -> None:
    accountant, url = signed_in("kuaiji"), f"/books/{case.books['a']}/vouchers/new/"
    sent = {"key": hidden_key(shown(accountant.get(url))), "date": "2026-03-09", "summary": "数目不对的分录"}
    answer = accountant.post(url, sent | lines(("102", "700", ""), ("501", "", "650")))

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "相差 50" in text
    assert "数目不对的分录" in text
    assert 'value="650"' in text
    assert drafts(case) == []


def test_a_line_with_its_counterparty_and_quantity(case: Casebook) -> None:
    with case.signed_in("kuaiji") as actor:
        party = add_counterparty(actor, book_id=case.books["a"], kind="outside", name="铁岭种业有限公司")
        with pytest.raises(Conflict):
            add_counterparty(actor, book_id=case.books["a"], kind="outside", name=" 铁岭种业有限公司 ")
    accountant, url = signed_in("kuaiji"), f"/books/{case.books['a']}/vouchers/new/"
    page = shown(accountant.get(url))
    assert "铁岭种业有限公司" in page
    sent = {"key": hidden_key(page), "date": "2026-03-09", "summary": "赊购种子"}
    sent |= lines(("121", "900", ""), ("211", "", "900"))
    sent |= {"line-0-quantity": "300", "line-0-unit": "公斤", "line-1-counterparty": str(party)}

    location = accountant.post(url, sent).headers["Location"]

    page = shown(accountant.get(location))
    assert "300 公斤" in page
    assert "铁岭种业有限公司" in page


def test_ticked_drafts_are_posted_each_for_itself(case: Casebook) -> None:
    first = case.entry("a", "102 银行存款 100.00\n501 经营收入 -100.00").id
    second = case.entry("a", "102 银行存款 200.00\n501 经营收入 -200.00").id
    left = case.entry("a", "102 银行存款 300.00\n501 经营收入 -300.00").id
    other = case.entry("b", "102 银行存款 400.00\n501 经营收入 -400.00").id
    reviewer, url = signed_in("fuhe"), f"/books/{case.books['a']}/vouchers/review/"
    page = shown(reviewer.get(url))
    assert page.count('type="checkbox"') == 3

    sent = {"key": hidden_key(page), "voucher": [str(first), str(second), str(other)]}
    assert reviewer.post(url, sent).status_code == 302

    with case.signed_in("kuaiji"):
        states = [ledger.voucher(id).state for id in (first, second, left, other)]
    assert states == ["posted", "posted", "draft", "draft"]


def test_only_the_reviewer_opens_the_list_of_drafts(case: Casebook) -> None:
    url = f"/books/{case.books['a']}/vouchers/review/"
    assert signed_in("kuaiji").get(url).status_code == 403
    assert signed_in("baozhang-b").get(url).status_code == 404


def test_recurring_business_is_proposed_once_a_month(case: Casebook) -> None:
    with case.signed_in("kuaiji") as actor:
        made = recurring.plan_recurring(actor, book_id=case.books["a"], since=date(2026, 3, 1), **RENT)
        later = RENT | {"day": 28, "summary": "月底收租"}
        recurring.plan_recurring(actor, book_id=case.books["a"], since=date(2026, 3, 1), **later)
        first = recurring.propose_recurring(actor, book_id=case.books["a"], month=MARCH)
        again = recurring.propose_recurring(actor, book_id=case.books["a"], month=MARCH)
        recurring.end_recurring(actor, recurring_id=made)
        april = recurring.propose_recurring(actor, book_id=case.books["a"], month=MARCH.next())
    (draft,) = drafts(case)
    assert (draft.id, draft.amount, draft.date) == (first.made[0], RENT["amount"], date(2026, 3, 5))
    assert (again.made, april.made) == ((), ())


def test_a_recurring_payment_without_authority_is_told_and_not_made(case: Casebook) -> None:
    wages = RENT | {"template": "wages", "summary": "支付工资"}
    with case.signed_in("kuaiji") as actor:
        recurring.plan_recurring(actor, book_id=case.books["a"], since=date(2026, 3, 1), **wages)
        done = recurring.propose_recurring(actor, book_id=case.books["a"], month=MARCH)
    assert [(summary, refusal.code) for summary, refusal in done.refused] == [
        ("支付工资", "ledger.no_authority")
    ]
    assert drafts(case) == []


def test_petty_cash_is_topped_up_to_its_ceiling_and_not_above(case: Casebook) -> None:
    book, keeper = case.books["a"], case.world.a.staff[1]
    with case.signed_in("kuaiji") as actor:
        with pytest.raises(Conflict) as refused:
            petty.top_up_petty_cash(actor, book_id=book, key="t0")
        assert refused.value.code == "ledger.no_petty_cash"
        petty.set_petty_cash(actor, book_id=book, ceiling=Decimal("1500.00"), keeper_id=keeper)
        draft = petty.top_up_petty_cash(actor, book_id=book, key="t1")
        assert draft.amount == Decimal("500.00")
    case.post(draft.id)
    with case.signed_in("kuaiji") as actor:
        found = desk.petty_cash(book)
        assert found is not None
        assert found.held == Decimal("1500.00")
        assert found.keeper != ""
        with pytest.raises(Conflict) as refused:
            petty.top_up_petty_cash(actor, book_id=book, key="t2")
        assert refused.value.code == "ledger.petty_full"
    assert drafts(case) == []


def test_a_book_is_kept_by_one_accountant_of_its_agency(case: Casebook) -> None:
    book = case.books["a"]
    accountant = case.actor("kuaiji").person_id
    assert accountant is not None
    with case.signed_in("fuhe") as reviewer:
        with pytest.raises(Refusal) as refused:
            petty.assign_keeper(
                reviewer, book_id=book, accountant_id=case.world.a.staff[1], since=date(2026, 3, 1)
            )
        assert refused.value.code == "ledger.not_accountant"
        assert desk.keepings(book) == []
        petty.assign_keeper(reviewer, book_id=book, accountant_id=accountant, since=date(2026, 3, 1))
        petty.assign_keeper(reviewer, book_id=book, accountant_id=accountant, since=date(2026, 3, 10))
        kept = [(k.since, k.until) for k in desk.keepings(book)]
        assert {k.name for k in desk.keepings(book)} == {case.actor("kuaiji").name}
    assert kept == [(date(2026, 3, 10), None), (date(2026, 3, 1), date(2026, 3, 9))]
    with case.signed_in("baozhang-a") as clerk, pytest.raises(NotAllowed):
        petty.assign_keeper(clerk, book_id=book, accountant_id=accountant, since=date(2026, 4, 1))


def test_the_desk_shows_ones_own_books_first_and_leads_from_book_to_book(case: Casebook) -> None:
    accountant = signed_in("kuaiji")
    page = shown(accountant.get("/books/desk/"))
    assert "当前账套" in page
    assert f"/books/{case.books['a']}/" in page
    assert f'<a href="/books/{case.books["a"]}/"' not in shown(accountant.get("/books/desk/?q=没有这个村"))
    answer = accountant.get(f"/books/switch/?book={case.books['b']}&page=new_entry")
    assert answer.headers["Location"] == f"/books/{case.books['b']}/vouchers/new/"
    assert signed_in("jiandu-a").get("/books/desk/").status_code == 403


def test_more_books_than_a_list_holds_are_searched_by_name_or_letters(
    case: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    accountant = signed_in("kuaiji")
    with case.signed_in("kuaiji"):
        name = books.book(case.books["b"]).owner_name
    listed = shown(accountant.get(f"/books/{case.books['a']}/"))
    monkeypatch.setattr(shapes, "MOST_LISTED", 1)
    searched = shown(accountant.get(f"/books/{case.books['a']}/"))
    assert f'<option value="{case.books["b"]}"' in listed
    assert f'<option value="{case.books["b"]}"' not in searched
    assert 'id="switch-book" name="q" type="search"' in searched
    answer = accountant.get("/books/switch/", {"q": name, "page": "review"})
    assert answer.headers["Location"] == f"/books/{case.books['b']}/vouchers/review/"
    several = accountant.get("/books/switch/", {"q": "合作社", "page": "review"}, follow=True)
    assert name in shown(several)
    assert name not in shown(accountant.get("/books/switch/", {"q": "没有这个村"}, follow=True))


@pytest.fixture
def checked_tier(monkeypatch: pytest.MonkeyPatch) -> None:
    """The county asks for a checker from the first fen on."""
    whole = playbook.section_of

    def strict(playbook_id: int | None = None) -> playbook.LedgerSection:
        section = whole(playbook_id)
        tables = section.ledger
        tier = [one.model_copy(update={"checked": True}) for one in tables.tier]
        return section.model_copy(update={"ledger": tables.model_copy(update={"tier": tier})})

    monkeypatch.setattr(playbook, "section_of", strict)


@pytest.mark.usefixtures("checked_tier")
def test_where_the_tier_asks_three_persons_prepare_check_and_post(case: Casebook) -> None:
    draft = case.entry("a", "102 银行存款 100.00\n501 经营收入 -100.00")
    with pytest.raises(Conflict) as refused:
        case.post(draft.id)
    assert refused.value.code == "ledger.not_checked"
    with case.signed_in("kuaiji") as accountant, pytest.raises(NotAllowed):
        ledger.check_voucher(accountant, voucher_id=draft.id)
    with case.signed_in("fuhe") as reviewer:
        assert ledger.check_voucher(reviewer, voucher_id=draft.id).checked_by == reviewer.person_id
        with pytest.raises(Conflict):
            ledger.check_voucher(reviewer, voucher_id=draft.id)
    with pytest.raises(NotAllowed):
        case.post(draft.id)  # the checker does not post
    with case.signed_in("kuaiji"):
        assert ledger.voucher(draft.id).state == "draft"


@pytest.mark.usefixtures("checked_tier")
def test_even_raw_sql_posts_nothing_unchecked(case: Casebook) -> None:
    draft = case.entry("a", "102 银行存款 100.00\n501 经营收入 -100.00")
    with case.signed_in("fuhe"), pytest.raises(DatabaseError), transaction.atomic():
        sql("update ledger_voucher set needs_check = false where id = %s", draft.id)
