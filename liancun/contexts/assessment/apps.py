from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "liancun.contexts.assessment"
    label = "assessment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.assessment import policy
        from liancun.contexts.assessment.playbook import FILE, AssessmentSection, faults
        from liancun.framework import permissions, playbook
        from liancun.framework.web.menu import entry
        from liancun.kernel.errors import mark

        permissions.register("assessment", policy.POLICY)
        playbook.section(name="assessment", files=(FILE,), schema=AssessmentSection, check=faults)
        entry(
            group=mark("考核"),
            label=mark("季度考核"),
            url_name="assessment:scores",
            action="assessment.read_scores",
        )
