"""The ledger at start-up: its policy, its section of the playbook, what waits for whom, the menu."""

from __future__ import annotations

from django.apps import AppConfig

from liancun.kernel.errors import mark


class LedgerConfig(AppConfig):
    name = "liancun.contexts.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.ledger import jobs, metrics, playbook, policy  # noqa: F401 (registers the worker's tasks)
        from liancun.contexts.ledger.queries import persons as own
        from liancun.contexts.ledger.queries.todo import waiting_for, works_at_desk
        from liancun.contexts.ledger.web import sheets
        from liancun.contexts.people import api as people
        from liancun.framework import permissions, todo
        from liancun.framework.metrics import offer_metric
        from liancun.framework.web.menu import entry

        permissions.register("ledger", policy.POLICY)
        playbook.declare()
        sheets.declare()
        playbook.declare_statements()
        for name, (one, many) in metrics.METRICS.items():
            offer_metric(name, one, many=many)
        todo.offer(waiting_for)
        entry(group="财务", label=mark("账套"), url_name="ledger:books", action="ledger.read_books")
        entry(group="财务", label=mark("会计工作台"), url_name="ledger:desk", shown=works_at_desk)
        entry(group="财务", label=mark("报账单"), url_name="ledger:claims", action="ledger.read_books")
        entry(group="财务", label=mark("报表汇总"), url_name="ledger:rollup", action="ledger.read_rollups")
        entry(group="财务", label=mark("农经统计"), url_name="ledger:bands", action="ledger.read_rollups")
        entry(group="财务", label=mark("村集体收入"), url_name="ledger:incomes", action="ledger.read_rollups")
        people.offer_personal_data(own.told_of)
        people.offer_retention(own.kept_of)
