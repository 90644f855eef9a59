"""The files that go with a piece: kept with it, taken away."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.evidence.actions.common import be_writable, locked
from swip.evidence.models import Attachment, Evidence
from swip.evidence.rules import MOST_FILES
from swip.files import actions as files
from swip.files.checking import CheckedFile, FileRefused
from swip.files.models import StoredFile
from swip.notifications.actions import tell


class TooManyFiles(FileRefused):
    """There is room for no more files with the piece."""


def attach(evidence: Evidence, *, file: CheckedFile, by: User) -> Attachment:
    """Keep a file with the piece. It is written down first, and let go again if the piece does not take it."""
    be_writable(evidence)
    stored = files.keep(file, owner=by)
    try:
        attachment = attach_stored(evidence, stored, by=by)
    except Exception:
        files.drop(stored)
        raise
    if attachment.stored_id != stored.pk:
        files.drop(stored)  # the piece has it already
    return attachment


@transaction.atomic
def attach_stored(evidence: Evidence, stored: StoredFile, *, by: User) -> Attachment:
    be_writable(locked(evidence))
    there = list(evidence.attachments.kept())
    if same := next((each for each in there if each.digest == stored.digest), None):
        return same
    if len(there) >= MOST_FILES:
        raise TooManyFiles(stored.name, f"was not added: {MOST_FILES} files are the most. Remove one first")
    files.hold(stored)
    attachment = Attachment.objects.create(evidence=evidence, stored=stored, digest=stored.digest)
    history.record(
        "evidence.file_added", evidence, by=by, data={"file": attachment.pk, "digest": stored.digest}
    )
    return attachment


@transaction.atomic
def remove_file(attachment: Attachment, *, by: User) -> None:
    """Take a file away. One that was handed in stays with the versions that name it."""
    evidence = locked(attachment.evidence)
    be_writable(evidence)
    if taken_off(evidence, attachment):
        data = {"file": attachment.pk, "digest": attachment.digest}
        history.record("evidence.file_removed", evidence, by=by, data=data)


def remove_infected() -> int:
    """A virus was found in a file after it was added: its writer is told, and can add a clean one in its place."""
    found = Attachment.objects.kept().filter(stored__scan=StoredFile.Scan.INFECTED).select_related("evidence")
    for attachment in found:
        give_up_infected(attachment)
    return len(found)


@transaction.atomic
def give_up_infected(attachment: Attachment) -> None:
    evidence = locked(attachment.evidence)
    if taken_off(evidence, attachment):
        history.record("evidence.file_infected", evidence, by=None, data={"file": attachment.pk})
        tell(evidence.enrolment.social_worker, "evidence-file-infected", href=evidence.get_absolute_url())


def taken_off(evidence: Evidence, attachment: Attachment) -> bool:
    """Whether it was still there. One that was handed in meanwhile stays with the version that names it."""
    there = evidence.attachments.kept().filter(pk=attachment.pk).first()
    if there is None:
        return False
    if there.was_handed_in:
        there.removed_at = timezone.now()
        there.save(update_fields=["removed_at"])
    else:
        stored = there.stored
        there.delete()
        files.drop(stored)
    return True
