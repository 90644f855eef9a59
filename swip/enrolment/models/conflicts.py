"""Who should not supervise or assess whom."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from swip.accounts.models import Organisation, User


class ConflictOfInterestQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(ended_at=None)

    def of(self, person: User) -> Self:
        return self.filter(Q(person=person) | Q(other=person))

    def seen_from_outside_by(self, user: User) -> Self:
        """Whoever acts for others does not learn here of what was declared against themselves."""
        return self.exclude(Q(person=user) | Q(other=user), ~Q(declared_by=user))

    def between(self, one: User, other: User) -> Self:
        return self.filter(Q(person=one, other=other) | Q(person=other, other=one))


class ConflictOfInterest(models.Model):
    """Two people who are not to be paired, as one person declared it. Nobody has to say why.

    The same pair may be declared by several, each without knowing of the others; it lasts until all are ended.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    declared_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ConflictOfInterestQuerySet.as_manager()

    class Meta:
        ordering = ["-declared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(person=F("other")), name="conflict_of_interest_is_between_two"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="conflict_of_interest_is_ended_by_somebody",
            ),
            # Each declares it for themselves: one that another has declared already must not show.
            models.UniqueConstraint(
                Least("person", "other"),
                Greatest("person", "other"),
                "organisation",
                "declared_by",
                condition=Q(ended_at=None),
                name="conflict_of_interest_is_declared_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} and {self.other}"

    @property
    def history_chain(self) -> str:
        return f"organisation:{self.organisation_id}"
