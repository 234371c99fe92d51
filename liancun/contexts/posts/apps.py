from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "liancun.contexts.posts"
    label = "posts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.posts import playbook, policy
        from liancun.framework import permissions

        permissions.register("posts", policy.POLICY)
        playbook.declare()
