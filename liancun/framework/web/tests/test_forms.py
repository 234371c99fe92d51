from __future__ import annotations

from decimal import Decimal

from django import forms as django_forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from liancun.framework.web import fields, forms


class Purchase(forms.Form):
    title = django_forms.CharField(label="事项名称", help_text="一句话写清。")
    amount = forms.MoneyField(label="金额", min_value=Decimal("0.01"))
    villages = django_forms.MultipleChoiceField(
        label="村", choices=[("a", "甲村"), ("b", "乙村")], widget=django_forms.CheckboxSelectMultiple
    )


class Papers(forms.Form):
    papers = forms.PaperField(label="附件", most=2, max_bytes=1024, kinds=("pdf", "jpg"))


def _papers(*files: SimpleUploadedFile) -> Papers:
    return Papers({}, MultiValueDict({"papers": list(files)}))


def _file(name: str, octets: int = 10) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"x" * octets)


def test_it_understands_an_amount_as_people_write_it() -> None:
    form = Purchase({"title": "种子", "amount": " ¥62,000.00元 ", "villages": ["a"]})
    assert form.is_valid()
    assert form.cleaned_data["amount"] == Decimal("62000.00")


def test_it_refuses_an_amount_beyond_the_fen_in_chinese() -> None:
    with translation.override("zh-hans"):
        form = Purchase({"title": "种子", "amount": "1.005", "villages": ["a"]})
        assert form.errors["amount"] == ["金额最多到分，即小数点后两位。"]


def test_it_says_every_fault_with_the_place_it_leads_to() -> None:
    with translation.override("zh-hans"):
        problems = fields.faults(Purchase({"amount": "六万"}))
    assert [(problem.sentence, problem.anchor) for problem in problems] == [
        ("事项名称：这一项必须填写。", "id_title"),
        ("金额：请写金额，例如 62000.00，不带单位。", "id_amount"),
        ("村：这一项必须填写。", "id_villages_0"),
    ]


def test_a_control_is_tied_to_its_help_and_its_fault() -> None:
    described = fields.described(Purchase({})["title"])
    assert 'aria-describedby="id_title_help id_title_fault"' in described["control"]
    assert 'aria-invalid="true"' in described["control"]


def test_it_takes_several_papers() -> None:
    form = _papers(_file("a.pdf"), _file("b.JPG"))
    assert form.is_valid()
    assert [one.name for one in form.cleaned_data["papers"]] == ["a.pdf", "b.JPG"]


def test_it_refuses_too_many_too_large_wrong_and_empty_papers() -> None:
    with translation.override("zh-hans"):
        assert _papers(_file("a.pdf"), _file("b.pdf"), _file("c.pdf")).errors["papers"] == [
            "一次最多 2 个文件，现在有 3 个。"
        ]
        assert "超过了 1 KB" in _papers(_file("a.pdf", 1025)).errors["papers"][0]
        assert _papers(_file("a.exe")).errors["papers"] == ["“a.exe”不是可用的文件。可用 pdf、jpg。"]
        assert _papers(_file("a.pdf", 0)).errors["papers"] == ["“a.pdf”是空的，请重新选择。"]
        assert _papers().errors["papers"] == ["这一项必须填写。"]
