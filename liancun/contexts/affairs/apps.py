from django.apps import AppConfig


class AffairsConfig(AppConfig):
    name = "liancun.contexts.affairs"
    label = "affairs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.affairs import jobs, metrics, playbook, policy  # noqa: F401 (registers the worker's tasks)
        from liancun.contexts.affairs.queries import found
        from liancun.contexts.affairs.web import views
        from liancun.contexts.affairs.web.views import panels
        from liancun.contexts.bodies import api as bodies
        from liancun.framework import finding, permissions, todo
        from liancun.framework.documents import Form, declare
        from liancun.framework.metrics import offer_metric
        from liancun.framework.web.menu import entry
        from liancun.kernel.errors import mark

        permissions.register("affairs", policy.POLICY)
        playbook.declare()
        offer_metric(metrics.NAME, metrics.satisfaction, many=metrics.satisfaction_of_many)
        todo.offer(views.waiting)
        bodies.section(panels.matters)
        finding.offer(found.matters)
        entry(group=mark("事项"), label=mark("事项"), url_name="affairs:matters", action="affairs.read")
        declare(Form("resolution", mark("决议")))
        declare(Form("registration", mark("四议两公开登记表")))
