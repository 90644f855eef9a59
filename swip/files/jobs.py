"""What the job worker does for files. Each job may run twice and does no harm by it."""

from procrastinate.contrib.django import app


@app.periodic(cron="*/2 * * * *")
@app.task(queue="tidying", queueing_lock="scan-files", lock="scan-files")
def scan_files(timestamp: int) -> None:
    """What could not be scanned when it came is scanned as soon as a scanner is there."""
    from swip.files import actions

    actions.scan_all()


@app.periodic(cron="50 * * * *")
@app.task(queue="tidying", queueing_lock="clear-away-files", lock="clear-away-files")
def clear_away_files(timestamp: int) -> None:
    """What nobody finished sending, and what no record holds, goes after a day."""
    from swip.files import actions

    actions.clear_away()
