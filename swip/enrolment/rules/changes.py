"""What a change would make of somebody's life on a programme: on plain values, for "what if" and for checks."""

from __future__ import annotations

import datetime
from dataclasses import replace

from swip.enrolment.rules.timetable import FULL_TIME, Absence, Job, Life, MoreTime, Pause


class ChangeRefused(Exception):
    """A change cannot be as it was typed; says why in plain words, and which answer to mend."""

    def __init__(self, reason: str, field: str | None = None):
        self.reason, self.field = reason, field
        super().__init__(reason)


def with_absence(life: Life, absence: Absence, *, instead_of: Absence | None = None) -> Life:
    kept = tuple(each for each in life.absences if each != instead_of)
    return replace(life, absences=(*kept, absence))


def without_absence(life: Life, absence: Absence) -> Life:
    return replace(life, absences=tuple(each for each in life.absences if each != absence))


def with_pause(life: Life, pause: Pause, *, instead_of: Pause | None = None) -> Life:
    """A pause takes the place of an absence that is still open: from its first day on it is the pause."""
    eve = pause.starts_on - datetime.timedelta(days=1)
    absences = tuple(
        replace(each, ends_on=eve) if each.ends_on is None and each.starts_on <= eve else each
        for each in life.absences
        if each.ends_on is not None or each.starts_on < pause.starts_on
    )
    kept = tuple(each for each in life.pauses if each != instead_of)
    return replace(life, pauses=(*kept, pause), absences=absences)


def without_pause(life: Life, pause: Pause) -> Life:
    return replace(life, pauses=tuple(each for each in life.pauses if each != pause))


def with_hours(life: Life, job: Job, from_day: datetime.date, tenths: int) -> Life:
    """From a day on other hours in one job; the other job, where there are two, stays as it is."""
    eve = from_day - datetime.timedelta(days=1)
    jobs: list[Job] = []
    for each in life.jobs:
        if each != job:
            jobs.append(each)
            continue
        if each.starts_on <= eve:
            jobs.append(replace(each, ends_on=eve))
        jobs.append(Job(max(from_day, each.starts_on), each.ends_on, tenths, each.where))
    return replace(life, jobs=tuple(jobs))


def with_more_time(life: Life, days: int, words: str = "") -> Life:
    return replace(life, more_time=(*life.more_time, MoreTime(days, words)))


def with_months_off(life: Life, months: int) -> Life:
    return replace(life, months_off=life.months_off + months)


def hours_in_words(tenths: int) -> str:
    return "full time" if tenths >= FULL_TIME else f"0.{tenths} of full time"
