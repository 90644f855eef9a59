"""Days of practice: none before the programme began, and none so far ahead that it would be over."""

from __future__ import annotations

import datetime

from django.utils import timezone

from swip.enrolment.models import Enrolment
from swip.govuk.fields import DateField

A_YEAR = datetime.timedelta(days=366)


class DayOfProgramme(DateField):
    """`limit_to` says whose: a slip in the year would count, and could not be put right once both have signed."""

    def limit_to(self, enrolment: Enrolment, *, is_past: bool) -> None:
        self.earliest = enrolment.starts_on
        today = timezone.localdate()
        # A programme is made longer, and work goes on while it is being decided.
        self.latest = today if is_past else max(enrolment.expected_end_on, today) + A_YEAR

    def on_or(self, side: str, date: datetime.date) -> str:
        words = super().on_or(side, date)
        return f"{words}, when the programme began" if side == "after" else words
