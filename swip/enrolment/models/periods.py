"""Spans of days: what is current, and what the database refuses to let overlap."""

from __future__ import annotations

import datetime
from typing import Self

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Expression, F, Func, Q, Value
from django.utils import timezone


class PeriodQuerySet(models.QuerySet):
    """Periods with a first day and, once it is known, a last one. Both days belong to them."""

    def current(self, on: datetime.date | None = None) -> Self:
        day = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def not_over(self, on: datetime.date | None = None) -> Self:
        """Current, or still to come."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on or timezone.localdate()))


def same(field: str) -> tuple[Func, str]:
    """For an exclusion constraint: the same record, as a range of one, which needs no extension."""
    return Func(F(field), F(field), Value("[]"), function="int8range"), "&&"


def days_in_common(last_day: Expression | None = None) -> tuple[Expression, str]:
    """For an exclusion constraint: at least one day that belongs to both."""
    days = Func(
        F("starts_on"),
        last_day or F("ends_on"),
        Value("[]"),
        function="daterange",
        output_field=DateRangeField(),
    )
    return days, "&&"


def the_eve_of(field: str) -> Func:
    return Func(F(field), template="(%(expressions)s - 1)", output_field=models.DateField())
