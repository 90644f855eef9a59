"""What the job worker does for observations. Each job may run twice and does no harm by it."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from swip.observations import sending


@app.task(queue="messages", priority=5, retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def send_observer_link(observer_id: int) -> None:
    sending.send_link(observer_id)
