"""The settings for tests: the service's own, with nothing of this machine's, quicker where it is not seen."""

import os
from pathlib import Path

from config import embedded

OF_THIS_MACHINE = """
    ALLOWED_HOSTS BASE_URL BEHIND_PROXY CLAMAV_SOCKET DEBUG DEMO EMAIL_FROM EMAIL_URL FILE_MEGABYTES
    FILE_QUOTA_MEGABYTES FILES_S3_BUCKET FILES_WITHOUT_SCANNER NOTIFY_API_KEY PORT REDIRECT_TO_HTTPS SERVICE_NAME
    SESSION_SECONDS
"""
for name in OF_THIS_MACHINE.split():
    os.environ.pop(name, None)

# A folder and a database of the tests' own: a service that runs from the same checkout is not disturbed.
# Named once: the other processes of a parallel run inherit the name.
root = Path(__file__).resolve().parent.parent
os.environ.setdefault("TEST_DATA_DIR", str(root / (os.environ.get("DATA_DIR") or ".data") / "test"))
os.environ["DATA_DIR"] = os.environ["TEST_DATA_DIR"]
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
