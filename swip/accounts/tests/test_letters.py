"""What stands in the letters, and that plain text stays plain."""

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache

from swip.accounts import jobs, letters, sending
from swip.accounts.tests.factories import AppointmentFactory, InvitationFactory

pytestmark = pytest.mark.django_db


def test_a_letter_says_who_sends_it_and_names_nothing_twice():
    letter = letters.letter("amy@example.org", "Hello\nyou", "  Words.  ", link="https://example.org/a/")
    assert letter.subject == "Hello you"
    assert letter.body.split("\n\n")[:2] == ["Words.", "https://example.org/a/"]
    assert letter.body.count(settings.SERVICE_NAME) == 1
    assert letter.body.endswith("do not read replies to it.\n")


def test_plain_text_is_not_dressed_as_markup(run_jobs):
    invitation = InvitationFactory(
        organisation__name="O’Hara & Sons' <Trust>", invited_by__name="Zoë O'Neill", times_sent=0
    )
    sending.send_invitation(invitation.pk)
    assert mail.outbox[0].subject == "O’Hara & Sons' <Trust> invites you to join its induction record"
    assert "Zoë O'Neill invites you" in mail.outbox[0].body


def test_a_new_role_is_told_with_its_dates():
    appointment = AppointmentFactory()
    letter = letters.compose("appointed", appointment.person.email, appointment=appointment, by="Amina")
    assert "Role: Coordinator" in letter.body
    assert "Until" not in letter.body


def test_a_letter_that_was_handed_over_is_sent_once_and_forgotten(run_jobs):
    jobs.post(letters.letter("amy@example.org", "Hello", "Words."))
    assert run_jobs() == ["swip.accounts.jobs.send_letter"]
    sending.send_kept("letter-unknown")
    assert len(mail.outbox) == 1


def test_a_letter_that_could_not_leave_waits_for_the_next_try(monkeypatch, run_jobs):
    def refuse(*args, **options):
        raise ConnectionRefusedError

    cache.set("letter-x", {"to": "a@example.org", "from": "b@example.org", "subject": "S", "body": "B"})
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        with pytest.raises(ConnectionRefusedError):
            sending.send_kept("letter-x")
    sending.send_kept("letter-x")
    assert len(mail.outbox) == 1


def test_sign_ins_that_are_over_are_cleared():
    jobs.clear_old_sessions(timestamp=0)
