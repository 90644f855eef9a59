"""Files are kept, held by a record, let go and cleared away."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import StaleStep
from swip.files import queries
from swip.files.actions.content import dispose, kept_once, let_go, write_down
from swip.files.actions.scanning import scan_before_keeping
from swip.files.checking import CheckedFile, FileRefused
from swip.files.models import Content, StoredFile, Upload
from swip.files.rules import Quota

NAME_OF_NONE = "Removed file"


def keep(file: CheckedFile, *, owner: User | None) -> StoredFile:
    """Keep a file for its owner, until a record holds it. Not one transaction: see docs/adr/0021."""
    if owner:
        be_within_quota(file, queries.quota_of(owner))
    scan = scan_before_keeping(file)
    content = write_down(file)
    with transaction.atomic():
        if owner:
            # Of two that arrive at once, the second sees what the first has taken.
            User.objects.select_for_update(no_key=True, of=("self",)).get(pk=owner.pk)
            be_within_quota(file, queries.quota_of(owner))
        stored = StoredFile.objects.create(
            owner=owner,
            content=kept_once(content, file.digest),
            name=file.name,
            content_type=file.content_type,
            size=file.size,
            digest=file.digest,
            scan=scan,
            scanned_at=timezone.now() if scan == StoredFile.Scan.CLEAN else None,
        )
        if file.sent_as:
            Upload.objects.filter(owner=owner, token=file.sent_as).delete()
    return stored


def be_within_quota(file: CheckedFile, quota: Quota) -> None:
    if not quota.has_room_for(file.size):
        raise FileRefused(file.name, quota.refusal(file.size))


@transaction.atomic
def hold(stored: StoredFile) -> None:
    """From now on a record holds it. A file is held by one record: another gets a file of its own."""
    if not StoredFile.objects.filter(pk=stored.pk, held_since=None).update(held_since=timezone.now()):
        raise StaleStep(stored)


@transaction.atomic
def drop(stored: StoredFile) -> None:
    """Let a file go. What was in it goes with the last file that has it."""
    content = held_content(stored)
    stored.delete()
    if content:
        let_go(content)


@transaction.atomic
def take_out(stored: StoredFile) -> None:
    """A record goes on naming the file, and nobody opens it again: what was in it goes, and its own name with it."""
    content = held_content(stored)
    stored.content, stored.scan, stored.name = None, StoredFile.Scan.TAKEN_OUT, NAME_OF_NONE
    stored.save(update_fields=["content", "scan", "name"])
    if content:
        let_go(content)


def held_content(stored: StoredFile) -> Content | None:
    """What is in it, which nobody takes up or lets go until the step is done; nothing where it is gone already."""
    return Content.objects.select_for_update(of=("self",)).filter(files=stored).first()


def clear_away() -> int:
    """What nothing holds: files that no record took, uploads nobody finished, bytes without a file."""
    cleared, _ = queries.uploads_too_late().delete()
    for stored in queries.held_by_nothing():
        drop(stored)
        cleared += 1
    for content in queries.content_without_use():
        dispose(content.pk)
        cleared += 1
    return cleared
