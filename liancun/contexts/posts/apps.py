from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "liancun.contexts.posts"
    label = "posts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.bodies import api as bodies
        from liancun.contexts.people import api as people
        from liancun.contexts.posts import jobs, playbook, policy  # noqa: F401 (registers the worker's tasks)
        from liancun.contexts.posts.queries import own_data as own
        from liancun.contexts.posts.queries import panels
        from liancun.contexts.posts.queries.suppliers import suppliers
        from liancun.contexts.posts.web import sheets
        from liancun.contexts.posts.web.views.waiting import waiting
        from liancun.framework import permissions, todo
        from liancun.framework.web import menu
        from liancun.kernel.errors import mark

        permissions.register("posts", policy.POLICY)
        playbook.declare()
        sheets.declare()
        bodies.section(panels.leaders)
        bodies.offer_suppliers(suppliers)
        todo.offer(waiting)
        people.offer_personal_data(own.told_of)
        people.offer_retention(own.kept_of)
        people.section(panels.posts_of_person)
        for label, name, action in (
            (mark("现任职务"), "register", ""),
            (mark("推选"), "selections", "posts.see_work"),
            (mark("驻点轮值"), "rotas", ""),
            (mark("联系点"), "contacts", ""),
            (mark("领办项目"), "leads", ""),
            (mark("人才名录"), "talent", "posts.see_work"),
        ):
            menu.entry(group="人员职务", label=label, url_name=f"posts:{name}", action=action)
