from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "liancun.contexts.insight"
    label = "insight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.insight import policy
        from liancun.framework import permissions
        from liancun.framework.web.menu import entry
        from liancun.kernel.errors import mark

        permissions.register("insight", policy.POLICY)
        entry(group=mark("首页"), label=mark("首页"), url_name="insight:home")
