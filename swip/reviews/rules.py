"""How a review stands, what was promised for its time, and the words it begins with. Plain values only."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

# Long enough for a whole review, short enough to be read before a signature.
LONGEST = 20_000


class Standing(StrEnum):
    """Where one review is on its way, as everybody may know it."""

    COMING = "coming"
    DUE = "due"
    LATE = "late"
    NOT_HELD = "not_held"
    BEING_WRITTEN = "being_written"
    LATE_BEING_WRITTEN = "late_being_written"
    WAITING_FOR_SIGNATURE = "waiting_for_signature"
    SIGNED = "signed"

    @property
    def words(self) -> str:
        return _WORDS[self]

    @property
    def is_late(self) -> bool:
        return self in (Standing.LATE, Standing.LATE_BEING_WRITTEN)

    @property
    def is_held(self) -> bool:
        return self in (Standing.WAITING_FOR_SIGNATURE, Standing.SIGNED)

    @property
    def mark(self) -> str:
        """Which sign it has on the line of stages."""
        return _MARKS[self]


_WORDS = {
    Standing.COMING: "To come",
    Standing.DUE: "Due soon",
    Standing.LATE: "Late",
    Standing.NOT_HELD: "Not held",
    Standing.BEING_WRITTEN: "Being written",
    Standing.LATE_BEING_WRITTEN: "Late, being written",
    Standing.WAITING_FOR_SIGNATURE: "To be signed",
    Standing.SIGNED: "Signed",
}
_MARKS = {
    Standing.COMING: "coming",
    Standing.DUE: "due",
    Standing.LATE: "late",
    Standing.NOT_HELD: "missed",
    Standing.BEING_WRITTEN: "due",
    Standing.LATE_BEING_WRITTEN: "late",
    Standing.WAITING_FOR_SIGNATURE: "held",
    Standing.SIGNED: "held",
}


def standing(
    *,
    status: str,
    due_on: datetime.date,
    today: datetime.date,
    soon_days: int,
    is_optional: bool,
    late_after: datetime.date | None = None,
) -> Standing:
    """`status` is the review's own, empty where nobody has begun one."""
    if status == "signed":
        return Standing.SIGNED
    if status == "completed":
        return Standing.WAITING_FOR_SIGNATURE
    is_past = (late_after or due_on) < today
    if status == "draft":
        return Standing.LATE_BEING_WRITTEN if is_past and not is_optional else Standing.BEING_WRITTEN
    if is_past:
        return Standing.NOT_HELD if is_optional else Standing.LATE
    return Standing.DUE if due_on <= today + datetime.timedelta(days=soon_days) else Standing.COMING


# What the employer promised for the time since the last review. The months are part of each rule's own name.

_SUPERVISION = [
    (0, 1.5, "supervision.weeks_1_to_6"),
    (1.5, 6, "supervision.to_month_6"),
    (6, 12, "supervision.to_month_12"),
    (12, None, "supervision.year_2"),
]
_YEARS = [(0, 12, "protected_time.year_1_percent"), (12, None, "protected_time.year_2_percent")]


def promised(since_month: int, to_month: int) -> list[str]:
    """The keys of the rules that held at any time between two months of a programme."""

    def overlapping(spans: Iterable[tuple[float, float | None, str]]) -> list[str]:
        return [key for start, end, key in spans if start < to_month and (end is None or end > since_month)]

    first = ["agreement.support_and_assessment"] if since_month == 0 else []
    return [
        *overlapping(_SUPERVISION),
        "supervision.reflective",
        *overlapping(_YEARS),
        "workload.percent",
        *first,
        "plan.development",
    ]


# The words a review begins with. The supervisor goes on from there.


@dataclass(frozen=True)
class Counted:
    """What was handed in since the last review, and what became of it."""

    accepted: int
    waiting: int
    returned: int

    @property
    def all(self) -> int:
        return self.accepted + self.waiting + self.returned


def and_list(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def day_in_words(day: datetime.date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def drafted_progress(
    *,
    name: str,
    since: datetime.date,
    until: datetime.date,
    counted: Counted,
    standings: Iterable[tuple[str, Sequence[str]]],
    shared: tuple[str, datetime.date] | None,
) -> str:
    """`standings` gives each way an outcome can stand, in words, with the codes of those that stand so."""
    paragraphs = [f"Since {day_in_words(since)}, {_handed_in(name, counted)}"]
    lines = [f"- {words}: {and_list(codes)}" for words, codes in standings if codes]
    if lines:
        paragraphs.append("\n".join([f"How the outcomes stand on {day_in_words(until)}:", *lines]))
    if shared:
        point, day = shared
        paragraphs.append(f"{name} shared their {point.lower()} self-assessment on {day_in_words(day)}.")
    return "\n\n".join(paragraphs)


def _handed_in(name: str, counted: Counted) -> str:
    if not counted.all:
        return f"{name} has not handed in any evidence."
    parts = [
        f"{_number(counted.accepted)} accepted" if counted.accepted else "",
        f"{_number(counted.waiting, 'waits', 'wait')} to be read" if counted.waiting else "",
        f"{_number(counted.returned)} sent back with comments" if counted.returned else "",
    ]
    pieces = "1 piece" if counted.all == 1 else f"{counted.all} pieces"
    return f"{name} has handed in {pieces} of evidence: {and_list([each for each in parts if each])}."


_CANCELLED_BY = {
    "social_worker": "by the social worker",
    "supervisor": "by the practice supervisor",
    "employer": "by somebody else or the service",
}


def drafted_support(
    *,
    until: datetime.date,
    expected: int,
    given: int,
    missing: int,
    late: int,
    disputed: int,
    cancelled: Mapping[str, int],
    hours_promised: float,
    hours_taken: float | None,
    workload: float | None,
    workload_promised: int,
) -> str:
    """What was given of what was promised, since the start. `hours_taken` and `workload` are None where unknown."""
    lines = [f"Support from the start until {day_in_words(until)}, as both sides entered it:"]
    told = [f"{given} of {expected} supervision sessions given"]
    told += [f"{missing} missing"] if missing else []
    told += [f"{late} not held in time"] if late else []
    told += [f"{disputed} disputed"] if disputed else []
    lines.append(f"- {', '.join(told)}")
    by_whom = [f"{count} {_CANCELLED_BY.get(by, by)}" for by, count in cancelled.items() if count]
    if by_whom:
        lines.append(f"- cancelled: {and_list(by_whom)}")
    hours = "none recorded" if hours_taken is None else f"{hours_taken:g} taken"
    lines.append(f"- protected time: {hours}, of {hours_promised:g} hours promised")
    size = "nothing recorded" if workload is None else f"{workload:g}% on average"
    lines.append(f"- workload this year: {size}, at most {workload_promised}% promised")
    return "\n".join(lines)


def _number(count: int, one: str = "was", many: str = "were") -> str:
    return f"{count} {one if count == 1 else many}"
