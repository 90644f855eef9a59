"""What the job worker does for enrolments. Each job may run twice and does no harm by it."""

from procrastinate.contrib.django import app


@app.periodic(cron="10 5-20 * * *")  # not once a day only: a worker that was down makes up for it
@app.task(queue="daily", queueing_lock="start-enrolments")
def start_enrolments(timestamp: int) -> None:
    """Whoever's first day has come is on their programme from that morning on."""
    from swip.enrolment import actions

    actions.start_all_due()


@app.periodic(cron="20 5-20 * * *")
@app.task(queue="daily", queueing_lock="work-out-open-ends")
def work_out_open_ends(timestamp: int) -> None:
    """While somebody is away with no day of return, or back later than expected, their dates move on each day."""
    from swip.enrolment import actions

    actions.work_out_open_ends()


@app.periodic(cron="15 5-20 * * *")
@app.task(queue="daily", queueing_lock="begin-pauses")
def begin_pauses(timestamp: int) -> None:
    """A pause that was planned begins on its day."""
    from swip.enrolment import actions

    actions.begin_all_due()


@app.periodic(cron="40 4 * * *")
@app.task(queue="daily", queueing_lock="follow-the-register")
def follow_the_register(timestamp: int) -> None:
    """Whoever has an open place is looked up on the register; whoever has left is not any more."""
    from swip.enrolment.actions import register_checks

    register_checks.follow_the_register()
