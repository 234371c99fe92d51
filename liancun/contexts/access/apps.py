from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "liancun.contexts.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.access import policy, queries
        from liancun.framework import permissions

        permissions.register("access", policy.POLICY)
        permissions.plug(queries.PostsResolver())
