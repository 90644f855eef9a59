"""From Python alone to all that the service, or its checks and tests, need: `bootstrap.py run|check|test`.

Done once and remembered in `.venv/made-from`; the next time takes a tenth of a second. Uses the standard
library only, because nothing else is there yet.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import ssl
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MADE_FROM = VENV / "made-from"
REQUIREMENTS = ROOT / "requirements"
KNOWN_CERTIFICATES = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
]
# Each with why it is needed, and the packages that bring it on Debian.
PROGRAMS = {
    "chromium": (
        "Chromium is missing: the browser journeys drive it.",
        ["chromium", "chromium-headless-shell", "fonts-liberation"],
    ),
    "clamd": ("ClamAV is missing: the tests of files are scanned by it.", ["clamav-daemon"]),
}


def main(purpose: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - a machine may have an older one
        version = sys.version.split()[0]
        stop(
            f"This needs Python 3.11 or newer; {sys.executable} is {version}. Try: make run PYTHON=python3.11"
        )
    door = os.open(REQUIREMENTS, os.O_RDONLY)  # two at once: the second waits, then finds everything there
    fcntl.flock(door, fcntl.LOCK_EX)
    trust_what_the_machine_trusts()
    set_up_python(needed_packages() if purpose == "run" else "test")
    build_assets()
    if purpose == "test":
        find_programs()


def trust_what_the_machine_trusts() -> None:
    """An employer's proxy is known to the machine, not to the programs that fetch packages."""
    places = [ssl.get_default_verify_paths().cafile, *KNOWN_CERTIFICATES]
    certificates = next((place for place in places if place and Path(place).is_file()), None)
    if certificates:
        for name in ("PIP_CERT", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"):
            os.environ.setdefault(name, certificates)


def needed_packages() -> str:
    """Files in a bucket need packages of their own, which would be a burden to everybody else."""
    return "s3" if os.environ.get("FILES_S3_BUCKET") else "run"


def set_up_python(purpose: str) -> None:
    # What tests need includes what the service needs, so either serves for running it.
    if PYTHON.exists() and MADE_FROM.exists() and MADE_FROM.read_text() in {recipe("test"), recipe(purpose)}:
        return
    say("Installing the Python packages")
    if not is_usable():
        make_environment()
    pip = (PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes")
    run(*pip, "-r", REQUIREMENTS / "uv.txt", failure="uv, which installs the rest, could not be installed.")
    MADE_FROM.unlink(missing_ok=True)
    sync = (PYTHON, "-m", "uv", "--quiet", "pip", "sync", "--python", PYTHON, "--require-hashes")
    files = (REQUIREMENTS / "uv.txt", REQUIREMENTS / f"{purpose}.txt")
    run(*sync, *files, failure="The packages could not be installed.")
    MADE_FROM.write_text(recipe(purpose))


def recipe(purpose: str) -> str:
    """What the environment was made from; its scripts know the folder they were made in."""
    parts = [sys.version, str(VENV), purpose]
    parts += [(REQUIREMENTS / f"{name}.txt").read_text() for name in ("uv", "run", purpose)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def is_usable() -> bool:
    """Half-made, made by another Python, or moved from another folder: better made anew."""
    try:
        where = "import sys, pip; print(sys.prefix, sys.version)"
        answer = subprocess.run([PYTHON, "-c", where], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    activate = VENV / "bin" / "activate"
    is_here = activate.exists() and str(VENV) in activate.read_text()
    return is_here and answer.strip() == f"{VENV} {sys.version}"


def make_environment() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False
    )
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        stop(
            f"{sys.executable} cannot make a virtual environment. On Debian and Ubuntu: "
            f"apt-get install python3-venv\n{made.stdout}{made.stderr}"
        )


def build_assets() -> None:
    run(PYTHON, ROOT / "assets" / "build.py", failure="The assets could not be built.")


def find_programs() -> None:
    """What the tests drive besides Python; root can bring it in on Debian, others are told to."""
    missing = {
        program: (words, packages)
        for program, (words, packages) in PROGRAMS.items()
        if not shutil.which(program) and not Path("/usr/sbin", program).exists()
    }
    if not missing:
        return
    packages = [name for _, names in missing.values() for name in names]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        reasons = "\n".join(
            f"{words} Put a program called “{program}” on the PATH."
            for program, (words, _) in missing.items()
        )
        stop(f"{reasons}\nOn Debian: apt-get install {' '.join(packages)}. Then run this again.")
    say(f"Installing {' and '.join(missing)} for the tests")
    quietly = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    run("apt-get", "update", "-qq", failure="Debian's list of packages could not be read.", **quietly)
    install = ["install", "-y", "-qq", "--no-install-recommends", *packages]
    run("apt-get", *install, failure=f"{', '.join(packages)} could not be installed.", **quietly)


def run(*command: str | Path, failure: str, **options: Any) -> None:
    try:
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, cwd=ROOT, **options)
    except FileNotFoundError as error:
        stop(f"{failure} {error.filename} was not found.")
    except subprocess.CalledProcessError:
        stop(failure)
    except KeyboardInterrupt:
        stop("Stopped. Run the same command again to go on.")


def say(words: str) -> None:
    print(words, flush=True)


def stop(words: str) -> None:
    sys.exit(words)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run")
