from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "liancun.contexts.ballots"
    label = "ballots"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.ballots import policy
        from liancun.framework import permissions

        permissions.register("ballots", policy.POLICY)
