from django.apps import AppConfig


class BodiesConfig(AppConfig):
    name = "liancun.contexts.bodies"
    label = "bodies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.bodies import jobs, playbook, policy  # noqa: F401 (registers the worker's tasks)
        from liancun.contexts.bodies.queries import found
        from liancun.contexts.bodies.queries.office import office_of
        from liancun.contexts.bodies.queries.sections import section
        from liancun.contexts.bodies.web import sheets, standing
        from liancun.framework import exported, finding, permissions, todo
        from liancun.framework.web import menu
        from liancun.kernel.errors import mark

        permissions.register("bodies", policy.POLICY)
        playbook.declare()
        finding.offer(found.bodies)
        sheets.declare()
        exported.plug_office(office_of)
        playbook.declare_facts()
        for make in (standing.agreements, standing.pairings, standing.facts, standing.conditions):
            section(make)
        todo.offer(standing.waiting)
        menu.entry(group="联建组织", label=mark("组织名录"), url_name="bodies:register")
        menu.entry(group="联建组织", label=mark("组织树"), url_name="bodies:tree")
        menu.entry(
            group="联建组织",
            label=mark("联建协议"),
            url_name="bodies:agreements",
            action="bodies.read_agreements",
        )
        menu.entry(
            group="联建组织", label=mark("结对"), url_name="bodies:pairings", action="bodies.read_pairings"
        )
        menu.entry(
            group="联建组织", label=mark("年度情况"), url_name="bodies:fact_list", action="bodies.read_facts"
        )
