"""What is in files: written once, and gone with the last file that has it. See docs/adr/0021."""

from __future__ import annotations

import structlog
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from swip.files.checking import CheckedFile, FileRefused
from swip.files.models import Content, StoredFile, random_key

log = structlog.get_logger()


def write_down(file: CheckedFile) -> Content:
    """Written whether or not it is there already: how long it takes tells nobody that somebody has it too."""
    content = Content.objects.create(file=random_key(), size=file.size)
    key = str(content.file.name)
    file.content.seek(0)
    try:
        # Only the bytes: what the sender's device said of them stays out of the storage.
        default_storage.save(key, File(file.content.file, name=key))
    except Exception as error:  # a full disk, a bucket that is away: each storage has its own
        log.error("file_not_written", error=type(error).__name__)
        dispose(content.pk)
        raise FileRefused(
            file.name, "could not be kept just now. Try again in a few minutes: nothing else was lost"
        ) from error
    return content


def kept_once(content: Content, digest: str) -> Content:
    """The one that is there already, if there is one; then the new copy goes."""
    there = Content.objects.select_for_update().filter(digest=digest).first()
    if there is None:
        try:
            with transaction.atomic():
                Content.objects.filter(pk=content.pk).update(digest=digest)
            return content
        except IntegrityError:  # somebody else's arrived in the same moment
            there = Content.objects.select_for_update().get(digest=digest)
    transaction.on_commit(lambda: dispose(content.pk))
    return there


@transaction.atomic
def take_away(content: Content) -> None:
    """Nobody opens it any more, whoever has it. The records that held it say so."""
    if not Content.objects.select_for_update().filter(pk=content.pk).first():
        return  # gone meanwhile
    content.files.update(scan=StoredFile.Scan.INFECTED, scanned_at=timezone.now(), content=None)
    let_go(content)


def let_go(content: Content) -> None:
    """Hold its row while you do this."""
    if not content.files.exists():
        Content.objects.filter(pk=content.pk).update(digest=None)
        transaction.on_commit(lambda: dispose(content.pk))


def dispose(content_id: int) -> None:
    """The bytes, then the row. What cannot be deleted now is found again by the row."""
    content = Content.objects.filter(pk=content_id, digest=None).first()
    if content is None:
        return
    try:
        default_storage.delete(str(content.file.name))
    except Exception as error:  # each storage has its own
        log.warning("file_not_deleted", content=content_id, error=type(error).__name__)
        return
    content.delete()
