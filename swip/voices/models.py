"""What children, parents and carers said: codes on paper, what was said with them, and what became of it."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.core.lifecycle import KeptDraft, Lifecycle
from swip.core.links import Link, digest_of
from swip.enrolment.models import Enrolment
from swip.identifiers.models import Quarantinable, QuarantinableQuerySet
from swip.voices.rules import asked


class Handout(models.Model):
    """Some codes, each on a sheet of paper, that somebody other than the social worker hands to families."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="handouts")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    # Of the page it was asked for on: sent twice, it makes codes once.
    key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        triggers = [
            pgtrigger.Trigger(
                name="social_worker_makes_no_codes",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF EXISTS (SELECT 1 FROM enrolment_enrolment AS enrolment
                               WHERE enrolment.id = NEW.enrolment_id
                                 AND enrolment.social_worker_id = NEW.made_by_id) THEN
                        RAISE EXCEPTION 'somebody else hands out the codes'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"Codes made by {self.made_by} in {self.made_at:%B %Y}"

    @property
    def history_chain(self) -> str:
        """Apart from the enrolment's own, which the social worker reads: when somebody answered is not for them."""
        return f"voices:{self.enrolment_id}"


class Batch(Quarantinable, Lifecycle):
    """What several people said, shown to the social worker together so that nobody can be picked out."""

    IS_SHOWN_ONCE_OVER = True

    class Kind(models.TextChoices):
        ANSWERS = "answers", "Answers"
        SUMMARY = "summary", "Summary"

    class Status(models.TextChoices):
        SHOWN = "shown", "Shown to the social worker"
        HIDDEN = "hidden", "Not shown, because somebody took their answers back"

    STEPS = {Status.SHOWN: [Status.HIDDEN], Status.HIDDEN: [Status.SHOWN]}

    status = models.CharField(max_length=10, choices=Status, default=Status.SHOWN)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="voice_batches")
    kind = models.CharField(max_length=10, choices=Kind)
    summary = models.TextField(blank=True, default="")
    # How few there may be in it, by the rule of the day it was released on.
    least = models.PositiveSmallIntegerField()
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(default=timezone.now)

    objects = QuarantinableQuerySet.as_manager()

    class Meta:
        ordering = ["-released_at", "-pk"]
        verbose_name_plural = "batches"
        constraints = [
            models.CheckConstraint(condition=Q(status__in=["shown", "hidden"]), name="batch_status_is_known"),
            models.CheckConstraint(
                condition=Q(kind="summary") & ~Q(summary="") | Q(kind="answers", summary=""),
                name="summary_batch_has_its_summary",
            ),
            models.CheckConstraint(condition=Q(least__gte=2), name="batch_is_never_of_one"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.released_at:%B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("voices:batch", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"


class VoiceQuerySet(models.QuerySet["Voice"]):
    def with_code(self, code: str) -> Self:
        return self.filter(code_digest=digest_of(code))

    def with_token(self, token: str) -> Self:
        return self.filter(token_digest=digest_of(token))

    def unanswered(self) -> Self:
        return self.filter(status=Voice.Status.OPEN)

    def usable(self) -> Self:
        """Codes that open something: those still to answer until they run out, those answered for good."""
        in_time = Q(status=Voice.Status.OPEN, expires_at__gt=timezone.now())
        return self.filter(in_time | Q(status__in=[Voice.Status.GIVEN, Voice.Status.WITHDRAWN]))

    def given(self) -> Self:
        return self.filter(status=Voice.Status.GIVEN)

    def undecided(self) -> Self:
        """Somebody has yet to read them and say what becomes of them."""
        return self.given().filter(decision="")

    def ready(self, decision: str) -> Self:
        """Read, and waiting to be released in a batch or a summary."""
        return self.given().filter(decision=decision, released_in=None)

    def counted(self) -> Self:
        """Given, not taken back, and released: what counts as feedback of children and families."""
        return self.given().filter(released_in__isnull=False)


class Voice(Lifecycle, Link, KeptDraft):
    """A code on paper, and what a child, a parent or a carer said with it. Nobody is named, and no day is kept."""

    class Status(models.TextChoices):
        OPEN = "open", "Not answered"
        GIVEN = "given", "Answered"
        WITHDRAWN = "withdrawn", "Taken back"
        CANCELLED = "cancelled", "Cancelled"

    class Decision(models.TextChoices):
        SHOW = "show", "Show it in a batch, in these words"
        SUMMARY = "summary", "Only let it go into my summary"
        HOLD_BACK = "hold_back", "Hold it back"

    STEPS = {
        Status.OPEN: [Status.GIVEN, Status.CANCELLED],
        Status.GIVEN: [Status.WITHDRAWN],
    }

    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    handout = models.ForeignKey(Handout, on_delete=models.PROTECT, related_name="voices")
    code_digest = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(max_length=10, default="en")
    way = models.CharField(max_length=10, default="standard")
    who = models.CharField(max_length=10, blank=True, default="")
    age_band = models.CharField(max_length=10, blank=True, default="")
    written_by = models.CharField(max_length=10, blank=True, default="")
    answers = models.JSONField(default=dict, blank=True)
    # The first day of the month. The day itself would say who was visited before it.
    given_in = models.DateField(null=True, blank=True)
    # Whoever reads it decides what becomes of it, and in which words the social worker reads it.
    decision = models.CharField(max_length=10, choices=Decision, blank=True, default="")
    shown_words = models.JSONField(default=dict, blank=True)
    shows_drawing = models.BooleanField(default=False)
    released_in = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="released")
    # The same, until a batch that became too small is shown again together with another.
    shown_in = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="voices")
    # In a batch or a summary that was taken apart since, or from which somebody took their answers back: beside it, a
    # single new answer could be picked out, and in numbers that are drawn again whoever is missing.
    was_shown = models.BooleanField(default=False)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        # By a number that chance made: neither the order of the sheets nor that of the answers.
        ordering = ["given_in", "code_digest"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "given", "withdrawn", "cancelled"]),
                name="voice_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(language__in=list(asked.LANGUAGES)), name="voice_language_is_known"
            ),
            models.CheckConstraint(condition=Q(way__in=list(asked.WAYS)), name="voice_way_is_known"),
            models.CheckConstraint(condition=Q(who__in=["", *asked.WHO]), name="voice_who_is_known"),
            models.CheckConstraint(condition=Q(age_band__in=["", *asked.AGES]), name="voice_age_is_known"),
            models.CheckConstraint(
                condition=Q(written_by__in=["", *asked.WRITERS]), name="voice_writer_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "given"])
                | Q(
                    answers={},
                    shown_words={},
                    shows_drawing=False,
                    who="",
                    age_band="",
                    written_by="",
                    released_in=None,
                    shown_in=None,
                    was_shown=False,
                ),
                name="voice_taken_back_has_no_words",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["given", "withdrawn"], given_in__isnull=False)
                | Q(status__in=["open", "cancelled"], given_in=None),
                name="voice_given_has_its_month",
            ),
            models.CheckConstraint(
                condition=Q(given_in=None) | Q(given_in__day=1), name="voice_keeps_no_day"
            ),
            models.CheckConstraint(
                condition=Q(released_in=None, shown_in=None)
                | Q(status="given", released_in__isnull=False, shown_in__isnull=False)
                & Q(decision__in=["show", "summary"]),
                name="voice_is_decided_upon_before_it_is_released",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["", "show", "summary", "hold_back"]), name="voice_decision_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["handout", "status"], name="voice_handout"),
        ]

    def __str__(self) -> str:
        return f"Voice {self.pk}"  # what was said stands in no log and no trace

    def get_absolute_url(self) -> str:
        return reverse("voices:read", args=[self.pk])

    @property
    def enrolment(self) -> Enrolment:
        return self.handout.enrolment

    @property
    def history_chain(self) -> str:
        return self.handout.history_chain


class Drawing(models.Model):
    """What a child drew, redrawn without anything that says where it came from. Taken back, it is gone with its row."""

    voice = models.OneToOneField(Voice, on_delete=models.CASCADE, related_name="drawing")
    picture = models.BinaryField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"Drawing of voice {self.voice_id}"


class Change(models.Model):
    """What changed because of what was said, in plain words, for those who said it. Out of sight with its batch."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="changes")
    words = models.TextField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="change_says_something")]

    def __str__(self) -> str:
        return f"What changed because of batch {self.batch_id}"

    @property
    def history_chain(self) -> str:
        return self.batch.history_chain


class LocalProcedure(models.Model):
    """What an organisation wants done when an answer tells of harm: its own words, and whom to call."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="safeguarding_procedure"
    )
    words = models.TextField()
    phone = models.CharField(max_length=40)
    out_of_hours_phone = models.CharField(max_length=40, blank=True, default="")
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words="") & ~Q(phone=""), name="procedure_says_whom_to_call")
        ]

    def __str__(self) -> str:
        return f"Safeguarding procedure of {self.organisation}"

    @property
    def history_chain(self) -> str:
        return self.organisation.history_chain
