"""The ledger at start-up: its policy, its section of the playbook, what it offers upward and to the menu."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "liancun.contexts.ledger"
    label = "ledger"
    verbose_name = _("财务")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.ledger import playbook, policy, queries
        from liancun.framework import permissions, todo
        from liancun.framework.web.menu import entry

        permissions.register("ledger", policy.POLICY)
        playbook.declare()
        todo.offer(queries.waiting_for)
        for label, url_name in (
            (_("账套"), "ledger:books"),
            (_("报账单"), "ledger:claims"),
        ):
            entry(group="财务", label=label, url_name=url_name, action="ledger.read_books")
