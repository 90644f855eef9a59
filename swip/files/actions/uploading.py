"""Files arrive piece by piece. What was answered for is in the database, and survives whatever happens."""

from __future__ import annotations

import datetime
import hashlib

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.files import queries
from swip.files.actions.scanning import be_taken_without_scanner
from swip.files.checking import FileRefused, be_acceptable, clean_name, in_a_new_file
from swip.files.models import Piece, Upload
from swip.files.rules import HOURS_TO_FINISH, MOST_OPEN_UPLOADS

EXACT = "sha256:"  # a fingerprint that begins like this is one of the content itself


class TooLate(Exception):
    """The piece does not follow what has arrived: what has, says the upload."""


@transaction.atomic
def start_upload(*, name: str, size: int, fingerprint: str, by: User) -> Upload:
    """Announce a file. One that its owner has begun to send before goes on where it stopped."""
    name = clean_name(name)
    be_taken_without_scanner(name)
    be_acceptable(name, size, most_bytes=settings.FILE_UPLOAD_MAX_BYTES)
    User.objects.select_for_update(no_key=True, of=("self",)).get(pk=by.pk)
    queries.uploads_too_late().filter(owner=by).delete()
    if fingerprint:
        begun = Upload.objects.filter(owner=by, fingerprint=fingerprint).first()
        if begun and begun.size == size:
            return begun
        if begun:
            begun.delete()
    quota = queries.quota_with_uploads(by)
    if not quota.has_room_for(size):
        raise FileRefused(name, quota.refusal(size))
    # Whoever begins one after the other and finishes none loses the oldest, not the way to send more.
    newest = Upload.objects.filter(owner=by).order_by("-expires_at", "-pk")
    for old in newest[MOST_OPEN_UPLOADS - 1 :]:
        old.delete()
    return Upload.objects.create(
        owner=by, name=name, size=size, fingerprint=fingerprint, expires_at=a_day_from_now()
    )


@transaction.atomic
def receive(announced: Upload, *, offset: int, data: bytes) -> Upload:
    """Write down what arrived. It counts only where it follows what was there."""
    upload = Upload.objects.select_for_update().filter(pk=announced.pk).first()
    if upload is None or offset != upload.received or offset + len(data) > upload.size:
        raise TooLate
    if data:
        Piece.objects.create(upload=upload, offset=offset, data=data)
        upload.received += len(data)
        upload.expires_at = a_day_from_now()
        upload.save(update_fields=["received", "expires_at"])
    return upload


def whole_file(upload: Upload) -> File:
    """The pieces, put together; a refusal where they are not the file that was announced."""
    digest, written = hashlib.sha256(), in_a_new_file()
    for number in list(upload.pieces.values_list("pk", flat=True)):  # one at a time: together they are large
        data = Piece.objects.values_list("data", flat=True).get(pk=number)
        digest.update(data)
        written.write(data)
    if not upload.is_whole or written.tell() != upload.size:
        raise FileRefused(upload.name, "did not arrive whole. Choose it again")
    announced = upload.fingerprint.removeprefix(EXACT)[:64] if upload.fingerprint.startswith(EXACT) else None
    if announced not in {None, digest.hexdigest()}:
        raise FileRefused(upload.name, "was changed while it was sent. Choose it again")
    written.seek(0)
    return File(written, name=upload.name)


def forget(upload: Upload) -> None:
    """Whoever no longer wants to send it leaves nothing behind."""
    upload.delete()


def a_day_from_now() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(hours=HOURS_TO_FINISH)
