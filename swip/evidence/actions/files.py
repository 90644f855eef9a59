"""The files that go with a piece: kept with it, taken away."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.evidence.actions.common import (
    be_writable,
    locked,
)
from swip.evidence.files import CheckedFile, FileRefused
from swip.evidence.models import (
    Attachment,
    Evidence,
)
from swip.evidence.rules import MOST_FILES


@transaction.atomic
def attach(evidence: Evidence, *, file: CheckedFile, by: User) -> Attachment:
    """Keep a file with the piece, under a name that says nothing."""
    be_writable(locked(evidence))
    there = list(evidence.attachments.kept())
    if same := next((each for each in there if each.digest == file.digest), None):
        return same
    if len(there) >= MOST_FILES:
        raise FileRefused(file.name, f"was not added: {MOST_FILES} files are the most. Remove one first")
    attachment = Attachment(
        evidence=evidence, name=file.name, content_type=file.content_type, size=file.size, digest=file.digest
    )
    attachment.file.save(file.name, file.content, save=True)
    history.record(
        "evidence.file_added", evidence, by=by, data={"file": attachment.pk, "digest": file.digest}
    )
    return attachment


@transaction.atomic
def remove_file(attachment: Attachment, *, by: User) -> None:
    """Take a file away. One that was handed in stays with the versions that name it."""
    evidence = locked(attachment.evidence)
    be_writable(evidence)
    # Had it been handed in from another window and come back meanwhile, a version would name it by now.
    still_there = evidence.attachments.kept().filter(pk=attachment.pk).first()
    if still_there is None:
        return
    attachment = still_there
    data = {"file": attachment.pk, "digest": attachment.digest}
    if attachment.was_handed_in:
        Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=timezone.now())
    else:
        place, storage = str(attachment.file.name), attachment.file.storage
        attachment.delete()
        transaction.on_commit(lambda: storage.delete(place))
    history.record("evidence.file_removed", evidence, by=by, data=data)
