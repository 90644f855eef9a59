"""Who is asked in a round, and the letter that asks them."""

from __future__ import annotations

import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import Lifecycle
from swip.core.links import Link, digest_of
from swip.feedback.models.rounds import Round

# A letter that has not left by then had no luck at the mail server.
LEAVES_WITHIN = datetime.timedelta(days=1)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def with_token(self, token: str) -> InvitationQuerySet:
        """By the link of any letter that went to this person: a reminder does not spoil the one before it."""
        digest = digest_of(token)
        return self.filter(Q(token_digest=digest) | Q(earlier_digests__contains=[digest]))

    def on_the_list(self) -> InvitationQuerySet:
        """Named or asked, and not struck, nor handed on to somebody else."""
        there = self.exclude(status__in=[Invitation.Status.STRUCK, Invitation.Status.PASSED_ON])
        return there.filter(is_stood_in_for=False)

    def handed_on(self) -> InvitationQuerySet:
        """Somebody else stands in their place on the list, whether or not they had answered by then."""
        return self.filter(Q(status=Invitation.Status.PASSED_ON) | Q(is_stood_in_for=True))

    def named(self) -> InvitationQuerySet:
        return self.filter(status=Invitation.Status.NAMED)

    def sent_out(self) -> InvitationQuerySet:
        """Agreed to by the supervisor, whatever they have done since."""
        return self.on_the_list().exclude(status=Invitation.Status.NAMED)

    def waiting(self) -> InvitationQuerySet:
        """Asked, and has neither answered nor declined."""
        return self.filter(status=Invitation.Status.ASKED)

    def to_be_sent(self) -> InvitationQuerySet:
        """A letter is wanted. To a stand-in whom nobody needs none leaves, but it looks as if one did."""
        statuses = [Invitation.Status.ASKED, Invitation.Status.NOT_NEEDED]
        return self.filter(status__in=statuses).exclude(letter="")

    def undelivered(self) -> InvitationQuerySet:
        """The letter did not reach them, or has not left for a day; whether they have answered since, it says not."""
        has_not_left = ~Q(letter="") & Q(letter_wanted_at__lt=Now() - LEAVES_WITHIN)
        return self.sent_out().filter(~Q(failure="") | has_not_left)


class Invitation(Link, Lifecycle):
    """Somebody who is asked to answer. Whether they have is kept; which answer is theirs is kept nowhere."""

    class Status(models.TextChoices):
        NAMED = "named", "Named"
        STRUCK = "struck", "Struck from the list"
        ASKED = "asked", "Asked"
        ANSWERED = "answered", "Answered"
        DECLINED = "declined", "Declined"
        PASSED_ON = "passed_on", "Passed on to somebody else"
        # Whoever they were to stand in for was not waited for any more: on the list, and never asked.
        NOT_NEEDED = "not_needed", "Not needed after all"

    STEPS = {
        Status.NAMED: [Status.ASKED, Status.STRUCK],
        Status.ASKED: [Status.ANSWERED, Status.DECLINED, Status.PASSED_ON],
        Status.NOT_NEEDED: [Status.PASSED_ON],
    }

    class Kind(models.TextChoices):
        COLLEAGUE = "colleague", "A colleague"
        PARTNER = "partner", "From a partner agency"

    class Failure(models.TextChoices):
        ADDRESS = "address", "The address does not take letters"
        SERVER = "server", "The letter could not be sent"

    status = models.CharField(max_length=20, choices=Status, default=Status.NAMED)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="invitations")
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=150)
    email = models.EmailField(max_length=254)
    work = models.CharField(max_length=200)
    # Passed on after they had answered or declined: that counts on, and the list shows the stand-in.
    is_stood_in_for = models.BooleanField(default=False)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # The letter that is to leave next: "invitation" or "reminder"; empty once it has left.
    letter = models.CharField(max_length=20, blank=True, default="")
    letter_wanted_at = models.DateTimeField(null=True, blank=True)
    last_sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=20, choices=Failure, blank=True, default="")
    reference = models.CharField(max_length=100, blank=True, default="")
    earlier_digests = ArrayField(models.CharField(max_length=64), default=list, blank=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "email"],
                condition=~Q(status__in=["struck", "passed_on"]),
                name="somebody_is_asked_once_in_a_round",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "named",
                        "struck",
                        "asked",
                        "answered",
                        "declined",
                        "passed_on",
                        "not_needed",
                    ]
                ),
                name="round_invitation_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["colleague", "partner"]), name="round_invitation_kind_is_known"
            ),
        ]
        indexes = [GinIndex(fields=["earlier_digests"], name="round_invitation_links")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("feedback:people", args=[self.round_id])

    @property
    def is_partner(self) -> bool:
        return self.kind == self.Kind.PARTNER

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.ASKED

    @property
    def is_late_to_leave(self) -> bool:
        wanted = self.letter_wanted_at
        return bool(self.letter and wanted and wanted < timezone.now() - LEAVES_WITHIN)

    def renew_link(self) -> str:
        """A link for one more letter; those of the letters before it go on working."""
        before = self.token_digest
        token = super().renew_link()
        if before:
            self.earlier_digests = [*self.earlier_digests, before]
            self.save(update_fields=["earlier_digests"])
        return token
