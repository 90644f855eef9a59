"""The one thing that dashboards keep: how a coordinator likes to look at their cohort."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User


class SavedView(models.Model):
    """A coordinator's own name for a way of filtering and sorting the cohort table."""

    NAME_LENGTH = 60

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="saved_views")
    name = models.CharField(max_length=NAME_LENGTH)
    # The address's own question: it asks again each time, and keeps nobody's name or standing.
    # As long as it has to be: letters of most scripts take nine characters each in an address.
    query = models.TextField()
    is_default = models.BooleanField(default=False)
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint("owner", Lower("name"), name="view_name_is_used_once"),
            models.UniqueConstraint(
                fields=["owner"], condition=Q(is_default=True), name="one_view_is_shown_first"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('dashboards:cohort')}?{self.query}"

    @property
    def history_chain(self) -> str:
        return f"user:{self.owner_id}"
