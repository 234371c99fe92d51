from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "liancun.contexts.posts"
    label = "posts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.bodies import api as bodies
        from liancun.contexts.posts import playbook, policy
        from liancun.contexts.posts.queries import offices as queries
        from liancun.framework import permissions
        from liancun.framework.web import menu
        from liancun.kernel.errors import mark

        permissions.register("posts", policy.POLICY)
        playbook.declare()
        bodies.offer_panel(queries.panel)
        menu.entry(group="联建组织", label=mark("现任职务"), url_name="posts:register")
