from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "liancun.contexts.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.bodies import api as bodies
        from liancun.contexts.people import playbook, policy
        from liancun.contexts.people.web import sheets
        from liancun.contexts.people.web.views import rolls, waiting
        from liancun.framework import permissions, todo
        from liancun.framework.web import menu
        from liancun.kernel.errors import mark

        permissions.register("people", policy.POLICY)
        playbook.declare()
        playbook.declare_rolls()
        sheets.declare()
        bodies.section(rolls.section)
        todo.offer(waiting.waiting)
        menu.entry(
            group="联建组织", label=mark("人员"), url_name="people:persons", action="people.see_person"
        )
        menu.entry(
            group="联建组织", label=mark("变更申请"), url_name="people:changes", action="people.see_person"
        )
        menu.entry(group="联建组织", label=mark("名册"), url_name="people:register", action="people.see_roll")
