from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "liancun.contexts.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.meetings import policy
        from liancun.framework import permissions

        permissions.register("meetings", policy.POLICY)
