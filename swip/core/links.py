"""Links for people without an account: each does one thing, and not for ever."""

from __future__ import annotations

import hashlib
import secrets

from django.db import models
from django.utils import timezone


def digest_of(token: str) -> str:
    """What is kept of a link's secret: enough to know it again, not enough to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


class LinkQuerySet(models.QuerySet):
    def with_token(self, token: str) -> LinkQuerySet:
        """The one that a link leads to, be it still open or not."""
        return self.filter(token_digest=digest_of(token))


class Link(models.Model):
    """Something that a link leads to. The link itself stands in the letter, or on the paper, and nowhere else."""

    # Of the newest link; null until the first one was made.
    token_digest = models.CharField(max_length=64, unique=True, null=True, editable=False)
    expires_at = models.DateTimeField()
    times_sent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def is_too_late(self) -> bool:
        return self.expires_at <= timezone.now()

    def renew_link(self) -> str:
        """The secret of a new link; older ones stop working. Hold the row while you do this."""
        token = secrets.token_urlsafe(32)
        self.token_digest = digest_of(token)
        self.times_sent += 1
        self.save(update_fields=["token_digest", "times_sent"])
        return token
