"""Changes a record that is out of sight: nothing of it is in its place until whoever sees to it brings it back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from django.db import models, transaction

from swip.accounts.models import User
from swip.core.lifecycle import StaleStep
from swip.identifiers.actions.quarantines import end_quarantine, hand_in_mended
from swip.identifiers.actions.scans import be_looked_through, keep_scan
from swip.identifiers.models import Mending, Quarantine
from swip.identifiers.queries import Decided, Passage, open_upon
from swip.identifiers.queries.mending import mended, mending_of


class NothingChanged(Exception):
    """It was handed in as it stood when it was taken out of sight."""


@transaction.atomic
def keep_mending(record: models.Model, texts: Mapping[str, str], *, revision: int) -> Mending:
    """Keep what its writer has changed so far. What was handed in before no longer waits to be read."""
    waiting = _held(record)
    mending, _ = Mending.objects.get_or_create(quarantine=waiting)
    if not mending.holds(texts=texts):
        mending.save_over(revision, texts=texts)
        Quarantine.objects.filter(pk=waiting.pk).update(mended_at=None)
    return mending


@transaction.atomic
def take_mending_decisions(record: models.Model, decided: Decided, *, revision: int, by: User) -> None:
    """The texts as they are after somebody's decisions, and that they were looked through."""
    mending = mending_of(_held(record))
    keep_mending(record, mending.texts | decided.texts, revision=revision)
    keep_scan(record, decided, by=by)


@transaction.atomic
def hand_in_changed(
    record: models.Model,
    passages: Iterable[Passage],
    *,
    by: User,
    colleagues: Collection[str],
    is_looked_through: bool,
) -> None:
    """It was changed, and looked through as it says now: whoever sees to it is told."""
    waiting = _held(record)
    before = list(passages)
    after = mended(before, mending_of(waiting).texts)
    if after == before:
        raise NothingChanged
    if is_looked_through:
        be_looked_through(record, after, by=by, colleagues=colleagues)
    if not waiting.is_mended:  # pressed twice, nobody is told twice
        hand_in_mended(record)


@transaction.atomic
def bring_back_mended(
    record: models.Model,
    *,
    ending: str,
    why: str,
    revision: int,
    by: User,
    writer_href: str,
    put_in_place: Callable[[Mapping[str, str]], None],
) -> None:
    """It comes back with what was mended in its place, exactly as read; or, nobody being recognised, as it was."""
    waiting = _held(record)
    mending = mending_of(waiting)
    if ending == Quarantine.Ending.MENDED:
        if not waiting.is_mended or mending.revision != revision:
            raise StaleStep(record)
        put_in_place(mending.texts)
    end_quarantine(waiting, record, by=by, ending=ending, why=why, writer_href=writer_href)
    Mending.objects.filter(quarantine=waiting).delete()


def _held(record: models.Model) -> Quarantine:
    """It is out of sight, and stays so until the step is done."""
    waiting = open_upon(record)
    if waiting is None:
        raise StaleStep(record)
    held = Quarantine.objects.select_for_update(of=("self",)).open().filter(pk=waiting.pk).first()
    if held is None:
        raise StaleStep(record)
    return held
