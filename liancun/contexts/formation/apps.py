from django.apps import AppConfig


class FormationConfig(AppConfig):
    name = "liancun.contexts.formation"
    label = "formation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.formation.playbook import FILE, FormationSection
        from liancun.framework import playbook

        playbook.section(name="formation", files=(FILE,), schema=FormationSection)
