from __future__ import annotations

from django.test import RequestFactory

from liancun.framework.web import addresses


def test_it_keeps_the_filters_when_turning_the_page() -> None:
    request = RequestFactory().get("/matters/?q=渠&state=open")
    assert addresses.with_query(request, page=3) == "/matters/?q=%E6%B8%A0&state=open&page=3"


def test_it_goes_back_to_the_first_page_when_sorting() -> None:
    request = RequestFactory().get("/matters/?page=4&sort=day")
    assert addresses.with_query(request, sort="-day") == "/matters/?sort=-day"


def test_an_empty_value_drops_the_name() -> None:
    request = RequestFactory().get("/sheet/?unit=wan")
    assert addresses.with_query(request, unit="") == "/sheet/"


def test_it_hands_the_other_names_to_a_form() -> None:
    request = RequestFactory().get("/sheet/?book=1&unit=wan&tag=a&tag=b")
    assert addresses.kept(request, "book") == [("unit", "wan"), ("tag", "a"), ("tag", "b")]
