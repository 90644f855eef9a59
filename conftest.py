"""What every room's tests share: the databases of tests/database.py, the browser of tests/browser.py."""

import fcntl
import gc

import hypothesis
import pytest
from django.conf import settings

pytest_plugins = ["tests.database", "tests.browser", "swip.notifications.tests.fixtures"]

# Enough to notice that something has broken. Whoever changes a rule runs its tests with --hypothesis-profile=thorough.
hypothesis.settings.register_profile("quick", max_examples=25, deadline=None)
hypothesis.settings.register_profile("thorough", max_examples=2_500, deadline=None)
hypothesis.settings.load_profile("quick")

# Looking for garbage through everything that is loaded takes a tenth of the run, and finds little.
gc.freeze()
gc.set_threshold(100_000, 50, 100)


def pytest_sessionstart(session):
    """Of two runs at once over one database, the second waits its turn."""
    if hasattr(session.config, "workerinput") or session.config.option.collectonly:
        return
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    turn = (settings.DATA_DIR / "run.lock").open("ab")
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print(f"Another test run uses {settings.DATA_DIR}: waiting for it to end")
        fcntl.flock(turn, fcntl.LOCK_EX)
    session.config.add_cleanup(turn.close)


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path):
    """What a test uploads or sends stays in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
