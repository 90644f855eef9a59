"""All of it: `make bench`, or `python -m bench 60 1000` for some sizes. Each runs in a process of its own."""

import subprocess
import sys

SIZES = ["60", "1000", "6000"]


def main() -> None:
    for people in sys.argv[1:] or SIZES:
        for part in ("make_country", "load"):
            subprocess.run([sys.executable, "-m", f"bench.{part}", people], check=True)
    for part in ("timetable", "digests"):
        subprocess.run([sys.executable, "-m", f"bench.{part}"], check=True)


if __name__ == "__main__":
    main()
