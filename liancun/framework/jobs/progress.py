"""Counts of a running job, written beside its transaction so that others see them while it runs."""

from __future__ import annotations

from django.db.models import F

from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.models import JobProgress

ASIDE = "aside"


def begin(key: str, label: str, total: int, actor: Actor) -> int:
    """Begins, or begins again after a restart: the same key keeps its number."""
    row, _ = JobProgress.objects.using(ASIDE).update_or_create(
        key=key,
        defaults={
            "label": label,
            "total": total,
            "done": 0,
            "state": "running",
            "message": "",
            "finished_at": None,
            "begun_at": clock.now(),
            "user_id": actor.user_id,
        },
    )
    return row.pk


def advance(job_id: int, done: int, message: str = "") -> None:
    JobProgress.objects.using(ASIDE).filter(pk=job_id).update(done=done, message=message)


def finish(job_id: int, result_url: str = "", message: str = "") -> None:
    JobProgress.objects.using(ASIDE).filter(pk=job_id).update(
        done=F("total"), state="done", result_url=result_url, message=message, finished_at=clock.now()
    )


def fail(job_id: int, message: str) -> None:
    JobProgress.objects.using(ASIDE).filter(pk=job_id).update(
        state="failed", message=message[:400], finished_at=clock.now()
    )


def find(job_id: int) -> JobProgress | None:
    return JobProgress.objects.using(ASIDE).filter(pk=job_id).first()


def of(key: str) -> JobProgress | None:
    """The bar of that key, whoever began it: the page that shows it asks the right itself."""
    return JobProgress.objects.using(ASIDE).filter(key=key).first()
