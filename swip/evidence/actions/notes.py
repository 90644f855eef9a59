"""What can be done with a note: keep it, change it, lift sentences into the next tier, remove it."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment.models import Enrolment
from swip.evidence.actions.common import be_on_the_programme, be_writable, locked
from swip.evidence.actions.note_guard import be_looked_through, end_with_the_words, says_what_it_said
from swip.evidence.models import Evidence, Lift, Note, SharedNote
from swip.evidence.queries import notes as queries
from swip.evidence.queries.notes import TITLE, Sentence
from swip.evidence.rules.notes import missing_before_sharing, together

CHANGE_IT_FIRST = "Change it first: a reader saw that somebody could be recognised by these words"


class WasRemoved(Exception):
    """The note was removed by its writer since this device made it."""


class NotShareable(Exception):
    """Something has to be put right before a supervisor reads it."""

    def __init__(self, missing: list[str]):
        self.missing = missing
        super().__init__("; ".join(missing))


# ---- One's own


@transaction.atomic
def keep_note(
    enrolment: Enrolment,
    *,
    made_as: uuid.UUID,
    title: str,
    words: str,
    happened_on: datetime.date | None,
    happened_on_as_typed: list[str],
    by: User,
) -> Note:
    """Keep a new note. Sent again by the device that made it, the one that is there is the answer."""
    be_on_the_programme(enrolment)
    if note := Note.objects.filter(enrolment=enrolment, made_as=made_as).first():
        return note
    if queries.was_removed(enrolment, made_as):
        raise WasRemoved
    note = Note.objects.create(
        enrolment=enrolment,
        made_as=made_as,
        title=title,
        words=words,
        happened_on=happened_on,
        happened_on_as_typed=happened_on_as_typed,
    )
    history.record("evidence.note_kept", note, by=by)
    return note


@transaction.atomic
def write_note(note: Note, *, revision: int, by: User, **words: Any) -> None:
    """Keep what was typed, whole or not. The same words sent twice are kept once."""
    if not note.holds(**words):
        note.save_over(revision, **words)


@transaction.atomic
def remove_note(note: Note, *, by: User) -> None:
    """It is gone, with every word. That there was a note, and when it went, its writer alone can see."""
    history.record("evidence.note_removed", note, by=by, data={"made_as": str(note.made_as)})
    note.delete()


# ---- Lifting into the next tier


@transaction.atomic
def lift_to_share(note: Note, *, sentences: list[Sentence], made_as: uuid.UUID, by: User) -> SharedNote:
    """The chosen sentences become a text of their own, which its writer looks through before it is shared."""
    be_on_the_programme(note.enrolment)
    before = queries.lifted_by(made_as, note, [each.digest for each in sentences])
    if before and before.into_shared:
        return before.into_shared
    shared = SharedNote.objects.create(
        enrolment=note.enrolment,
        title=title_of(sentences),
        words=words_of(sentences),
        happened_on=note.happened_on,
    )
    remember(note, sentences, made_as, into_shared=shared)
    return shared


@transaction.atomic
def lift_into_evidence(
    source: Note | SharedNote,
    *,
    sentences: list[Sentence],
    into: Evidence | None,
    made_as: uuid.UUID,
    by: User,
) -> Evidence:
    """The chosen sentences go into a piece of evidence: a new one, or one that is being written."""
    be_on_the_programme(source.enrolment)
    before = queries.lifted_by(made_as, source, [each.digest for each in sentences])
    if before and before.into_evidence:
        return before.into_evidence
    if into is None:
        evidence = Evidence.objects.create(enrolment=source.enrolment)
        history.record("evidence.started", evidence, by=by)
    else:
        evidence = locked(into)
    be_writable(evidence)
    changes: dict[str, Any] = {"what_happened": together(evidence.what_happened, prose_of(sentences))}
    if not evidence.title:
        changes["title"] = title_of(sentences)
    if not evidence.happened_on and not evidence.happened_on_as_typed:
        changes["happened_on"] = source.happened_on
    evidence.save_over(evidence.revision, **changes)
    remember(source, sentences, made_as, into_evidence=evidence)
    return evidence


# ---- For supervision


@transaction.atomic
def write_shared_note(shared: SharedNote, *, revision: int, by: User, **words: Any) -> None:
    """Keep what is being prepared. What is shared stays as it is until it is taken back."""
    if not shared.is_writable:
        raise StaleStep(shared)
    if not shared.holds(**words):
        shared.save_over(revision, **words)


@transaction.atomic
def share(shared: SharedNote, *, revision: int, by: User) -> None:
    """From here on the supervisor can read it, as it was just looked through."""
    if not shared.is_writable:
        raise StaleStep(shared)
    date_was_wrong = bool(shared.happened_on_as_typed)
    if missing := missing_before_sharing(
        title=shared.title, words=shared.words, date_was_wrong=date_was_wrong
    ):
        raise NotShareable(missing)
    if says_what_it_said(shared):
        raise NotShareable([CHANGE_IT_FIRST])
    be_looked_through(shared, by=by)
    shared.save_over(revision)
    shared.move_to(
        SharedNote.Status.SHARED,
        shared_at=timezone.now(),
        read_at=None,
        read_by=None,
        talked_about_at=None,
        talked_about_by=None,
    )
    history.record("evidence.note_shared", shared, by=by)
    end_with_the_words(shared, by=by)


@transaction.atomic
def take_back(shared: SharedNote, *, by: User) -> None:
    """Nobody but its writer sees it any more. Whether it had been read by then stays in their history."""
    was_read = SharedNote.objects.select_for_update(of=("self",)).get(pk=shared.pk).read_at is not None
    shared.move_to(SharedNote.Status.TAKEN_BACK)
    history.record("evidence.note_taken_back", shared, by=by, data={"had_been_read": was_read})


@transaction.atomic
def remove_shared_note(shared: SharedNote, *, by: User) -> None:
    """Its words are gone. What is shared is taken back first, so that it does not vanish under a reader."""
    if not SharedNote.objects.select_for_update(of=("self",)).get(pk=shared.pk).is_writable:
        raise StaleStep(shared)
    history.record("evidence.shared_note_removed", shared, by=by)
    end_with_the_words(shared, by=by)
    shared.delete()


def note_reading(shared: SharedNote, *, by: User) -> None:
    """The first time that the supervisor opens it: its writer sees that they have."""
    if shared.read_at is None and shared.enrolment.social_worker_id != by.pk:
        now = timezone.now()
        unread = SharedNote.objects.shared().filter(pk=shared.pk, read_at=None)
        if unread.update(read_at=now, read_by=by):
            shared.read_at, shared.read_by = now, by


@transaction.atomic
def talk_about(shared: SharedNote, *, by: User) -> None:
    """It is off the agenda. Said twice, by either of the two, it is said once."""
    waiting = SharedNote.objects.not_talked_about().filter(pk=shared.pk)
    if waiting.update(talked_about_at=timezone.now(), talked_about_by=by):
        history.record("evidence.note_talked_about", shared, by=by)


@transaction.atomic
def put_back_on_agenda(shared: SharedNote, *, by: User) -> None:
    """There is more to say about it."""
    over = SharedNote.objects.shared().filter(pk=shared.pk, talked_about_at__isnull=False)
    if over.update(talked_about_at=None, talked_about_by=None):
        history.record("evidence.note_put_back", shared, by=by)


# ---- What several of them need


def title_of(sentences: list[Sentence]) -> str:
    return next((each.text for each in sentences if each.key == TITLE), "")


def prose_of(sentences: list[Sentence]) -> list[str]:
    return [each.text for each in sentences if each.key != TITLE]


def words_of(sentences: list[Sentence]) -> str:
    return together("", prose_of(sentences))


def remember(
    source: Note | SharedNote,
    sentences: list[Sentence],
    made_as: uuid.UUID,
    *,
    into_shared: SharedNote | None = None,
    into_evidence: Evidence | None = None,
) -> None:
    Lift.objects.bulk_create(
        Lift(
            from_note=source if isinstance(source, Note) else None,
            from_shared=source if isinstance(source, SharedNote) else None,
            into_shared=into_shared,
            into_evidence=into_evidence,
            made_as=made_as,
            sentence=each.digest,
        )
        for each in sentences
    )
