from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "liancun.contexts.ballots"
    label = "ballots"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.ballots import policy
        from liancun.contexts.ballots import queries as own
        from liancun.contexts.ballots.playbook import FILE, BallotsSection
        from liancun.contexts.ballots.web import sheets, views
        from liancun.contexts.people import api as people
        from liancun.framework import permissions, playbook, todo
        from liancun.framework.documents import Form, declare
        from liancun.framework.web.menu import entry
        from liancun.kernel.errors import mark

        permissions.register("ballots", policy.POLICY)
        playbook.section(name="ballots", files=(FILE,), schema=BallotsSection)
        todo.offer(views.waiting)
        sheets.declare()
        entry(group=mark("事项"), label=mark("表决"), url_name="ballots:ballots", action="ballots.read")
        people.offer_personal_data(own.told_of)
        people.offer_retention(own.kept_of)
        declare(Form("ballot-paper", mark("表决票")))
        declare(Form("count-sheet", mark("计票表")))
