"""The whole service under one parent: `python -m config.serve`, which `make run` calls.

It prepares the database, starts the web and the job processes, says when they answer, brings back one that
falls over, and takes everything down when it is told to stop, or is killed.
"""

import ctypes
import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

import psutil

from config import embedded
from config.prepare import is_done

ROOT = Path(__file__).resolve().parent.parent
WEB = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py"]
JOBS = [sys.executable, "manage.py", "procrastinate", "worker", "--shutdown-graceful-timeout=10"]
PREPARATION = [sys.executable, "-m", "config.prepare"]
FIRST_ADMINISTRATOR = [sys.executable, "manage.py", "invite_first_administrator"]
SECONDS_TO_GET_READY = 90
SECONDS_TO_STOP = 20
LONGEST_PAUSE = 30


class Stop(Exception):
    """Somebody asked us to end."""


class CannotStart(Exception):
    """Why not, for the person at the terminal."""


@dataclass
class Place:
    """Where the service listens and where it keeps its data, as the environment says."""

    host: str
    port: int
    address: str
    data_dir: Path
    is_demo: bool

    @property
    def local_host(self) -> str:
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - not bound to


@dataclass
class Child:
    """One of the processes the service is made of, started again when it ends by itself."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes]
    started_at: float = 0.0
    start_again_at: float = 0.0
    pause: float = 0.5

    @classmethod
    def start(cls, name: str, command: Sequence[str]) -> "Child":
        return cls(name, command, start_process(command), time.monotonic())

    def keep_alive(self) -> bool:
        """True when it had to be started again."""
        if self.process.poll() is None:
            return False
        now = time.monotonic()
        if not self.start_again_at:
            self.pause = 1.0 if now - self.started_at > 60 else min(self.pause * 2, LONGEST_PAUSE)
            self.start_again_at = now + self.pause
            code = self.process.returncode
            say(f"The {self.name} process ended ({code}): starting it again in {self.pause:.0f} seconds")
        if now < self.start_again_at:
            return False
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # what it left behind would hold on to the port
        self.start_again_at, self.started_at = 0.0, now
        self.process = start_process(self.command)
        return True


def main() -> int:
    os.chdir(ROOT)
    place = place_from_environment()
    try:
        place.data_dir.mkdir(parents=True, exist_ok=True, mode=0o711)
        note = (place.data_dir / "running.json").open("a+")
    except OSError as error:
        say(f"{place.data_dir} cannot be written: {error.strerror}. Set DATA_DIR to a folder of your own.")
        return 1
    with note:
        try:
            fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"The service is already running: {read(note).get('address', 'it is about to say where')}")
            return 0
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup means it
                signal.signal(number, ask_to_stop)
        if "--with-parent" in sys.argv:
            die_with_parent()
        children: list[Child] = []
        try:
            run(place, note, children)
        except Stop:
            say("Stopping")
        except (CannotStart, embedded.EmbeddedDatabaseError) as reason:
            say(str(reason))
            return 1
        finally:
            stop([child.process for child in children])
            write(note, {})
    return 0


def place_from_environment() -> Place:
    """Also tells the children, who read the same environment."""
    is_demo = os.environ.setdefault("DEMO", "1").lower() in {"1", "true", "yes", "on", "y"}
    folder = os.environ.get("DATA_DIR") or f".data/{'demo' if is_demo else 'service'}"
    host, port = os.environ.get("HOST") or "127.0.0.1", int(os.environ.get("PORT") or 8000)
    place = Place(host, port, "", Path(folder).expanduser().resolve(), is_demo)
    shown = f"[{place.local_host}]" if ":" in place.local_host else place.local_host
    place.address = os.environ.get("BASE_URL") or f"http://{shown}:{port}"
    os.environ |= {"DATA_DIR": str(place.data_dir), "BASE_URL": place.address}
    return place


def run(place: Place, note: TextIO, children: list[Child]) -> None:
    end_what_a_killed_parent_left(read(note).get("children", {}))
    write(note, {"address": place.address})
    check_port(place)
    database_url = os.environ.get("DATABASE_URL") or embedded.url(place.data_dir)
    if not is_done(database_url, place.data_dir, is_demo=place.is_demo):
        prepare()
    for name, command in (("web", WEB), ("jobs", JOBS)):
        children.append(Child.start(name, command))
        write(note, {"address": place.address, "children": identities(children)})
        if name == "web":
            wait_until_ready(place, children[0])
    greet(place)
    while True:
        time.sleep(0.5)
        started_again = [child for child in children if child.keep_alive()]
        if started_again:
            write(note, {"address": place.address, "children": identities(children)})


def prepare() -> None:
    process = start_process(PREPARATION)
    try:
        if process.wait():
            raise CannotStart("The service was not started: the reason stands above.")
    finally:
        stop([process])


def wait_until_ready(place: Place, web: Child) -> None:
    give_up_at = time.monotonic() + SECONDS_TO_GET_READY
    while not is_ready(place):
        if web.process.poll() is not None:
            raise CannotStart("The web process ended before it answered: the reason stands above.")
        if time.monotonic() > give_up_at:
            raise CannotStart(f"The service did not answer within {SECONDS_TO_GET_READY} seconds.")
        time.sleep(0.05)


def is_ready(place: Place) -> bool:
    caller = http.client.HTTPConnection(place.local_host, place.port, timeout=5)
    try:
        caller.request("GET", "/health/ready", headers={"Host": urlsplit(place.address).netloc})
        return (
            caller.getresponse().status < 400
        )  # where HTTPS is asked for, being sent there is an answer too
    except (OSError, http.client.HTTPException):
        return False
    finally:
        caller.close()


def greet(place: Place) -> None:
    say(f"\nThe service is ready: {place.address}")
    if place.is_demo:
        say(f"To sign in, choose a made-up person: {place.address}/demo/")
    else:
        subprocess.run(FIRST_ADMINISTRATOR, check=False)
    say("Ctrl-C stops it.\n")


def stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Told first and given time to finish what they are doing; a second Ctrl-C ends the patience."""
    signal.signal(signal.SIGINT, ask_to_stop)
    for process in processes:
        with suppress(ProcessLookupError):
            process.terminate()
    give_up_at = time.monotonic() + SECONDS_TO_STOP
    for process in processes:
        try:
            process.wait(max(0.1, give_up_at - time.monotonic()))
        except (subprocess.TimeoutExpired, Stop):
            give_up_at = 0
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def end_what_a_killed_parent_left(children: dict[str, float]) -> None:
    """Usually they have ended with it; a process is known by its number and the moment it began."""
    left = []
    for number, began in children.items():
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(int(number))
            if abs(process.create_time() - began) < 1:
                left += [*process.children(recursive=True), process]
                process.terminate()
    _, stubborn = psutil.wait_procs(left, timeout=SECONDS_TO_STOP)
    for process in stubborn:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def identities(children: Sequence[Child]) -> dict[str, float]:
    found = {}
    for child in children:
        with suppress(psutil.NoSuchProcess):
            found[str(child.process.pid)] = psutil.Process(child.process.pid).create_time()
    return found


def check_port(place: Place) -> None:
    with socket.socket(socket.AF_INET6 if ":" in place.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((place.host, place.port))
        except OSError as error:
            raise CannotStart(
                f"Port {place.port} on {place.host} cannot be used: {error.strerror}. "
                f"Choose another, for example: make run PORT={place.port + 1}"
            ) from None


def start_process(command: Sequence[str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches the parent alone, which then stops the others in order.
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent,
    )


def die_with_parent() -> None:
    """Linux tells a child when its parent is gone, however it went."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG


def ask_to_stop(number: int, frame: object) -> None:
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)  # being asked twice must not interrupt the stopping itself
    raise Stop


def read(note: TextIO) -> dict:
    note.seek(0)
    try:
        return json.loads(note.read())
    except ValueError:
        return {}  # empty, or its writer was killed half way


def write(note: TextIO, value: dict) -> None:
    note.seek(0)
    note.truncate()
    note.write(json.dumps(value))
    note.flush()


def say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main())
