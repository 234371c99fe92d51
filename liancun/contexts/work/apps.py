from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "liancun.contexts.work"
    label = "work"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.affairs import api as affairs
        from liancun.contexts.work import actions, jobs, policy  # noqa: F401 (registers the worker's tasks)
        from liancun.contexts.work.playbook import FILE, WorkSection, faults
        from liancun.contexts.work.web import views
        from liancun.framework import permissions, playbook, todo
        from liancun.framework.web.menu import entry
        from liancun.kernel.errors import mark

        permissions.register("work", policy.POLICY)
        playbook.section(name="work", files=(FILE,), schema=WorkSection, check=faults)
        affairs.on_adopted(actions.on_adopted)
        todo.offer(views.waiting)
        entry(group=mark("工作任务"), label=mark("工作任务"), url_name="work:tasks", action="work.read_tasks")
