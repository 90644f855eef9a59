"""Made-up files: `StoredFileFactory(owner=person, name="plan.txt", data=b"The plan")`."""

from __future__ import annotations

import datetime
import hashlib

import factory
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from swip.accounts.tests.factories import UserFactory
from swip.files.actions.content import kept_once, write_down
from swip.files.checking import CheckedFile
from swip.files.models import StoredFile, Upload


def a_checked_file(name: str = "notes.txt", data: bytes = b"Notes", sent_as: str = "") -> CheckedFile:
    digest = hashlib.sha256(data).hexdigest()
    return CheckedFile(name, "text/plain", ContentFile(data), len(data), digest, sent_as)


class StoredFileFactory(factory.django.DjangoModelFactory):
    """A small text file that a record holds, with its bytes in the storage."""

    class Meta:
        model = StoredFile

    owner = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda number: f"notes-{number}.txt")
    content_type = "text/plain"
    scan = StoredFile.Scan.NOT_SCANNED
    held_since = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class, *args, data: bytes = b"Notes", **values):
        file = a_checked_file(values["name"], data)
        with transaction.atomic():
            content = kept_once(write_down(file), file.digest)
        values.setdefault("scanned_at", timezone.now() if values["scan"] == "clean" else None)
        return model_class.objects.create(content=content, size=file.size, digest=file.digest, **values)


class UploadFactory(factory.django.DjangoModelFactory):
    """A file on its way, of which nothing has arrived."""

    class Meta:
        model = Upload

    owner = factory.SubFactory(UserFactory)
    name = "visit.txt"
    size = 100
    expires_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(hours=1))
