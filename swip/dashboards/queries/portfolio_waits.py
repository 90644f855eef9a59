"""What waits for one person about the portfolio: observations, feedback, what families said, goals, notes."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Now, TruncDate
from django.urls import reverse

from swip.accounts.models import User
from swip.core.asking import among_them, ask
from swip.dashboards.queries.asked import YOURS, Waiting, about
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Enrolment, Pairing
from swip.evidence.models import SharedNote, Showcase
from swip.evidence.queries import not_agreed
from swip.feedback.models import Comment, Invitation, Reflection, Round
from swip.govuk.words import plural
from swip.identifiers.models import Quarantinable, Quarantine
from swip.identifiers.permissions import quarantines_kept_by
from swip.observations.models import Observation, Observer, Part
from swip.plans.models import Action
from swip.reviews.models import Review
from swip.self_assessment.models import SelfAssessment, SupervisorView
from swip.voices.models import Batch, Change, Voice
from swip.voices.queries import can_be_released, can_be_summed_up


class Found(NamedTuple):
    """One thing that waits: of which kind, for whose programme, the number of its page, how many, since when."""

    kind: str
    enrolment: int
    page: int
    times: int
    since: datetime.date | None


def _kind(code: str) -> Value:
    return Value(code, output_field=CharField())


def _day(name: str) -> Any:
    """The day of a moment; what is a day already stays as it is, and without a name nobody is told since when."""
    if not name:
        return Value(None, output_field=DateField())
    return TruncDate(name) if name.endswith("_at") else F(name)


def _each(
    records: QuerySet, code: str, since: str = "", enrolment: str = "enrolment", page: str = "pk"
) -> QuerySet:
    """A row for each of these records."""
    counted = records.order_by().annotate(
        wait=_kind(code), whose=F(enrolment), times=Value(1), waits_since=_day(since)
    )
    return counted.values_list("wait", "whose", page, "times", "waits_since")


def _together(records: QuerySet, code: str, since: str = "", enrolment: str = "enrolment") -> QuerySet:
    """A row for each enrolment, with how many there are."""
    grouped = records.order_by().annotate(wait=_kind(code), whose=F(enrolment)).values_list("wait", "whose")
    oldest = Min(_day(since)) if since else _day("")
    return grouped.annotate(page=F(enrolment), times=Count("pk"), waits_since=oldest)


def _done(kind: str) -> Exists:
    return Exists(Part.objects.filter(observation=OuterRef("pk"), kind=kind, done_at__isnull=False))


def _steps_of_observations() -> QuerySet:
    """What an observation waits for on the side of the social worker: the first that they can do."""
    observers = Observer.objects.filter(observation=OuterRef("pk"))
    answered = Exists(observers.filter(status=Observer.Status.ANSWERED))
    # Somebody was asked, and cannot, or is not asked any more.
    nobody = Exists(observers) & ~Exists(observers.current())
    declined = Q(family=Observation.Family.DECLINED)
    step = Case(
        When(declined, then=Value("family-said-no")),
        When(answered & ~_done(Part.Kind.REFLECTION), then=Value("reflect")),
        When(answered & (~_done(Part.Kind.PLAN) | Q(family="")), then=Value("complete")),
        When(answered, then=Value("agree")),
        When(nobody, then=Value("ask-observer")),
        default=Value(""),
        output_field=CharField(),
    )
    since = Case(When(declined, then=F("family_asked_on")), default=F("observed_on"))
    under_way = Observation.objects.under_way().in_sight().filter(among_them()).order_by()
    waiting = under_way.annotate(wait=step, whose=F("enrolment"), times=Value(1), waits_since=since)
    return waiting.exclude(wait="").values_list("wait", "whose", "pk", "times", "waits_since")


def _of_worker() -> QuerySet:
    rounds = Round.objects.in_sight().filter(among_them())
    shared = Exists(Reflection.objects.filter(round=OuterRef("pk"), shared_at__isnull=False))
    newer = Exists(Round.objects.filter(enrolment=OuterRef("enrolment"), number__gt=OuterRef("number")))
    answered_back = Exists(Change.objects.filter(batch=OuterRef("pk")))
    heard = Batch.objects.in_sight().filter(among_them(), ~answered_back, status=Batch.Status.SHOWN)
    return _steps_of_observations().union(
        _each(rounds.filter(status=Round.Status.OWN_VIEW), "own-view", "started_at"),
        _each(rounds.filter(status=Round.Status.NAMING), "name-people", "started_at"),
        _each(rounds.filter(~shared, status=Round.Status.RELEASED), "take-from", "released_at"),
        _each(rounds.filter(~newer, status=Round.Status.FAILED), "mend-round", "closed_at"),
        _each(heard, "say-back", "released_at"),
        _each(_promised_by(Action.Owner.SOCIAL_WORKER), "action", "due_on", "goal__enrolment"),
        _each(_to_be_mended(Round), "mend-own-view", "quarantined_at"),
        _mended_by_worker(),
        all=True,
    )


def _promised_by(owner: str) -> QuerySet:
    """What one side promised, and has not done by its day."""
    return Action.objects.late().filter(among_them("goal__enrolment"), owner=owner)


def _to_be_mended(model: type[Quarantinable], enrolment: str = "enrolment") -> QuerySet:
    """Out of sight, and nobody has changed it yet; once they have, it waits for whoever sees to it."""
    waiting = Quarantine.objects.open().of(model).filter(subject_id=OuterRef("pk"), mended_at=None)
    records = model._base_manager.filter(quarantined_at__isnull=False)
    return records.filter(among_them(enrolment), Exists(waiting))


def _unanswered_self_assessments() -> QuerySet:
    """The newest of each person, until a review is held: what they said before is talked about there."""
    shared = SelfAssessment.objects.filter(status=SelfAssessment.Status.SHARED)
    answers = SupervisorView.objects.filter(
        self_assessment=OuterRef("pk"), status=SupervisorView.Status.SHARED
    )
    newer = shared.filter(enrolment=OuterRef("enrolment"), shared_at__gt=OuterRef("shared_at"))
    reviewed = Review.objects.held().filter(
        enrolment=OuterRef("enrolment"), completed_at__gt=OuterRef("shared_at")
    )
    return shared.in_sight().filter(among_them(), ~Exists(answers), ~Exists(newer), ~Exists(reviewed))


def _of_supervisor() -> QuerySet:
    rounds = Round.objects.in_sight().filter(among_them())
    named = Exists(Invitation.objects.named().filter(round=OuterRef("pk")))
    talk = SharedNote.objects.in_sight().not_talked_about().filter(among_them())
    comments = _to_be_mended(Comment, "round__enrolment")
    proposed = Showcase.objects.filter(among_them(), status=Showcase.Status.PROPOSED)
    return _each(rounds.filter(status=Round.Status.PROPOSED), "agree-people", "proposed_at").union(
        _each(_open_now(rounds).filter(named), "agree-more"),
        _each(rounds.filter(status=Round.Status.VALID), "release-round", "closed_at"),
        _each(_promised_by(Action.Owner.SUPERVISOR), "action", "due_on", "goal__enrolment"),
        _each(_unanswered_self_assessments(), "answer-self-assessment", "shared_at"),
        _together(not_agreed(proposed), "agree-showcase", "saved_at"),
        _together(talk, "agenda", "shared_at"),
        _unread_voices(),
        *_for_whoever_collects(Enrolment.objects.filter(among_them("pk"))),
        _each(_to_be_mended(Round), "mend-feedback", "quarantined_at"),
        _each(comments, "mend-comment", "quarantined_at", "round__enrolment", page="round"),
        all=True,
    )


def _open_now(rounds: QuerySet) -> QuerySet:
    return rounds.filter(status=Round.Status.OPEN, closes_at__gt=Now())


def _unread_voices() -> QuerySet:
    """Families are told by the month alone, so nothing here says since when."""
    unread = Voice.objects.undecided().filter(among_them("handout__enrolment"))
    return _together(unread, "read-voices", enrolment="handout__enrolment")


def _for_whoever_collects(people: QuerySet[Enrolment]) -> list[QuerySet]:
    """What families said, where enough is ready to be released, and where it has to be mended."""
    batches = _to_be_mended(Batch).filter(enrolment__in=people)
    return [
        _each(can_be_released(people), "release-voices", enrolment="pk"),
        _each(can_be_summed_up(people), "sum-up-voices", enrolment="pk"),
        _each(batches, "mend-batch", "quarantined_at"),
    ]


def _of_coordinator() -> QuerySet:
    ended = Q(status=Observer.Status.ASKED, expires_at__lte=Now()) | Q(status__in=Observer.GONE)
    newer = Exists(Observer.objects.filter(observation=OuterRef("observation"), pk__gt=OuterRef("pk")))
    unanswered = Observer.objects.filter(
        among_them("observation__enrolment"),
        ended,
        ~newer,
        ~Q(observation__family=Observation.Family.DECLINED),
        observation__status=Observation.Status.UNDER_WAY,
    )
    supervised = Exists(
        Pairing.objects.not_over().acting().filter(enrolment=OuterRef("pk"), kind=Pairing.Kind.SUPERVISOR)
    )
    lost = Exists(Invitation.objects.undelivered().filter(round=OuterRef("pk")))
    rounds = _open_now(Round.objects.filter(among_them(), lost))
    promised = _promised_by(Action.Owner.EMPLOYER)
    return _together(unanswered, "observer-lost", "asked_at", "observation__enrolment").union(
        _each(rounds, "letter-lost"),
        _each(promised, "action-of-employer", "due_on", "goal__enrolment"),
        _unread_voices(),
        *_for_whoever_collects(Enrolment.objects.filter(among_them("pk"), ~supervised)),
        all=True,
    )


class Told(NamedTuple):
    """How a kind of wait is said, the page where it is seen to, and what there may be several of."""

    words: str
    page: str
    several: tuple[str, str] = ("thing", "things")


TOLD = {
    "reflect": Told("Reflect on an observation", "observations:observation"),
    "agree": Told("Agree an observation", "observations:observation"),
    "complete": Told("Add what is missing before you agree an observation", "observations:observation"),
    "family-said-no": Told("The family said no: cancel the observation", "observations:observation"),
    "ask-observer": Told("Nobody observes: ask somebody else", "observations:observation"),
    "own-view": Told("Give your own view in a round of feedback", "feedback:round"),
    "name-people": Told("Name the people to ask for feedback", "feedback:round"),
    "take-from": Told("Say what you take from the feedback", "feedback:round"),
    "mend-round": Told("Too few people answered: mend the round of feedback", "feedback:round"),
    "say-back": Told("Say what changed because of what families said", "voices:batch"),
    "mend-own-view": Told("Out of sight: look at your own view in the feedback", "feedback:round"),
    "action": Told("Late in the development plan", "plans:action"),
    "agree-people": Told("Agree whom to ask for feedback", "feedback:round"),
    "agree-more": Told("Agree whom else to ask for feedback", "feedback:round"),
    "release-round": Told("Talk about the feedback and release it", "feedback:round"),
    "release-voices": Told("Release what families said", "voices:release"),
    "sum-up-voices": Told("Sum up what families said", "voices:summarise"),
    "mend-batch": Told("Out of sight: mend what families said", "voices:batch"),
    "mend-feedback": Told("Out of sight: mend the feedback", "feedback:round"),
    "mend-comment": Told("Out of sight: mend a comment in the feedback", "feedback:round"),
    "answer-self-assessment": Told("Answer a self-assessment", "self_assessment:self_assessment"),
    "agree-showcase": Told("Agree what stands for an outcome", "dashboards:agenda"),
    "agenda": Told("To talk about in supervision", "dashboards:agenda"),
    "read-voices": Told("Read what families said", "voices:voices", ("answer", "answers")),
    "observer-lost": Told("Nobody observes yet", "observations:unanswered", ("observation", "observations")),
    "letter-lost": Told("A letter asking for feedback did not arrive", "feedback:deliveries"),
    "action-of-employer": Told("The employer’s part of the development plan is late", "plans:action"),
}


# The same of what its writer mends, whoever looks after whom meanwhile.
MENDED_BY_WRITER = {
    "evidence.evidence": Told("Out of sight: mend a piece of evidence", "evidence:evidence"),
    "evidence.sharednote": Told("Out of sight: mend a note for supervision", "evidence:shared_note"),
    "evidence.evidencereview": Told("Out of sight: mend what you said of evidence", "evidence:mend_review"),
    "evidence.showcase": Told(
        "Out of sight: mend what you said of what stands for an outcome", "evidence:mend_showcase"
    ),
    "observations.observation": Told("Out of sight: mend an observation", "observations:observation"),
    "feedback.reflection": Told("Out of sight: mend what you take from the feedback", "feedback:reflection"),
    "self_assessment.selfassessment": Told("Out of sight: mend a self-assessment", "self_assessment:mend"),
    "self_assessment.supervisorview": Told(
        "Out of sight: mend how you see somebody’s practice", "self_assessment:mend_view"
    ),
    "plans.goal": Told("Out of sight: mend a goal", "plans:mend_goal"),
    "plans.planversion": Told("Out of sight: mend what you said of a plan", "plans:mend_version"),
}


def _waiting(question: Callable[[], QuerySet], people: Mapping[int, str]) -> list[Waiting]:
    found = [Found(*row) for row in ask(question, people)] if people else []
    return [_told(each, people[each.enrolment]) for each in sorted(found, key=_oldest_first)]


def _oldest_first(found: Found) -> tuple[bool, datetime.date]:
    return found.since is None, found.since or datetime.date.max


def _told(found: Found, name: str) -> Waiting:
    told = TOLD.get(found.kind) or MENDED_BY_WRITER[found.kind]
    return Waiting(
        told.words,
        about(name, many=plural(found.times, *told.several) if found.times > 1 else ""),
        # A coordinator reads no observation that was not shared: they have a list of their own.
        reverse(told.page, args=[] if found.kind == "observer-lost" else [found.page]),
        since=found.since,
        # An answer may tell of harm, and nobody has looked whether it does.
        is_pressing=found.kind == "read-voices",
    )


def for_worker(enrolment_id: int) -> list[Waiting]:
    """What a social worker is asked to do next in their own portfolio."""
    return _waiting(_of_worker, {enrolment_id: YOURS})


def for_supervisor(people: Mapping[int, str]) -> list[Waiting]:
    """The same of the people whom somebody supervises."""
    return _waiting(_of_supervisor, people)


def for_coordinator(user: User, people: Mapping[int, str]) -> list[Waiting]:
    """What nobody but a coordinator can see to: letters, observers, what the employer promised, unread answers.

    Only of those for whom their own employer answers: no other sees to any of it.
    """
    answered_for = enrolments.answered_for_by(user).filter(pk__in=people).values_list("pk", flat=True)
    theirs = {pk: people[pk] for pk in answered_for} if people else {}
    return _waiting(_of_coordinator, theirs)


def _mended_by_writers() -> QuerySet:
    """What was taken out of sight and its writer has to change; the page of a reflection goes by its round."""
    its_round = Subquery(Reflection.objects.filter(pk=OuterRef("subject_id")).values("round"))
    page = Case(
        When(subject_type="feedback.reflection", then=its_round),
        default=F("subject_id"),
        output_field=BigIntegerField(),
    )
    waiting = Quarantine.objects.open().filter(subject_type__in=MENDED_BY_WRITER, mended_at=None)
    return waiting.order_by().annotate(
        wait=F("subject_type"), page=page, times=Value(1), waits_since=TruncDate("started_at")
    )


def _mended_by_worker() -> QuerySet:
    own = Enrolment.objects.filter(among_them("pk"))
    whose = Subquery(own.filter(social_worker=OuterRef("writer")).values("pk")[:1])
    theirs = _mended_by_writers().filter(writer__in=own.values("social_worker")).annotate(whose=whose)
    return theirs.values_list("wait", "whose", "page", "times", "waits_since")


# What somebody with an account is asked to watch, and what they saw and are to look at once more.
OBSERVING = {
    "observe": "Observe and say what you saw",
    "look-again": "Look at what you saw once more",
    "mend-seen": "Out of sight: mend what you saw",
}


def _of_person() -> QuerySet:
    observed = Observer.objects.unanswered().filter(
        among_them("person"), observation__status=Observation.Status.UNDER_WAY
    )
    wait = Case(
        When(answered_at=None, then=Value("observe")),
        When(observation__quarantined_at=None, then=Value("look-again")),
        default=Value("mend-seen"),
        output_field=CharField(),
    )
    asked = observed.order_by().annotate(
        wait=wait,
        whose=F("observation__enrolment__social_worker__name"),
        waits_since=TruncDate("observation__quarantined_at"),
    )
    written = _mended_by_writers().filter(among_them("writer")).annotate(whose=Value(YOURS), due=_day(""))
    return asked.values_list("wait", "whose", "observation", "waits_since", "observation__planned_for").union(
        written.values_list("wait", "whose", "page", "waits_since", "due"), all=True
    )


def for_person(user: User) -> list[Waiting]:
    """Whatever their role: what they are asked to observe, and what they wrote and have to mend."""
    found = []
    for kind, name, page, since, planned_for in ask(_of_person, [user.pk]):
        if kind in OBSERVING:
            due = planned_for if kind == "observe" else None
            since = since if kind == "mend-seen" else None
            href = reverse("observations:observation", args=[page])
            found.append(Waiting(OBSERVING[kind], name, href, since=since, due=due))
        else:
            told = MENDED_BY_WRITER[kind]
            found.append(Waiting(told.words, name, reverse(told.page, args=[page]), since=since))
    return found


def out_of_sight(user: User) -> list[Waiting]:
    """For whoever sees to it: records that somebody took out of sight, and that are not brought back yet."""
    href = reverse("identifiers:quarantines")
    waiting = quarantines_kept_by(user).open().order_by("started_at")
    found = waiting.values_list("writer__name", "started_at", "mended_at")
    return [
        Waiting("Mended: read it and bring it back", name, href, since=mended_at)
        if mended_at
        else Waiting("Taken out of sight", name, href, since=started_at)
        for name, started_at, mended_at in found
    ]
