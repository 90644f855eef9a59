"""What the job worker does for evidence. Each job may run twice and does no harm by it."""

from procrastinate.contrib.django import app


@app.periodic(cron="5-59/10 * * * *")
@app.task(queue="tidying", queueing_lock="remove-infected-files")
def remove_infected_files(timestamp: int) -> None:
    """Whose file held a virus that was found later is told."""
    from swip.evidence import actions

    actions.remove_infected()
