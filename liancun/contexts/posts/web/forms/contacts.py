from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.bodies import api as bodies
from liancun.contexts.posts import playbook
from liancun.contexts.posts.queries.offices import Known
from liancun.contexts.posts.web.forms.offices import choices_of
from liancun.contexts.posts.web.forms.people import PersonField
from liancun.contexts.posts.web.forms.selections import words
from liancun.framework import clock
from liancun.framework.web.forms import Form


class _WithPerson(Form):
    def __init__(self, *args: Any, known: Sequence[Known], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, PersonField)
        person.offer(known)


class ContactForm(_WithPerson):
    kind = forms.ChoiceField(label=_("联系点种类"))
    person = PersonField(label=_("联系人"))
    since = forms.DateField(label=_("从哪一天起"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices_of(playbook.section().contact)  # type: ignore[attr-defined]
        self.fields["since"].initial = clock.today()


class VisitForm(Form):
    on = forms.DateField(label=_("走访日期"))
    note = words(_("走访情况"), most=500, help_text=_("一两句话就够；不要求照片，不记录位置。"))
    issues = words(_("群众反映的问题"), required=False, most=1500, help_text=_("一行一件；没有就不填。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()


class SettleForm(Form):
    note = words(_("怎样办的"))


class EndForm(Form):
    until = forms.DateField(label=_("从哪一天起结束"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = clock.today()


class LeadForm(_WithPerson):
    person = PersonField(label=_("领办人"))
    business = forms.CharField(label=_("领办什么"), max_length=120, help_text=_("项目、合作社或企业的名称。"))
    business_body = forms.TypedChoiceField(
        label=_("已登记的合作社或企业"), required=False, coerce=int, empty_value=None
    )
    target = forms.CharField(label=_("目标"), max_length=200)
    target_amount = forms.DecimalField(
        label=_("目标数"), required=False, max_digits=18, decimal_places=2, min_value=0
    )
    unit = forms.CharField(label=_("单位"), max_length=20, required=False)
    since = forms.DateField(label=_("从哪一天起"))

    def __init__(self, *args: Any, parties: Sequence[bodies.BodyLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [("", "—"), *((one.id, one.name) for one in parties)]
        self.fields["business_body"].choices = listed  # type: ignore[attr-defined]
        self.fields["since"].initial = clock.today()


class ResultForm(Form):
    on = forms.DateField(label=_("截至哪一天"))
    amount = forms.DecimalField(label=_("完成数"), required=False, max_digits=18, decimal_places=2)
    note = words(_("成效"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()


class TalentForm(_WithPerson):
    kind = forms.ChoiceField(label=_("类别"))
    person = PersonField()
    on = forms.DateField(label=_("日期"))
    basis = forms.CharField(label=_("依据"), max_length=200, help_text=_("文件、通报或认定的名称和文号。"))
    origin = forms.CharField(
        label=_("来处"), max_length=120, required=False, help_text=_("例如返乡学子毕业的学校。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices_of(playbook.section().talent)  # type: ignore[attr-defined]
        self.fields["on"].initial = clock.today()


class StrikeForm(Form):
    reason = forms.CharField(label=_("更正原因"), max_length=300)
