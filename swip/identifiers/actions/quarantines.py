"""Takes a record out of sight at once, and brings it back once nobody can be recognised by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.accounts.permissions import appointed_to
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.identifiers.models import Quarantine
from swip.identifiers.permissions import keepers_of
from swip.identifiers.queries import open_upon
from swip.notifications.actions import Letter, tell_many


@transaction.atomic
def quarantine(
    record: models.Model,
    *,
    by: User,
    kinds: Sequence[str],
    what: str,
    writer: User,
    organisation: Organisation,
    told: Iterable[str],
    writer_href: str,
    keeper_href: str,
) -> Quarantine:
    """From here on nobody but the writer sees it. `told`: the roles whose holders get a letter (evidence.breach).

    `what` names the sort of record in a letter: “a piece of evidence”. Nothing else of it is said.
    """
    now = timezone.now()
    rows = type(record)._base_manager
    if not rows.filter(pk=record.pk, quarantined_at=None).update(quarantined_at=now):
        # Two readers at once mean the same; the first has told everybody.
        return _still_open(record)
    record.refresh_from_db(fields=["quarantined_at"])
    started = Quarantine.objects.create(
        subject_type=history.subject_type(record),
        subject_id=record.pk,
        organisation=organisation,
        writer=writer,
        what=what,
        href=keeper_href,
        kinds=list(kinds),
        started_by=by,
        started_at=now,
    )
    history.record("quarantine.started", record, by=by, data={"kinds": list(kinds)})
    letters = [Letter(writer, "quarantine-writer", writer_href, context={"what": what})]
    for person, is_keeper in _whom_it_concerns(organisation, told, writer=writer, by=by):
        href = reverse("identifiers:quarantines") if is_keeper else ""
        letters.append(
            Letter(
                person,
                "quarantine-started",
                href,
                context={"what": what, "is_keeper": is_keeper, "writer": writer},
            )
        )
    tell_many(letters)
    return started


@transaction.atomic
def hand_in_mended(record: models.Model) -> Quarantine | None:
    """The writer has mended a record that is out of sight: whoever sees to it is told, once."""
    waiting = open_upon(record)
    now = timezone.now()
    # It may be brought back in the same moment: then there is nobody any more who sees to it.
    if waiting is None or not Quarantine.objects.open().filter(pk=waiting.pk).update(mended_at=now):
        return None
    waiting.mended_at = now
    tell_many(
        Letter(
            person, "quarantine-mended", reverse("identifiers:quarantines"), context={"what": waiting.what}
        )
        for person in keepers_of(waiting.organisation, writer=waiting.writer)
    )
    return waiting


@transaction.atomic
def end_quarantine(
    quarantine: Quarantine,
    record: models.Model,
    *,
    by: User,
    ending: str,
    why: str = "",
    writer_href: str,
) -> None:
    """Whoever may read it sees it again. Its writer, and who took it out of sight, are told."""
    now = timezone.now()
    still_open = Quarantine.objects.filter(pk=quarantine.pk, ended_at=None)
    if not still_open.update(ended_by=by, ended_at=now, ending=ending, why=why):
        raise StaleStep(quarantine)
    type(record)._base_manager.filter(pk=record.pk).update(quarantined_at=None)
    record.refresh_from_db(fields=["quarantined_at"])
    history.record("quarantine.ended", record, by=by, data={"ending": ending}, note=why)
    context = {"what": quarantine.what, "ending": ending}
    letters = [Letter(quarantine.writer, "quarantine-ended", writer_href, context=context)]
    if quarantine.started_by_id not in {by.pk, quarantine.writer_id}:
        letters.append(Letter(quarantine.started_by, "quarantine-ended", context=context))
    tell_many(letters)


def note_black_out(record: models.Model, *, by: User, data: dict) -> None:
    """Words that were handed in were blacked out: that is in the history, the words are not."""
    history.record("quarantine.blacked_out", record, by=by, data=data)


def _whom_it_concerns(
    organisation: Organisation, roles: Iterable[str], *, writer: User, by: User
) -> list[tuple[User, bool]]:
    """Everybody who is told, each once, and whether they are to see to it."""
    kept_by = {each.pk: each for each in keepers_of(organisation, writer=writer)}
    people = dict(kept_by)
    for role in roles:
        people |= {each.pk: each for each in appointed_to(organisation, role)}
    # Whoever pressed the button knows already, unless it is theirs to see to.
    passed_over = {writer.pk} | {by.pk} - kept_by.keys()
    return [(each, pk in kept_by) for pk, each in people.items() if pk not in passed_over]


def _still_open(record: models.Model) -> Quarantine:
    found = open_upon(record)
    if found is None:
        raise StaleStep(record)
    return found
