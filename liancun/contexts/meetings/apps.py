from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "liancun.contexts.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.bodies import api as bodies
        from liancun.contexts.meetings import jobs, playbook, policy  # noqa: F401 (registers the worker's tasks)
        from liancun.contexts.meetings import queries as own
        from liancun.contexts.meetings.web import views
        from liancun.contexts.people import api as people
        from liancun.framework import permissions, todo
        from liancun.framework.documents import Form, declare
        from liancun.framework.web.menu import entry
        from liancun.kernel.errors import mark

        permissions.register("meetings", policy.POLICY)
        playbook.declare()
        todo.offer(views.waiting)
        entry(group=mark("事项"), label=mark("会议"), url_name="meetings:meetings", action="meetings.read")
        entry(
            group=mark("事项"), label=mark("议定事项"), url_name="meetings:follow_ups", action="meetings.read"
        )
        bodies.section(views.of_body)
        people.offer_personal_data(own.told_of)
        people.offer_retention(own.kept_of)
        declare(Form("meeting-notice", mark("会议通知")))
        declare(Form("sign-in", mark("会议签到表")))
        declare(Form("minutes", mark("会议记录")))
