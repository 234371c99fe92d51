from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "liancun.contexts.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.audit import actions, policy
        from liancun.framework import permissions, refused

        permissions.register("audit", policy.POLICY)
        refused.listen(actions.keep_refusal)
