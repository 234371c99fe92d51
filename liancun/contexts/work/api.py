"""The only door of `work`."""

from liancun.contexts.work.actions import finish_task, open_tasks
from liancun.contexts.work.queries import TaskLine, tasks_of
from liancun.contexts.work.queries import open_tasks as waiting_tasks
from liancun.contexts.work.rules import Standing

__all__ = ["Standing", "TaskLine", "finish_task", "open_tasks", "tasks_of", "waiting_tasks"]
