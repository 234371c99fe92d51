from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "liancun.contexts.portal"
    label = "portal"

    def ready(self) -> None:
        from liancun.contexts.portal import queries
        from liancun.contexts.portal.web.views import site

        queries.plug(site.files)
