from importlib import import_module

from django.apps import AppConfig


class FrameworkConfig(AppConfig):
    name = "liancun.framework"
    label = "framework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The queue must know its tasks.
        import_module("liancun.framework.sheets.uploads")

        from liancun.framework.sheets import layouts
        from liancun.framework.web import menu
        from liancun.kernel.errors import mark

        menu.entry(
            group="联建组织", label=mark("表格导入"), url_name="imports", shown=layouts.may_hand_in_any
        )
