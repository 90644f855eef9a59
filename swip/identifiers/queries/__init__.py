"""What is found in a record before it is shared, what was decided, and what is out of sight."""

from swip.identifiers.queries.files import File, FileLook
from swip.identifiers.queries.looking import (
    Chosen,
    Decided,
    Found,
    Looking,
    Passage,
    but_colleagues,
    decide,
    look,
)
from swip.identifiers.queries.mending import OutOfSight, out_of_sight
from swip.identifiers.queries.quarantines import (
    KINDS,
    kept_by_organisation,
    kinds_in_words,
    newest_upon,
    open_upon,
)
from swip.identifiers.queries.scans import Summary, newest_scan, summary_of

__all__ = [
    "KINDS",
    "Chosen",
    "Decided",
    "File",
    "FileLook",
    "Found",
    "Looking",
    "OutOfSight",
    "Passage",
    "Summary",
    "but_colleagues",
    "decide",
    "kept_by_organisation",
    "kinds_in_words",
    "look",
    "newest_scan",
    "newest_upon",
    "open_upon",
    "out_of_sight",
    "summary_of",
]
