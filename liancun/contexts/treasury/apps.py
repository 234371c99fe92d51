"""The treasury at start-up: its policy, its section of the playbook, what waits for whom, the menu."""

from __future__ import annotations

from django.apps import AppConfig

from liancun.kernel.errors import mark


class TreasuryConfig(AppConfig):
    name = "liancun.contexts.treasury"
    label = "treasury"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.ledger import api as ledger
        from liancun.contexts.treasury import playbook, policy
        from liancun.contexts.treasury.queries.closing import closing_points
        from liancun.contexts.treasury.queries.paying import at_bank, pair_at_bank
        from liancun.contexts.treasury.queries.todo import waiting_for
        from liancun.framework import permissions, todo
        from liancun.framework.web.menu import entry

        permissions.register("treasury", policy.POLICY)
        playbook.declare()
        todo.offer(waiting_for)
        ledger.offer_closing_check(closing_points)
        ledger.offer_hold(at_bank)
        ledger.offer_pair_hold(pair_at_bank)
        entry(group="财务", label=mark("银行账户"), url_name="treasury:accounts", action="treasury.read")
