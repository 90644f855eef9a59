"""Codes handed out, answers given and taken back, batches released, and what changed because of them."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.core.links import digest_of
from swip.enrolment import actions as enrolments
from swip.enrolment.models import Enrolment
from swip.enrolment.queries import colleagues_of
from swip.identifiers import actions as identifiers
from swip.identifiers.models import Quarantine
from swip.identifiers.queries import Passage
from swip.notifications.actions import tell
from swip.voices import queries
from swip.voices.models import Batch, Change, Drawing, Handout, LocalProcedure, Voice
from swip.voices.rules import codes
from swip.voices.rules.asked import ABOUT_YOU, WORD_QUESTIONS, questions_for


class TooFew(Exception):
    """So few that somebody could be picked out."""

    def __init__(self, least: int, found: int):
        self.least, self.found = least, found
        super().__init__(f"{found} of at least {least}")


class NothingToShow(Exception):
    """No question was answered by so many that nobody could be picked out."""


class AlreadyMade(Exception):
    """The page that asks for codes was sent twice: they were made, and shown, the first time."""


class OwnRelease(Exception):
    """Somebody else says that nobody can be recognised by what a person released."""


class NothingSaid(Exception):
    """Somebody wants to send answers and has given none."""


# ---- Codes


@dataclass(frozen=True)
class Sheet:
    """One sheet of paper: the only place where its code stands."""

    code: str
    token: str
    language: str
    expires_at: datetime.datetime


@transaction.atomic
def make_codes(
    enrolment: Enrolment, *, how_many: int, language: str, way: str, key: uuid.UUID, by: User
) -> list[Sheet]:
    """Each code is for one person. They are shown once, to be printed; only what knows them again is kept.

    In the order of the codes, which chance made: the first sheet has nothing to do with the first answer to be read.
    """
    handout, is_new = Handout.objects.get_or_create(key=key, defaults={"enrolment": enrolment, "made_by": by})
    if not is_new:
        raise AlreadyMade
    days = datetime.timedelta(days=queries.number(enrolment, queries.CODE_DAYS))
    expires_at = timezone.now() + days
    sheets = []
    for _ in range(how_many):
        code = codes.new_code()
        voice = Voice(
            handout=handout, code_digest=digest_of(code), expires_at=expires_at, language=language, way=way
        )
        voice.save()
        sheets.append(Sheet(codes.in_groups(code), voice.renew_link(), language, expires_at))
    history.record("voices.codes_made", handout, by=by, data={"number": how_many})
    return sorted(sheets, key=lambda sheet: sheet.code)


@transaction.atomic
def cancel_unused(handout: Handout, *, by: User) -> int:
    """Sheets that were lost, or are not wanted any more, open nothing from here on."""
    voices = Voice.objects.unanswered().filter(handout=handout).select_for_update()
    return _cancel(list(voices), handout, by=by)


@transaction.atomic
def cancel_code(voice: Voice, *, by: User) -> None:
    unanswered = Voice.objects.unanswered().filter(pk=voice.pk).select_for_update()
    if not _cancel(list(unanswered), voice.handout, by=by):
        raise StaleStep(voice)


def _cancel(voices: list[Voice], handout: Handout, *, by: User) -> int:
    for voice in voices:
        _forget(voice)
        voice.move_to(Voice.Status.CANCELLED, **NOTHING_SAID)
    if voices:
        history.record("voices.codes_cancelled", handout, by=by, data={"number": len(voices)})
    return len(voices)


# ---- What somebody says, page by page

NOTHING_SAID: dict[str, Any] = {
    "answers": {},
    "who": "",
    "age_band": "",
    "written_by": "",
    "decision": "",
    "shown_words": {},
    "shows_drawing": False,
    "released_in": None,
    "shown_in": None,
    "was_shown": False,
}


def _open(voice: Voice) -> Voice:
    """Held while it changes: a code that was answered or cancelled meanwhile takes no more answers."""
    found = Voice.objects.unanswered().select_for_update().filter(pk=voice.pk).first()
    if found is None:
        raise StaleStep(voice)
    return found


@transaction.atomic
def choose_how(voice: Voice, *, language: str, way: str) -> None:
    """In which language and how the pages look; it can be changed at any time, afterwards too."""
    Voice.objects.filter(pk=voice.pk).update(language=language, way=way)
    voice.language, voice.way = language, way


@transaction.atomic
def keep_answer(voice: Voice, question: str, answer: str) -> None:
    """Kept under the code, one answer beside the other, until it is sent or the code runs out."""
    held = _open(voice)
    if question in ABOUT_YOU:
        setattr(held, ABOUT_YOU[question], answer)
    elif answer:
        held.answers[question] = answer
    else:
        held.answers.pop(question, None)
    held.save(update_fields=["answers", *ABOUT_YOU.values()])
    voice.answers = held.answers
    for name in ABOUT_YOU.values():
        setattr(voice, name, getattr(held, name))


@transaction.atomic
def keep_drawing(voice: Voice, picture: bytes) -> None:
    held = _open(voice)
    digest = hashlib.sha256(picture).hexdigest()
    Drawing.objects.update_or_create(voice=held, defaults={"picture": picture, "digest": digest})


@transaction.atomic
def remove_drawing(voice: Voice) -> None:
    _forget(_open(voice))


def _forget(voice: Voice) -> None:
    Drawing.objects.filter(voice=voice).delete()


@transaction.atomic
def say_no(voice: Voice) -> None:
    """What was typed is gone, and nothing tells a no from a sheet of paper that nobody used."""
    held = _open(voice)
    _forget(held)
    Voice.objects.filter(pk=held.pk).update(**NOTHING_SAID)


@transaction.atomic
def give(voice: Voice) -> None:
    """Sent: whoever handed out the code can read it now. Only the month is kept.

    What is asked of children alone goes now, from others; a slip on the page before has cost nobody their drawing.
    """
    held = _open(voice)
    pages = questions_for(held.who)
    if "drawing" not in pages:
        _forget(held)
    if not held.answers and not queries.has_drawing(held):
        raise NothingSaid
    age_band = held.age_band if "age" in pages else ""
    held.move_to(Voice.Status.GIVEN, given_in=timezone.localdate().replace(day=1), age_band=age_band)
    enrolment = held.enrolment
    history.record("voices.given", held.handout, by=None)
    readers = {person.pk: person for person in (enrolment.supervisor, held.handout.made_by) if person}
    for person in readers.values():
        href = reverse("voices:voices", args=[enrolment.pk])
        tell(person, "voice-given", href=href, social_worker=enrolment.social_worker)
    voice.status, voice.given_in = held.status, held.given_in


@transaction.atomic
def take_back(voice: Voice) -> None:
    """The words are gone at once. A batch that becomes too small is not shown; a summary is looked at again.

    Of a batch that stays, no numbers are drawn any more: what is missing in them would be what was taken back.
    """
    enrolment = _hold(voice.enrolment)
    if enrolment.status in queries.DECIDED:
        raise StaleStep(voice)
    held = Voice.objects.select_for_update().get(pk=voice.pk)
    batch = Batch.objects.select_for_update(of=("self",)).filter(voices=held).first()
    _forget(held)
    held.move_to(Voice.Status.WITHDRAWN, **NOTHING_SAID)
    history.record("voices.taken_back", held.handout, by=None)
    if batch:
        batch.voices.update(was_shown=True)
    if batch and batch.status == Batch.Status.SHOWN:
        is_summary = batch.kind == Batch.Kind.SUMMARY
        is_enough = queries.how_many_in(batch) >= batch.least
        if is_summary or not is_enough:
            batch.move_to(Batch.Status.HIDDEN)
            history.record("voices.hidden", batch, by=None, chain=held.history_chain)
            tell(
                enrolment.supervisor or batch.released_by,
                "voices-hidden",
                href=reverse("voices:voices", args=[enrolment.pk]),
                social_worker=enrolment.social_worker,
                is_summary=is_summary,
                is_enough=is_enough,
            )
    voice.status = held.status


def _hold(enrolment: Enrolment) -> Enrolment:
    """Of somebody who takes back and somebody who releases at the same time, one waits for the other."""
    return Enrolment.objects.select_for_update(of=("self",), no_key=True).get(pk=enrolment.pk)


# ---- What whoever reads it makes of it


Decisions = Sequence[dict[str, str | int]]


def _be_looked_through(
    record: Voice | Batch | Change,
    texts: Mapping[str, str],
    *,
    colleagues: Collection[str],
    decisions: Decisions = (),
    by: User,
) -> None:
    """Before others read it: nothing is found in it, or somebody has decided about each finding.

    Always, whatever the rule book says of looking through (evidence.scanner): there a writer may be trusted with
    their own words, but these are the words of a family, who were promised that nobody can pick them out.
    """
    passages = [Passage(name, name, text) for name, text in texts.items()]
    if decisions:
        identifiers.keep_decisions(record, passages, decisions, by=by, colleagues=colleagues)
    else:
        identifiers.be_looked_through(record, passages, by=by, colleagues=colleagues)


@transaction.atomic
def decide(
    voice: Voice,
    *,
    decision: str,
    shown_words: Mapping[str, str],
    shows_drawing: bool,
    revision: int,
    by: User,
    decisions: Decisions = (),
) -> None:
    """What becomes of one answer, and in which words it is shown. Once it is released, that stays."""
    held = Voice.objects.select_for_update().get(pk=voice.pk)
    if held.status != Voice.Status.GIVEN or held.released_in_id:
        raise StaleStep(voice)
    words = {key: shown_words[key] for key in WORD_QUESTIONS if shown_words.get(key)}
    changed = {"decision": decision, "shown_words": words, "shows_drawing": shows_drawing}
    if decision == Voice.Decision.SHOW:
        names = colleagues_of(held.enrolment)
        _be_looked_through(held, words, colleagues=names, decisions=decisions, by=by)
    if held.holds(**changed):
        return
    is_decided = held.decision != decision
    held.save_over(revision, **changed)
    if is_decided:
        history.record("voices.decided", held.handout, by=by)


@transaction.atomic
def release_batch(enrolment: Enrolment, *, seen: Collection[int], by: User) -> Batch:
    """Everything that can be shown together, at once, with what was left of batches that had become too small.

    `seen` are the answers that stood on the page: one that somebody has decided upon since goes through another look.
    """
    enrolment = _hold(enrolment)
    least = queries.number(enrolment, queries.BATCH_LEAST)
    ready, left_over = queries.up_for_release(enrolment, lock=True)
    if {each.pk for each in (*ready, *left_over)} != set(seen):
        raise StaleStep(enrolment)
    if len(ready) < least:
        raise TooFew(least, len(ready))
    if queries.preview_of_batch(enrolment, [*ready, *left_over]).said.says_nothing:
        raise NothingToShow
    names = colleagues_of(enrolment)
    for voice in ready:
        _be_looked_through(voice, voice.shown_words, colleagues=names, by=by)
    batch = Batch.objects.create(enrolment=enrolment, kind=Batch.Kind.ANSWERS, least=least, released_by=by)
    Voice.objects.filter(pk__in=[each.pk for each in ready]).update(released_in=batch, shown_in=batch)
    Voice.objects.filter(pk__in=[each.pk for each in left_over]).update(shown_in=batch)
    _told_of(batch, "voices.released", by=by)
    return batch


@transaction.atomic
def release_summary(
    enrolment: Enrolment, *, summary: str, seen: Collection[int], by: User, decisions: Decisions = ()
) -> Batch:
    """The supervisor's own words about the answers they have `seen`, none of which the social worker reads."""
    enrolment = _hold(enrolment)
    least = queries.number(enrolment, queries.SUMMARY_LEAST)
    ready = queries.next_summary(enrolment, least, lock=True)
    if {each.pk for each in ready} != set(seen):
        same = Batch.objects.filter(enrolment=enrolment, summary=summary, released_by=by).first()
        if same:  # sent twice
            return same
        raise StaleStep(enrolment)
    if len(ready) < least:
        raise TooFew(least, len(ready))
    batch = Batch.objects.create(
        enrolment=enrolment, kind=Batch.Kind.SUMMARY, summary=summary, least=least, released_by=by
    )
    names = colleagues_of(enrolment)
    _be_looked_through(batch, {"summary": summary}, colleagues=names, decisions=decisions, by=by)
    Voice.objects.filter(pk__in=[each.pk for each in ready]).update(released_in=batch, shown_in=batch)
    _told_of(batch, "voices.summary_released", by=by)
    return batch


