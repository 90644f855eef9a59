"""The real job worker, for as long as it has something to do."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from swip.notifications import jobs
from swip.notifications.models import Message
from swip.notifications.tests.factories import MessageFactory

pytestmark = pytest.mark.django_db(transaction=True)


def work():
    """What the worker process does, until nothing waits."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        options = {"wait": False, "install_signal_handlers": False, "listen_notify": False}
        # In a thread of its own: a browser test of the same process may keep an event loop in this one.
        with ThreadPoolExecutor(max_workers=1) as another:
            another.submit(worker.run_worker, **options).result()


def test_the_worker_sends_what_waits():
    message = MessageFactory()
    job_id = jobs.send_message.defer(message_id=message.pk)
    work()
    message.refresh_from_db()
    assert message.status == Message.Status.SENT
    assert len(mail.outbox) == 1
    assert ProcrastinateJob.objects.get(pk=job_id).status == "succeeded"


def test_the_worker_tries_again_later(monkeypatch):
    def refuse(*args, **options):
        raise OSError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    message = MessageFactory()
    job_id = jobs.send_message.defer(message_id=message.pk)
    work()
    job = ProcrastinateJob.objects.get(pk=job_id)
    assert (job.status, job.attempts) == ("todo", 1)
    assert job.scheduled_at is not None


def test_a_job_of_a_worker_that_died_is_done_by_another():
    message = MessageFactory()
    job_id = jobs.send_message.defer(message_id=message.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job_id]
        )
    jobs.retry_stalled_jobs.defer(timestamp=0)
    work()
    message.refresh_from_db()
    assert message.status == Message.Status.SENT


def test_old_jobs_are_forgotten():
    jobs.send_message.defer(message_id=0)
    work()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '30 days'")
    jobs.forget_old_jobs.defer(timestamp=0)
    work()
    assert not ProcrastinateJob.objects.filter(task_name__endswith="send_message").exists()


def test_the_worker_knows_every_job_and_when_to_do_it():
    names = {f"swip.{name}" for name in ("notifications.jobs.send_message", "accounts.jobs.send_letter")}
    names |= {"swip.accounts.jobs.send_invitation"}
    assert names <= set(app.tasks)
    periodic = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert "swip.notifications.jobs.send_what_was_left" in periodic
    assert "swip.notifications.jobs.retry_stalled_jobs" in periodic
