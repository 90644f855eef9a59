"""What the job worker does for messages. Each job may run twice and does no harm by it."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app


@app.task(queue="messages", retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def send_message(message_id: int) -> None:
    from swip.notifications import sending

    sending.send(message_id)
