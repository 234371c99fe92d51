from django.apps import AppConfig


class BodiesConfig(AppConfig):
    name = "liancun.contexts.bodies"
    label = "bodies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.bodies import playbook, policy
        from liancun.framework import permissions

        permissions.register("bodies", policy.POLICY)
        playbook.declare()
