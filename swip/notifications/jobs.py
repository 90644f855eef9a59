"""What the job worker does for messages. Each job may run twice and does no harm by it."""

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from swip.notifications import sending

HOURS_KEPT = 72
# Thousands of letters that may wait do not stand in the way of one that somebody is waiting for.
CAN_WAIT = -10


# The message counts its attempts, too, and has the last word on when it has failed.
@app.task(queue="messages", retry=RetryStrategy(max_attempts=sending.MOST_ATTEMPTS, exponential_wait=4))
def send_message(message_id: int) -> None:
    if another_day := sending.put_off(message_id):
        send_message.configure(schedule_at=another_day, priority=CAN_WAIT).defer(message_id=message_id)
    else:
        sending.send(message_id)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="tidying", queueing_lock="send_what_was_left")
def send_what_was_left(timestamp: int) -> None:
    """Messages whose job was lost are sent after all."""
    sending.give_up_on_half_sent()
    for message_id in sending.stuck():
        send_message.defer(message_id=message_id)


@app.periodic(cron="25 * * * *")
@app.task(queue="tidying", queueing_lock="hear_what_became_of_them")
def hear_what_became_of_them(timestamp: int) -> None:
    """Where the way of sending can tell, messages are known to have arrived, or not."""
    sending.hear_what_became_of_them()


@app.periodic(cron="*/10 * * * *")
@app.task(queue="tidying", queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Jobs of a worker that died are done by another."""
    for job in await context.app.job_manager.get_stalled_jobs():
        await context.app.job_manager.retry_job(job)


@app.periodic(cron="40 3 * * *")
@app.task(queue="tidying", queueing_lock="forget_old_jobs", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:
    await context.app.job_manager.delete_old_jobs(
        nb_hours=HOURS_KEPT, include_failed=True, include_cancelled=True, include_aborted=True
    )
