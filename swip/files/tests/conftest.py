"""A real virus scanner and a real object store, started by the first test that asks for one."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
# Not in one piece: scanners of other people's machines look into this file as well.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LONGEST_SCANNED = "1M"


@contextmanager
def running(*command, answers, said, **options):
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, **options
    )
    try:
        give_up_at = time.monotonic() + 40
        while not answers():
            said.seek(0)
            assert process.poll() is None, f"{command[0]} ended: {said.read().decode(errors='replace')}"
            assert time.monotonic() < give_up_at, f"{command[0]} does not answer"
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()


@pytest.fixture(scope="session")
def clamd():
    """ClamAV's daemon, which knows one virus: it does not start without knowing any."""
    program = shutil.which("clamd", path=PATH)
    assert program, "ClamAV is missing: put a program called “clamd” on the PATH, or run `make test` as root"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))  # a socket's path has to be short
        (folder / "known").mkdir()
        (folder / "known" / "tests.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n")
        (folder / "clamd.conf").write_text(
            f"Foreground yes\nDatabaseDirectory {folder}/known\nLocalSocket {folder}/clamd.ctl\n"
            f"StreamMaxLength {LONGEST_SCANNED}\n"
        )
        said = stack.enter_context((folder / "said").open("w+b"))
        command = [program, f"--config-file={folder}/clamd.conf"]
        stack.enter_context(running(*command, answers=(folder / "clamd.ctl").exists, said=said))
        yield str(folder / "clamd.ctl")


@pytest.fixture
def scanner(clamd, settings):
    settings.CLAMAV_SOCKET, settings.FILES_WITHOUT_SCANNER = clamd, "refuse"


@pytest.fixture(scope="session")
def object_store():
    """OpenStack Swift with its S3 interface."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        port = four_free_ports()
        said = stack.enter_context((folder / "said").open("w+b"))
        (folder / "store").mkdir()
        command = [sys.executable, ROOT / "tests" / "object_store.py", folder / "store", str(port)]
        is_ready = lambda: b"ready" in (folder / "said").read_bytes()  # noqa: E731
        stack.enter_context(running(*command, answers=is_ready, said=said))
        yield f"http://127.0.0.1:{port}"


def four_free_ports() -> int:
    for first in range(18_400, 19_400, 4):
        with ExitStack() as stack:
            try:
                for port in range(first, first + 4):
                    probe = stack.enter_context(socket.socket())
                    probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return first
    raise AssertionError("no four ports are free")


@pytest.fixture
def bucket(object_store, settings):
    """Files lie in a bucket of it, as with FILES_S3_BUCKET."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "swip.files.storage.Bucket",
            "OPTIONS": {
                "bucket_name": "records",
                "endpoint_url": object_store,
                "region_name": "us-east-1",
                "access_key": "tests:tester",
                "secret_key": "for-tests-alone",
            },
        },
    }
    from django.core.files.storage import default_storage

    made = default_storage.bucket
    made.create()
    yield made
    made.objects.all().delete()
    made.delete()