@transaction.atomic
def show_summary_again(batch: Batch, *, summary: str, by: User, decisions: Decisions = ()) -> None:
    """After somebody took their answers back: looked through, and without anything that only they had said."""
    _hold(batch.enrolment)
    batch.refresh_from_db(fields=["quarantined_at"])
    if batch.is_quarantined:
        raise StaleStep(batch)
    found = queries.how_many_in(batch)
    if found < batch.least:
        raise TooFew(batch.least, found)
    names = colleagues_of(batch.enrolment)
    _be_looked_through(batch, {"summary": summary}, colleagues=names, decisions=decisions, by=by)
    batch.move_to(Batch.Status.SHOWN, summary=summary, released_by=by, released_at=timezone.now())
    _told_of(batch, "voices.summary_changed", by=by)


def _told_of(batch: Batch, action: str, *, by: User) -> None:
    history.record(action, batch, by=by, rules=batch.enrolment.rule_book.reference)
    tell(batch.enrolment.social_worker, "voices-released", href=batch.get_absolute_url())


@transaction.atomic
def write_change(batch: Batch, *, words: str, by: User, decisions: Decisions = ()) -> Change:
    """Read by those who were heard, when they open their code again."""
    held = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if held.status != Batch.Status.SHOWN or held.is_quarantined:
        raise StaleStep(batch)
    last = Change.objects.filter(batch=held, written_by=by).last()
    if last and last.words == words:  # sent twice, because the answer to the first time was lost
        return last
    change = Change.objects.create(batch=held, words=words, written_by=by)
    names = colleagues_of(held.enrolment)
    _be_looked_through(change, {"words": words}, colleagues=names, decisions=decisions, by=by)
    history.record("voices.change_written", held, by=by)
    return change


