"""Forms for joint bodies: founding with members, joining, leaving, roles, what the union is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.bodies import playbook, queries
from liancun.contexts.bodies.models import Nature
from liancun.contexts.bodies.queries import BodyLine, Candidate
from liancun.contexts.bodies.web.forms.changes import DatedForm
from liancun.framework import clock
from liancun.framework.web.forms import Form

MOST = 300
MOST_AT_ONCE = 1_000


def joiners(joint_kind: str) -> list[str]:
    """Kinds that may join a joint body of this kind."""
    kinds = playbook.kinds()
    members = playbook.kind_of(joint_kind).members
    return [code for code, kind in kinds.items() if kind.joins and (not members or code in members)]


def usual_role(form: str) -> str:
    """What a new member is called at first: 成员村 for areas, 成员单位 for others, where the playbook has it."""
    roles = playbook.section().role
    wanted = "member" if form == "area" or "partner" not in roles else "partner"
    return wanted if wanted in roles else next(iter(roles))


def _named(one: Candidate) -> tuple[int, str]:
    return one.id, f"{one.place} · {one.name}" if one.place else one.name


def _roles() -> list[tuple[str, str]]:
    return [(code, role.said) for code, role in playbook.section().role.items()]


class JoinForm(Form):
    member = forms.ChoiceField(label=_("加入的组织"))
    role = forms.ChoiceField(label=_("成员角色"))
    since = forms.DateField(label=_("从哪一天起"))
    basis = forms.CharField(label=_("依据的文件"), max_length=200, required=False)

    def __init__(self, *args: Any, found: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [_named(one) for one in found]
        asked = self.data.get("member", "") if self.is_bound else ""
        if asked.isdigit() and int(asked) not in {id for id, _name in choices}:
            choices += [(line.id, line.name) for line in queries.lines({int(asked)}).values()]
        self.fields["member"].choices = choices  # type: ignore[attr-defined]
        self.fields["role"].choices = _roles()  # type: ignore[attr-defined]
        self.fields["since"].initial = clock.today()


class LeaveForm(Form):
    until = forms.DateField(label=_("从哪一天起不再是成员"))
    basis = forms.CharField(label=_("依据的文件"), max_length=200, required=False)


class RoleForm(DatedForm):
    role = forms.ChoiceField(label=_("成员角色"))
    field_order = ("role", "since", "basis")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = _roles()  # type: ignore[attr-defined]


class _What(Form):
    """Nature, kind of union, type and setting basis."""

    nature = forms.ChoiceField(label=_("性质"), choices=Nature.choices)
    bond = forms.ChoiceField(label=_("联建方式"), required=False)
    mode = forms.ChoiceField(label=_("联建类型"), required=False)
    setting = forms.ChoiceField(label=_("设置依据"), required=False)

    def settle_words(self) -> None:
        section = playbook.section()
        for field, words in (("bond", section.bond), ("mode", section.mode), ("setting", section.setting)):
            choices = [("", _("还没有定")), *((code, word.said) for code, word in words.items())]
            self.fields[field].choices = choices  # type: ignore[attr-defined]


class DescribeForm(_What, DatedForm):
    field_order = ("nature", "bond", "mode", "setting", "since", "basis")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settle_words()


class FoundForm(_What, DatedForm):
    """A joint body under `body`, with its members at once."""

    kind = forms.ChoiceField(label=_("类别"), widget=forms.HiddenInput)
    name = forms.CharField(label=_("全称"), max_length=120)
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False)
    members = forms.MultipleChoiceField(
        label=_("成员"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("以后可以再登记加入和退出。"),
    )
    field_order = (
        "kind",
        "name",
        "short_name",
        "since",
        "basis",
        "nature",
        "bond",
        "mode",
        "setting",
        "members",
    )

    def __init__(self, *args: Any, body: BodyLine, found: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, body=body, **kwargs)
        self.settle_words()
        self.forms_of = {one.id: one.form for one in found}
        self.fields["kind"].choices = foundable(body)  # type: ignore[attr-defined]
        self.fields["members"].choices = _by_place(found)  # type: ignore[attr-defined]


def _by_place(found: Sequence[Candidate]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Members to choose under the township or other body they stand in."""
    places: dict[str, list[tuple[int, str]]] = {}
    for one in found:
        places.setdefault(one.place or one.name, []).append((one.id, one.name))
    return list(places.items())


def foundable(body: BodyLine) -> list[tuple[str, str]]:
    """Kinds of joint body that may be founded under this one."""
    return [
        (code, playbook.kind_name(code))
        for code in playbook.kinds_of("joint")
        if body.kind in playbook.kind_of(code).under
    ]
