from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "liancun.contexts.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.meetings import policy
        from liancun.contexts.meetings.web import views
        from liancun.framework import permissions, todo
        from liancun.framework.web.menu import entry
        from liancun.kernel.errors import mark

        permissions.register("meetings", policy.POLICY)
        todo.offer(views.waiting)
        entry(group=mark("事项"), label=mark("会议"), url_name="meetings:meetings", action="meetings.read")
