"""The ledger at start-up: its policy, its section of the playbook, what it offers upward and to the menu."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "liancun.contexts.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.ledger import playbook, policy
        from liancun.framework import permissions

        permissions.register("ledger", policy.POLICY)
        playbook.declare()