# ---- Out of sight


@transaction.atomic
def take_out_of_sight(batch: Batch, *, kinds: Sequence[str], by: User) -> Quarantine:
    """A reader saw that somebody could be recognised: from here on nobody reads the batch."""
    enrolment = _hold(batch.enrolment)
    if batch.status != Batch.Status.SHOWN:
        raise StaleStep(batch)
    return enrolments.take_out_of_sight(
        batch,
        enrolment,
        by=by,
        kinds=kinds,
        what="a batch of what families said",
        writer=enrolment.supervisor or batch.released_by,
        writer_href=reverse("voices:voices", args=[enrolment.pk]),
        keeper_href=reverse("voices:out_of_sight", args=[batch.pk]),
    )


@transaction.atomic
def take_apart(batch: Batch, *, by: User) -> None:
    """To mend it: its answers are to be read and decided upon anew, and released in another batch."""
    _hold(batch.enrolment)
    held = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if not held.is_quarantined:
        raise StaleStep(batch)
    if held.status == Batch.Status.SHOWN:  # it may have become too small meanwhile
        held.move_to(Batch.Status.HIDDEN)
    Voice.objects.filter(shown_in=held).update(decision="", released_in=None, shown_in=None, was_shown=True)
    identifiers.hand_in_mended(held)
    history.record("voices.taken_apart", held, by=by)


