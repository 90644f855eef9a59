"""How a social worker's standing on a programme is said in a word."""

from __future__ import annotations

import datetime
from enum import StrEnum


class Timing(StrEnum):
    """Whether the next review is in time."""

    LATE = "late"
    SOON = "soon"
    ON_TRACK = "on_track"
    OVER = "over"


TIMING_WORDS = {
    Timing.LATE: "Late",
    Timing.SOON: "Due soon",
    Timing.ON_TRACK: "On track",
    Timing.OVER: "No review left",
}


def timing(next_due: datetime.date | None, *, today: datetime.date, soon_days: int) -> Timing:
    if next_due is None:
        return Timing.OVER
    if next_due < today:
        return Timing.LATE
    if next_due <= today + datetime.timedelta(days=soon_days):
        return Timing.SOON
    return Timing.ON_TRACK
