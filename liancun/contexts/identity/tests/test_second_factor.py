"""One-time codes: set up, asked for, used once, lost."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client, override_settings
from django.urls import reverse

from liancun.contexts.identity import actions
from liancun.contexts.identity.models import RecoveryCode, SecondFactor, User
from liancun.contexts.identity.rules import second_factor as rules
from liancun.demo.small import PASSWORD, signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.scope import entered
from liancun.framework.testing import as_actor, as_system

SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # "12345678901234567890" of RFC 6238


@pytest.fixture
def time(world: World) -> Iterator[clock.FixedClock]:
    with clock.fixed(clock.now()) as fixed:
        yield fixed


def code(secret: str, *, steps: int = 0) -> str:
    return rules.code_at(secret, rules.step_of(clock.now().timestamp()) + steps)


def set_up(browser: Client) -> tuple[str, list[str]]:
    """The secret and the recovery codes of whoever sits at this browser."""
    assert browser.post("/second-factor/begin/").status_code == 302
    secret = browser.get("/second-factor/").content.decode().split("<code>")[1].split("<")[0]
    shown = browser.post("/second-factor/", {"code": code(secret)}).content.decode()
    codes = [part.split("<")[0] for part in shown.split("<li><code>")[1:]]
    assert len(codes) == 10
    return secret, codes


def half(name: str = "xian") -> Client:
    browser = Client()
    answer = browser.post("/sign-in/", {"username": name, "password": PASSWORD})
    assert answer["Location"] == "/sign-in/code/"
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/access/mine/").status_code == 200


@pytest.mark.parametrize(
    ("moment", "expected"),
    [(59, "94287082"), (1111111109, "07081804"), (1234567890, "89005924"), (20000000000, "65353130")],
)
def test_it_makes_the_codes_of_the_standard(moment: int, expected: str) -> None:
    """Test vectors of RFC 6238, appendix B, cut to six digits."""
    assert rules.code_at(SEED, rules.step_of(moment)) == expected[-6:]
    assert TOTP(b"12345678901234567890", 8, SHA1(), 30).generate(moment).decode() == expected


def test_the_password_alone_signs_nobody_in_any_more(time: clock.FixedClock) -> None:
    set_up(signed_in("xian"))
    time.advance(minutes=1)
    browser = half()
    assert not is_in(browser)
    secret = _secret("xian")
    assert browser.post("/sign-in/code/", {"code": code(secret)}).status_code == 302
    assert is_in(browser)


def _secret(name: str) -> str:
    with as_system():
        return str(SecondFactor.objects.get(user__username=name).secret)


def test_a_code_works_once(time: clock.FixedClock) -> None:
    secret, _ = set_up(signed_in("xian"))
    time.advance(minutes=1)
    used = code(secret)
    assert half().post("/sign-in/code/", {"code": used}).status_code == 302
    again = half()
    assert again.post("/sign-in/code/", {"code": used}).status_code == 422
    earlier = code(secret, steps=-1)
    assert again.post("/sign-in/code/", {"code": earlier}).status_code == 422
    assert not is_in(again)


def test_the_first_code_is_used_up_by_setting_up(time: clock.FixedClock) -> None:
    secret, _ = set_up(signed_in("xian"))
    browser = half()
    assert browser.post("/sign-in/code/", {"code": code(secret)}).status_code == 422


@pytest.mark.parametrize("steps", [-3, 2, 5])
def test_a_code_of_another_time_is_refused(time: clock.FixedClock, steps: int) -> None:
    secret, _ = set_up(signed_in("xian"))
    time.advance(minutes=10)
    assert half().post("/sign-in/code/", {"code": code(secret, steps=steps)}).status_code == 422


def test_five_wrong_codes_lock_although_the_password_fits_each_time(time: clock.FixedClock) -> None:
    secret, _ = set_up(signed_in("xian"))
    time.advance(minutes=1)
    for _ in range(5):
        wrong = "000000" if code(secret) != "000000" else "000001"
        assert half().post("/sign-in/code/", {"code": wrong}).status_code == 422
    assert User.objects.get(username="xian").locked_until is not None
    refused = Client().post("/sign-in/", {"username": "xian", "password": PASSWORD})
    assert refused.status_code == 422


def test_the_second_half_waits_five_minutes(time: clock.FixedClock) -> None:
    secret, _ = set_up(signed_in("xian"))
    browser = half()
    time.advance(minutes=6)
    answer = browser.post("/sign-in/code/", {"code": code(secret)})
    assert answer["Location"] == "/sign-in/"
    assert not is_in(browser)


def test_a_recovery_code_works_once_whatever_its_dashes(time: clock.FixedClock) -> None:
    _, codes = set_up(signed_in("xian"))
    assert half().post("/sign-in/code/", {"code": codes[0].lower().replace("-", " ")}).status_code == 302
    assert half().post("/sign-in/code/", {"code": codes[0]}).status_code == 422
    assert half().post("/sign-in/code/", {"code": codes[1]}).status_code == 302


def test_neither_secret_nor_recovery_code_lies_readable(time: clock.FixedClock) -> None:
    secret, codes = set_up(signed_in("xian"))
    with as_system(), connection.cursor() as cursor:
        cursor.execute("select secret from identity_secondfactor")
        stored = bytes(cursor.fetchone()[0])
        cursor.execute("select string_agg(digest, ' ') from identity_recoverycode")
        digests = cursor.fetchone()[0]
    assert secret.encode() not in stored
    assert not any(one in digests or one.replace("-", "") in digests for one in codes)


def test_a_persons_secret_is_nobody_elses_row(world: World) -> None:
    set_up(signed_in("xian"))
    with as_system():
        others = [world.actor(name) for name in ("xitong", "anquan", "audit", "zhishu-a")]
    for other in others:
        with as_actor(other), connection.cursor() as cursor:
            assert not SecondFactor.objects.exists()
            assert not RecoveryCode.objects.exists()
            cursor.execute("update identity_secondfactor set last_step = 0")
            assert cursor.rowcount == 0
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(
                    "insert into identity_recoverycode (user_id, digest) values (%s, 'x')",
                    [world.users["xian"]],
                )


def test_giving_it_up_asks_the_password(time: clock.FixedClock) -> None:
    browser = signed_in("xian")
    set_up(browser)
    assert browser.post("/second-factor/end/", {"password": "Wrong-1234"}).status_code == 422
    assert User.objects.get(username="xian").second_factor
    assert browser.post("/second-factor/end/", {"password": PASSWORD}).status_code == 302
    assert not User.objects.get(username="xian").second_factor
    assert is_in(signed_in("xian"))


@override_settings(LIANCUN_SECOND_FACTOR=True)
@pytest.mark.parametrize(
    ("name", "asked"), [("xitong", True), ("kuaiji", True), ("fenguan", True), ("xian", False)]
)
def test_who_holds_wide_rights_sets_it_up_before_anything_else(world: World, name: str, asked: bool) -> None:
    browser = signed_in(name)
    answer = browser.get("/access/mine/")
    assert (answer.status_code == 302) is asked
    if asked:
        assert answer["Location"] == "/second-factor/"
        set_up(browser)
        assert is_in(browser)


def test_where_it_is_not_required_nobody_is_asked(world: World) -> None:
    assert is_in(signed_in("xitong"))


def test_two_browsers_with_one_code_get_in_once(cloned_world: World) -> None:
    with clock.fixed(clock.now()) as time:
        user = cloned_world.users["xian"]
        me = Actor(user, None, "", "", None, "user")
        with entered(me):
            actions.begin_second_factor(me)
        secret = _secret("xian")
        with entered(me):
            actions.confirm_second_factor(me, code=code(secret))
        time.advance(minutes=1)
        told = code(secret)

        def attempt(_: int) -> bool:
            try:
                with entered(Actor.stranger()):
                    return actions.check_code(Actor.stranger(), user_id=user, code=told) is not None
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as pool:
            assert sorted(pool.map(attempt, range(4))) == [False, False, False, True]


@override_settings(LIANCUN_STEP_UP=10)
def test_a_sensitive_step_asks_again_after_a_while(time: clock.FixedClock) -> None:
    browser = signed_in("zhishu-a")
    path = _contact()
    assert browser.get(path).status_code in (403, 404)
    time.advance(minutes=11)
    asked = browser.get(path)
    assert asked["Location"].startswith("/prove/?next=")
    assert browser.post(asked["Location"], {"password": "Wrong-1234"}).status_code == 422
    assert browser.get(path)["Location"].startswith("/prove/")
    goal = browser.post("/prove/", {"password": PASSWORD, "next": path})
    assert goal["Location"] == path
    assert browser.get(path).status_code in (403, 404)


def _contact() -> str:
    return reverse("disclosure:contact", args=[1])


@override_settings(LIANCUN_STEP_UP=0)
def test_no_step_asks_where_the_setting_is_off(time: clock.FixedClock) -> None:
    browser = signed_in("zhishu-a")
    time.advance(minutes=20)
    assert browser.get(_contact()).status_code in (403, 404)


def test_old_passwords_of_those_with_wide_rights_are_reminded(time: clock.FixedClock) -> None:
    User.objects.update(password_changed_at=clock.now() - timedelta(days=91))
    assert "90 天以上" in signed_in("kuaiji").get("/access/mine/").content.decode()
    assert "90 天以上" not in signed_in("baozhang-a").get("/access/mine/").content.decode()


def test_the_address_tells_the_authenticator_everything() -> None:
    told = rules.address(SEED, "zhang.san", "联村 铁岭县")
    assert told.startswith("otpauth://totp/zhang.san?")
    assert "issuer=%E8%81%94%E6%9D%91%20" in told
    assert f"secret={SEED}" in told
