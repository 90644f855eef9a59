"""The forms that evidence may take, with the questions each asks, as they were worded at each time."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Organisation, User


class Level(models.TextChoices):
    """Miller's four: from knowing something to doing it when it counts."""

    KNOWS = "knows", "Knows"
    KNOWS_HOW = "knows_how", "Knows how"
    SHOWS_HOW = "shows_how", "Shows how"
    DOES = "does", "Does"


LEVEL_IS_KNOWN = Q(level__in=["knows", "knows_how", "shows_how", "does"])


class Wording(models.Model):
    """What a kind is called, how far it usually reaches, and what it asks."""

    name = models.CharField(max_length=80)
    description = models.CharField(max_length=300)
    level = models.CharField(max_length=20, choices=Level)
    asks_what_was_done = models.JSONField(default=list)
    asks_what_was_known = models.JSONField(default=list)
    questions = models.JSONField(
        default=list, help_text="Those with an answer of their own: code and question"
    )

    WORDS = ("name", "description", "level", "asks_what_was_done", "asks_what_was_known", "questions")

    class Meta:
        abstract = True

    @property
    def words(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.WORDS}


class EvidenceKind(Wording):
    """A form that evidence may take: one for everybody, or one that an employer has added for its own people."""

    code = models.SlugField(max_length=60, unique=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence_kinds"
    )
    position = models.PositiveSmallIntegerField()
    is_offered = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=LEVEL_IS_KNOWN, name="kind_level_is_known"),
            models.UniqueConstraint(fields=["organisation", "name"], name="employer_names_a_kind_once"),
        ]
        indexes = [models.Index(fields=["organisation", "is_offered"], name="kinds_of_an_employer")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evidence:change_kind", args=[self.organisation_id, self.pk])

    @property
    def history_chain(self) -> str:
        return f"organisation:{self.organisation_id}"


class KindVersion(Wording):
    """A kind as it was worded from one day on: what was written under it keeps its questions."""

    kind = models.ForeignKey(EvidenceKind, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="kind_version_number_is_used_once"),
            models.CheckConstraint(condition=LEVEL_IS_KNOWN, name="kind_version_level_is_known"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="kind_version_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.number}"
