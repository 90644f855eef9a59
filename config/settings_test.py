"""The settings for tests: the service's own, with nothing of this machine's and quicker where nobody can tell."""

import os
from pathlib import Path

from config import embedded

for name in (
    "DEMO",
    "DEBUG",
    "BASE_URL",
    "PORT",
    "EMAIL_URL",
    "EMAIL_FROM",
    "NOTIFY_API_KEY",
    "SERVICE_NAME",
):
    os.environ.pop(name, None)
for name in ("ALLOWED_HOSTS", "BEHIND_PROXY", "REDIRECT_TO_HTTPS", "SESSION_SECONDS", "FILE_MEGABYTES"):
    os.environ.pop(name, None)

# A folder and a database of the tests' own: a service that runs from the same checkout is none of their business.
os.environ["DATA_DIR"] = str(Path(os.environ.get("DATA_DIR") or ".data", "test").resolve())
os.environ["SECRET_KEY"] = "for tests alone, where nothing has to stay secret from anybody"  # noqa: S105
if not os.environ.get("DATABASE_URL"):
    embedded.url(Path(os.environ["DATA_DIR"]), is_durable=False)

from config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
