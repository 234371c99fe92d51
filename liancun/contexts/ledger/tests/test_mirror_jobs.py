"""A large month of the platform is read behind a bar: the same act, whole or not at all, under the sender's rights."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse

from liancun.contexts.ledger import jobs
from liancun.contexts.ledger.tests import platform
from liancun.contexts.ledger.tests.casebook import Casebook
from liancun.contexts.ledger.tests.platform import INCOME, OPENING, WAGES, Mirror
from liancun.demo.small import signed_in
from liancun.framework.jobs import progress
from liancun.framework.models import JobProgress, SheetUpload
from liancun.framework.testing import as_system

HEADS = {
    "role_day": "日期",
    "role_number": "凭证字号",
    "role_summary": "摘要",
    "role_code": "科目编码",
    "role_name": "科目名称",
    "role_debit": "借方金额",
    "role_credit": "贷方金额",
}


@pytest.fixture
def mirror(case: Casebook) -> Mirror:
    # Bars are written beside the transaction that a test undoes.
    JobProgress.objects.using(progress.ASIDE).filter(key__startswith=jobs.PURPOSE).delete()
    return platform.opened_mirror(case)


@pytest.fixture(autouse=True)
def queued(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Every month is large; what is queued is worked on when the test says so."""
    found: list[dict[str, Any]] = []
    monkeypatch.setattr(jobs, "is_large", lambda files: any(files.values()))
    monkeypatch.setattr(jobs.import_month, "defer", lambda **values: found.append(values))
    return found


def _post(mirror: Mirror, **files: Any) -> HttpResponse:
    for given in files.values():
        given.content.name = given.name
    sent = {"month": "2026-01", **{key: given.content for key, given in files.items()}}
    return signed_in("kuaiji").post(f"/books/{mirror.book}/mirror/import/", sent)  # type: ignore[return-value]


def _known_columns(mirror: Mirror) -> None:
    """Somebody told the columns before: the smallest month there is."""
    from liancun.contexts.ledger.actions import mirroring

    heads = {key.removeprefix("role_"): head for key, head in HEADS.items()}
    with mirror.case.signed_in("kuaiji") as accountant:
        mirroring.remember_mirror_columns(accountant, book_id=mirror.book, sheet="vouchers", heads=heads)


def _bar() -> JobProgress:
    return JobProgress.objects.using(progress.ASIDE).get(key__startswith=jobs.PURPOSE)


def test_the_month_waits_for_the_worker_and_then_stands_whole(
    mirror: Mirror, queued: list[dict[str, Any]]
) -> None:
    _known_columns(mirror)
    answer = _post(mirror, vouchers=platform.voucher_list(INCOME, WAGES))
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/jobs/{_bar().pk}/"
    assert mirror.vouchers() == []
    jobs.import_month(**queued[0])
    bar = _bar()
    assert (bar.state, bar.done, bar.total) == ("done", 100, 100)
    assert "新到 2 张凭证" in bar.message
    assert bar.result_url == f"/books/{mirror.book}/mirror/differences/?month=2026-01"
    assert len(mirror.vouchers("draft")) == 2
    with as_system():
        assert not SheetUpload.objects.filter(layout=jobs.PURPOSE).exists()
    assert "已经做完" in signed_in("kuaiji").get(answer.headers["Location"]).content.decode()
    assert signed_in("fuhe").get(answer.headers["Location"]).status_code == 404


def test_a_fault_is_told_on_the_bar_and_nothing_is_saved(
    mirror: Mirror, queued: list[dict[str, Any]]
) -> None:
    _known_columns(mirror)
    wrong = (
        "记-3",
        "2026-01-20",
        "不平",
        (("102", "银行存款", "借", "5.00"), ("501", "经营收入", "贷", "4.00")),
    )
    _post(mirror, vouchers=platform.voucher_list(INCOME, wrong))
    jobs.import_month(**queued[0])
    assert _bar().state == "failed"
    assert _bar().message
    assert mirror.vouchers() == []
    with as_system(), connection.cursor() as cursor:
        cursor.execute("select count(*) from ledger_mirrorimport")
        assert cursor.fetchone() == (0,)


def test_unknown_columns_are_asked_for_before_anything_is_queued(
    mirror: Mirror, queued: list[dict[str, Any]]
) -> None:
    page = _post(mirror, vouchers=platform.voucher_list(INCOME)).content.decode()
    assert "核对列" in page
    assert queued == []


def test_a_closed_month_is_refused_at_once(mirror: Mirror, queued: list[dict[str, Any]]) -> None:
    mirror.january()
    mirror.post()
    mirror.close()
    answer = _post(mirror, balances=platform.balance_table(OPENING, (INCOME, WAGES)))
    assert answer.status_code in (409, 422)
    assert queued == []
