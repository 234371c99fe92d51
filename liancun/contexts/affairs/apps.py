from django.apps import AppConfig


class AffairsConfig(AppConfig):
    name = "liancun.contexts.affairs"
    label = "affairs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.affairs import playbook, policy
        from liancun.framework import permissions

        permissions.register("affairs", policy.POLICY)
        playbook.declare()
