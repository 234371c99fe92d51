"""Work in the background: transactional, repeated safely, with progress people can see."""

from liancun.framework.jobs import progress
from liancun.framework.jobs.queue import Task, periodic, run_waiting, task

__all__ = ["Task", "periodic", "progress", "run_waiting", "task"]
