from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from liancun.contexts.bodies import api as bodies
from liancun.contexts.posts import playbook
from liancun.contexts.posts.playbook import Named
from liancun.contexts.posts.queries.lines import PostLine
from liancun.contexts.posts.queries.offices import Known
from liancun.contexts.posts.web.forms.people import PersonField
from liancun.framework import clock
from liancun.framework.web.forms import Form, PaperField


def choices_of(table: Mapping[str, Named], *, empty: str = "") -> list[tuple[str, str]]:
    """Names of the playbook, in English where a word of the program has it."""
    listed = [(code, say(one.name)) for code, one in table.items()]
    return [("", empty), *listed] if empty else listed


class OfficeForm(Form):
    """What is written down of a post. The papers behind the decision may be filed with it."""

    kind = forms.ChoiceField(label=_("职务"))
    person = PersonField()
    since = forms.DateField(label=_("任职日期"))
    ends_on = forms.DateField(
        label=_("任期预计到哪一天"), required=False, help_text=_("不填则按制度推算；到期前 60 天提醒。")
    )
    way = forms.ChoiceField(label=_("产生方式"), required=False)
    how = forms.CharField(label=_("补充说明"), max_length=120, required=False)
    decision = forms.CharField(
        label=_("依据的决定或文件"), max_length=200, required=False, help_text=_("写明名称、文号和日期。")
    )
    source = forms.TypedChoiceField(label=_("来自哪个单位"), required=False, coerce=int, empty_value=None)
    speciality = forms.ChoiceField(label=_("专长"), required=False)
    portfolio = forms.MultipleChoiceField(
        label=_("分工"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        body: bodies.BodyLine,
        known: Sequence[Known],
        sources: Sequence[bodies.BodyLine],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        section = playbook.section()
        kinds = [(code, kind.name) for code, kind in section.post.items() if body.kind in kind.bodies]
        none = say("未注明")
        self._choose("kind", kinds)
        self._choose("way", choices_of(section.way, empty=none))
        self._choose("speciality", choices_of(section.speciality, empty=none))
        self._choose("portfolio", choices_of(section.portfolio))
        self._choose("source", [("", none), *((one.id, one.name) for one in sources)])
        person = self.fields["person"]
        assert isinstance(person, PersonField)
        person.offer(known)
        self.fields["since"].initial = clock.today()

    def _choose(self, name: str, choices: Sequence[tuple[object, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def office(self) -> dict[str, Any]:
        """The fields as the action names them."""
        data = self.cleaned_data
        return {
            "kind": data["kind"],
            "person_id": data["person"],
            "since": data["since"],
            "ends_on": data["ends_on"],
            "way": data["way"],
            "how": data["how"],
            "decision": data["decision"],
            "source_id": data["source"],
            "speciality": data["speciality"],
            "portfolio": ",".join(data["portfolio"]),
        }


class AppointForm(OfficeForm):
    papers = PaperField(label=_("任职文件"), required=False, most=5)


class CorrectForm(OfficeForm):
    until = forms.DateField(label=_("从哪一天起不再任职"), required=False)
    reason = forms.CharField(label=_("更正原因"), max_length=300)
    strike_only = forms.BooleanField(label=_("这一行不应存在，只作废，不另登记"), required=False)


class RelieveForm(Form):
    until = forms.DateField(label=_("从哪一天起不再任职"))
    note = forms.CharField(
        label=_("交接说明"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("交给谁，有哪些没办完的事。"),
    )


class DelegateForm(Form):
    person = PersonField(label=_("代行人"))
    since = forms.DateField(label=_("从哪一天起"))
    until = forms.DateField(label=_("到哪一天止"), help_text=_("这一天不再代行。"))
    duties = forms.MultipleChoiceField(
        label=_("代行哪些职责"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选即代行这一职务的全部职责。"),
    )
    reason = forms.CharField(label=_("原因"), max_length=200, help_text=_("例如：外出学习、病假。"))

    def __init__(self, *args: Any, post: PostLine, known: Sequence[Known], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, PersonField)
        person.offer([one for one in known if one.id != post.person_id])
        self.fields["duties"].choices = choices_of(playbook.section().duty)  # type: ignore[attr-defined]
        self.fields["since"].initial = clock.today()


class TakeBackForm(Form):
    """Only a yes."""
