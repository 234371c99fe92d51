"""Formation at start-up: its policy, its section of the playbook, its jobs, the menu."""

from __future__ import annotations

from django.apps import AppConfig

from liancun.kernel.errors import mark


class FormationConfig(AppConfig):
    name = "liancun.contexts.formation"
    label = "formation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.bodies import api as bodies
        from liancun.contexts.formation import jobs, policy
        from liancun.contexts.formation.playbook import FILE, NAME, FormationSection
        from liancun.contexts.formation.web import panels, sheets
        from liancun.framework import permissions, playbook
        from liancun.framework.web.menu import entry

        assert jobs.plan.name
        permissions.register("formation", policy.POLICY)
        playbook.section(name=NAME, files=(FILE,), schema=FormationSection)
        bodies.section(panels.of_body)
        sheets.declare()
        entry(
            group="联建组织",
            label=mark("分组规划"),
            url_name="formation:index",
            action="formation.read_plans",
        )
        entry(
            group="联建组织",
            label=mark("组建申请"),
            url_name="formation:applications",
            action="formation.read_applications",
        )
