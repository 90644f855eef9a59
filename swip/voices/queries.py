"""Questions that the pages of this room, and the floors above, ask about what families said."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce

from swip.accounts.models import Organisation, User
from swip.core.asking import among_them, ask
from swip.enrolment.models import Enrolment
from swip.enrolment.queries import lead_employer, value_or
from swip.programmes.models import Rule
from swip.voices import permissions
from swip.voices.models import Batch, Change, Drawing, Handout, LocalProcedure, Voice, VoiceQuerySet
from swip.voices.rules import asked, batches, codes

CODE_DAYS = "voices.code_days"
BATCH_LEAST = "voices.batch.min"
SUMMARY_LEAST = "voices.summary.min"
TOLD = "family.feedback"
SIGNAL = "safeguarding.signal"
DECIDED = [Enrolment.Status.COMPLETED, Enrolment.Status.NOT_COMPLETED]
SUPPOSED = {CODE_DAYS: 42, BATCH_LEAST: 3, SUMMARY_LEAST: 2}


def number(enrolment: Enrolment, key: str) -> int:
    """What the rule book says; older ones do not have these rules."""
    return value_or(enrolment.rule_book, key, SUPPOSED[key])


def rules_behind(enrolment: Enrolment, *keys: str) -> dict[str, str]:
    """The pages of those rules that this rule book has."""
    book = enrolment.rule_book
    return {key: book.rule_url(key) for key in keys if key in book.contents.rules}


# ---- For whoever holds a code


def _with_all(voices: QuerySet[Voice]) -> QuerySet[Voice]:
    return voices.select_related("handout__enrolment__rule_book__programme")


def voice_with_code(typed: str) -> Voice | None:
    """What a code opens; nothing for one that never was, has run out, or was cancelled."""
    return _with_all(Voice.objects.usable().with_code(codes.as_kept(typed))).first()


def voice_with_token(token: str) -> Voice | None:
    return _with_all(Voice.objects.usable().with_token(token)).first()


def voice_held(pk: int, code_digest: str) -> Voice | None:
    """The voice that a browser was let in to, for as long as its code opens anything."""
    return _with_all(Voice.objects.usable().filter(pk=pk, code_digest=code_digest)).first()


def is_decided(voice: Voice) -> bool:
    """After the final decision nothing can be taken back: it was decided upon with what was there."""
    return voice.enrolment.status in DECIDED


def has_drawing(voice: Voice) -> bool:
    return Drawing.objects.filter(voice=voice).exists()


def own_drawing(voice: Voice) -> Drawing | None:
    return Drawing.objects.filter(voice=voice).first()


def changes_for(voice: Voice) -> QuerySet[Change]:
    """What changed because of what was said: for those who said it."""
    if voice.released_in_id is None:
        return Change.objects.none()
    batches_of_it = [voice.released_in_id, voice.shown_in_id]
    return Change.objects.filter(batch__in=batches_of_it, batch__quarantined_at=None)


def told_to_families(enrolment: Enrolment) -> list[str]:
    """What the rule book, and the employer on top of it, wants families to be told."""
    return list(value_or(enrolment.rule_book, TOLD, []))


# ---- For whoever hands out codes and reads what comes back


def handouts_of(enrolment: Enrolment) -> QuerySet[Handout]:
    """Each lot of codes with what became of them, in numbers: not which of them were answered."""
    voices = {
        f"number_{status}": Count("voices", filter=Q(voices__status=status)) for status in Voice.Status.values
    }
    return (
        Handout.objects.filter(enrolment=enrolment)
        .select_related("made_by")
        .annotate(number=Count("voices"), **voices)
    )


def readable(user: User, enrolment: Enrolment) -> VoiceQuerySet:
    return permissions.voices_read_by(user).filter(handout__enrolment=enrolment)


def ready_for_batch(enrolment: Enrolment) -> VoiceQuerySet:
    return Voice.objects.ready(Voice.Decision.SHOW).filter(handout__enrolment=enrolment)


def ready_for_summary(enrolment: Enrolment) -> VoiceQuerySet:
    return Voice.objects.ready(Voice.Decision.SUMMARY).filter(handout__enrolment=enrolment)


def next_batch(enrolment: Enrolment, least: int, *, lock: bool = False) -> list[Voice]:
    """What a batch is made of now; fewer than the least are not released."""
    return _next(ready_for_batch(enrolment), least, lock=lock)


def next_summary(enrolment: Enrolment, least: int, *, lock: bool = False) -> list[Voice]:
    return _next(ready_for_summary(enrolment), least, lock=lock)


def _next(ready: VoiceQuerySet, least: int, *, lock: bool) -> list[Voice]:
    """Held while they are released, so that what was decided upon meanwhile is not mixed in."""
    found = ready.select_for_update(of=("self",)) if lock else _with_drawings(ready)
    return batches.go_together(list(found), least)


def _with_drawings(voices: VoiceQuerySet) -> VoiceQuerySet:
    """Which of them have one: the picture itself is read when it is drawn."""
    return voices.select_related("drawing").defer("drawing__picture")


def left_over(enrolment: Enrolment) -> VoiceQuerySet:
    """In batches that became too small: they are shown again with the next one, unless a reader saw somebody in it."""
    return Voice.objects.given().filter(
        shown_in__enrolment=enrolment,
        shown_in__quarantined_at=None,
        shown_in__status=Batch.Status.HIDDEN,
        shown_in__kind=Batch.Kind.ANSWERS,
    )


def code_to_cancel(user: User, enrolment: Enrolment, typed: str) -> Voice | None:
    own = permissions.codes_cancelled_by(user).filter(handout__enrolment=enrolment)
    return own.with_code(codes.as_kept(typed)).first()


def procedure_for(enrolment: Enrolment) -> LocalProcedure | None:
    """Of the employer that answers for the programme."""
    employer = lead_employer(enrolment)
    return LocalProcedure.objects.filter(organisation=employer).first() if employer else None


def procedure_of(organisation: Organisation) -> LocalProcedure | None:
    return LocalProcedure.objects.filter(organisation=organisation).select_related("changed_by").first()


# ---- What is shown together


@dataclass(frozen=True)
class ShownBatch:
    """A batch as everybody reads it who may: what several people said, and what changed because of it."""

    batch: Batch
    said: batches.Together
    drawings: list[Drawing]
    changes: list[Change]

    @property
    def texts(self) -> list[str]:
        """All the words that somebody reads of it."""
        return [self.batch.summary, *(text for said in self.said.words.values() for text in said)]


def shown_batches(found: QuerySet[Batch]) -> list[ShownBatch]:
    voices = Voice.objects.given().defer("code_digest", "token_digest")
    drawings = Prefetch("drawing", Drawing.objects.defer("picture"))
    changes = Prefetch("changes", Change.objects.select_related("written_by"))
    together = found.select_related("enrolment__social_worker", "released_by").prefetch_related(
        Prefetch("voices", voices.prefetch_related(drawings)), changes
    )
    return [_shown(each, list(each.voices.all()), list(each.changes.all())) for each in together]


def up_for_release(enrolment: Enrolment, *, lock: bool = False) -> tuple[list[Voice], list[Voice]]:
    """What a batch that is released now shows: answers that are ready, and those shown before in one too small."""
    ready = next_batch(enrolment, number(enrolment, BATCH_LEAST), lock=lock)
    return ready, list(_with_drawings(left_over(enrolment)))


def preview_of_batch(enrolment: Enrolment, voices: list[Voice]) -> ShownBatch:
    """These together, as the social worker is going to read them."""
    return _shown(Batch(enrolment=enrolment, least=number(enrolment, BATCH_LEAST)), voices, [])


def _shown(batch: Batch, voices: list[Voice], changes: list[Change]) -> ShownBatch:
    """Of a summary nothing is shown but how many it draws on."""
    if batch.kind == Batch.Kind.SUMMARY:
        return ShownBatch(batch, batches.Together(len(voices)), [], changes)
    said = batches.together((_told(each, batch) for each in voices), batch.least)
    drawn = [each.drawing for each in voices if each.shows_drawing and hasattr(each, "drawing")]
    in_order = sorted(drawn, key=lambda drawing: drawing.digest) if said.shows_drawings else []
    return ShownBatch(batch, said, in_order, changes)


def _told(voice: Voice, batch: Batch) -> batches.Told:
    """What was released in another batch, or was shown before, the social worker knows already."""
    return batches.Told(
        voice.answers,
        voice.shown_words,
        has_drawing=hasattr(voice, "drawing"),
        shows_drawing=voice.shows_drawing,
        is_new=not voice.was_shown and voice.released_in_id in {None, batch.pk},
    )


def out_of_sight(enrolment: Enrolment) -> QuerySet[Batch]:
    """Batches by which a reader saw that somebody could be recognised, and which nobody has mended yet."""
    return permissions.to_be_mended(Batch.objects.filter(enrolment=enrolment))


def to_show_again(enrolment: Enrolment) -> QuerySet[Batch]:
    """Summaries that drew on answers of which some were taken back, and enough are left."""
    hidden = Batch.objects.in_sight().filter(status=Batch.Status.HIDDEN, kind=Batch.Kind.SUMMARY)
    left = Count("voices", filter=Q(voices__status=Voice.Status.GIVEN))
    return hidden.filter(enrolment=enrolment).alias(left=left).filter(left__gte=F("least"))


def how_many_in(batch: Batch) -> int:
    return Voice.objects.given().filter(shown_in=batch).count()


# ---- For the floors above


@dataclass(frozen=True)
class Counted:
    """How much feedback of one kind, given in one month, was released in one batch: what is counted of families.

    Nobody is shown these numbers as they are: `rules.batches.kinds_apart` makes of them what can be told.
    """

    enrolment_id: int
    batch_id: int
    is_child: bool
    given_in: datetime.date
    number: int


def counted_voices(enrolment_ids: Iterable[int]) -> list[Counted]:
    """Of all these people in one question, in the order in which the batches were released."""
    rows = ask(_counted, enrolment_ids)
    return [
        Counted(enrolment_id, batch_id, who in asked.CHILDREN, given_in, number)
        for enrolment_id, batch_id, _released_at, who, given_in, number in rows
        if who in asked.CHILDREN | asked.FAMILIES
    ]


def _counted() -> QuerySet[Voice, Any]:
    counted = Voice.objects.counted().filter(among_them("handout__enrolment"))
    of_each = ("handout__enrolment", "released_in", "released_in__released_at", "who", "given_in")
    in_order = counted.order_by("released_in__released_at", "released_in")
    return in_order.values_list(*of_each).annotate(number=Count("pk"))


def can_be_released(people: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Those of them for whom enough answers are ready to be shown in a batch."""
    return _with_enough(people, Voice.Decision.SHOW, BATCH_LEAST)


def can_be_summed_up(people: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Those of them for whom enough answers are meant for a summary."""
    return _with_enough(people, Voice.Decision.SUMMARY, SUMMARY_LEAST)


def _with_enough(people: QuerySet[Enrolment], decision: str, key: str) -> QuerySet[Enrolment]:
    """As `batches.go_together` has it: those never shown are enough by themselves, or those shown before are."""
    rules = Rule.objects.filter(rule_book=OuterRef("rule_book"), key=key).values("value")
    least = Coalesce(Cast(Subquery(rules), IntegerField()), SUPPOSED[key])
    ready = Voice.objects.ready(decision).filter(handout__enrolment=OuterRef("pk")).order_by()
    number = ready.values("was_shown").annotate(number=Count("pk")).values("number")
    return people.alias(least=least).filter(Exists(number.filter(number__gte=OuterRef("least"))))
