"""Everything between a new or older database and a service that can start: `python -m config.prepare`.

Each step can be run again; a fingerprint of what they are made from, kept in the database itself, skips them
when nothing has changed. It may run on several machines at once: one works, the others find it done.
"""

import hashlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
KINDS = {True: "demonstration", False: "service"}
ADVISORY_LOCK = 7_382_119


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    prepare_database()
    collect_static_files()


def prepare_database() -> None:
    from django.db import connection

    wanted = fingerprint(ROOT.glob(pattern) for pattern in MADE_FROM)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        try:
            found = installation(cursor)
            refuse_to_mix(found.get("kind"))
            if found.get("prepared") != wanted:
                load(cursor)
            if settings.DEMO and not found.get("demonstration"):
                say("Making up demonstration people and their records")
                call_command("load_demo", verbosity=0)
                note(cursor, "demonstration", "loaded")
            note(cursor, "kind", KINDS[settings.DEMO])
            note(cursor, "prepared", wanted)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])


MADE_FROM = [
    "requirements/run.txt",
    "config/prepare.py",
    "swip/*/migrations/*.py",
    "swip/*/data/**/*",
    "swip/standards/*.py",
    "swip/programmes/*.py",
    "swip/*/management/commands/load_*.py",
]


def load(cursor) -> None:
    say("Bringing the database up to date")
    # Noted first: a first run that is cut short leaves a database that knows what it is for.
    note(cursor, "kind", KINDS[settings.DEMO])
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    say("Loading the standards and the rule books")
    call_command("load_standards", verbosity=0)
    call_command("load_rule_books", verbosity=0)


def installation(cursor) -> dict[str, str]:
    """What this database says about itself."""
    cursor.execute("CREATE TABLE IF NOT EXISTS installation (key text PRIMARY KEY, value text NOT NULL)")
    cursor.execute("SELECT key, value FROM installation")
    return dict(cursor.fetchall())


def note(cursor, key: str, value: str) -> None:
    upsert = "INSERT INTO installation VALUES (%s, %s) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    cursor.execute(upsert, [key, value])


def refuse_to_mix(kind: str | None) -> None:
    """Made-up people whom anyone may be, and real ones, never share a database."""
    if kind is None or kind == KINDS[settings.DEMO]:
        return
    asked = "demonstration mode (DEMO=1)" if settings.DEMO else "a real service (DEMO=0)"
    sys.exit(f"This database was made for a {kind}: {asked} needs another DATA_DIR or DATABASE_URL.")


def collect_static_files() -> None:
    folders = [*map(Path, settings.STATICFILES_DIRS), *ROOT.glob("swip/*/static")]
    wanted = fingerprint([ROOT.glob("requirements/run.txt"), *(folder.rglob("*") for folder in folders)])
    stamp = Path(settings.STATIC_ROOT) / ".made-from"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    say("Collecting styles and scripts")
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(wanted)


def fingerprint(groups: Iterable[Iterable[Path]]) -> str:
    digest = hashlib.sha256()
    for path in sorted({path for group in groups for path in group}):
        if path.is_file() and path.suffix != ".pyc":
            name = str(path.relative_to(ROOT)).encode()
            digest.update(name + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    main()
