from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "liancun.project"
    label = "project"
