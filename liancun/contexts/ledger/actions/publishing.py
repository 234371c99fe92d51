"""阳光公开: closing a month prepares its sheet; supervisors review it and the office publishes it in `disclosure`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.bodies import api as bodies
from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.ledger import playbook as sections
from liancun.contexts.ledger.models import Publication
from liancun.contexts.ledger.queries import books, publishing
from liancun.contexts.ledger.queries import statements as reads
from liancun.contexts.ledger.rules import debts, statements
from liancun.framework import clock, playbook
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.framework.scope import entered
from liancun.kernel.errors import Conflict, Refusal, Refusals, mark
from liancun.kernel.money import plain
from liancun.kernel.periods import Month

CATEGORY = "finance"
MOST_ITEMS = 150
_PREPARER = Actor.system("结账自动拟定")


@action("ledger.publish_month")
def publish_month(actor: Actor, *, book_id: int, month: Month) -> publishing.PublicationLine:
    """Prepares the sheet of a closed month again, after what hindered it was put right.

    Refusals: ledger.month_open, and those of planning a notice.
    """
    book = books.book(book_id)
    require(actor, "ledger.publish_month", book.owner_id)
    if not books.is_closed(book_id, month.first):
        raise Conflict(
            "ledger.month_open",
            mark("{month}还没有结账，不能公开。"),
            {"month": month.label()},
            remedy=mark("请先由复核人员结账。"),
        )
    return _prepare(actor, book, month, lenient=False)


def prepare_at_closing(actor: Actor, book_id: int, month: Month) -> publishing.PublicationLine:
    """Part of closing a month: the sheet is prepared; what hinders its planning is kept and never stops closing."""
    return _prepare(actor, books.book(book_id), month, lenient=True)


def _prepare(
    actor: Actor, book: books.BookLine, month: Month, *, lenient: bool
) -> publishing.PublicationLine:
    shown = reads.several(book, tuple(reads.tables(book)), month)
    plan, unplanned = _planned(book, month, shown, lenient)
    debt = _debt({key: one.statement for key, one in shown.items()})
    made = Publication.objects.create(
        book_id=book.id,
        month=month.first,
        sequence=book.sequence,
        head=book.head,
        statements={key: _frozen(one.statement) for key, one in shown.items()},
        debt_share=debt.share,
        over_line=debt.over_line,
        plan_id=plan,
        unplanned=unplanned,
        playbook_id=playbook.current().id,
        made_by_id=actor.person_id,
        made_at=clock.now(),
    )
    audit.record(
        actor, "ledger.publish_month", subject="ledger.book", subject_id=book.id, body_id=book.owner_id,
        detail={"month": str(month), "head": book.head},
    )  # fmt: skip
    return next(line for line in publishing.publications(book.id) if line.id == made.pk)


def _debt(shown: Mapping[str, statements.Statement]) -> debts.Debt:
    """Against the line of the playbook in force."""
    line = sections.statements_section().debt
    for key, statement in shown.items():
        if key in line.owed:
            owed, assets = statement.amount(line.owed[key]), statement.amount(line.assets[key])
            return debts.judge(owed, assets, line.share, line.amount)
    return debts.Debt(None, False)


def _frozen(statement: statements.Statement) -> dict[str, list[str]]:
    return {
        row.key: [str(amount) for amount in row.amounts] for row in statement.rows if None not in row.amounts
    }


def _planned(
    book: books.BookLine, month: Month, shown: dict[str, reads.Shown], lenient: bool
) -> tuple[int | None, str]:
    """The plan that carries the sheet to the supervisors; or why there is none."""
    village = bodies.village_of(book.owner_id)
    body_id = village.id if village is not None else book.owner_id
    try:
        # The program prepares what the rules demand; whoever closes a month has no right to publish.
        with transaction.atomic(), entered(_PREPARER):
            plan = disclosure.plan_notice(
                _PREPARER,
                body_id=body_id,
                category=CATEGORY,
                title=f"{book.owner_name}{month.label()}财务收支公开",
                content=sheet(book, month, shown),
                replaces_id=_former(book.id, month),
            )
    except (Refusal, Refusals) as refusal:
        if not lenient:
            raise
        listed = not isinstance(refusal, Refusal) or refusal.code != "disclosure.category"
        return None, refusal.text() if listed else publishing.NOT_LISTED
    return plan.line.id, ""


def _former(book_id: int, month: Month) -> int | None:
    """A plan of the same month that is not published and not given up is replaced by the new one."""
    for line in publishing.publications(book_id):
        if line.month == month.first and line.plan_id is not None:
            open_yet = line.notice_id is None and not disclosure.plan(line.plan_id).ending
            return line.plan_id if open_yet else None
    return None


def sheet(book: books.BookLine, month: Month, shown: dict[str, reads.Shown]) -> disclosure.Snapshot:
    """What hangs on the board: receipts and payments item by item, masked; the statements; the fingerprint."""
    receipts, payments = publishing.items(book.id, month)
    return disclosure.Snapshot(
        (
            disclosure.Section("收支总况", lines=_summary(receipts, payments)),
            disclosure.Section("收入逐笔", tables=_table(("日期", "事项", "金额（元）"), receipts, on=False)),
            disclosure.Section(
                "支出逐笔", tables=_table(("日期", "事项", "依据", "金额（元）"), payments, on=True)
            ),
            *(_statement(one) for one in shown.values()),
            disclosure.Section(
                "账套校验",
                lines=(
                    disclosure.Line("已记账凭证", str(book.sequence)),
                    disclosure.Line("账套指纹", grouped(book.head)),
                ),
            ),
        )
    )


def grouped(head: str) -> str:
    """Fours with a dot between: a run of digits in a fingerprint must not look like a telephone or a card."""
    return "·".join(head[at : at + 4] for at in range(0, len(head), 4))


def _summary(
    receipts: Sequence[publishing.Item], payments: Sequence[publishing.Item]
) -> tuple[disclosure.Line, ...]:
    received = sum((i.amount for i in receipts), Decimal("0.00"))
    paid = sum((i.amount for i in payments), Decimal("0.00"))
    return (
        disclosure.Line("收到", f"{len(receipts)} 笔，{plain(received)} 元"),
        disclosure.Line("付出", f"{len(payments)} 笔，{plain(paid)} 元"),
    )


def _table(
    columns: tuple[str, ...], items: Sequence[publishing.Item], *, on: bool
) -> tuple[disclosure.Table, ...]:
    """The items; very many are cut with the sum of the rest, so that the sheet stays within what a notice holds."""
    if not items:
        return ()
    rows = [_cells(i.date.isoformat(), i.what, i.on, i.amount, on) for i in items[:MOST_ITEMS]]
    rest = items[MOST_ITEMS:]
    if rest:
        total = sum((i.amount for i in rest), Decimal("0.00"))
        rows.append(_cells("", f"其余 {len(rest)} 笔合计", "", total, on))
    return (disclosure.Table(columns, tuple(rows)),)


def _cells(day: str, what: str, basis: str, amount: Decimal, on: bool) -> tuple[str, ...]:
    middle = (what, basis) if on else (what,)
    return (day, *middle, plain(amount))


def _statement(one: reads.Shown) -> disclosure.Section:
    """A statement as two columns of figures; rows where nothing stands are left out."""
    rows = tuple(
        ("　" * row.level + row.name, *(plain(a) for a in row.amounts[:2] if a is not None))
        for row in one.statement.rows
        if any(row.amounts[:2]) and None not in row.amounts[:2]
    )
    columns = ("项目", *(c.label for c in one.columns[:2]))
    tables = (disclosure.Table(columns, rows),) if rows else ()
    return disclosure.Section(one.table.name, tables=tables)
