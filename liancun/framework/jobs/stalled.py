"""Jobs whose worker was killed: taken up again a minute later, given up after a few tries."""

from __future__ import annotations

from django.db import connection

from liancun.framework.jobs.queue import MOST_ATTEMPTS, QUEUE, periodic

# A living worker speaks up every ten seconds.
_SILENT_SECONDS = 30
_STALLED = """
    select job.id, job.attempts from procrastinate_jobs job
    left join procrastinate_workers worker on worker.id = job.worker_id
    where job.status = 'doing' and job.queue_name = %s
      and (job.worker_id is null or worker.last_heartbeat < now() - make_interval(secs => %s))
    order by job.id for update of job skip locked
"""
_AGAIN = "select procrastinate_retry_job_v2(%s, now(), null, null, null)"
_GIVE_UP = "select procrastinate_finish_job_v1(%s, 'failed', false)"


@periodic(cron="* * * * *", name="framework.take_up_again")
def take_up_again() -> None:
    """A job of a silent worker waits again; its keys make sure that nothing happens twice."""
    with connection.cursor() as cursor:
        cursor.execute(_STALLED, [QUEUE, _SILENT_SECONDS])
        for job_id, attempts in cursor.fetchall():
            cursor.execute(_AGAIN if attempts + 1 < MOST_ATTEMPTS else _GIVE_UP, [job_id])
