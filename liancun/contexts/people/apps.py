from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "liancun.contexts.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.people import policy
        from liancun.framework import permissions

        permissions.register("people", policy.POLICY)
