"""`make run` from when it is called to when everything is gone again."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60


class Service:
    """One call of `make run`, without make."""

    def __init__(self, folder: Path, port: int, **environment: str):
        self.port, self.said = port, ""
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.serve"],
            cwd=ROOT,
            env=kept | {"DATA_DIR": str(folder), "PORT": str(port), "WEB_WORKERS": "1"} | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_for(self, words: str) -> None:
        for line in self.process.stdout:
            self.said += line
            if words in line:
                return
        pytest.fail(f"It ended before it said “{words}”:\n{self.said}")

    def end(self) -> int:
        """Its exit code, once everything it said is read."""
        self.said += self.process.communicate(timeout=PATIENCE)[0]
        return self.process.returncode

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def status(self, path: str) -> int:
        caller = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(caller):
            caller.request("GET", path)
            return caller.getresponse().status


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(tmp_path, port, database_apart):
    started = []

    def start_one(folder: str = "data", **environment: str) -> Service:
        service = Service(
            tmp_path / folder, port, **{"DATABASE_URL": database_apart, "DEMO": "0"} | environment
        )
        started.append(service)
        return service

    yield start_one
    for service in started:
        if service.process.poll() is None:
            service.process.terminate()
            service.end()


def test_a_real_service_starts_asks_for_its_first_administrator_and_stops(start):
    service = start()
    service.wait_for("Ctrl-C stops it")
    children = service.children()

    assert f"http://127.0.0.1:{service.port}/" in service.said.partition("The service is ready")[2]
    assert service.status("/health/ready") == 200
    assert service.status("/demo/") == 404
    service.process.send_signal(signal.SIGINT)
    assert service.end() == 0
    assert not psutil.wait_procs(children, timeout=5)[1]


def test_a_second_call_harms_nothing(start, port):
    first = start()
    first.wait_for("Ctrl-C stops it")

    again = start()
    assert again.end() == 0
    assert f"already running: http://127.0.0.1:{port}" in again.said
    elsewhere = start("other")
    assert elsewhere.end() == 1
    assert "make run PORT=" in elsewhere.said
    other_kind = start("third", DEMO="1", PORT="0")
    assert other_kind.end() == 1
    assert "made for a service" in other_kind.said
    assert first.status("/health/ready") == 200


def test_what_falls_over_is_started_again_and_goes_down_with_a_killed_parent(start):
    service = start()
    service.wait_for("Ctrl-C stops it")
    web = next(child for child in service.children() if "config/gunicorn.py" in child.cmdline())
    web.kill()
    service.wait_for("starting it again")
    wait_until(lambda: is_up(service))

    children = service.children()
    service.process.kill()
    service.process.communicate()
    assert not psutil.wait_procs(children, timeout=20)[1]
    again = start()
    again.wait_for("Ctrl-C stops it")


def is_up(service: Service) -> bool:
    with contextlib.suppress(OSError):
        return service.status("/health/ready") == 200
    return False


def wait_until(is_so) -> None:
    give_up_at = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < give_up_at
        time.sleep(0.1)
