from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "liancun.contexts.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liancun.contexts.access import policy, queries
        from liancun.contexts.access.queries.links import link_purpose
        from liancun.contexts.access.web import persons, verbs
        from liancun.contexts.audit import api as audit
        from liancun.contexts.identity import api as identity
        from liancun.contexts.people import api as people
        from liancun.framework import permissions
        from liancun.framework.web import menu
        from liancun.kernel.errors import mark

        permissions.register("access", policy.POLICY)
        permissions.plug(queries.PostsResolver())
        identity.judge_privileged(queries.is_privileged)
        audit.name_verbs({**verbs.VERBS, **verbs.ACTS})
        menu.entry(group="系统管理", label=mark("我的职务和权限"), url_name="access:mine")
        menu.entry(
            group="系统管理", label=mark("权限一览"), url_name="access:grants", action="access.see_grants"
        )
        menu.entry(group="系统管理", label=mark("授权查看记录"), url_name="access:inspections")
        menu.entry(
            group="系统管理",
            label=mark("近亲属申报"),
            url_name="access:relatives",
            action="access.declare_kin",
        )
        link_purpose("own_data", label=mark("查看本人在册信息"), right="access.issue_link")
        people.section(persons.own_data_link)
        for action in ("identity.create_user", "identity.reset_second_factor"):
            menu.entry(group="系统管理", label=mark("账号"), url_name="access:accounts", action=action)
        menu.entry(group="系统管理", label=mark("程序密钥"), url_name="access:keys", action="access.make_key")
