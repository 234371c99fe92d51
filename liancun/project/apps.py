from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "liancun.project"
    label = "project"

    def ready(self) -> None:
        """After all contexts have offered their sheets and their entries: this one comes last of its group."""
        from liancun.framework.sheets.layouts import may_hand_in_any
        from liancun.framework.web import menu
        from liancun.kernel.errors import mark

        menu.entry(group="联建组织", label=mark("表格导入"), url_name="imports", shown=may_hand_in_any)
