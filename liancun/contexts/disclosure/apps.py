from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "liancun.contexts.disclosure"
    label = "disclosure"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.disclosure import policy
        from liancun.framework import permissions

        permissions.register("disclosure", policy.POLICY)
