"""Questions about notes: one's own, what of them is shared, and what is to be talked about next."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.db.models.functions import Left

from swip.accounts.models import User
from swip.core import history
from swip.enrolment.models import Enrolment
from swip.evidence import permissions
from swip.evidence.models import Evidence, EvidenceQuerySet, Lift, Note, SharedNote, SharedNoteQuerySet
from swip.evidence.rules.notes import digest_of, name_of, sentences, wrong_day
from swip.identifiers.queries import Passage

TITLE = "title"
BEGINNING = 200
MOST_DRAFTS = 10


# ---- Lists


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One line of one's own notes."""

    pk: int
    name: str
    happened_on: datetime.date | None
    wrong_day: str
    saved_at: datetime.datetime


def notes_of(enrolment: Enrolment) -> QuerySet:
    """The notes of one place, the newest first; of each no more words than its line shows."""
    notes = Note.objects.filter(enrolment=enrolment).order_by("-saved_at", "-pk")
    return notes.values_list(
        "pk", "title", Left("words", BEGINNING), "happened_on", "happened_on_as_typed", "saved_at"
    )


def note_lines(rows: QuerySet) -> list[NoteLine]:
    """The rows of `notes_of`, each under its name."""
    return [
        NoteLine(pk, name_of(title, words), day, wrong_day(boxes), saved_at)
        for pk, title, words, day, boxes, saved_at in rows
    ]


def shared_notes_of(enrolment: Enrolment) -> SharedNoteQuerySet:
    """What was lifted out of notes for supervision, the newest first."""
    return SharedNote.objects.filter(enrolment=enrolment).order_by("-saved_at", "-pk")


def agenda_of(enrolment: Enrolment, *, reader: User) -> SharedNoteQuerySet:
    """What the next supervision of one person is to be about: shared and not talked about, the oldest first."""
    return on_the_agenda_of(reader).filter(enrolment=enrolment)


def on_the_agenda_of(reader: User) -> SharedNoteQuerySet:
    """The same across everybody whom this person supervises, and their own."""
    return permissions.talked_about_by(reader).in_sight().not_talked_about().oldest_first()


# ---- Keeping


def place_for_notes(user: User) -> Enrolment | None:
    """Where a new note goes: the place begun last of those that are open."""
    return permissions.noted_by(user).order_by("-pk").first()


def last_place(user: User) -> Enrolment | None:
    """The place somebody was on last, open or not."""
    return user.enrolments.order_by("-pk").first()


def kept_as(user: User, made_as: uuid.UUID) -> Note | None:
    """The note that this device has sent before, into whichever place it went."""
    return permissions.notes_written_by(user).filter(made_as=made_as).first()


def was_removed(enrolment: Enrolment, made_as: uuid.UUID) -> bool:
    """Whether its writer has removed it since: a device that sends it again does not bring it back."""
    chain = history.of_chain(f"enrolment:{enrolment.pk}")
    return chain.filter(action="evidence.note_removed", data__made_as=str(made_as)).exists()


# ---- Lifting


@dataclass(frozen=True)
class Sentence:
    """A sentence of a note that can be lifted, and where it has gone before."""

    key: str
    text: str
    digest: str
    lifts: list[Lift] = field(default_factory=list)


def sentences_of(source: Note | SharedNote) -> list[Sentence]:
    """The title and the sentences of a note, each with where it was lifted to."""
    parts = [(TITLE, source.title.strip())] if source.title.strip() else []
    parts += [(str(number), text) for number, text in enumerate(sentences(source.words), 1)]
    gone: dict[str, list[Lift]] = {}
    for lift in Lift.objects.out_of(source).select_related("into_shared", "into_evidence").order_by("pk"):
        gone.setdefault(lift.sentence, []).append(lift)
    return [Sentence(key, text, digest_of(text), gone.get(digest_of(text), [])) for key, text in parts]


def places_lifted_to(source: Note | SharedNote) -> list[Lift]:
    """Each place into which something of a note went, once."""
    found: dict[object, Lift] = {}
    for lift in Lift.objects.out_of(source).select_related("into_shared", "into_evidence").order_by("pk"):
        found.setdefault(lift.into, lift)
    return list(found.values())


def drafts_to_grow(enrolment: Enrolment) -> EvidenceQuerySet:
    """Pieces that somebody is writing, into which sentences can be lifted."""
    drafts = Evidence.objects.filter(enrolment=enrolment, status__in=Evidence.WRITABLE)
    return drafts.newest_first()[:MOST_DRAFTS]


def lifted_by(made_as: uuid.UUID, source: Note | SharedNote, digests: list[str]) -> Lift | None:
    """What this very press of the button has lifted before."""
    lifts = list(Lift.objects.out_of(source).filter(made_as=made_as).order_by("pk"))
    return lifts[0] if lifts and [each.sentence for each in lifts] == digests else None


def passages_of(shared: SharedNote) -> list[Passage]:
    """What is looked through before a supervisor reads it."""
    return [
        Passage("title", "Title", shared.title),
        Passage("words", "What you want to talk about", shared.words),
    ]
