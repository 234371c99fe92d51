"""Work in the background: transactional, repeated safely, with progress people can see."""

from liancun.framework.jobs import progress
from liancun.framework.jobs.queue import Task, periodic, run_waiting, run_worker, task
from liancun.framework.jobs.resealing import reseal
from liancun.framework.jobs.stalled import take_up_again

__all__ = ["Task", "periodic", "progress", "reseal", "run_waiting", "run_worker", "take_up_again", "task"]
