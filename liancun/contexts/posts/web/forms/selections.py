from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.bodies import api as bodies
from liancun.contexts.posts import playbook
from liancun.contexts.posts.models import Stand
from liancun.contexts.posts.queries.offices import Known
from liancun.contexts.posts.queries.selections import CandidateLine
from liancun.contexts.posts.web.forms.people import PersonField
from liancun.framework import clock
from liancun.framework.web.forms import Form


def words(
    label: Any, *, rows: int = 3, required: bool = True, most: int = 300, **kwargs: Any
) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=required, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )


class OpenForm(Form):
    """Every kind of post of the body is offered: an election is refused with its sentence, not hidden."""

    kind = forms.ChoiceField(label=_("职务"))
    criteria = words(
        _("推选条件"), rows=4, required=False, most=1000, help_text=_("一行一条；不填则用制度所列的条件。")
    )

    def __init__(self, *args: Any, body: bodies.BodyLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(code, kind.name) for code, kind in playbook.kinds().items() if body.kind in kind.bodies]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class CandidateForm(Form):
    person = PersonField(label=_("候选人"))
    reason = words(_("推荐理由"), required=False)

    def __init__(self, *args: Any, known: Sequence[Known], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, PersonField)
        person.offer(known)


def _candidates(found: Sequence[CandidateLine]) -> list[tuple[int, str]]:
    return [(one.id, one.name) for one in found]


class OpinionForm(Form):
    candidate = forms.TypedChoiceField(label=_("候选人"), coerce=int)
    member = forms.TypedChoiceField(label=_("成员单位"), coerce=int)
    stand = forms.ChoiceField(label=_("意见"), choices=Stand.choices, widget=forms.RadioSelect)
    words = words(_("说明"), required=False)

    def __init__(
        self,
        *args: Any,
        candidates: Sequence[CandidateLine],
        members: Sequence[bodies.BodyLine],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["candidate"].choices = _candidates(candidates)  # type: ignore[attr-defined]
        self.fields["member"].choices = [(one.id, one.name) for one in members]  # type: ignore[attr-defined]


class ConcludeForm(Form):
    chosen = forms.TypedChoiceField(label=_("拟任人选"), coerce=int, widget=forms.RadioSelect)
    held_on = forms.DateField(label=_("推选日期"))
    result = words(_("推选结果"), most=1000, help_text=_("在什么会议上，怎样推选的，结果如何。"))

    def __init__(self, *args: Any, candidates: Sequence[CandidateLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = _candidates(candidates)  # type: ignore[attr-defined]
        self.fields["held_on"].initial = clock.today()


class ApproveForm(Form):
    approve = forms.ChoiceField(
        label=_("审批意见"),
        choices=(("yes", _("批准")), ("no", _("退回，重新推选"))),
        widget=forms.RadioSelect,
    )
    note = words(_("说明"), required=False, help_text=_("退回时必须写明原因。"))


class AppointSelectedForm(Form):
    since = forms.DateField(label=_("任职日期"))
    decision = forms.CharField(
        label=_("任职文件"), max_length=200, required=False, help_text=_("不填则写推选记录的编号和日期。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = clock.today()
