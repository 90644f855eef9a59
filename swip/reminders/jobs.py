"""What the job worker does for reminders. Each job may run twice and does no harm by it."""

from procrastinate.contrib.django import app


@app.periodic(cron="40 5-20 * * *")  # not once a day only: a worker that was down makes up for it
@app.task(queue="daily", queueing_lock="make-digests", lock="make-digests")
def make_digests(timestamp: int) -> None:
    """Everybody who has something to be reminded of today gets it in one email."""
    from swip.reminders import actions

    actions.make_digests()
