"""An installation that others can reach: what Django's own list of checks says of its settings."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management.utils import get_random_secret_key

ROOT = Path(__file__).resolve().parent.parent
REACHABLE = {"BASE_URL": "https://induction.example"}
# What the service makes for itself where nobody else can reach it, or what a test machine has set.
UNSET = {
    "SECRET_KEY",
    "DEBUG",
    "DEMO",
    "ALLOWED_HOSTS",
    "DJANGO_SETTINGS_MODULE",
    "DJANGO_ALLOW_ASYNC_UNSAFE",  # set while a browser of tests/browser.py is open in this process
}


def manage(*words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess:
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=kept | {"DATABASE_URL": settings.DATABASE_URL, "DATA_DIR": str(folder)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_is_left_to_say_before_others_are_let_in(tmp_path):
    key = get_random_secret_key()
    checked = manage("check", "--deploy", "--fail-level=DEBUG", folder=tmp_path, SECRET_KEY=key, **REACHABLE)
    assert checked.stderr == ""
    assert checked.stdout == "System check identified no issues (0 silenced).\n"
    assert checked.returncode == 0
    assert not (tmp_path / "secret-key").exists()


@pytest.mark.parametrize("key", [{}, {"SECRET_KEY": ""}], ids=["unset", "empty"])
def test_an_installation_that_others_reach_brings_its_own_key(tmp_path, key):
    checked = manage("check", folder=tmp_path, **REACHABLE, **key)
    assert checked.returncode != 0
    assert "Set SECRET_KEY" in checked.stderr
    assert not (tmp_path / "secret-key").exists()


SHOWN = """
from django.conf import settings
print(settings.DEBUG, settings.DEMO, settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE,
      settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS > 0, settings.ALLOWED_HOSTS)
"""


def test_https_alone_turns_on_everything_that_goes_with_it(tmp_path):
    shown = manage(
        "shell", "-v0", "-c", SHOWN, folder=tmp_path, SECRET_KEY=get_random_secret_key(), **REACHABLE
    )
    assert shown.stdout.strip() == "False False True True True True ['induction.example']", shown.stderr
