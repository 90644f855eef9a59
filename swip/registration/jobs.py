"""What the job worker does for registrations. Each job may run twice and does no harm by it."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app


@app.task(queue="registration", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def work_off(file_id: int) -> None:
    """The rows of a confirmed file that are left."""
    from swip.registration import actions

    actions.work_off(file_id)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="tidying", queueing_lock="carry_on_with_files")
def carry_on_with_files(timestamp: int) -> None:
    """Files whose job was lost are worked off after all."""
    from swip.registration import actions

    actions.carry_on()


@app.periodic(cron="50 3 * * *")
@app.task(queue="tidying", queueing_lock="forget_old_files")
def forget_old_files(timestamp: int) -> None:
    """What files said is not kept for longer than it is of use."""
    from swip.registration import actions

    actions.forget_old_files()
