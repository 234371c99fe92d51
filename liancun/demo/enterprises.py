"""A co-operative and a company of the stage's township keep books of their own charts: a year that is closed in its two
stages, payments between two books, a month that is published. All amounts are made up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from liancun.contexts.bodies import api as bodies
from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.ledger import api as ledger
from liancun.demo import partners
from liancun.demo.county import Federation
from liancun.demo.divisions import Group
from liancun.demo.setting import BEGUN, SYSTEM
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.scope import entered
from liancun.kernel.periods import Month

PAID = Decimal("8600.00")
PURPOSE = "秋季饲草收割和打包作业费"
# A voucher: day, summary, payee, lines "code amount" or "code @number of the member amount"; below zero is the credit.
Written = tuple[tuple[int, int], str, str, str]
_MEMBERS = ("示范户甲", "示范户乙", "示范户丙")
_COOP_OPENING = (
    "101 600.00; 102 52400.00; 114 @1 1800.00; 151 68000.00; 152 -13600.00; 301 -90000.00; 322 -19200.00"
)
# The co-operative's last two months of the year: bought and sold for its members, then distributed.
_COOP_YEAR: tuple[Written, ...] = (
    (
        (11, 6),
        "收购成员肉牛，协议价",
        "",
        "128 96000.00; 114 @1 -41000.00; 114 @2 -32000.00; 114 @3 -23000.00",
    ),
    ((11, 18), "肉牛售出", "", "102 121500.00; 128 -96000.00; 501 -25500.00"),
    ((11, 20), "付成员货款", "三户成员", "114 @1 41000.00; 114 @2 32000.00; 114 @3 23000.00; 102 -96000.00"),
    ((12, 12), "检疫、运输等费用", "县动物检疫站（示范）", "521 4200.00; 102 -4200.00"),
    ((12, 20), "管理费用", "镇打印店（示范）", "523 1300.00; 102 -1300.00"),
    ((12, 31), "提取盈余公积 10%", "", "33200201 2000.00; 322 -2000.00"),
    ((12, 31), "按交易额返还盈余", "", "33200202 12600.00; 221 -12600.00"),
    ((12, 31), "按出资分配剩余盈余", "", "33200203 5400.00; 222 -5400.00"),
)
_COMPANY_OPENING = (
    "1001 900.00; 1002 186000.00; 1601 240000.00; 1602 -36000.00; 3001 -360000.00; 3101 -30900.00"
)


@dataclass(frozen=True)
class _Keepers:
    """Who keeps the books: one prepares, another posts, the township registers what may be paid."""

    played: World
    accountant: Actor
    reviewer: Actor
    township: Actor
    parties: dict[str, int] = field(default_factory=dict)

    def opened(self, owner_id: int, day: date, lines: str) -> int:
        with entered(self.accountant):
            book = ledger.open_book(self.accountant, owner_id=owner_id, opening_date=day, kind="own").id
            if "@" in lines:
                self.parties.update(self._members(book))
            draft = ledger.load_opening(self.accountant, book_id=book, lines=_entries(lines, self.parties))
        self._post(draft.id)
        return book

    def _members(self, book: int) -> dict[str, int]:
        return {
            f"@{number}": ledger.add_counterparty(self.accountant, book_id=book, kind="member", name=name)
            for number, name in enumerate(_MEMBERS, start=1)
        }

    def allowed(self, owner_id: int, amount: Decimal, label: str, subject_id: int) -> int:
        """Payment under this year's budget of the owner, as the township wrote it down."""
        with entered(self.township):
            return ledger.register_authority(
                self.township,
                owner_id=owner_id,
                kind="budget",
                amount=amount,
                subject="",
                subject_id=subject_id,
                label=label,
            ).id

    def booked(self, book: int, day: date, written: Written, authority: int | None) -> None:
        _on, summary, payee, lines = written
        with entered(self.accountant):
            draft = ledger.prepare_entry(
                self.accountant,
                book_id=book,
                day=day,
                summary=summary,
                payee=payee,
                key=f"demo/{day}/{summary}",
                lines=_entries(lines, self.parties),
                authority_id=authority if payee else None,
                attachments=1,
            )
        self._post(draft.id)

    def _post(self, voucher_id: int) -> None:
        with entered(self.reviewer):
            ledger.post_voucher(self.reviewer, voucher_id=voucher_id, key=f"demo/{voucher_id}")

    def close(self, book: int, *months: Month) -> None:
        for month in months:
            with entered(self.reviewer):
                ledger.close_month(self.reviewer, book_id=book, month=month)


def keep(federation: Federation, group: Group, played: World) -> None:
    """Both are registered in the township, sign with its agency centre and keep books from then on."""
    coop, company = _founded(federation, group, played)
    keepers = _Keepers(played, played.actor("kuaiji"), played.actor("fuhe"), played.actor("xiangzhen"))
    today = clock.today()
    year = today.year - 1 if today >= date(today.year, 2, 1) else today.year - 2
    _composed(keepers.township, coop, year)
    _year(keepers, coop, year)
    last = Month.of(today).previous()
    village = ledger.book_of(played.a.collective)
    assert village is not None, "the first matter opened it"
    with _on(last.first + timedelta(days=4)):
        other = keepers.opened(company, last.first, _COMPANY_OPENING)
    with _on(last.first + timedelta(days=18)):
        _pay(keepers, village.id, other)
    with _on(last.last + timedelta(days=1)):
        keepers.close(village.id, *_open_months(village.id, last))
        _publish(keepers, village.id, last)


