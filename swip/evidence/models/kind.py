"""The forms that evidence may take, with the questions each asks."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class EvidenceKind(models.Model):
    """A form that evidence may take, with the questions that draw out what was done and what was known."""

    class Level(models.TextChoices):
        """Miller's four: from knowing something to doing it when it counts."""

        KNOWS = "knows", "Knows"
        KNOWS_HOW = "knows_how", "Knows how"
        SHOWS_HOW = "shows_how", "Shows how"
        DOES = "does", "Does"

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=300)
    level = models.CharField(max_length=20, choices=Level)
    asks_what_was_done = models.JSONField(default=list)
    asks_what_was_known = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField()
    is_offered = models.BooleanField(default=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=["knows", "knows_how", "shows_how", "does"]), name="kind_level_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.name
