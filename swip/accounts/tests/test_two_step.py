"""A second code from an app, for who wants it."""

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from swip.accounts.tests.factories import UserFactory
from swip.accounts.tests.test_sign_in import ASK, ENTER, newest_code
from swip.core import history

pytestmark = pytest.mark.django_db
HOME, TURN_ON, TURN_OFF = "/account/two-step/", "/account/two-step/turn-on/", "/account/two-step/turn-off/"
CODES, CHECK, SECOND = (
    "/account/two-step/recovery-codes/",
    "/account/two-step/check/",
    "/sign-in/second-step/",
)


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    cache.clear()


@pytest.fixture
def clock():
    """A code works once: the next one is half a minute away. It begins with a code that has just become valid."""
    with time_machine.travel(time.time() // 30 * 30 + 1, tick=True) as clock:
        yield clock


@pytest.fixture
def person():
    return UserFactory(email="amy@example.org")


def code_for(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def secret(client, person, clock, django_capture_on_commit_callbacks):
    """Amy has turned it on."""
    client.force_login(person)
    client.get(TURN_ON)
    secret = client.session["mfa.totp.secret"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(TURN_ON, {"code": code_for(secret)})
    return secret


def begin_to_sign_in(run_jobs):
    client = Client()
    client.post(ASK, {"email": "amy@example.org"})
    run_jobs()
    assertRedirects(client.post(ENTER, {"code": newest_code()}), SECOND)
    return client


def prove(client, secret, clock):
    clock.shift(31)
    client.post(CHECK, {"code": code_for(secret)})


def test_it_is_off_to_begin_with(client, person):
    client.force_login(person)
    assertContains(client.get(HOME), "Turn on two-step sign-in")


def test_turning_it_on_shows_a_picture_and_a_key_without_another_address(client, person):
    client.force_login(person)
    page = client.get(TURN_ON)
    assertContains(page, '<svg xmlns="http://www.w3.org/2000/svg" class="app-qr-code"')
    assertContains(page, client.session["mfa.totp.secret"][:4])
    assert "data:image" not in page.content.decode()


def test_a_wrong_code_leaves_it_off_and_the_key_as_it_was(client, person):
    client.force_login(person)
    client.get(TURN_ON)
    secret = client.session["mfa.totp.secret"]
    assertContains(client.post(TURN_ON, {"code": "000000"}), "The code is not right")
    assertContains(client.post(TURN_ON, {"code": ""}), "Enter the code from your app")
    assert client.session["mfa.totp.secret"] == secret
    assert not Authenticator.objects.exists()


def test_turning_it_on_is_told_and_kept_in_history(client, person, secret, run_jobs):
    run_jobs()
    assert mail.outbox[-1].subject == "Two-step sign-in is on"
    assert history.of(person).last().action == "user.two_steps_turned_on"
    assertContains(client.get(HOME), "Turn off two-step sign-in")


def test_the_recovery_codes_are_shown_at_once(client, secret):
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    assertContains(client.get(CODES), code)


def test_the_secret_is_not_readable_in_the_database(secret):
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept


def test_who_lost_the_service_s_key_lets_nobody_in(secret, settings):
    settings.SECRET_KEY = "another one"
    settings.SECRET_KEY_FALLBACKS = []
    authenticator = Authenticator.objects.get(type="totp").wrap()
    empty = format_hotp_value(hotp_value("", int(time.time()) // 30))
    assert not authenticator.validate_code(empty)


def test_a_key_that_was_changed_properly_goes_on_working(secret, settings, clock):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one"
    clock.shift(31)
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code_for(secret))


def test_signing_in_then_takes_both_steps(secret, clock, run_jobs):
    client = begin_to_sign_in(run_jobs)
    assert "_auth_user_id" not in client.session
    assertContains(client.get(SECOND), "Enter the code from your app")
    assertContains(client.post(SECOND, {"code": "000000"}), "The code is not right")
    assert "_auth_user_id" not in client.session

    clock.shift(31)
    response = client.post(SECOND, {"code": code_for(secret)})
    assertRedirects(response, reverse("dashboards:home"), fetch_redirect_response=False)
    assert "_auth_user_id" in client.session


def test_guessing_the_second_code_ends_soon(secret, run_jobs):
    client = begin_to_sign_in(run_jobs)
    for _ in range(6):
        page = client.post(SECOND, {"code": "000000"})
    assertContains(page, "You have tried too often")


def test_a_recovery_code_lets_in_once(client, secret, clock, run_jobs):
    prove(client, secret, clock)
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    assertContains(client.get(CODES), code)
    assertContains(client.get(CODES + "download/"), code)

    first = begin_to_sign_in(run_jobs)
    first.post(SECOND, {"code": code})
    assert "_auth_user_id" in first.session
    cache.clear()
    second = begin_to_sign_in(run_jobs)
    assertContains(second.post(SECOND, {"code": code}), "The code is not right")


@pytest.mark.parametrize("page", [TURN_OFF, CODES, CODES + "new/", CODES + "download/"])
def test_changing_it_later_asks_for_a_code_again(client, secret, page, clock):
    clock.shift(600)
    assertRedirects(client.get(page), f"{CHECK}?next={page}")
    assertContains(client.post(f"{CHECK}?next={page}", {"code": "000000"}), "The code is not right")
    clock.shift(31)
    response = client.post(CHECK, {"code": code_for(secret), "next": page})
    assertRedirects(response, page)


def test_turning_it_off_is_told_and_kept_in_history(client, person, secret, clock, run_jobs):
    prove(client, secret, clock)
    assertContains(client.get(TURN_OFF), "Do you want to turn off two-step sign-in?")
    assertRedirects(client.post(TURN_OFF), HOME)
    run_jobs()
    assert mail.outbox[-1].subject == "Two-step sign-in is off"
    assert history.of(person).last().action == "user.two_steps_turned_off"
    assert not Authenticator.objects.exists()


def test_new_recovery_codes_replace_the_old(client, secret, clock, django_capture_on_commit_callbacks):
    prove(client, secret, clock)
    before = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assertContains(client.get(CODES + "new/"), f"{len(before)} codes")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(CODES + "new/")
    after = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert not set(before) & set(after)


@pytest.mark.parametrize("page", [CHECK, "/account/two-step/check/again/", TURN_OFF, CODES])
def test_what_nobody_turned_on_is_not_there(client, person, page):
    client.force_login(person)
    assert client.get(page).status_code == 404


def test_a_second_step_begun_elsewhere_begins_again(client):
    assertContains(client.get(SECOND), "Ask for a new code")


def test_checking_too_often_is_stopped(client, secret):
    for _ in range(11):
        page = client.post(CHECK, {"code": "000000"})
    assertContains(page, "You have tried too often", status_code=429)
