"""What could identify a child or a family: what was found, what a person decided, and what is out of sight."""

from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.core.history import subject_type
from swip.core.lifecycle import KeptDraft


class QuarantinableQuerySet(models.QuerySet):
    def in_sight(self) -> Self:
        """What is not in quarantine: every permission of people other than the writer begins with this."""
        return self.filter(quarantined_at=None)


class Quarantinable(models.Model):
    """A record that any of its readers can take out of sight at once."""

    # Whether whoever saw to it still finds its page once it is over: how it ended, and what is left to black out.
    IS_SHOWN_ONCE_OVER: ClassVar[bool] = False

    quarantined_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_quarantined(self) -> bool:
        return self.quarantined_at is not None


class QuarantineQuerySet(models.QuerySet["Quarantine"]):
    def open(self) -> QuarantineQuerySet:
        """Those whose records are still out of sight."""
        return self.filter(ended_at=None)

    def of(self, model: type[models.Model]) -> QuarantineQuerySet:
        """Those of one sort of record."""
        return self.filter(subject_type=model._meta.label_lower)

    def upon(self, record: models.Model) -> QuarantineQuerySet:
        return self.filter(subject_type=subject_type(record), subject_id=record.pk)


class Quarantine(models.Model):
    """One record out of sight of everybody but its writer, until it is mended: who saw to it, when and why."""

    class Ending(models.TextChoices):
        MENDED = "mended", "It was mended"
        FALSE_ALARM = "false_alarm", "Nobody can be recognised by it"

    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    writer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # What it is, in the words of the room it belongs to, and where whoever sees to it opens it.
    what = models.CharField(max_length=60)
    href = models.CharField(max_length=200)
    # Codes of the kinds of things that somebody saw in it: never the thing itself.
    kinds = ArrayField(models.CharField(max_length=40))
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    mended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=20, choices=Ending, blank=True, default="")
    why = models.TextField(blank=True, default="")

    objects = QuarantineQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"],
                condition=Q(ended_at=None),
                name="record_is_in_one_quarantine",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ending="")
                | Q(ended_at__isnull=False, ended_by__isnull=False, ending__in=["mended", "false_alarm"]),
                name="quarantine_says_who_ended_it",
            ),
            models.CheckConstraint(
                condition=~Q(ending="false_alarm") | ~Q(why=""), name="false_alarm_says_why"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-started_at"], name="quarantine_organisation")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id} in quarantine since {self.started_at:%d %B %Y}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def is_mended(self) -> bool:
        return self.mended_at is not None

    @property
    def has_page(self) -> bool:
        """Whether there is something to open where it leads."""
        return self.is_open or apps.get_model(self.subject_type).IS_SHOWN_ONCE_OVER


class Mending(KeptDraft):
    """The texts of a record that is out of sight, as its writer has changed them so far.

    They take the place of the old ones when it comes back mended. Either way nothing is left of them here.
    """

    quarantine = models.OneToOneField(Quarantine, on_delete=models.CASCADE, related_name="mending")
    # By the names of the passages that the room gives them.
    texts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"Mending of {self.quarantine}"


class Decision(models.TextChoices):
    """What a person does with something that was found."""

    SUGGESTION = "suggestion", "Replaced as suggested"
    OWN = "own", "Replaced"
    KEEP = "keep", "Kept"


class Reason(models.TextChoices):
    """Why something stays: chosen from this list, as words of one's own could hold what was found."""

    NOBODY = "nobody", "It points to nobody: it is an ordinary word or number"
    INVENTED = "invented", "It is invented already, or changed so that nobody is recognised"
    COLLEAGUE = "colleague", "It is somebody I work with, named for their work"
    MYSELF = "myself", "It is about me"
    PUBLIC = "public", "It is public and leads to no family, such as a law or a council"
    LOOKED = "looked", "I have looked at all of it myself, and nobody can be recognised"


class ScanQuerySet(models.QuerySet["Scan"]):
    def upon(self, record: models.Model) -> ScanQuerySet:
        return self.filter(subject_type=subject_type(record), subject_id=record.pk).order_by("pk")


class Scan(models.Model):
    """One time that a record was looked through: what kinds were found, and what a person decided of each.

    What was found is not kept, nor is any word that somebody could be recognised by.
    """

    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # Of the texts and files as they were afterwards, to know whether they have changed since.
    digest = models.CharField(max_length=64)
    is_whole = models.BooleanField()
    # Rows of {"kind", "decision", "reason", "count"}, all of them codes.
    decisions = models.JSONField(default=list)
    # Of what stays in the text by a person's decision, so that nobody is asked twice.
    settled = ArrayField(models.CharField(max_length=64), default=list)

    objects = ScanQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="scan_subject")]
        triggers = [
            pgtrigger.Protect(name="scan_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id} looked through on {self.at:%d %B %Y}"
