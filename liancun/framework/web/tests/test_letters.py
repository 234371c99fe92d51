"""Choosing by a few letters."""

from __future__ import annotations

from django import forms

from liancun.framework.web.letters import LettersSelect, letters


def test_it_knows_first_letters_and_the_whole_pinyin() -> None:
    assert letters("支付工资") == "zfgz zhifugongzi"
    assert letters("收到 A 村租金、利息").startswith("sdaczjlx ")


def test_every_choice_carries_its_letters() -> None:
    field = forms.ChoiceField(choices=[("", "请选择"), ("wages", "支付工资")], widget=LettersSelect)
    drawn = field.widget.render("template", "wages")
    assert 'data-letters="zfgz zhifugongzi"' in drawn
    assert drawn.count("data-letters") == 1
    assert "data-choose" in drawn
