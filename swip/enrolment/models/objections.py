"""What a social worker says against something that was done to their record. It stays."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from swip.accounts.models import User
from swip.core.models import Entry
from swip.enrolment.models.place import Enrolment


class Objection(models.Model):
    """The social worker does not agree with a change, in their own words."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="objections")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="objections")
    words = models.TextField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="objection_says_something")]
        triggers = [
            pgtrigger.Protect(
                name="objection_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.made_by} objects"

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"


class ObjectionAnswer(models.Model):
    """What the coordinator says to it."""

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="answers")
    words = models.TextField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="objection_answer_says_something")]
        triggers = [
            pgtrigger.Protect(
                name="objection_answer_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.given_by} answers"

    @property
    def history_chain(self) -> str:
        return self.objection.history_chain
