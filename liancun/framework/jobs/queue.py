"""The queue lives in PostgreSQL: a job deferred in a transaction that fails never existed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from threading import Thread
from typing import Any

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import DjangoApp, app
from procrastinate.exceptions import AlreadyEnqueued

from liancun.framework.actors import Actor
from liancun.framework.scope import entered

QUEUE = "liancun"
MOST_ATTEMPTS = 5
# A second try must find the same keys and change nothing twice.
_RETRY = RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=4)


class Task:
    """A registered piece of work; `defer` takes JSON values only."""

    def __init__(self, name: str, function: Callable[..., None]) -> None:
        self.name = name
        self.function = function

    def defer(self, **values: Any) -> None:
        """Queues it in the current transaction."""
        app.configure_task(self.name, queue=QUEUE).defer(**values)

    def __call__(self, **values: Any) -> None:
        self.function(**values)


def task(*, name: str) -> Callable[[Callable[..., None]], Task]:
    """Runs in one transaction that may read everything, acting under the job's name."""

    def register(function: Callable[..., None]) -> Task:
        run = _scoped(name, function)
        app.task(name=name, queue=QUEUE, retry=_RETRY)(run)
        return Task(name, run)

    return register


def periodic(*, cron: str, name: str) -> Callable[[Callable[[], None]], Task]:
    """The same, queued by the worker whenever `cron` says; never twice at once."""

    def register(function: Callable[[], None]) -> Task:
        run = _scoped(name, function)

        def at(timestamp: int) -> None:
            run()

        made = app.task(name=name, queue=QUEUE, queueing_lock=name)(at)
        app.periodic(cron=cron)(made)
        return _Periodic(name, run)

    return register


class _Periodic(Task):
    def defer(self, **values: Any) -> None:
        """Queues it now, ahead of its time; one that already waits is enough."""
        with suppress(AlreadyEnqueued), transaction.atomic():
            app.configure_task(self.name, queue=QUEUE, queueing_lock=self.name).defer(timestamp=0)


def _scoped(name: str, function: Callable[..., None]) -> Callable[..., None]:
    @wraps(function)
    def run(**values: Any) -> None:
        with entered(Actor.system(name)):
            function(**values)

    return run


def run_worker(*, concurrency: int) -> None:
    """Works until told to stop by a signal; what it was doing then is finished first."""
    _worker().run_worker(queues=[QUEUE], concurrency=concurrency, delete_jobs="successful")


def run_waiting() -> None:
    """Works off what is queued now in this process, then returns (tests, and the end of a set-up)."""
    # A thread of its own: the caller's may already run an event loop.
    working = Thread(target=_work_off, name="jobs")
    working.start()
    working.join()


def _work_off() -> None:
    worker = _worker()
    worker.periodic_registry = type(worker.periodic_registry)()
    worker.run_worker(
        queues=[QUEUE],
        wait=False,
        install_signal_handlers=False,
        listen_notify=False,
        delete_jobs="successful",
    )


def _worker() -> DjangoApp:
    """An app of its own for working: what a running job defers still goes into that job's transaction."""
    made = DjangoApp(connector=app.connector.get_worker_connector())  # type: ignore[attr-defined]
    made.tasks = app.tasks
    made.periodic_registry = app.periodic_registry
    return made
