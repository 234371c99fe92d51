from importlib import import_module

from django.apps import AppConfig


class FrameworkConfig(AppConfig):
    name = "liancun.framework"
    label = "framework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The queue must know its tasks.
        import_module("liancun.framework.sheets.uploads")
