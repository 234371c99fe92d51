"""The estate at start-up: its policy, its section of the playbook, its sheets, what waits for whom, the menu."""

from __future__ import annotations

from django.apps import AppConfig

from liancun.kernel.errors import mark


class EstateConfig(AppConfig):
    name = "liancun.contexts.estate"
    label = "estate"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.estate import playbook, policy
        from liancun.contexts.estate.queries.closing import closing_points
        from liancun.contexts.estate.queries.todo import waiting_for
        from liancun.contexts.estate.web import sheets
        from liancun.contexts.ledger import api as ledger
        from liancun.framework import permissions, todo
        from liancun.framework.web.menu import entry

        permissions.register("estate", policy.POLICY)
        playbook.declare()
        sheets.declare()
        todo.offer(waiting_for)
        ledger.offer_closing_check(closing_points)
        for label, name in (
            (mark("资产"), "estate:assets"),
            (mark("资源"), "estate:resources"),
            (mark("合同"), "estate:contracts"),
        ):
            entry(group="财务", label=label, url_name=name, action="estate.read")
