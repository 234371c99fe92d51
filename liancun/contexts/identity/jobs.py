"""The rule of idle accounts, once a night."""

from __future__ import annotations

from django.conf import settings

from liancun.contexts.identity import actions
from liancun.framework.actors import Actor
from liancun.framework.jobs import periodic


@periodic(cron="10 3 * * *", name="identity.block_idle")
def block_idle() -> None:
    """Blocks accounts that nobody used; running again finds none."""
    if settings.LIANCUN_IDLE_ACCOUNT_DAYS:
        actions.block_idle(Actor.system("identity.block_idle"), days=settings.LIANCUN_IDLE_ACCOUNT_DAYS)
