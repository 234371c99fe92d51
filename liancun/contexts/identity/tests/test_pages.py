"""Signing in and out as a person meets it."""

from __future__ import annotations

import pytest
from django.test import Client

from liancun.contexts.identity.models import User
from liancun.demo.small import PASSWORD
from liancun.demo.world import World
from liancun.framework import clock

PAGE = "/sign-in/"


@pytest.fixture
def client(world: World) -> Client:
    return Client()


def sign_in(client: Client, name: str = "xian", password: str = PASSWORD, **more: str) -> int:
    return client.post(PAGE, {"username": name, "password": password, **more}).status_code


def is_in(client: Client) -> bool:
    return client.get("/access/mine/").status_code == 200


def test_it_asks_to_sign_in_and_leads_back(client: Client) -> None:
    asked = client.get("/bodies/?kind=village")
    assert (asked.status_code, asked["Location"]) == (302, "/sign-in/?next=%2Fbodies%2F%3Fkind%3Dvillage")
    answer = client.post(
        asked["Location"], {"username": "xian", "password": PASSWORD, "next": "/bodies/?kind=village"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/bodies/?kind=village")
    assert is_in(client)


@pytest.mark.parametrize("goal", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_it_never_leads_to_another_host(client: Client, goal: str) -> None:
    answer = client.post(PAGE, {"username": "xian", "password": PASSWORD, "next": goal})
    assert answer["Location"] == "/"


def test_every_wrong_answer_is_the_same_sentence(client: Client) -> None:
    User.objects.filter(username="mishu").update(is_active=False)
    tries = [("xian", "Wrong-1234"), ("nobody", "Wrong-1234"), ("mishu", PASSWORD)]
    pages = [client.post(PAGE, {"username": name, "password": password}) for name, password in tries]
    assert {page.status_code for page in pages} == {422}
    assert all("用户名或密码不对" in page.content.decode() for page in pages)
    assert not is_in(client)


def test_a_failure_is_counted_although_the_answer_is_no(client: Client) -> None:
    assert [sign_in(client, password="Wrong-1234") for _ in range(5)] == [422] * 5
    assert sign_in(client) == 422
    assert User.objects.get(username="xian").locked_until is not None


def test_the_session_gets_a_new_key(client: Client) -> None:
    client.get(PAGE)
    client.session.save()
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_signing_out_is_a_post_and_ends_the_session(client: Client) -> None:
    sign_in(client)
    assert client.get("/sign-out/").status_code == 405
    assert is_in(client)
    assert client.post("/sign-out/").status_code == 302
    assert not is_in(client)


def test_a_session_ends_after_half_an_hour_without_an_act_and_after_ten_hours_anyway(client: Client) -> None:
    with clock.fixed(clock.now()) as time:
        sign_in(client)
        time.advance(minutes=29)
        assert is_in(client)
        time.advance(minutes=31)
        assert not is_in(client)
        sign_in(client)
        for _ in range(21):
            time.advance(minutes=28)
            stays = is_in(client)
        assert stays
        time.advance(minutes=28)
        assert not is_in(client)


def test_polling_is_not_presence(client: Client) -> None:
    with clock.fixed(clock.now()) as time:
        sign_in(client)
        time.advance(minutes=20)
        client.get("/access/mine/", headers={"HX-Trigger-Poll": "1"})
        time.advance(minutes=11)
        assert not is_in(client)


def test_a_changed_password_ends_the_other_sessions(client: Client) -> None:
    other = Client()
    sign_in(client)
    sign_in(other)
    form = {"old_password": PASSWORD, "new_password": "Shan-2026-he", "again": "Shan-2026-he"}
    assert client.post("/password/", form).status_code == 302
    assert is_in(client)
    assert not is_in(other)


def test_a_refused_password_shows_the_form_again_and_changes_nothing(client: Client) -> None:
    sign_in(client)
    for form, sentence in (
        ({"old_password": "x", "new_password": "Shan-2026-he", "again": "Shan-2026-he"}, "原密码不对"),
        ({"old_password": PASSWORD, "new_password": "kurz", "again": "kurz"}, "新密码不符合要求"),
        (
            {"old_password": PASSWORD, "new_password": "Shan-2026-he", "again": "anders"},
            "两次输入的新密码不一样",
        ),
    ):
        page = client.post("/password/", form)
        assert page.status_code == 422
        assert sentence in page.content.decode()
    assert sign_in(Client()) == 302


def test_a_first_password_must_be_changed_before_anything_else(client: Client) -> None:
    User.objects.filter(username="xian").update(must_change_password=True)
    sign_in(client)
    assert client.get("/bodies/")["Location"] == "/password/"
    assert client.get("/password/").status_code == 200


def test_a_closed_account_is_out_at_once(client: Client) -> None:
    sign_in(client)
    User.objects.filter(username="xian").update(is_active=False)
    assert not is_in(client)


def test_a_whole_village_behind_one_address_can_sign_in_and_a_script_cannot_go_on(client: Client) -> None:
    with clock.fixed(clock.now()):
        codes = [sign_in(client, name=f"villager{number}", password="Wrong-1234") for number in range(121)]
    assert codes == [422] * 120 + [429]


def test_the_page_never_repeats_a_password(client: Client) -> None:
    page = client.post(PAGE, {"username": "xian", "password": "Geheim-1234"})
    assert "Geheim-1234" not in page.content.decode()
