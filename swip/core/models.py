"""History: who did what, when, on whose behalf and under which rules. Added to, never changed."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone


class Entry(models.Model):
    """One thing that somebody did to one record. The hash of each entry covers the entry before it."""

    chain = models.CharField(max_length=60)
    position = models.PositiveIntegerField(editable=False, default=0)
    at = models.DateTimeField(default=timezone.now)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    on_behalf_of = models.CharField(max_length=200, blank=True, default="")
    rules = models.CharField(max_length=60, blank=True, default="")
    note = models.TextField(blank=True, default="")
    data = models.JSONField(default=dict)
    hash = models.CharField(max_length=64, editable=False, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "position"], name="entry_is_alone_at_its_place"),
            models.CheckConstraint(condition=~models.Q(chain=""), name="entry_has_a_chain"),
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="entry_subject")]
        triggers = [
            pgtrigger.Protect(name="entry_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
            # In the database, so that no path into the table can leave the chain.
            pgtrigger.Trigger(
                name="entry_joins_its_chain",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("last_entry", "core_entry%ROWTYPE")],
                func="""
                    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.chain, 0));
                    SELECT * INTO last_entry FROM core_entry WHERE chain = NEW.chain
                        ORDER BY position DESC LIMIT 1;
                    NEW.position := COALESCE(last_entry.position, 0) + 1;
                    NEW.hash := history_digest(COALESCE(last_entry.hash, ''), NEW);
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} on {self.subject_type} {self.subject_id}"
