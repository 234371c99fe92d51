from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "liancun.contexts.portal"
    label = "portal"

    def ready(self) -> None:
        from liancun.contexts.portal import actions, queries  # noqa: F401 (its verb is known from the start)
        from liancun.contexts.portal.web.views import site

        queries.plug(site.files)
