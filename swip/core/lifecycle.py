"""Statuses and the steps between them, and text that two windows may be writing at once."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone


class MovedOn(Exception):
    """Somebody was quicker: what the person had before them is no longer how things stand."""

    def __init__(self, record: models.Model):
        self.record = record
        super().__init__(f"{record._meta.label} {record.pk} has moved on")


class StaleStep(MovedOn):
    """The step is not open, or somebody else has just taken one."""


class StaleText(MovedOn):
    """The text was saved from another window since this one was opened."""


class Lifecycle(models.Model):
    """A record that goes from status to status, only by the steps its table lists."""

    STEPS: ClassVar[dict[str, list[str]]]

    status: models.CharField

    class Meta:
        abstract = True

    def may_move_to(self, status: str) -> bool:
        return status in self.STEPS.get(self.status, [])

    def move_to(self, status: str, **changes: Any) -> None:
        """Take a step; of two people who press at once, the second is told that it has moved on."""
        if not self.may_move_to(status):
            raise StaleStep(self)
        rows: Any = type(self)._base_manager  # each lifecycle brings a status field of its own
        unmoved = rows.filter(pk=self.pk, status=self.status)
        if not unmoved.update(status=status, **changes):
            raise StaleStep(self)
        for name, value in {"status": status, **changes}.items():
            setattr(self, name, value)


class KeptDraft(models.Model):
    """Text that saves itself while it is written. Each save counts the revision up by one."""

    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def holds(self, **words: Any) -> bool:
        """Sent twice, because the answer to the first time was lost, the same words are no conflict."""
        return all(getattr(self, name) == value for name, value in words.items())

    def save_over(self, revision: int, **changes: Any) -> None:
        """Save what was typed over the revision it was typed upon, never over a newer one."""
        now = timezone.now()
        unchanged = type(self)._base_manager.filter(pk=self.pk, revision=revision)
        if not unchanged.update(revision=revision + 1, saved_at=now, **changes):
            raise StaleText(self)
        for name, value in {"revision": revision + 1, "saved_at": now, **changes}.items():
            setattr(self, name, value)
