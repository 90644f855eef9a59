"""Where the benchmarks keep their data: folders and databases of their own, never those of a service."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".data" / "bench"
KIND = "benchmark"


class NotOurs(Exception):
    """A database that was made for something else."""


def enter(people: int | str) -> Path:
    """From here on everything reads and writes the database for so many people, whatever else is set."""
    folder = FOLDER / str(people)
    for name in ("DATABASE_URL", "BASE_URL", "EMAIL_URL", "NOTIFY_API_KEY", "DEBUG"):
        os.environ.pop(name, None)
    os.environ |= {
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DEMO": "0",
        "SECRET_KEY": "for measuring alone, where nothing is secret",
    }
    return folder


def read_marks(cursor) -> dict[str, str]:
    """What the database says of itself. One that is not ours is left alone."""
    cursor.execute("CREATE TABLE IF NOT EXISTS installation (key text PRIMARY KEY, value text NOT NULL)")
    cursor.execute("SELECT key, value FROM installation")
    marks = dict(cursor.fetchall())
    if marks.get("kind", KIND) != KIND:
        raise NotOurs(f"This database was made for a {marks['kind']}: benchmarks keep away from it.")
    mark(cursor, "kind", KIND)
    return marks


def mark(cursor, key: str, value: str) -> None:
    upsert = "INSERT INTO installation VALUES (%s, %s) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    cursor.execute(upsert, [key, value])
