"""Signing in with a code, and what somebody without an account is told: the same."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import User
from swip.accounts.tests.factories import UserFactory
from swip.core import history

pytestmark = pytest.mark.django_db
ASK, ENTER = "/sign-in/", "/sign-in/code/"


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    cache.clear()


def ask(client, email, following="", run_jobs=None):
    answer = client.post(ASK + following, {"email": email})
    if run_jobs:
        run_jobs()
    return answer


def newest_code():
    return re.search(r"Your code is (\S+)", mail.outbox[-1].body).group(1)


def test_somebody_signs_in_with_the_code_from_the_email(client, run_jobs):
    person = UserFactory(email="amy@example.org")
    assertRedirects(ask(client, " Amy@Example.org ", run_jobs=run_jobs), ENTER)
    assert mail.outbox[-1].to == ["amy@example.org"]
    assert re.fullmatch(r"\d{4}-\d{4}", newest_code())

    before = client.session.session_key
    response = client.post(ENTER, {"code": newest_code().replace("-", " ")})

    assertRedirects(response, reverse("dashboards:home"), fetch_redirect_response=False)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.session.session_key != before  # whoever planted the old one has nothing
    assert history.of(person).last().action == "user.signed_in"


def test_pages_ask_who_you_are_and_take_you_there_afterwards(client, run_jobs):
    UserFactory(email="amy@example.org")
    assertRedirects(client.get("/account/details/"), "/sign-in/?next=/account/details/")
    ask(client, "amy@example.org", "?next=/account/details/", run_jobs)
    assertRedirects(
        client.post(ENTER, {"code": newest_code(), "next": "/account/details/"}), "/account/details/"
    )


def test_where_one_was_going_is_not_forgotten_by_asking_twice(client):
    ask(client, "amy@example.org", "?next=/account/")
    assertRedirects(client.get(ASK + "?next=/account/details/"), ENTER + "?next=/account/details/")


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", r"/\evil"]
)
def test_nobody_is_sent_elsewhere(client, run_jobs, elsewhere):
    UserFactory(email="amy@example.org")
    ask(client, "amy@example.org", run_jobs=run_jobs)
    response = client.post(ENTER, {"code": newest_code(), "next": elsewhere})
    assert response.url == reverse("dashboards:home")
    assert Client().post("/sign-out/", {"next": elsewhere}).url == reverse("standards:frameworks")


def test_an_unknown_address_is_told_the_same_and_gets_no_account(client, run_jobs):
    UserFactory(email="amy@example.org")
    known, unknown = Client(), Client()
    answers = [ask(known, "amy@example.org"), ask(unknown, "bob@example.org")]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url

    pages = [re.sub("csrf[^>]*>|amy|bob", "", each.get(ENTER).content.decode()) for each in (known, unknown)]
    assert pages[0] == pages[1]
    wrong = [each.post(ENTER, {"code": "0000-0000"}) for each in (known, unknown)]
    for page in wrong:
        assertContains(page, "The code is not right")

    run_jobs()
    assert [message.to for message in mail.outbox] == [["amy@example.org"]]
    assert User.objects.count() == 1


def test_the_letter_leaves_with_the_job_worker_so_that_both_answers_take_as_long(client):
    UserFactory(email="amy@example.org")
    ask(client, "amy@example.org")
    assert mail.outbox == []
    job = ProcrastinateJob.objects.get()
    assert "amy" not in str(job.args)
    assert not re.search(r"\d{4}-\d{4}", str(job.args))


def test_a_letter_that_comes_too_late_is_not_sent(client, run_jobs):
    UserFactory(email="amy@example.org")
    ask(client, "amy@example.org")
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        run_jobs()
    assert mail.outbox == []


def test_somebody_whose_account_is_closed_gets_no_code(client, run_jobs):
    UserFactory(email="amy@example.org", is_active=False)
    ask(client, "amy@example.org", run_jobs=run_jobs)
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Enter your email address"),
        ("amy", "Enter an email address in the correct format"),
        ("a" * 300 + "@example.org", "Enter an email address in the correct format"),
        ("😀@\x00", "Enter an email address in the correct format"),
    ],
)
def test_a_mistake_in_the_address_is_told(client, typed, told):
    page = client.post(ASK, {"email": typed})
    assertContains(page, told)
    assertContains(page, "There is a problem")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Enter the code from the email"),
        ("1", "The code is not right"),
        ("😀" * 5, "The code is not right"),
    ],
)
def test_a_mistake_in_the_code_is_told(client, typed, told):
    UserFactory(email="amy@example.org")
    ask(client, "amy@example.org")
    assertContains(client.post(ENTER, {"code": typed}), told)


def test_an_expired_code_is_told_kindly(client, run_jobs):
    UserFactory(email="amy@example.org")
    ask(client, "amy@example.org", run_jobs=run_jobs)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        page = client.post(ENTER + "?next=/account/", {"code": newest_code()})
        assertContains(page, "A code works for 15 minutes")
        assertContains(page, "/sign-in/?next=%2Faccount%2F")
        assertContains(client.get(ASK), "Send me a code")
    assert "_auth_user_id" not in client.session


def test_a_code_opened_in_another_browser_is_told_kindly(client):
    assertContains(client.get(ENTER), "in the browser in which you asked for it")


def test_a_code_works_once(client, run_jobs):
    UserFactory(email="amy@example.org")
    ask(client, "amy@example.org", run_jobs=run_jobs)
    code = newest_code()
    client.post(ENTER, {"code": code})
    client.post("/sign-out/")
    client.post(ENTER, {"code": code})
    assert "_auth_user_id" not in client.session


def test_five_wrong_codes_end_the_try(client, run_jobs):
    UserFactory(email="amy@example.org")
    ask(client, "amy@example.org", run_jobs=run_jobs)
    for _ in range(5):
        response = client.post(ENTER, {"code": "0000-0000"})
    assertRedirects(response, ASK, fetch_redirect_response=False)
    assertContains(client.get(ASK), "You have tried too often")
    client.post(ENTER, {"code": newest_code()})
    assert "_auth_user_id" not in client.session


def test_one_address_gets_three_codes_a_minute_known_or_not(run_jobs):
    UserFactory(email="amy@example.org")
    for email in ["amy@example.org", "bob@example.org"]:
        for _ in range(3):
            assert ask(Client(), email).status_code == 302
        assertContains(ask(Client(), email), "You have tried too often")
    run_jobs()
    assert len(mail.outbox) == 3


def test_one_begins_again_with_another_address(client):
    ask(client, "amee@example.org", "?next=/account/")
    page = client.get(ENTER + "?next=/account/")
    assertContains(page, "/sign-in/?next=%2Faccount%2F")
    assertRedirects(client.post("/sign-out/", {"next": ASK}), ASK)
    assertContains(client.get(ASK), "Send me a code")


def test_signing_out_takes_a_press(client):
    client.force_login(UserFactory())
    assertContains(client.get("/sign-out/"), "Do you want to sign out?")
    assert "_auth_user_id" in client.session
    client.post("/sign-out/")
    assert "_auth_user_id" not in client.session


def test_there_are_no_passwords_and_no_ways_to_sign_up(client):
    for path in ["login", "signup", "password/reset", "email", "confirm-email"]:
        assert client.get(f"/accounts/{path}/").status_code == 404
        assert client.get(f"/account/{path}/").status_code == 404
    assertNotContains(client.get(ASK), "password</label>")


def test_the_sign_in_page_is_cheap(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(0):
        client.get(ASK)


def test_a_closed_account_is_told_where_to_go(client):
    assertContains(client.get("/sign-in/closed/"), "Your account is closed")
