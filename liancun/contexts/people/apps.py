from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "liancun.contexts.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.bodies import api as bodies
        from liancun.contexts.people import jobs, playbook, policy  # noqa: F401 (registers the worker's tasks)
        from liancun.contexts.people.queries import found
        from liancun.contexts.people.web import sheets
        from liancun.contexts.people.web.views import rolls, waiting
        from liancun.framework import finding, permissions, todo
        from liancun.framework.web import menu
        from liancun.kernel.errors import mark

        permissions.register("people", policy.POLICY)
        playbook.declare()
        playbook.declare_rolls()
        sheets.declare()
        finding.offer(found.persons)
        bodies.section(rolls.section)
        todo.offer(waiting.waiting)
        menu.entry(
            group="人员职务", label=mark("人员"), url_name="people:persons", action="people.see_person"
        )
        menu.entry(
            group="人员职务", label=mark("变更申请"), url_name="people:changes", action="people.see_person"
        )
        menu.entry(group="人员职务", label=mark("名册"), url_name="people:register", action="people.see_roll")
        menu.entry(
            group="系统管理",
            label=mark("个人信息申请"),
            url_name="people:wishes",
            action="people.serve_person",
        )
        menu.entry(
            group="系统管理",
            label=mark("到期应删除的个人信息"),
            url_name="people:due",
            action="people.propose_erasures",
        )
        menu.entry(
            group="系统管理",
            label=mark("个人信息影响评估"),
            url_name="people:impact",
            action="people.see_assessment",
        )
