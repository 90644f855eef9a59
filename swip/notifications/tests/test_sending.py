"""A message is written in the step's own transaction, and leaves at most once."""

import datetime
from smtplib import SMTPException
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from swip.accounts.tests.factories import UserFactory
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.notifications import actions, jobs, sending
from swip.notifications.models import Message
from swip.notifications.tests.factories import MessageFactory

pytestmark = pytest.mark.django_db
AN_HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def words(monkeypatch):
    """Rooms bring their own words; these are ours."""
    text = "\nYour visit & its\nwrite-up was accepted.\n\nIt counts from today.\n"
    monkeypatch.setattr(actions, "render_to_string", lambda name, context: text)


@pytest.fixture
def mail_is_down(monkeypatch):
    def refuse(*args, **options):
        raise SMTPException("550 amy@example.org does not exist")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        yield patch


def test_a_message_is_written_and_sent_with_its_page_and_sign_off(run_jobs):
    person = UserFactory()
    message = actions.tell(person, "visit-accepted", href="/evidence/7/")
    assert mail.outbox == []
    assert run_jobs() == ["swip.notifications.jobs.send_message"]

    message.refresh_from_db()
    assert message.status == Message.Status.SENT
    assert (message.attempts, message.to) == (1, person)
    letter = mail.outbox[0]
    assert letter.to == [person.email]
    assert letter.subject == "Your visit & its"
    assert f"{settings.BASE_URL}/evidence/7/" in letter.body
    assert settings.SERVICE_NAME in letter.body
    assert letter.from_email == settings.DEFAULT_FROM_EMAIL


def test_a_message_without_a_page_has_no_address(run_jobs):
    actions.tell(UserFactory(), "visit-accepted")
    run_jobs()
    assert "http" not in mail.outbox[0].body


