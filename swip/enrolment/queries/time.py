"""All that a page shows of somebody's time on a programme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from swip.enrolment.models import Enrolment, Reduction
from swip.enrolment.queries.absences import spells_of
from swip.enrolment.queries.what_if import Outcome, outcome_now


@dataclass(frozen=True)
class Time:
    """How the end comes about, what was recorded, and what this reader may do about it.

    Whoever only assesses or decides is not told why somebody was away: for them all of it is empty.
    """

    outcome: Outcome | None
    absences: list[Any]
    pauses: list[Any]
    extensions: list[Any]
    reductions: list[Reduction]
    may: set[str]
    to_choose: set[int]
    to_correct: set[int]


def time_of(
    enrolment: Enrolment, *, extensions: list[Any], may: set[str], reader_pk: int, is_own: bool
) -> Time:
    if "see_changes" not in may:
        return Time(None, [], [], [], [], may, set(), set())
    absences, pauses = spells_of(enrolment)
    mine = {each.pk for each in absences if not is_own or each.recorded_by_id == reader_pk}
    return Time(
        outcome=outcome_now(enrolment),
        absences=absences,
        pauses=pauses,
        extensions=extensions,
        reductions=list(enrolment.reductions.filter(set_aside_at=None)),
        may=may,
        to_choose={each.pk for each in absences if is_own and each.is_exempt and enrolment.is_open},
        to_correct=mine if "absence" in may else set(),
    )
