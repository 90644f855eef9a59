"""What is written before it is evidence: a note of one's own, and what of it is shared for supervision."""

from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import KeptDraft, Lifecycle
from swip.enrolment.models import Enrolment
from swip.evidence.models.evidence import Evidence
from swip.evidence.rules import LONGEST_TEXT, LONGEST_TITLE
from swip.evidence.rules.notes import name_of, wrong_day
from swip.identifiers.models import Quarantinable, QuarantinableQuerySet


class Jotting(KeptDraft):
    """A title, a few words, and the day: what a note is made of, whoever may read it."""

    title = models.TextField(blank=True, default="")
    happened_on = models.DateField(null=True, blank=True)
    happened_on_as_typed = models.JSONField(default=list, blank=True)
    words = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return name_of(self.title, self.words)

    @property
    def wrong_day(self) -> str:
        """What stands in the boxes for the day, where that is no day."""
        return wrong_day(self.happened_on_as_typed)


class Note(Jotting):
    """Written in two minutes after a visit, for its writer alone: there is no step by which it is shown to others."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="notes")
    # Made on the device: the same note sent twice, because the first answer was lost, is one note.
    made_as = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "made_as"], name="note_is_kept_once"),
        ]
        indexes = [models.Index(fields=["enrolment", "-saved_at"], name="notes_newest")]

    def get_absolute_url(self) -> str:
        return reverse("evidence:note", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"


class SharedNoteQuerySet(QuarantinableQuerySet):
    def shared(self) -> SharedNoteQuerySet:
        return self.filter(status=SharedNote.Status.SHARED)

    def not_talked_about(self) -> SharedNoteQuerySet:
        """What is still to be talked about in supervision."""
        return self.shared().filter(talked_about_at=None)

    def oldest_first(self) -> SharedNoteQuerySet:
        return self.order_by("shared_at", "pk")


class SharedNote(Jotting, Quarantinable, Lifecycle):
    """Sentences chosen from a note, for the next supervision: read by its writer and their supervisor."""

    class Status(models.TextChoices):
        PREPARED = "prepared", "Not shared yet"
        SHARED = "shared", "Shared for supervision"
        TAKEN_BACK = "taken_back", "Taken back"

    STEPS = {
        Status.PREPARED: [Status.SHARED],
        Status.SHARED: [Status.TAKEN_BACK],
        Status.TAKEN_BACK: [Status.SHARED],
    }
    WRITABLE = [Status.PREPARED, Status.TAKEN_BACK]
    IS_SHOWN_ONCE_OVER = True

    status = models.CharField(max_length=20, choices=Status, default=Status.PREPARED)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="shared_notes")
    shared_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    talked_about_at = models.DateTimeField(null=True, blank=True)
    talked_about_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = SharedNoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["prepared", "shared", "taken_back"]),
                name="shared_note_status_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="shared")
                | Q(shared_at__isnull=False)
                & ~Q(words="")
                & Q(LessThanOrEqual(Length("title"), LONGEST_TITLE))
                & Q(LessThanOrEqual(Length("words"), LONGEST_TEXT)),
                name="shared_note_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(read_at=None, read_by=None) | Q(read_at__isnull=False, read_by__isnull=False),
                name="read_note_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(talked_about_at=None, talked_about_by=None)
                | Q(talked_about_at__isnull=False, talked_about_by__isnull=False, shared_at__isnull=False),
                name="note_talked_about_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["enrolment", "-saved_at"], name="shared_notes_newest"),
            models.Index(
                fields=["enrolment", "shared_at"],
                condition=Q(status="shared", talked_about_at=None),
                name="shared_notes_agenda",
            ),
        ]
        triggers = [
            # Two people talk about it: both have the same words before them.
            pgtrigger.Trigger(
                name="shared_words_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status="shared"),
                func="""
                    IF (OLD.enrolment_id, OLD.title, OLD.words, OLD.happened_on)
                        IS DISTINCT FROM (NEW.enrolment_id, NEW.title, NEW.words, NEW.happened_on)
                    THEN
                        RAISE EXCEPTION 'note % is shared: its words stay', OLD.id
                            USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("evidence:shared_note", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"

    @property
    def is_shared(self) -> bool:
        return self.status == self.Status.SHARED

    @property
    def is_writable(self) -> bool:
        return self.status in self.WRITABLE


class LiftQuerySet(models.QuerySet["Lift"]):
    def out_of(self, source: Note | SharedNote) -> LiftQuerySet:
        """What was lifted out of this note."""
        return self.filter(from_note=source) if isinstance(source, Note) else self.filter(from_shared=source)


class Lift(models.Model):
    """Remembers that a sentence went from one note into the next tier, so that it is not lifted twice unknowingly."""

    from_note = models.ForeignKey(Note, on_delete=models.CASCADE, null=True, related_name="lifts")
    from_shared = models.ForeignKey(SharedNote, on_delete=models.CASCADE, null=True, related_name="lifts")
    into_shared = models.ForeignKey(SharedNote, on_delete=models.CASCADE, null=True, related_name="lifted")
    into_evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, null=True, related_name="lifted")
    sentence = models.CharField(
        max_length=64, help_text="A digest: the words stand where they were lifted to"
    )
    # One press of the button, so that a second press of the same lifts nothing again.
    made_as = models.UUIDField(default=uuid.uuid4, editable=False)
    lifted_at = models.DateTimeField(default=timezone.now)

    objects = LiftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(from_note__isnull=False, from_shared=None)
                | Q(from_note=None, from_shared__isnull=False, into_shared=None),
                name="lift_comes_from_one_tier_below",
            ),
            models.CheckConstraint(
                condition=Q(into_shared__isnull=False, into_evidence=None)
                | Q(into_shared=None, into_evidence__isnull=False),
                name="lift_goes_into_one_place",
            ),
        ]

    def __str__(self) -> str:
        return f"Lifted into {self.into}"

    @property
    def into(self) -> SharedNote | Evidence | None:
        return self.into_shared or self.into_evidence
