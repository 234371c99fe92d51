from liancun.contexts.work.web.views.pages import finish, task, tasks
from liancun.contexts.work.web.views.waiting import waiting

__all__ = ["finish", "task", "tasks", "waiting"]
