"""What is asked before a planning, an application or a verdict; everything else is in the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.formation.rules.problem import TERMS, Profile, Rules
from liancun.contexts.formation.web.words import TERM_NOTES, TERM_WORDS
from liancun.framework.web.forms import Form

EFFORTS = {"quick": (400, 1, False), "usual": (1500, 2, True), "long": (3000, 4, True)}


class Shape(Form):
    """Bounds, wishes and weights: shared by a new planning and a changed one."""

    least = forms.IntegerField(label=_("每组最少几个村"), min_value=1, max_value=60)
    most = forms.IntegerField(label=_("每组最多几个村"), min_value=1, max_value=60)
    reach = forms.IntegerField(
        label=_("离中心村最多隔几个村"),
        min_value=1,
        max_value=6,
        help_text=_("1 是与中心村相邻，2 是中间隔一个村。"),
    )
    minutes = forms.FloatField(label=_("到中心村最多几分钟"), min_value=1, required=False)
    townships = forms.ChoiceField(
        label=_("乡镇"), choices=[("across", _("可以跨乡镇")), ("within", _("只在一个乡镇内"))]
    )
    fewest = forms.IntegerField(label=_("最少几个组"), min_value=1, required=False)
    greatest = forms.IntegerField(label=_("最多几个组"), min_value=1, required=False)
    gate = forms.FloatField(
        label=_("准入分不低于"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("一组各村的平均分低于它，就先不组建。"),
    )
    everyone = forms.BooleanField(label=_("每个村都要入组"), required=False)
    together = forms.CharField(
        label=_("必须同组"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("一行一组，村名用顿号隔开；重名的写“乡镇名+村名”。"),
    )
    apart = forms.CharField(
        label=_("不得同组"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("一行两个村。"),
    )
    unwilling = forms.CharField(
        label=_("不愿加入的村"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("村名用顿号隔开或每行一个。"),
    )

    def __init__(self, *args: Any, names: Mapping[str, Sequence[str]], **kwargs: Any) -> None:
        """`names`: what a village may be called → its keys."""
        super().__init__(*args, **kwargs)
        self.names = names
        for name in TERMS:
            self.fields[f"weight_{name}"] = forms.FloatField(
                label=_(TERM_WORDS[name]), help_text=_(TERM_NOTES[name]), min_value=0, max_value=100
            )
        self._settle()

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("least") and told.get("most") and told["least"] > told["most"]:
            self.add_error("most", _("最多的村数不能比最少的还少。"))
        for name, size in (("together", 0), ("apart", 2), ("unwilling", 0)):
            if name in told:
                told[name] = tuple(self._sets(name, told[name], size))
        return told

    def _sets(self, field: str, text: str, size: int) -> Iterator[tuple[str, ...]]:
        for line in text.splitlines():
            words = [word for word in line.replace(",", "、").replace("，", "、").split("、") if word.strip()]
            keys = tuple(key for word in words if (key := self._key(field, word.strip())))
            if size and words and len(words) != size:
                self.add_error(field, _("“%(line)s”：一行写两个村。") % {"line": line[:40]})
            elif keys:
                yield keys

    def _key(self, field: str, word: str) -> str:
        found = self.names.get(word, ())
        if len(found) == 1:
            return str(found[0])
        if found:
            self.add_error(field, _("有几个村叫“%(name)s”，请在前面写乡镇名。") % {"name": word[:40]})
        else:
            self.add_error(field, _("规划范围里没有“%(name)s”。") % {"name": word[:40]})
        return ""

    def rules(self, before: Rules) -> Rules:
        told = self.cleaned_data
        return replace(
            before,
            **{name: told[name] for name in ("least", "most", "reach", "minutes", "townships", "gate")},
            everyone=told["everyone"],
            groups=(told["fewest"], told["greatest"]),
            together=told["together"],
            apart=tuple((one[0], one[1]) for one in told["apart"]),
        )

    def profile(self, name: str) -> Profile:
        return Profile(name, **{term: self.cleaned_data[f"weight_{term}"] for term in TERMS})

    def refusers(self) -> tuple[str, ...]:
        return tuple(key for keys in self.cleaned_data["unwilling"] for key in keys)


def shape_of(rules: Rules, profile: Profile, name_of: Mapping[str, str]) -> dict[str, Any]:
    """The form filled with what holds now."""
    told: dict[str, Any] = {
        name: getattr(rules, name)
        for name in ("least", "most", "reach", "minutes", "townships", "gate", "everyone")
    }
    told["fewest"], told["greatest"] = rules.groups
    for field in ("together", "apart"):
        sets: Sequence[Sequence[str]] = getattr(rules, field)
        told[field] = "\n".join("、".join(name_of.get(key, key) for key in keys) for keys in sets)
    return told | {f"weight_{term}": profile.weight(term) for term in TERMS}


class PlanningForm(Shape):
    title = forms.CharField(label=_("规划名称"), max_length=80)
    effort = forms.ChoiceField(
        label=_("计算的细致程度"),
        choices=[
            ("usual", _("通常：并证明离最好还差多少")),
            ("quick", _("快速：先看一眼，不作证明")),
            ("long", _("细致：多算几遍，并作证明")),
        ],
    )
    average = forms.FloatField(
        label=_("平均每组几个村"),
        min_value=1,
        max_value=60,
        required=False,
        help_text=_("填了就按它定组数：愿意参加的村数除以它；不填，组数由得分定。"),
    )
    joined = forms.BooleanField(label=_("只在已加入联建组织的村里规划"), required=False)
    keep = forms.BooleanField(label=_("现有的联建组织不拆开"), required=False)
    seed = forms.IntegerField(
        label=_("种子"),
        min_value=1,
        max_value=1_000_000,
        initial=1,
        help_text=_("同一种子算出同一个方案；换一个数可以另算一个。"),
    )
    field_order = ("title", "effort", "joined", "keep")

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        average, least, most = (told.get(name) for name in ("average", "least", "most"))
        if average and least and most and not least <= average <= most:
            self.add_error("average", _("平均的村数应在最少和最多之间。"))
        return told

    @property
    def effort_told(self) -> tuple[int, int, bool]:
        return EFFORTS[self.cleaned_data["effort"]]


class VaryForm(Shape):
    title = forms.CharField(label=_("新方案的名称"), max_length=80)
    field_order = ("title",)


class ApplyForm(Form):
    name = forms.CharField(label=_("组织名称"), max_length=80)
    reason = forms.CharField(
        label=_("与区域发展规划的关系"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("周边村的产业、上下游供应关系由系统列在评分表里，不用填写。"),
    )


class ReviewForm(Form):
    verdict = forms.ChoiceField(
        label=_("意见"),
        widget=forms.RadioSelect,
        choices=[("passed", _("同意")), ("waiting", _("暂缓，条件还不成熟")), ("refused", _("不同意"))],
    )
    note = forms.CharField(
        label=_("说明"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("暂缓或不同意的，写明原因。"),
    )


class FoundForm(Form):
    since = forms.DateField(label=_("从哪天起"))


class StrongWeakForm(Form):
    strong = forms.IntegerField(label=_("强村个数"), min_value=1, max_value=2_000)
    most = forms.IntegerField(label=_("一个强村最多带几个村"), min_value=1, max_value=100)
    farthest = forms.FloatField(label=_("最远几公里"), min_value=0.1, required=False)
    within = forms.BooleanField(label=_("只在一个乡镇内"), required=False)


class AgencyForm(Form):
    villages = forms.IntegerField(label=_("帮扶几个村"), min_value=1, max_value=2_000)
    most = forms.IntegerField(label=_("一个单位最多帮几个村"), min_value=1, max_value=100)


class HouseholdForm(Form):
    kind = forms.ChoiceField(
        label=_("由谁联系"),
        choices=[
            ("branch_member", _("支部委员")),
            ("stationed_cadre", _("驻村干部")),
            ("collective_director", _("集体经济组织理事")),
        ],
    )
    most = forms.IntegerField(label=_("一人最多几户"), min_value=1, max_value=1_000)


class RotaForm(Form):
    kind = forms.ChoiceField(
        label=_("谁轮值"),
        choices=[("first_secretary", _("第一书记")), ("stationed_cadre", _("驻村干部"))],
    )
    first = forms.DateField(label=_("从哪天起"))
    days = forms.IntegerField(label=_("排几次"), min_value=1, max_value=60)
    every = forms.IntegerField(label=_("隔几天一次"), min_value=1, max_value=60)
    need = forms.IntegerField(label=_("每次几人"), min_value=1, max_value=20)
    rest = forms.IntegerField(label=_("两次之间至少隔几天"), min_value=0, max_value=60)
    absent = forms.CharField(
        label=_("不能来的"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("一行一人：姓名：2026-06-03、2026-06-04"),
    )

    def clean_absent(self) -> str:
        """Every day must be one."""
        text: str = self.cleaned_data["absent"]
        try:
            _days_of(text)
        except ValueError as error:
            raise forms.ValidationError(_("日期请写成 2026-06-03。")) from error
        return text

    def absences(self) -> dict[str, frozenset[date]]:
        return _days_of(self.cleaned_data["absent"])


def _days_of(text: str) -> dict[str, frozenset[date]]:
    found = {}
    for line in text.splitlines():
        name, _sign, days = line.replace(":", "：").partition("：")
        words = [word.strip() for word in days.replace(",", "、").split("、") if word.strip()]
        if name.strip():
            found[name.strip()] = frozenset(date.fromisoformat(word) for word in words)
    return found
