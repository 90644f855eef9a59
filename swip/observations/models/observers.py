"""Who was asked to watch: a colleague, or somebody from outside by a link."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import Lifecycle
from swip.core.links import Link, LinkQuerySet
from swip.observations.models.observation import Observation, stays_once_agreed


class ObserverQuerySet(LinkQuerySet):
    def current(self) -> ObserverQuerySet:
        """Who is asked, or has answered: of one observation at most one."""
        return self.filter(status__in=Observer.CURRENT)

    def unanswered(self) -> ObserverQuerySet:
        return self.filter(status=Observer.Status.ASKED)


class Observer(Link, Lifecycle):
    """Somebody asked to watch one piece of practice. Without an account, the link in a letter is their way in."""

    class Status(models.TextChoices):
        ASKED = "asked", "Asked"
        ANSWERED = "answered", "Has sent what they saw"
        DECLINED = "declined", "Cannot do it"
        WITHDRAWN = "withdrawn", "Not asked any more"
        PASSED_ON = "passed_on", "Somebody else was asked instead"

    STEPS = {
        Status.ASKED: [Status.ANSWERED, Status.DECLINED, Status.WITHDRAWN, Status.PASSED_ON],
        # To look at it once more, before both have signed.
        Status.ANSWERED: [Status.ASKED],
    }
    CURRENT = [Status.ASKED, Status.ANSWERED]
    # Unless somebody else is asked, nobody observes.
    GONE = [Status.DECLINED, Status.WITHDRAWN]

    status = models.CharField(max_length=20, choices=Status, default=Status.ASKED)
    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="observers")
    # A colleague with an account; everybody else has a name, a role, an agency and an address.
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="observing")
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=150, blank=True, default="")
    agency = models.CharField(max_length=150, blank=True, default="")
    email = models.EmailField(max_length=254)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    # Why they are to look at it once more, or why they cannot do it.
    words = models.TextField(blank=True, default="")
    # Who types in what they wrote on paper, and when it was handed over to them to confirm.
    typed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    handed_over_at = models.DateTimeField(null=True, blank=True)

    objects = ObserverQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["observation"],
                condition=Q(status__in=["asked", "answered"]),
                name="one_observer_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["asked", "answered", "declined", "withdrawn", "passed_on"]),
                name="observer_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(role="") & ~Q(agency="") & ~Q(email=""),
                name="observer_from_outside_says_who_they_are",
            ),
            models.CheckConstraint(
                condition=~Q(status="answered") | Q(answered_at__isnull=False),
                name="observer_who_answered_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(status="asked"), name="observer_unanswered")
        ]
        triggers = [
            stays_once_agreed("observer_of_agreed_stays"),
            # By the account and by the address alike: a link to oneself would be watching oneself.
            pgtrigger.Trigger(
                name="nobody_observes_themselves_or_in_conflict",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM observations_observation AS observation
                        JOIN enrolment_enrolment AS enrolment ON enrolment.id = observation.enrolment_id
                        JOIN accounts_user AS watching
                            ON watching.id = NEW.person_id OR watching.email = lower(NEW.email)
                        WHERE observation.id = NEW.observation_id
                            AND (watching.id = enrolment.social_worker_id OR EXISTS (
                                SELECT 1 FROM enrolment_conflictofinterest AS conflict
                                WHERE conflict.ended_at IS NULL
                                    AND LEAST(conflict.person_id, conflict.other_id)
                                        = LEAST(watching.id, enrolment.social_worker_id)
                                    AND GREATEST(conflict.person_id, conflict.other_id)
                                        = GREATEST(watching.id, enrolment.social_worker_id)))
                    ) THEN
                        RAISE EXCEPTION 'these two are not to observe one another'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("observations:observation", args=[self.observation_id])

    @property
    def history_chain(self) -> str:
        return self.observation.history_chain

    @property
    def in_full(self) -> str:
        """ "Jo Smith, head of year, Oak School": how somebody without an account is named."""
        return ", ".join(filter(None, [self.name, self.role, self.agency]))

    @property
    def has_account(self) -> bool:
        return self.person_id is not None

    @property
    def is_asked(self) -> bool:
        return self.status == self.Status.ASKED

    @property
    def has_answered(self) -> bool:
        return self.status == self.Status.ANSWERED

    @property
    def has_declined(self) -> bool:
        return self.status == self.Status.DECLINED

    @property
    def is_withdrawn(self) -> bool:
        return self.status == self.Status.WITHDRAWN

    @property
    def is_current(self) -> bool:
        return self.status in self.CURRENT

    @property
    def is_being_typed(self) -> bool:
        """Somebody is typing in what they wrote on paper, and they have not got it yet."""
        return self.typed_by_id is not None and self.handed_over_at is None
