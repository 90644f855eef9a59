"""Keeps that a record was looked through, and holds a step back until it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db import models, transaction

from swip.accounts.models import User
from swip.core import history
from swip.identifiers.models import Scan
from swip.identifiers.queries import Decided, File, Passage, look, newest_scan
from swip.identifiers.queries.looking import digest_of


class NotLookedThrough(Exception):
    """Something was found that nobody has decided about yet: in which record, and in which text of it."""

    def __init__(self, subject: models.Model, where: str = ""):
        self.subject, self.where = subject, where
        super().__init__(subject._meta.label_lower)


@transaction.atomic
def keep_scan(subject: models.Model, decided: Decided, *, by: User | None) -> Scan:
    """What was decided, in codes and numbers. Save the texts in the same transaction."""
    return Scan.objects.create(
        **upon(subject),
        by=by,
        digest=decided.digest,
        is_whole=decided.is_whole,
        decisions=decided.decisions,
        settled=decided.settled,
    )


@transaction.atomic
def be_looked_through(
    subject: models.Model,
    passages: Iterable[Passage],
    *,
    by: User | None,
    colleagues: Collection[str] | Mapping[str, str] = (),
    files: Iterable[File] = (),
) -> None:
    """Before others see it: unchanged since it was looked through, or nothing in it to decide about."""
    texts, attached = [each for each in passages if each.text], list(files)
    digest = digest_of(subject, texts, attached)
    newest = newest_scan(subject)
    if newest and newest.is_whole and newest.digest == digest:
        return
    if not look(subject, texts, colleagues=colleagues, files=attached).is_clear:
        raise NotLookedThrough(subject)
    Scan.objects.create(**upon(subject), by=by, digest=digest, is_whole=True)


def upon(subject: models.Model) -> dict[str, str | int]:
    """How a scan names what was looked through."""
    return {"subject_type": history.subject_type(subject), "subject_id": subject.pk}
