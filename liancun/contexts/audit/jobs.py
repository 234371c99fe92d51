"""The sealer, once a minute."""

from __future__ import annotations

from liancun.contexts.audit import actions
from liancun.framework.jobs import periodic


@periodic(cron="* * * * *", name="audit.seal")
def seal() -> None:
    """Seals what has been committed since; running twice, or again after a crash, links nothing twice."""
    actions.seal()


@periodic(cron="5 0 * * *", name="audit.publish_head")
def publish_head() -> None:
    """The head of the day that is over, once; running again changes nothing."""
    actions.publish_head()
