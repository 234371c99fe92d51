"""The queue lives in PostgreSQL: a job deferred in a transaction that fails never existed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from procrastinate import App, Blueprint, RetryStrategy

from liancun.framework.actors import Actor
from liancun.framework.scope import entered

_blueprint = Blueprint()
# A killed worker leaves its job "doing"; a second try must find the same keys and change nothing twice.
_RETRY = RetryStrategy(max_attempts=5, exponential_wait=4)


class Task:
    """A registered piece of work; `defer` takes JSON values only."""

    def __init__(self, name: str, function: Callable[..., None]) -> None:
        self.name = name
        self.function = function

    def defer(self, **values: Any) -> None:
        """Queues it in the current transaction."""
        from procrastinate.contrib.django import app

        app.configure_task(self.name, queue="liancun").defer(**values)

    def __call__(self, **values: Any) -> None:
        self.function(**values)


def task(*, name: str) -> Callable[[Callable[..., None]], Task]:
    """Runs in one transaction that may read everything, acting under the job's name."""

    def register(function: Callable[..., None]) -> Task:
        run = _scoped(name, function)
        _blueprint.task(run, name=name, queue="liancun", retry=_RETRY)
        return Task(name, run)

    return register


def periodic(*, cron: str, name: str) -> Callable[[Callable[[], None]], Task]:
    def register(function: Callable[[], None]) -> Task:
        run = _scoped(name, function)

        def at(timestamp: int) -> None:
            run()

        made = _blueprint.task(at, name=name, queue="liancun", queueing_lock=name)
        _blueprint.periodic(cron=cron)(made)
        return Task(name, run)

    return register


def _scoped(name: str, function: Callable[..., None]) -> Callable[..., None]:
    @wraps(function)
    def run(**values: Any) -> None:
        with entered(Actor.system(name)):
            function(**values)

    return run


def on_app_ready(app: App) -> None:
    app.add_tasks_from(_blueprint, namespace="")


def run_waiting() -> None:
    """Works off what is queued now in this process, then returns (tests, and the end of a set-up)."""
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
