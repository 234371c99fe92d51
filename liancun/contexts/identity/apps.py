from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "liancun.contexts.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.identity import policy
        from liancun.framework import permissions

        permissions.register("identity", policy.POLICY)
