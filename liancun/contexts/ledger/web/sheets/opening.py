"""Opening balances by Excel: one row an account, whole books at once, refused unless each table balances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.actions import openings
from liancun.contexts.ledger.queries import books
from liancun.contexts.ledger.rules import opening
from liancun.framework import sheets
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.sheets import Column, Judgement, Layout, Values
from liancun.kernel.errors import Place, Refusal, Refusals, mark


def _charts() -> Mapping[str, str]:
    return {key: one.name for key, one in playbook.statements_section().map.items()}


def _party_kinds() -> Mapping[str, str]:
    return {
        "member": _("成员"),
        "household": _("农户"),
        "unit": _("所属单位"),
        "outside": _("外部单位或个人"),
    }


def _text(row: Values, key: str) -> str:
    found = row.get(key)
    return found if isinstance(found, str) else ""


def _amount(row: Values, key: str) -> Decimal:
    found = row.get(key)
    return found if isinstance(found, Decimal) else opening.ZERO


def _table_row(row: Values) -> opening.TableRow:
    return opening.TableRow(
        code=_text(row, "code"),
        debit=_amount(row, "debit"),
        credit=_amount(row, "credit"),
        chart=_text(row, "chart"),
        to=_text(row, "to"),
        party=_text(row, "party"),
        party_kind=_text(row, "party_kind") or "outside",
    )


class OpeningDesk:
    """Judges whole books: the accounts exist, the map leads somewhere, debit equals credit."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self._books = {book.owner_name: book for book in books.books()}

    def judge(self, rows: Sequence[Values]) -> Sequence[Judgement]:
        found: list[Judgement] = ["new"] * len(rows)
        for name, places in self._tables(rows).items():
            for at, refusals in self._faults(name, [rows[at] for at in places]).items():
                found[places[at]] = refusals
        return found

    def _tables(self, rows: Sequence[Values]) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for at, row in enumerate(rows):
            places.setdefault(_text(row, "book"), []).append(at)
        return places

    def _faults(self, name: str, rows: Sequence[Values]) -> dict[int, tuple[Refusal, ...]]:
        book = self._books.get(name)
        if book is None or not may(self.actor, "ledger.load_opening", book.owner_id):
            sentence = mark("没有叫“{name}”的账套，或者您不管它的账。")
            return {0: (Refusal("ledger.no_book", sentence, {"name": name}, Place("field", field="book")),)}
        try:
            moved = openings.judged([_table_row(row) for row in rows])
        except (Refusal, Refusals) as error:
            return {_row_of(error): tuple(error.refusals) if isinstance(error, Refusals) else (error,)}
        known, parties = books.codes(book.id), books.party_codes(book.id)
        return {
            at: fault
            for at, row in enumerate(moved)
            if (fault := _account_fault(row, known, parties)) is not None
        }

    def write(self, rows: Sequence[Values]) -> None:
        for name, places in self._tables(rows).items():
            openings.load_opening_table(
                self.actor,
                book_id=self._books[name].id,
                rows=[_table_row(rows[at]) for at in places],
            )


def _row_of(error: Refusal | Refusals) -> int:
    place = error.place if isinstance(error, Refusal) else None
    return place.row - 1 if place is not None and place.row else 0


def _account_fault(
    row: opening.TableRow, known: Mapping[str, int], parties: frozenset[str]
) -> tuple[Refusal, ...] | None:
    if row.code not in known:
        place = Place("field", field="code")
        return (
            Refusal("ledger.unknown_account", mark("本账套没有科目“{code}”。"), {"code": row.code}, place),
        )
    if row.code in parties and not row.party:
        sentence = mark("科目“{code}”要写明往来单位或个人，借方余额和贷方余额不能相抵。")
        return (
            Refusal("ledger.no_counterparty", sentence, {"code": row.code}, Place("field", field="party")),
        )
    return None


_ACCOUNT, _BALANCE, _PARTY = mark("科目"), mark("期初余额"), mark("往来")
OPENING = Layout(
    key="ledger.opening",
    name=mark("期初余额表"),
    verb="ledger.load_opening",
    lead=mark("一行一个科目，照上年末的科目余额表填写。每个账套借贷必须相等，否则全部不导入。"),
    notes=(
        mark("导入后生成一张期初凭证，由另一人复核记账。"),
        mark(
            "旧账用 2004 年科目的，在“旧科目制度”一列选出，系统按对照表带到新科目；有几个去处的，在“新科目”写明。"
        ),
    ),
    columns=(
        Column(
            "book", mark("账套"), required=True, example="新台子村股份经济合作社", width=30, group=_ACCOUNT
        ),
        Column("code", mark("科目代码"), "code", required=True, example="102", group=_ACCOUNT),
        Column("name", mark("科目名称"), example="银行存款", group=_ACCOUNT),
        Column("chart", mark("旧科目制度"), "choice", choices=_charts, group=_ACCOUNT),
        Column("to", mark("新科目"), "code", group=_ACCOUNT),
        Column("debit", mark("借方余额"), "amount", example="199000.00", group=_BALANCE),
        Column("credit", mark("贷方余额"), "amount", group=_BALANCE),
        Column("party", mark("往来单位或个人"), most=60, personal="name", group=_PARTY),
        Column("party_kind", mark("往来类别"), "choice", choices=_party_kinds, group=_PARTY),
    ),
    desk=OpeningDesk,
    whole=True,
    done_at="ledger:books",
)


def declare_opening() -> None:
    sheets.offer(OPENING)
