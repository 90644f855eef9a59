"""What the job worker does for rounds of feedback. Each job may run twice and does no harm by it."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from swip.feedback import sending


@app.task(queue="messages", priority=5, retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def send_letter(invitation_id: int) -> None:
    sending.send_letter(invitation_id)


@app.periodic(cron="35 * * * *")  # a page that is opened sooner closes a round that is over as well
@app.task(queue="daily", queueing_lock="close-rounds-of-feedback")
def close_rounds(timestamp: int) -> None:
    """A round whose last day has passed counts or not, and both who wait for it are told."""
    from swip.feedback.actions import rounds

    rounds.close_all_over()


@app.periodic(cron="45 2 * * *")
@app.task(queue="daily", queueing_lock="close-answered-rounds-of-feedback")
def close_answered_rounds(timestamp: int) -> None:
    """At night, so that nobody learns when one of those asked has answered, or the last of them."""
    from swip.feedback.actions import rounds

    rounds.show_counts()
    rounds.close_all_answered()


@app.periodic(cron="40 7 * * *")
@app.task(queue="daily", queueing_lock="remind-of-rounds-of-feedback")
def remind_of_rounds(timestamp: int) -> None:
    """Whoever has not answered is reminded, and who waits for a round is told while it can still be mended."""
    from swip.feedback.actions import rounds

    rounds.remind_all_due()
    rounds.warn_all_due()


@app.periodic(cron="25 * * * *")
@app.task(queue="daily", queueing_lock="hear-of-letters-of-feedback")
def hear_of_letters(timestamp: int) -> None:
    """Whose letter did not arrive is shown to their coordinator."""
    sending.hear_what_became_of_them()
