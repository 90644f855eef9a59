"""The database that comes with the service: started by the first, shared by all, stopped by the last."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from config import embedded

ROOT = Path(__file__).resolve().parent.parent
USER = """
import sys, time
from pathlib import Path
import psycopg
from config import embedded
url = embedded.url(Path(sys.argv[1]), is_durable=False)
with psycopg.connect(url) as connection:
    print(connection.execute("SELECT pg_postmaster_start_time()").fetchone()[0], flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def place():
    """Not pytest's own folder, which every run of pytest closes again to the account of the database."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="embedded-", dir=settings.DATA_DIR))
    yield place
    for number in numbers_of_servers(place):
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGQUIT)
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def folder(place):
    return place / "data"


def numbers_of_servers(folder: Path) -> list[int]:
    return [int(path.read_text().split()[0]) for path in folder.rglob("postgres/postmaster.pid")]


class User:
    """Another process that uses the database until it is told to go."""

    def __init__(self, folder: Path):
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, folder],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def server_started_at(self) -> str:
        line = self.process.stdout.readline().strip()
        assert line, self.process.communicate()[1]
        return line

    def leave(self) -> None:
        self.process.communicate("\n", timeout=30)
        assert self.process.returncode == 0

    def be_killed(self) -> None:
        self.process.kill()
        self.process.communicate()


def test_those_who_come_at_once_share_one_server_and_the_last_stops_it(folder):
    users = [User(folder) for _ in range(3)]

    assert len({user.server_started_at() for user in users}) == 1
    for user in users[:2]:
        user.leave()
    assert numbers_of_servers(folder)
    users[2].leave()
    assert not numbers_of_servers(folder)


def test_a_killed_process_counts_as_gone(folder):
    first = User(folder)
    began = first.server_started_at()
    first.be_killed()

    second = User(folder)
    assert second.server_started_at() == began
    second.leave()
    assert not numbers_of_servers(folder)


def test_a_killed_server_is_started_again_with_what_was_saved(folder):
    first = User(folder)
    began = first.server_started_at()
    os.kill(numbers_of_servers(folder)[0], signal.SIGKILL)
    first.be_killed()

    second = User(folder)
    assert second.server_started_at() > began
    second.leave()


def test_the_number_of_a_dead_server_may_belong_to_another_program(folder):
    first = User(folder)
    first.server_started_at()
    first.leave()
    note = folder / "postgres" / "postmaster.pid"
    note.write_text(f"{os.getpid()}\n{folder}/postgres\n1\n5432\n{folder}/postgres\n\n\nready\n")

    second = User(folder)
    assert second.server_started_at()
    second.leave()


@pytest.mark.parametrize("name", ["two words, and a comma", "deep/" * 30])
def test_any_folder_will_do(place, name):
    user = User(place / name)
    assert user.server_started_at()
    user.leave()


def test_a_database_half_made_is_made_again(folder):
    (folder / "postgres.new").mkdir(parents=True)
    (folder / "postgres.new" / "PG_VERSION").write_text("18")

    user = User(folder)
    assert user.server_started_at()
    user.leave()


def test_a_database_of_another_version_is_left_alone(folder):
    (folder / "postgres").mkdir(parents=True)
    (folder / "postgres" / "PG_VERSION").write_text("16\n")

    with pytest.raises(embedded.EmbeddedDatabaseError, match="PostgreSQL 16"):
        embedded.url(folder)


def test_nobody_else_of_the_machine_gets_in(folder):
    user = User(folder)
    user.server_started_at()

    socket = folder / "postgres" / embedded.SOCKET
    assert (folder / "postgres").stat().st_mode & 0o077 == 0
    assert socket.stat().st_mode & 0o077 == 0
    with psycopg.connect(host=str(socket.parent), user=embedded.NAME, dbname=embedded.NAME) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    user.leave()


def test_asking_again_costs_nothing(folder):
    embedded.url(folder, is_durable=False)
    start = time.perf_counter()
    embedded.url(folder)
    assert time.perf_counter() - start < 0.05
