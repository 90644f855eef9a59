"""The process that opens a file: its format as the argument, its bytes on the input, its text on the output."""

from __future__ import annotations

import json
import logging
import sys

from swip.identifiers.reading.common import Bounded, Unreadable, bounded
from swip.identifiers.reading.formats import READERS

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 15


def be_bounded() -> None:
    """No file gets more of the machine than this. Not every system can say so."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def main() -> None:
    be_bounded()
    logging.disable(logging.CRITICAL)  # a complaint about a file may quote it
    content = sys.stdin.buffer.read()
    try:
        said = bounded(READERS[sys.argv[1]](content))
    except Unreadable as unreadable:
        said = Bounded([], [unreadable.problem], [])
    except Exception:  # a damaged file makes its library raise many things
        said = Bounded([], ["damaged"], [])
    json.dump(said._asdict(), sys.stdout)


if __name__ == "__main__":
    main()
