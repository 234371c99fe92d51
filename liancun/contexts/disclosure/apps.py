from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "liancun.contexts.disclosure"
    label = "disclosure"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.disclosure import jobs, playbook, policy  # noqa: F401 (registers the worker's tasks)
        from liancun.contexts.disclosure.web import views
        from liancun.framework import permissions, todo
        from liancun.framework.documents import Form, declare
        from liancun.framework.playbook import section
        from liancun.framework.web.menu import entry
        from liancun.kernel.errors import mark

        permissions.register("disclosure", policy.POLICY)
        section(
            name="disclosure",
            files=(playbook.FILE,),
            schema=playbook.DisclosureSection,
            check=playbook.faults,
        )
        todo.offer(views.waiting)
        entry(group=mark("公开"), label=mark("公开"), url_name="disclosure:notices", action="disclosure.read")
        declare(Form("notice", mark("公示公开公告")))
        declare(Form("objection-answer", mark("异议答复书")))
        plans = "disclosure.read_plans"
        entry(group=mark("公开"), label=mark("公开方案"), url_name="disclosure:plans", action=plans)
        entry(group=mark("公开"), label=mark("公开日历"), url_name="disclosure:calendar", action=plans)