def _founded(federation: Federation, group: Group, played: World) -> tuple[int, int]:
    row = group.villages[0]
    stem = row.name.removesuffix("村")
    names = (("cooperative", f"{stem}肉牛养殖农民专业合作社"), ("company", f"{stem}农业服务有限公司"))
    wanted = [
        bodies.NewBody(
            kind,
            f"{row.township}{name}",
            BEGUN,
            short_name=name,
            under=row.township_code,
            key=f"keeps-{kind}",
            registration_code=partners.credit_code(kind, row.county_code, 90),
        )
        for kind, name in names
    ]
    coop, company = partners.register(federation, wanted)
    agreements = [bodies.NewAgreement(played.agency, id, BEGUN) for id in (coop, company)]
    bodies.sign_agencies(SYSTEM, agreements=agreements)
    return coop, company


def _composed(township: Actor, coop: int, year: int) -> None:
    """Who its members are, as the law asks of a co-operative; told by the township from its roll of members."""
    told: dict[str, int | str] = {
        "members_farmers": 46,
        "members_citizens": 2,
        "members_units": 1,
        "members_capital": "90000.00",
    }
    facts = [bodies.NewFact(coop, code, year, value, f"{year} 年末成员名册") for code, value in told.items()]
    with entered(township):
        bodies.record_facts(township, facts=facts)


def _year(keepers: _Keepers, coop: int, year: int) -> None:
    """Two months, the distribution, both stages of the year's end, both months closed."""
    with _on(date(year, 11, 3)):
        book = keepers.opened(coop, date(year, 11, 1), _COOP_OPENING)
        spent = keepers.allowed(coop, Decimal("120000.00"), f"{year}年度收支计划（成员大会通过）", 1)
    with _on(date(year + 1, 1, 8)):
        for written in _COOP_YEAR:
            keepers.booked(book, date(year, *written[0]), written, spent)
        with entered(keepers.accountant):
            ledger.close_year(keepers.accountant, book_ids=[book], year=year)
        with entered(keepers.reviewer):
            ledger.post_closing(keepers.reviewer, book_ids=[book], year=year)
        keepers.close(book, Month(year, 11), Month(year, 12))


def _pay(keepers: _Keepers, village: int, company: int) -> None:
    """The village pays the company: one voucher in each book, each prepared and approved for itself, posted together."""
    owner = keepers.played.a.collective
    label = f"{clock.today().year}年度生产服务预算"
    authority = keepers.allowed(owner, PAID, label, 2)
    accountant = keepers.accountant
    with entered(accountant):
        pair = ledger.open_pair(
            accountant,
            book_id=village,
            other_owner_id=ledger.book(company).owner_id,
            pays=True,
            amount=PAID,
            purpose=PURPOSE,
            key=f"demo/pair/{village}",
        ).id
        for book, lines, allowed in (
            (village, f"511 {PAID}; 102 -{PAID}", authority),
            (company, f"1002 {PAID}; 5001 -{PAID}", None),
        ):
            ledger.prepare_side(
                accountant,
                pair_id=pair,
                book_id=book,
                day=clock.today(),
                lines=_entries(lines, {}),
                authority_id=allowed,
            )
    with entered(keepers.reviewer):
        for book in (village, company):
            ledger.approve_side(keepers.reviewer, pair_id=pair, book_id=book)


def _open_months(book: int, last: Month) -> list[Month]:
    found = sorted(line.month for line in ledger.months(book) if not line.closed)
    return [Month.of(day) for day in found if day <= last.first]


def _publish(keepers: _Keepers, book: int, month: Month) -> None:
    """The sheet of the month: read by the supervisors, hung out by the village, one question asked and answered."""
    played = keepers.played
    supervisor, secretary = played.actor("jiandu-a"), played.actor("zhishu-a")
    with entered(supervisor):
        plan = next(line.plan_id for line in ledger.publications(book) if line.month == month.first)
        assert plan is not None, "the village has supervisors"
        disclosure.review_plan(supervisor, plan_id=plan, agrees=True)
    with entered(secretary):
        notice = disclosure.publish_plan(secretary, plan_id=plan)
    with entered(Actor.stranger()):
        text = "秋季打包作业费是按亩算还是按捆算？"
        disclosure.object_to(Actor.stranger(), slug=notice.slug, text=text, key=f"demo/month/{notice.id}")
    with entered(secretary):
        (asked,) = disclosure.objections(notice.id)
        disclosure.answer(
            secretary, objection_id=asked.id, text="按亩计算，每亩四十三元，作业单附在凭证后面。"
        )


@contextmanager
def _on(day: date) -> Iterator[None]:
    with clock.fixed(datetime.combine(day, time(9, 30))):
        yield


def _entries(text: str, parties: dict[str, int]) -> Sequence[ledger.Entry]:
    return tuple(_entry(line.split(), parties) for line in text.split(";"))


def _entry(words: list[str], parties: dict[str, int]) -> ledger.Entry:
    amount, party = Decimal(words[-1]), parties.get(words[1])
    if amount < 0:
        return ledger.Entry(words[0], credit=-amount, counterparty=party)
    return ledger.Entry(words[0], debit=amount, counterparty=party)
