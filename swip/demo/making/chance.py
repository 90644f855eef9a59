"""What happens by chance, the same on every run, and when: on working days, and never in the future."""

from __future__ import annotations

import datetime
import random

from django.utils import timezone

DAYS_IN_A_MONTH = 30.44
SATURDAY = 5
Moment = datetime.datetime


class Chance(random.Random):
    """One person's luck. Somebody else's does not depend on it, so people can be added to the cast."""

    def __init__(self, seed: str, today: datetime.date):
        super().__init__(seed)
        self.today = today
        self.yesterday = today - datetime.timedelta(days=1)

    def moment(self, day: datetime.date, *, after: Moment | None = None) -> Moment:
        """Some time on a working day, or the one before; always later than what it follows."""
        day = working_day(min(day, self.yesterday))
        minutes = self.randint(8 * 60 + 40, 17 * 60 + 20)
        chosen = at(day, minutes)
        if after is not None and chosen <= after:
            chosen = after + datetime.timedelta(minutes=self.randint(7, 50), seconds=self.randint(0, 59))
        return chosen

    def days(self, least: int, most: int) -> datetime.timedelta:
        return datetime.timedelta(days=self.randint(least, most))

    def happens(self, probability: float) -> bool:
        return self.random() < probability


def working_day(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=max(0, day.weekday() - SATURDAY + 1))


def at(day: datetime.date, minutes: int) -> Moment:
    clock = datetime.time(minutes // 60, minutes % 60)
    return datetime.datetime.combine(day, clock, tzinfo=timezone.get_default_timezone())


def months_before(day: datetime.date, months: float) -> datetime.date:
    return working_day(day - datetime.timedelta(days=round(months * DAYS_IN_A_MONTH)))