@transaction.atomic
def bring_back(batch: Batch, quarantine: Quarantine, *, ending: str, why: str, by: User) -> None:
    """Seen to: shown again as it was, where nobody can be recognised by it, or mended, in another batch."""
    if ending == Quarantine.Ending.MENDED and not quarantine.is_mended:
        raise StaleStep(batch)
    if ending == Quarantine.Ending.FALSE_ALARM and by == batch.released_by:
        raise OwnRelease
    hub = reverse("voices:voices", args=[batch.enrolment_id])
    identifiers.end_quarantine(quarantine, batch, by=by, ending=ending, why=why, writer_href=hub)


@transaction.atomic
def write_procedure(
    organisation: Organisation, *, words: str, phone: str, out_of_hours_phone: str, by: User
) -> LocalProcedure:
    """What everybody is shown who reads an answer that tells of harm."""
    changed = {"words": words, "phone": phone, "out_of_hours_phone": out_of_hours_phone}
    same = LocalProcedure.objects.filter(organisation=organisation, **changed).first()
    if same:  # sent twice
        return same
    procedure, _ = LocalProcedure.objects.update_or_create(
        organisation=organisation, defaults={**changed, "changed_by": by, "changed_at": timezone.now()}
    )
    history.record("voices.procedure_written", procedure, by=by)
    return procedure
