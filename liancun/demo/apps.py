from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "liancun.demo"
    label = "demo"
