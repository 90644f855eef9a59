"""What the job worker does for people signing in and joining. Each job may run twice and does no harm by it."""

import secrets

from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.management import call_command
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from swip.accounts import sending

A_DAY = 24 * 60 * 60


def post(letter: EmailMessage, *, keep_seconds: int = A_DAY) -> None:
    """Hand a letter to the job worker: a page answers as quickly whether or not somebody gets a letter.

    The letter waits in the cache, under a name nobody can guess, and is gone once it is sent or too late.
    """
    key = f"letter-{secrets.token_urlsafe(24)}"
    kept = {"to": letter.to[0], "from": letter.from_email, "subject": letter.subject, "body": letter.body}
    cache.set(key, kept, keep_seconds)
    send_letter.defer(key=key)


@app.task(queue="messages", priority=10, retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def send_letter(key: str) -> None:
    sending.send_kept(key)


@app.task(queue="messages", priority=5, retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def send_invitation(invitation_id: int) -> None:
    sending.send_invitation(invitation_id)


@app.periodic(cron="20 3 * * *")
@app.task(queue="tidying", queueing_lock="clear_old_sessions")
def clear_old_sessions(timestamp: int) -> None:
    """Sign-ins that are over are forgotten."""
    call_command("clearsessions")


# One at a time, and after all letters: a slow register keeps nobody waiting but itself.
@app.task(
    queue="register",
    priority=-5,
    lock="register",
    retry=RetryStrategy(max_attempts=4, exponential_wait=30),
)
def check_register(person_id: int, recheck_after_days: int) -> None:
    """Look one person up on the register. Without an answer it is tried again, and once more every day."""
    from swip.accounts import actions, queries

    person = queries.person_to_look_up(person_id)
    if person is not None:
        actions.look_up_on_register(person, recheck_after_days=recheck_after_days)


@app.periodic(cron="15 4 * * *")
@app.task(queue="daily", queueing_lock="check-registers-again")
def check_registers_again(timestamp: int) -> None:
    """Whose registration was seen long enough ago is looked up again."""
    from swip.accounts import actions

    actions.ask_register_again()


@app.periodic(cron="25 3 * * *")
@app.task(queue="tidying", queueing_lock="forget-colleague-files")
def forget_colleague_files(timestamp: int) -> None:
    """What a file of colleagues said is forgotten a day after it was sent."""
    from swip.accounts import actions

    actions.forget_files()
