"""Calling a meeting by kind, changing its notice, calling it off, handing notices over, putting papers out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from liancun.contexts.meetings.models import Way
from liancun.contexts.meetings.playbook import MeetingKind
from liancun.contexts.meetings.rules import AgendaLine, PaperWanted
from liancun.framework import clock
from liancun.framework.web import forms

MOST_FILES = 10


class WhenWhere(forms.Form):
    """The day, the hour and the place."""

    day = django_forms.DateField(label=_("开会日期"))
    time = django_forms.TimeField(
        label=_("开会时间"),
        widget=django_forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M"),
        initial="09:00",
        error_messages={"invalid": _("请写成时和分，例如 09:00。")},
    )
    place = django_forms.CharField(label=_("地点"), max_length=120)

    def starts_at(self) -> datetime:
        data = self.cleaned_data
        return datetime.combine(data["day"], data["time"], tzinfo=clock.ZONE)


class ConveneForm(WhenWhere):
    """A meeting of a kind; its usual lines are added by themselves."""

    title = django_forms.CharField(label=_("会议名称"), max_length=200)
    agenda = django_forms.CharField(
        label=_("其他议题"),
        help_text=_("一行一项；由谁汇报写在竖线后面，例如：秋收包装箱统一采购｜王书记。"),
        widget=django_forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=8000,
    )

    field_order = ("title", "day", "time", "place", "agenda")

    def __init__(self, *args: Any, kind: MeetingKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = kind.terms().papers
        if not kind.agenda:
            self.fields["agenda"].label, self.fields["agenda"].required = _("议题"), True
        add_papers(self, self.wanted)

    def lines(self) -> list[AgendaLine]:
        return agenda_lines(self.cleaned_data["agenda"])


class PapersForm(forms.Form):
    """Papers that follow the notice."""

    def __init__(self, *args: Any, wanted: Sequence[PaperWanted], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = tuple(wanted)
        add_papers(self, self.wanted)


class ChangeForm(WhenWhere):
    reason = django_forms.CharField(
        label=_("改期或改地点的原因"), help_text=_("应到会人员都会看到。"), max_length=200
    )


class CancelForm(forms.Form):
    reason = django_forms.CharField(
        label=_("取消的原因"), help_text=_("应到会人员都会看到。"), max_length=200
    )


class DeliveryForm(forms.Form):
    """Those reached, and how."""

    way = django_forms.ChoiceField(
        label=_("怎样送达"), choices=Way.choices, widget=django_forms.RadioSelect, initial=Way.PHONE.value
    )

    def __init__(self, *args: Any, waiting: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persons"] = django_forms.MultipleChoiceField(
            label=_("已经通知到"),
            choices=[(str(person), name) for person, name in waiting],
            widget=django_forms.CheckboxSelectMultiple,
            error_messages={"required": _("请勾选已经通知到的人。")},
        )
        self._settle()

    def ids(self) -> list[int]:
        return [int(person) for person in self.cleaned_data["persons"]]


def add_papers(form: forms.Form, wanted: Sequence[PaperWanted]) -> None:
    """A field for each paper the kind wants, and one for others."""
    for number, paper in enumerate(wanted):
        form.fields[f"paper{number}"] = forms.PaperField(
            label=paper.name,
            required=False,
            help_text=_("须在会前 %(days)s 天放出。") % {"days": paper.days} if paper.days else "",
        )
    form.fields["others"] = forms.PaperField(
        label=_("会议材料") if not wanted else _("其他材料"), required=False, most=MOST_FILES
    )
    form._settle()


def papers_of(form: forms.Form, wanted: Sequence[PaperWanted]) -> list[tuple[str, UploadedFile[Any]]]:
    """Name of the paper and its file."""
    found = [
        (paper.name, file)
        for number, paper in enumerate(wanted)
        for file in form.cleaned_data.get(f"paper{number}") or []
    ]
    return [*found, *((str(file.name), file) for file in form.cleaned_data.get("others") or [])]


def agenda_lines(text: str) -> list[AgendaLine]:
    """One item a line; who reports stands behind a bar."""
    lines = (line.strip().replace("|", "｜") for line in text.splitlines())
    parts = (line.partition("｜") for line in lines if line)
    return [AgendaLine(title.strip()[:200], presenter=by.strip()[:60]) for title, _bar, by in parts]
