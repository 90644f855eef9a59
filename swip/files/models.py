"""Files that people add: what is kept of each, and what has arrived so far of those that are on their way."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from django.core.files.base import File
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from swip.accounts.models import User
from swip.files.rules import LONGEST_NAME


def random_key() -> str:
    """Where a file lies says nothing of what it is called, whose it is or what is in it."""
    key = uuid.uuid4().hex
    return f"files/{key[:2]}/{key}"


class Content(models.Model):
    """What is in a file, kept once however many people have it."""

    file = models.FileField(max_length=100, unique=True)
    # Null while it is being written, and once it is about to go: every key in the storage has a row here.
    digest = models.CharField(max_length=64, unique=True, null=True)
    size = models.PositiveBigIntegerField()
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="content_is_not_empty")]
        indexes = [
            models.Index(fields=["written_at"], condition=Q(digest=None), name="content_without_use"),
        ]

    def __str__(self) -> str:
        return str(self.file.name)


class StoredFile(models.Model):
    """A file of one person, under the name that they gave it. A record of some room holds it."""

    class Scan(models.TextChoices):
        WAITING = "waiting", "Being scanned for viruses"
        NOT_SCANNED = "not_scanned", "Not scanned for viruses"
        CLEAN = "clean", "No virus found"
        INFECTED = "infected", "Removed: a virus was found in it"
        TAKEN_OUT = "taken_out", "Removed: somebody could be recognised by it"

    # Nobody, where it came from a child or from somebody else without an account.
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    content = models.ForeignKey(
        Content, on_delete=models.PROTECT, null=True, blank=True, related_name="files"
    )
    name = models.CharField(max_length=LONGEST_NAME)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    scan = models.CharField(max_length=20, choices=Scan)
    scanned_at = models.DateTimeField(null=True, blank=True)
    stored_at = models.DateTimeField(default=timezone.now)
    # Until a record holds it, it is on its way there. What is never held is cleared away.
    held_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scan__in=["waiting", "not_scanned", "clean", "infected", "taken_out"]),
                name="stored_file_scan_is_known",
            ),
            models.CheckConstraint(
                condition=Q(content__isnull=False) | Q(scan__in=["infected", "taken_out"]),
                name="file_without_content_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(scan="clean") | Q(scanned_at__isnull=False), name="clean_says_when_it_was_seen"
            ),
        ]
        indexes = [
            models.Index(
                fields=["stored_at"], condition=Q(scan__in=["waiting", "not_scanned"]), name="file_to_scan"
            ),
            models.Index(fields=["stored_at"], condition=Q(held_since=None), name="file_held_by_nothing"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_there(self) -> bool:
        return self.content_id is not None

    def open(self) -> File[Any]:
        """To be read from the start, and as often as needed."""
        if self.content is None:
            raise FileNotFoundError(self.name)
        return self.content.file.storage.open(str(self.content.file.name), "rb")


def random_token() -> str:
    return secrets.token_urlsafe(18)


class Upload(models.Model):
    """A file on its way here, piece by piece. After a lost connection it goes on where it stopped."""

    token = models.CharField(max_length=40, unique=True, default=random_token, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    # What the sender's device knows it by, so that it is found again after a reload.
    fingerprint = models.CharField(max_length=200, blank=True, default="")
    started_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["started_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(received__lte=F("size"), size__gt=0), name="no_more_arrives_than_was_announced"
            ),
            models.UniqueConstraint(
                fields=["owner", "fingerprint"],
                condition=~Q(fingerprint=""),
                name="one_upload_of_a_file_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="upload_too_late")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        return self.received == self.size


class Piece(models.Model):
    """What arrived at once of an upload: written down in the same step that says so."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="pieces")
    offset = models.PositiveBigIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["offset"]
        constraints = [models.UniqueConstraint(fields=["upload", "offset"], name="a_piece_arrives_once")]

    def __str__(self) -> str:
        return f"{self.upload} from {self.offset}"
