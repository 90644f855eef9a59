"""What the job worker does for enrolments. Each job may run twice and does no harm by it."""

from procrastinate.contrib.django import app


@app.periodic(cron="10 4 * * *")
@app.task(queue="daily", queueing_lock="start-enrolments")
def start_enrolments(timestamp: int) -> None:
    """Early each morning, whoever's first day has come is on their programme."""
    from swip.enrolment import actions

    actions.start_all_due()
