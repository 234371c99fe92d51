from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "liancun.contexts.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.audit import actions, policy
        from liancun.framework import exported, permissions, refused
        from liancun.framework.web import menu
        from liancun.kernel.errors import mark

        permissions.register("audit", policy.POLICY)
        refused.listen(actions.keep_refusal)
        exported.listen(actions.keep_export)
        menu.entry(group="系统管理", label=mark("操作日志"), url_name="audit:log", action="audit.read")
