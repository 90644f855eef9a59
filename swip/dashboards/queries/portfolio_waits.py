"""What waits for one person about the portfolio: observations, feedback, what families said, goals, notes."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from django.db.models import CharField, Count, Exists, F, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Now, TruncDate
from django.urls import reverse

from swip.accounts.models import User
from swip.core.asking import among_them, ask
from swip.dashboards.queries.asked import Waiting
from swip.enrolment import permissions as enrolments
from swip.evidence.models import Evidence, SharedNote
from swip.feedback.models import Comment, Reflection, Round
from swip.govuk.words import plural
from swip.identifiers.models import Quarantinable, Quarantine
from swip.identifiers.permissions import keeps_for
from swip.observations.models import Observation, Observer, Part
from swip.plans.models import Action
from swip.voices.models import Batch, Change, Voice

YOURS = "your own"


class Found(NamedTuple):
    """One thing that waits: of which kind, for whose programme, the number of its page, how many, since when."""

    kind: str
    enrolment: int
    page: int
    times: int
    since: datetime.date | None


def _kind(code: str) -> Value:
    return Value(code, output_field=CharField())


def _day(name: str) -> F | TruncDate:
    """The day of a moment; what is a day already stays as it is."""
    return TruncDate(name) if name.endswith("_at") else F(name)


def _each(
    records: QuerySet, code: str, since: str, enrolment: str = "enrolment", page: str = "pk"
) -> QuerySet:
    """A row for each of these records."""
    counted = records.order_by().annotate(
        wait=_kind(code), whose=F(enrolment), times=Value(1), waits_since=_day(since)
    )
    return counted.values_list("wait", "whose", page, "times", "waits_since")


def _together(records: QuerySet, code: str, since: str, enrolment: str = "enrolment") -> QuerySet:
    """A row for each enrolment, with how many there are."""
    grouped = records.order_by().annotate(wait=_kind(code), whose=F(enrolment)).values_list("wait", "whose")
    return grouped.annotate(page=F(enrolment), times=Count("pk"), waits_since=Min(_day(since)))


def _done(kind: str) -> Exists:
    return Exists(Part.objects.filter(observation=OuterRef("pk"), kind=kind, done_at__isnull=False))


def _of_worker() -> QuerySet:
    answered = Exists(Observer.objects.filter(observation=OuterRef("pk"), status=Observer.Status.ANSWERED))
    observed = Observation.objects.under_way().in_sight().filter(among_them(), answered)
    reflected = _done(Part.Kind.REFLECTION)
    rounds = Round.objects.in_sight().filter(among_them())
    shared = Exists(Reflection.objects.filter(round=OuterRef("pk"), shared_at__isnull=False))
    newer = Exists(Round.objects.filter(enrolment=OuterRef("enrolment"), number__gt=OuterRef("number")))
    answered_back = Exists(Change.objects.filter(batch=OuterRef("pk")))
    heard = Batch.objects.in_sight().filter(among_them(), ~answered_back, status=Batch.Status.SHOWN)
    out_of_sight = Evidence.objects.filter(among_them(), quarantined_at__isnull=False)
    return _each(observed.filter(~reflected), "reflect", "observed_on").union(
        _each(observed.filter(reflected), "agree", "observed_on"),
        _each(rounds.filter(status=Round.Status.OWN_VIEW), "own-view", "started_at"),
        _each(rounds.filter(status=Round.Status.NAMING), "name-people", "started_at"),
        _each(rounds.filter(~shared, status=Round.Status.RELEASED), "take-from", "released_at"),
        _each(rounds.filter(~newer, status=Round.Status.FAILED), "mend-round", "closed_at"),
        _each(heard, "say-back", "released_at"),
        _each(out_of_sight, "mend-evidence", "quarantined_at"),
        _each(_promised_by(Action.Owner.SOCIAL_WORKER), "action", "due_on", "goal__enrolment"),
        all=True,
    )


def _promised_by(owner: str) -> QuerySet:
    """What one side promised, and has not done by its day."""
    return Action.objects.late().filter(among_them("goal__enrolment"), owner=owner)


def _of_supervisor() -> QuerySet:
    rounds = Round.objects.in_sight().filter(among_them())
    talk = SharedNote.objects.in_sight().not_talked_about().filter(among_them())
    batches = Batch.objects.filter(among_them(), _is_to_be_mended(Batch), status=Batch.Status.SHOWN)
    released = Round.objects.released().filter(among_them(), _is_to_be_mended(Round))
    comments = Comment.objects.filter(among_them("round__enrolment"), _is_to_be_mended(Comment))
    return _each(rounds.filter(status=Round.Status.PROPOSED), "agree-people", "proposed_at").union(
        _each(rounds.filter(status=Round.Status.VALID), "release-round", "closed_at"),
        _each(_promised_by(Action.Owner.SUPERVISOR), "action", "due_on", "goal__enrolment"),
        _together(talk, "agenda", "shared_at"),
        _unread_voices(),
        _each(batches, "mend-batch", "quarantined_at"),
        _each(released, "mend-feedback", "quarantined_at"),
        _each(comments, "mend-comment", "quarantined_at", "round__enrolment", page="round"),
        all=True,
    )


def _is_to_be_mended(model: type[Quarantinable]) -> Q:
    """Out of sight, and nobody has changed it yet; once they have, it waits for whoever sees to it."""
    waiting = Quarantine.objects.open().filter(
        subject_type=model._meta.label_lower, subject_id=OuterRef("pk"), mended_at=None
    )
    return Q(Exists(waiting), quarantined_at__isnull=False)


def _unread_voices() -> QuerySet:
    """Families are told by the month alone, so nothing here says since when."""
    unread = Voice.objects.undecided().filter(among_them("handout__enrolment"))
    return _together(unread, "read-voices", "given_in", "handout__enrolment")


def _of_coordinator() -> QuerySet:
    ended = Q(status=Observer.Status.ASKED, expires_at__lte=Now()) | Q(status=Observer.Status.DECLINED)
    newer = Exists(Observer.objects.filter(observation=OuterRef("observation"), pk__gt=OuterRef("pk")))
    unanswered = Observer.objects.filter(
        among_them("observation__enrolment"),
        ended,
        ~newer,
        observation__status=Observation.Status.UNDER_WAY,
    )
    return _together(unanswered, "observer-lost", "asked_at", "observation__enrolment").union(
        _unread_voices(), all=True
    )


class Told(NamedTuple):
    """How a kind of wait is said, and the page where it is seen to."""

    words: str
    page: str


TOLD = {
    "reflect": Told("Reflect on an observation", "observations:observation"),
    "agree": Told("Agree an observation", "observations:observation"),
    "own-view": Told("Give your own view in a round of feedback", "feedback:round"),
    "name-people": Told("Name the people to ask for feedback", "feedback:round"),
    "take-from": Told("Say what you take from the feedback", "feedback:round"),
    "mend-round": Told("Too few people answered: mend the round of feedback", "feedback:round"),
    "say-back": Told("Say what changed because of what families said", "voices:batch"),
    "mend-evidence": Told("Out of sight: mend a piece of evidence", "evidence:evidence"),
    "action": Told("Late in the development plan", "plans:action"),
    "agree-people": Told("Agree whom to ask for feedback", "feedback:round"),
    "release-round": Told("Talk about the feedback and release it", "feedback:round"),
    "mend-batch": Told("Out of sight: mend what families said", "voices:batch"),
    "mend-feedback": Told("Out of sight: mend the feedback", "feedback:round"),
    "mend-comment": Told("Out of sight: mend a comment in the feedback", "feedback:round"),
    "agenda": Told("To talk about in supervision", "dashboards:agenda"),
    "read-voices": Told("Read what families said", "voices:voices"),
    "observer-lost": Told("An observer who did not answer", "observations:list"),
}


def _waiting(question: Callable[[], QuerySet], people: Mapping[int, str]) -> list[Waiting]:
    found = [Found(*row) for row in ask(question, people)] if people else []
    return [_told(each, people[each.enrolment]) for each in sorted(found, key=_oldest_first)]


def _oldest_first(found: Found) -> tuple[bool, datetime.date]:
    return found.since is None, found.since or datetime.date.max


def _told(found: Found, name: str) -> Waiting:
    told = TOLD[found.kind]
    about = f"{name}, {plural(found.times, 'thing', 'things')}" if found.times > 1 else name
    is_month_alone = found.kind == "read-voices"
    return Waiting(
        told.words,
        about,
        reverse(told.page, args=[found.page]),
        since=None if is_month_alone else found.since,
    )


def for_worker(enrolment_id: int) -> list[Waiting]:
    """What a social worker is asked to do next in their own portfolio."""
    return _waiting(_of_worker, {enrolment_id: YOURS})


def for_supervisor(people: Mapping[int, str]) -> list[Waiting]:
    """The same of the people whom somebody supervises."""
    return _waiting(_of_supervisor, people)


def for_coordinator(user: User, people: Mapping[int, str]) -> list[Waiting]:
    """Observers who did not answer, and answers of families that nobody has read.

    Only of those for whom their own employer answers: no other sees to either.
    """
    answered_for = enrolments.answered_for_by(user).filter(pk__in=people).values_list("pk", flat=True)
    theirs = {pk: people[pk] for pk in answered_for} if people else {}
    return _waiting(_of_coordinator, theirs)


def _to_observe() -> QuerySet:
    asked = Observer.objects.unanswered().filter(
        among_them("person"), observation__status=Observation.Status.UNDER_WAY
    )
    in_sight = asked.filter(observation__quarantined_at=None).order_by("observation__planned_for", "pk")
    return in_sight.values_list(
        "observation", "observation__enrolment__social_worker__name", "observation__planned_for"
    )


def to_observe(user: User) -> list[Waiting]:
    """The observations that this person was asked to make."""
    return [
        Waiting("Observe and say what you saw", name, reverse("observations:observation", args=[pk]), due=day)
        for pk, name, day in ask(_to_observe, [user.pk])
    ]


def out_of_sight(user: User) -> list[Waiting]:
    """For a data protection lead: records that somebody took out of sight, and that are not seen to."""
    open_ones = Quarantine.objects.filter(ended_at=None, organisation__in=keeps_for(user))
    href = reverse("identifiers:quarantines")
    found: Iterable[tuple[str, datetime.datetime]] = open_ones.order_by("started_at").values_list(
        "writer__name", "started_at"
    )
    return [Waiting("Taken out of sight", name, href, since=since) for name, since in found]