@pytest.mark.django_db(transaction=True)
def test_a_step_that_is_undone_tells_nobody():
    person = UserFactory()
    with transaction.atomic():
        actions.tell(person, "visit-accepted")
        assert ProcrastinateJob.objects.count() == 1
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_a_job_that_runs_twice_sends_once(run_jobs):
    message = actions.tell(UserFactory(), "visit-accepted")
    run_jobs()
    sending.send(message.pk)
    sending.send(0)
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_jobs_at_once_one_sends():
    message = MessageFactory()
    ready = Barrier(4)

    def job():
        ready.wait()
        try:
            sending.send(message.pk)
        finally:
            connection.close()

    workers = [Thread(target=job) for _ in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert len(mail.outbox) == 1
    message.refresh_from_db()
    assert message.status == Message.Status.SENT


def test_a_failure_is_counted_and_tried_again(mail_is_down):
    message = MessageFactory()
    with pytest.raises(sending.NotSent) as told:
        sending.send(message.pk)
    assert "amy" not in str(told.value)  # the log repeats what it says
    message.refresh_from_db()
    assert (message.status, message.attempts) == (Message.Status.WAITING, 1)

    mail_is_down.undo()
    sending.send(message.pk)
    message.refresh_from_db()
    assert (message.status, message.attempts) == (Message.Status.SENT, 2)


def test_after_six_attempts_it_has_failed(mail_is_down):
    message = MessageFactory()
    for _ in range(5):
        with pytest.raises(sending.NotSent):
            sending.send(message.pk)
    sending.send(message.pk)
    message.refresh_from_db()
    assert (message.status, message.attempts) == (Message.Status.FAILED, 6)


def test_what_failed_can_be_sent_again_and_nothing_else(run_jobs):
    message = MessageFactory(status="failed", attempts=6)
    actions.send_again(message, by=message.to)
    run_jobs()
    message.refresh_from_db()
    assert (message.status, message.attempts) == (Message.Status.SENT, 1)
    assert history.of(message).last().action == "message.sent_again"
    with pytest.raises(StaleStep):
        actions.send_again(message, by=message.to)


def test_a_message_whose_job_was_lost_is_sent_after_all(run_jobs):
    lost = MessageFactory(created_at=timezone.now() - 2 * AN_HOUR)
    new = MessageFactory()
    jobs.send_what_was_left(timestamp=0)
    run_jobs()
    lost.refresh_from_db()
    new.refresh_from_db()
    assert (lost.status, new.status) == (Message.Status.SENT, Message.Status.WAITING)


def test_a_message_that_is_being_tried_is_left_to_its_job():
    MessageFactory(created_at=timezone.now() - 2 * AN_HOUR, tried_at=timezone.now(), attempts=3)
    assert sending.stuck() == []


def test_a_message_that_may_or_may_not_have_left_is_not_sent_twice(run_jobs):
    old, new = timezone.now() - AN_HOUR, timezone.now()
    half_sent = MessageFactory(status="sending", tried_at=old, created_at=old)
    on_its_way = MessageFactory(status="sending", tried_at=new, created_at=old)
    jobs.send_what_was_left(timestamp=0)
    run_jobs()
    half_sent.refresh_from_db()
    on_its_way.refresh_from_db()
    assert (half_sent.status, on_its_way.status) == (Message.Status.FAILED, Message.Status.SENDING)
    assert mail.outbox == []


def test_the_database_knows_every_status_of_a_message_and_no_other():
    for wrong in [{"status": "lost"}, {"status": "sent"}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            MessageFactory(**wrong)


def test_somebody_without_an_account_can_be_told(run_jobs):
    actions.tell_address("guest@example.org", "visit-accepted")
    run_jobs()
    assert mail.outbox[0].to == ["guest@example.org"]


def test_a_long_subject_is_cut_and_stays_one_line(monkeypatch, run_jobs):
    monkeypatch.setattr(actions, "render_to_string", lambda name, context: "x" * 400 + "\nBody")
    assert len(actions.tell(UserFactory(), "visit-accepted").subject) == 200


def test_thousands_are_told_with_a_handful_of_questions(django_assert_max_num_queries):
    people = [UserFactory() for _ in range(50)]
    leave_at = timezone.now() + AN_HOUR
    letters = [
        actions.Letter(person, "visit-accepted", href="/", leave_at=leave_at if number % 2 else None)
        for number, person in enumerate(people)
    ]
    with django_assert_max_num_queries(5):
        messages = actions.tell_many(letters)
    assert [each.to for each in messages] == people
    jobs_of = dict(ProcrastinateJob.objects.values_list("args__message_id", "scheduled_at"))
    assert {jobs_of[each.pk] for each in messages if each.leave_at} == {leave_at}
    assert {jobs_of[each.pk] for each in messages if not each.leave_at} == {None}
    assert set(ProcrastinateJob.objects.values_list("priority", flat=True)) == {actions.CAN_WAIT}


def test_nobody_is_told_nothing():
    assert actions.tell_many([]) == []
    assert not ProcrastinateJob.objects.exists()


def test_a_message_that_is_to_leave_later_is_not_lost():
    old = timezone.now() - 9 * AN_HOUR
    MessageFactory(created_at=old, leave_at=timezone.now() + AN_HOUR)
    MessageFactory(created_at=old, leave_at=timezone.now() - AN_HOUR / 2)
    lost = MessageFactory(created_at=old, leave_at=timezone.now() - 2 * AN_HOUR)
    assert sending.stuck() == [lost.pk]


def test_why_it_failed_is_kept(mail_is_down):
    message = MessageFactory(attempts=5)
    sending.send(message.pk)
    message.refresh_from_db()
    assert (message.status, message.failure) == (Message.Status.FAILED, Message.Failure.SERVER)


def test_only_what_failed_says_why():
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageFactory(failure="address")


def test_what_comes_to_leave_while_people_rest_leaves_on_another_day(run_jobs):
    now = timezone.now()
    message = MessageFactory(leave_at=now - 10 * AN_HOUR, rest_at=now - AN_HOUR)
    jobs.send_message(message_id=message.pk)
    message.refresh_from_db()
    assert (message.status, message.attempts) == (Message.Status.WAITING, 0)
    assert message.rest_at > now
    job = ProcrastinateJob.objects.get()
    assert job.scheduled_at == message.leave_at
    assert mail.outbox == []


def test_what_is_late_by_a_day_may_leave_at_a_fit_time(run_jobs):
    now = timezone.now()
    message = MessageFactory(leave_at=now - 30 * AN_HOUR, rest_at=now - 20 * AN_HOUR)
    jobs.send_message(message_id=message.pk)
    message.refresh_from_db()
    assert message.status == Message.Status.SENT
