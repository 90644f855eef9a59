"""Everything between a new or older database and a service that can start: `python -m config.prepare`.

Each step can be run again; a fingerprint of what they are made from, kept in the database itself, skips them
when nothing has changed. It may run on several machines at once: one works, the others find it done.
"""

import hashlib
import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parent.parent
KINDS = {True: "demonstration", False: "service"}
ADVISORY_LOCK = 7_382_119
TABLES_MADE_FROM = ["requirements/run.txt", "config/settings.py", "swip/*/migrations/*.py"]
DATABASE_MADE_FROM = [
    *TABLES_MADE_FROM,
    "config/prepare.py",
    "swip/*/data/**/*",
    "swip/*/management/commands/load_*.py",
    "swip/standards/**/*.py",
    "swip/programmes/*.py",
]
STATIC_MADE_FROM = ["requirements/run.txt", "assets/built/**/*", "assets/src/**/*", "swip/*/static/**/*"]


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    prepare_database()
    collect_static_files()


def is_done(database_url: str, data_dir: Path, *, is_demo: bool) -> bool:
    """Found out without Django, which takes a second to load."""
    wanted = {"kind": KINDS[is_demo], "prepared": fingerprint(DATABASE_MADE_FROM)}
    if is_demo:
        wanted["demonstration"] = "loaded"
    try:
        with psycopg.connect(database_url, connect_timeout=5) as connection:
            found: dict[str, str] = dict(connection.execute("SELECT key, value FROM installation").fetchall())
    except psycopg.Error:
        return False
    return found == wanted and static_files_are_current(data_dir / "static")


def prepare_database() -> None:
    from django.conf import settings
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        try:
            found = installation(cursor)
            refuse_to_mix(found.get("kind"), is_demo=settings.DEMO)
            # Noted first: a first run that is cut short leaves a database that knows what it is for.
            note(cursor, "kind", KINDS[settings.DEMO])
            wanted = fingerprint(DATABASE_MADE_FROM)
            if found.get("prepared") != wanted:
                load()
                note(cursor, "prepared", wanted)
            if settings.DEMO and "demonstration" not in found:
                say("Making up demonstration people and their records")
                command("load_demo")
                note(cursor, "demonstration", "loaded")
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])


def load() -> None:
    say("Bringing the database up to date")
    command("migrate", interactive=False)
    command("createcachetable")
    say("Loading the standards and the rule books")
    command("load_standards")
    command("load_rule_books")


def command(name: str, **options: Any) -> None:
    from django.core.management import call_command

    call_command(name, verbosity=0, stdout=io.StringIO(), **options)


def installation(cursor: Any) -> dict[str, str]:
    """What this database says about itself."""
    cursor.execute("CREATE TABLE IF NOT EXISTS installation (key text PRIMARY KEY, value text NOT NULL)")
    cursor.execute("SELECT key, value FROM installation")
    return dict(cursor.fetchall())


def note(cursor: Any, key: str, value: str) -> None:
    upsert = "INSERT INTO installation VALUES (%s, %s) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    cursor.execute(upsert, [key, value])


def refuse_to_mix(kind: str | None, *, is_demo: bool) -> None:
    """Made-up people whom anyone may be, and real ones, never share a database."""
    if kind is None or kind == KINDS[is_demo]:
        return
    asked = "demonstration mode (DEMO=1)" if is_demo else "a real service (DEMO=0)"
    sys.exit(f"This database was made for a {kind}: {asked} needs another DATA_DIR or DATABASE_URL.")


def collect_static_files() -> None:
    from django.conf import settings

    if static_files_are_current(Path(settings.STATIC_ROOT)):
        return
    say("Collecting styles and scripts")
    command("collectstatic", interactive=False, clear=True)
    (Path(settings.STATIC_ROOT) / ".made-from").write_text(fingerprint(STATIC_MADE_FROM))


def static_files_are_current(folder: Path) -> bool:
    stamp = folder / ".made-from"
    return stamp.is_file() and stamp.read_text() == fingerprint(STATIC_MADE_FROM)


def fingerprint(patterns: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern)}):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(str(path.relative_to(ROOT)).encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    main()
