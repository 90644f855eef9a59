"""What somebody was told, to read again."""

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.tests.factories import UserFactory
from swip.notifications.models import Message
from swip.notifications.tests.factories import MessageFactory

pytestmark = pytest.mark.django_db


def test_one_reads_one_s_own_messages(client):
    person = UserFactory()
    MessageFactory(to=person, subject="Yours", status="sent", sent_at=timezone.now())
    MessageFactory(subject="Somebody else’s")
    client.force_login(person)
    page = client.get("/messages/")
    assertContains(page, "Yours")
    assertNotContains(page, "Somebody else’s")


def test_many_messages_come_in_pages_with_few_queries(client, django_assert_max_num_queries):
    person = UserFactory()
    MessageFactory.create_batch(30, to=person)
    client.force_login(person)
    with django_assert_max_num_queries(4):
        page = client.get("/messages/")
    assertContains(page, "Next")


def test_who_was_told_nothing_is_told_so(client):
    client.force_login(UserFactory())
    assertContains(client.get("/messages/"), "We have not written to you yet")


def test_a_message_is_read_with_its_page(client):
    message = MessageFactory(body="First & <b>.\n\nSecond.")
    client.force_login(message.to)
    page = client.get(message.get_absolute_url())
    assertContains(page, "First &amp; &lt;b&gt;.")
    assertContains(page, 'href="/account/"')
    assertNotContains(page, "Send it again")


def test_addresses_of_the_service_are_links_and_others_are_not(client, settings):
    own, other = f"{settings.BASE_URL}/reviews/7/", "https://elsewhere.example/"
    message = MessageFactory(body=f"- Month 3\n  {own}\n\n- Other\n  {other}\n\n{settings.BASE_URL}evil/")
    client.force_login(message.to)
    page = client.get(message.get_absolute_url())
    assertContains(page, 'href="/reviews/7/"')
    assertNotContains(page, f'href="{other}"')
    assertNotContains(page, "evil/&quot;")
    assertNotContains(page, 'evil/"')


def test_what_could_not_be_sent_is_sent_again(client, run_jobs):
    message = MessageFactory(status="failed", attempts=6)
    client.force_login(message.to)
    assertContains(client.get("/messages/"), "Could not be delivered")
    assertRedirects(client.post(f"/messages/{message.pk}/send-again/"), message.get_absolute_url())
    run_jobs()
    message.refresh_from_db()
    assert message.status == Message.Status.SENT


def test_pressing_twice_is_told(client):
    message = MessageFactory(status="failed")
    client.force_login(message.to)
    path = f"/messages/{message.pk}/send-again/"
    client.post(path)
    assert client.post(path).status_code == 409


def test_somebody_else_s_message_is_not_there(client):
    message = MessageFactory(status="failed")
    client.force_login(UserFactory())
    assert client.get(message.get_absolute_url()).status_code == 404
    assert client.post(f"/messages/{message.pk}/send-again/").status_code == 404
