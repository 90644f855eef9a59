"""By what somebody is recognised who is registered a second time."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from swip.accounts.models import User


class MatchingMark(models.Model):
    """A name without its spelling, and one of 64 marks that a date of birth leaves. Never the date."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="matching_mark")
    plain_name = models.CharField(max_length=300)
    mark = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mark__lt=64), name="matching_mark_is_one_of_few"),
        ]
        indexes = [models.Index(fields=["plain_name", "mark"], name="matching_mark_of_name")]

    def __str__(self) -> str:
        return f"Mark of {self.person}"
