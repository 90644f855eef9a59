"""Files are looked through for viruses: as they come in, or later, when a scanner is there again."""

from __future__ import annotations

import structlog
from django.conf import settings
from django.utils import timezone

from swip.files import queries, scanner
from swip.files.actions.content import take_away
from swip.files.checking import CheckedFile, FileRefused, pieces_of
from swip.files.models import Content, StoredFile

log = structlog.get_logger()

VIRUS = "was not added: a virus was found in it. Scan your own device before you try again"
NO_SCANNER = "was not added: this service has no virus scanner yet, and takes no files without one"


def be_taken_without_scanner(name: str) -> None:
    if not settings.CLAMAV_SOCKET and settings.FILES_WITHOUT_SCANNER == "refuse":
        raise FileRefused(name, NO_SCANNER)


def scan_before_keeping(file: CheckedFile) -> str:
    """What can be said of it now. Asked anew for each file, also where the same one was scanned before."""
    be_taken_without_scanner(file.name)
    if not settings.CLAMAV_SOCKET:
        return StoredFile.Scan.NOT_SCANNED
    try:
        virus = scanner.virus_in(pieces_of(file.content))
    except (scanner.ScannerAway, scanner.NotScannable) as reason:
        log.warning("scanner_away", reason=str(reason))
        return StoredFile.Scan.WAITING
    if virus:
        log.warning("virus_found", virus=virus)
        for content in Content.objects.filter(digest=file.digest):
            take_away(content)
        raise FileRefused(file.name, VIRUS)
    return StoredFile.Scan.CLEAN


def scan_all() -> int:
    """Whatever waits for a scanner. When it is away again, the rest goes on waiting."""
    if not settings.CLAMAV_SOCKET:
        return 0
    done: set[int] = set()
    for stored in queries.to_scan():
        if stored.content is None or stored.content.pk in done:
            continue
        done.add(stored.content.pk)
        try:
            scan(stored.content)
        except scanner.ScannerAway as reason:
            log.warning("scanner_away", reason=str(reason))
            break
        except (scanner.NotScannable, FileNotFoundError) as reason:
            log.warning("file_not_scannable", content=stored.content.pk, reason=str(reason))
            stored.content.files.exclude(scan=StoredFile.Scan.CLEAN).update(
                scan=StoredFile.Scan.NOT_SCANNED, scanned_at=timezone.now()
            )
    return len(done)


def scan(content: Content) -> None:
    with content.file.storage.open(str(content.file.name), "rb") as opened:
        virus = scanner.virus_in(pieces_of(opened))
    if virus:
        log.warning("virus_found", virus=virus, content=content.pk)
        take_away(content)
    else:
        content.files.exclude(scan=StoredFile.Scan.CLEAN).update(
            scan=StoredFile.Scan.CLEAN, scanned_at=timezone.now()
        )
