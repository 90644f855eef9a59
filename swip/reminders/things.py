"""What is due for whom, found in the records of the rooms below: one small function for each kind of thing."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Appointment, Role
from swip.assessment.models import Recommendation
from swip.enrolment.models import Absence, EmploymentPeriod, Enrolment, Pairing, StageDate
from swip.evidence.models import Evidence
from swip.govuk.words import date_in_words, local_date
from swip.programmes.models import RuleBook
from swip.reminders import rules
from swip.reviews.queries import not_held, waiting_for_signature
from swip.self_assessment.models import SelfAssessment
from swip.self_assessment.rules import due_on as self_assessment_due_on
from swip.staffing.models import Away
from swip.supervision.models import AgreementVersion, Session, SupportAgreement

# The headings of a digest, in its order, and each thing as others speak of it.
KINDS = {
    "agreement_to_sign": ("Support agreements to read and sign", "a support agreement to sign"),
    "review_to_sign": ("Reviews to read and sign", "a review to sign"),
    "self_assessment": ("Self-assessments to finish and share", "a self-assessment to share"),
    "evidence_to_read": ("Evidence to read", "evidence to read"),
    "review_to_hold": ("Reviews to hold and write up", "a review to hold and write up"),
    "recommendation": ("Recommendations to hand in", "a recommendation to hand in"),
    "decision": ("Recommendations to decide on", "a recommendation to decide on"),
    "agreement_to_write": ("Support agreements to write", "a support agreement to write"),
    "session_to_confirm": (
        "Planned sessions: say whether they took place",
        "a session that nobody confirmed",
    ),
    "session": ("Supervision sessions to come", "a supervision session"),
}


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that somebody has to do by a day. It names adults at work, never a child, and quotes nothing."""

    key: str
    kind: str
    place: Place
    about: str
    due_on: datetime.date
    href: str
    to: tuple[int, ...]
    late_after: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """As much of an enrolment as reminders need to know."""

    pk: int
    worker: int
    worker_name: str
    book: RuleBook
    starts_on: datetime.date
    ends_on: datetime.date

    @property
    def href(self) -> str:
        return reverse("enrolment:enrolment", args=[self.pk])


@dataclass
class Ground:
    """Everybody whose programme is running, and who looks after them today: asked for once, however many they are.

    Nothing is due while a programme stands still, so that those which are paused are not in it.
    """

    today: datetime.date
    enrolments: QuerySet[Enrolment] = field(
        default_factory=lambda: Enrolment.objects.filter(status=Enrolment.Status.ACTIVE)
    )

    @cached_property
    def books(self) -> dict[int, RuleBook]:
        return RuleBook.objects.select_related("programme").in_bulk(
            list(self.enrolments.order_by().values_list("rule_book_id", flat=True).distinct())
        )

    @cached_property
    def places(self) -> dict[int, Place]:
        rows = self.enrolments.values_list(
            "pk", "social_worker_id", "social_worker__name", "rule_book_id", "starts_on", "expected_end_on"
        )
        return {
            pk: Place(pk, worker, name, self.books[book], starts_on, ends_on)
            for pk, worker, name, book, starts_on, ends_on in rows
        }

    @cached_property
    def rhythms(self) -> dict[int, rules.Rhythm]:
        return {pk: rhythm_of(book) for pk, book in self.books.items()}

    @cached_property
    def until(self) -> datetime.date:
        """Nothing is reminded of before. One day more, for a digest that leaves tomorrow."""
        notice = max((each.longest_notice for each in self.rhythms.values()), default=0)
        return self.today + datetime.timedelta(days=notice + 1)

    def paired(self, kind: str) -> dict[int, int]:
        """Who supervises, or assesses, today: in the place of somebody on leave, whoever covers for them."""
        pairings = (
            Pairing.objects.current(self.today).acting().filter(kind=kind, enrolment__in=self.enrolments)
        )
        return dict(pairings.order_by("is_cover").values_list("enrolment_id", "person_id"))

    @cached_property
    def supervisors(self) -> dict[int, int]:
        return self.paired(Pairing.Kind.SUPERVISOR)

    @cached_property
    def assessors(self) -> dict[int, int]:
        return self.paired(Pairing.Kind.ASSESSOR)

    @cached_property
    def employers(self) -> dict[int, list[int]]:
        """The organisations that employ each of them today."""
        periods = EmploymentPeriod.objects.current(self.today).filter(enrolment__in=self.enrolments)
        return gathered(periods.values_list("enrolment_id", "organisation_id"))

    @cached_property
    def leads(self) -> dict[int, int]:
        """The one employer that answers for each programme: who decides is named by that one alone."""
        leads = EmploymentPeriod.objects.not_over(self.today).filter(
            enrolment__in=self.enrolments, is_lead=True
        )
        # The earliest comes last, and stays: of one that somebody leaves and the next, the one of today.
        return dict(leads.order_by("-starts_on").values_list("enrolment_id", "organisation_id"))

    @cached_property
    def everybody_assessing(self) -> dict[int, list[int]]:
        """Whoever is paired as an assessor, now or soon: none of them decides."""
        pairings = Pairing.objects.not_over(self.today).acting()
        assessing = pairings.filter(kind=Pairing.Kind.ASSESSOR, enrolment__in=self.enrolments)
        return gathered(assessing.values_list("enrolment_id", "person_id"))

    def holders(self, role: str) -> dict[int, list[int]]:
        """Who holds a role in each organisation today."""
        held = Appointment.objects.current(self.today).filter(role=role)
        return gathered(held.values_list("organisation_id", "person_id"))

    @cached_property
    def coordinators(self) -> dict[int, list[int]]:
        return self.holders(Role.COORDINATOR)

    def coordinators_of(self, place: Place) -> set[int]:
        employers = self.employers.get(place.pk, [])
        return {each for employer in employers for each in self.coordinators.get(employer, [])} - {
            place.worker
        }

    @cached_property
    def people_away(self) -> set[int]:
        """Colleagues on leave today: whoever covers for them is reminded instead."""
        away = Away.objects.current(self.today).filter(status=Away.Status.RECORDED)
        return set(away.values_list("person_id", flat=True))

    @cached_property
    def workers_away(self) -> set[int]:
        """Social workers who are away from work today, by their enrolments."""
        absent = Absence.objects.counted().current(self.today).filter(enrolment__in=self.enrolments)
        return set(absent.values_list("enrolment_id", flat=True))

    def of_worker(self, place: Place) -> tuple[int, ...]:
        return () if place.pk in self.workers_away else (place.worker,)

    def of_supervisor(self, place: Place) -> tuple[int, ...]:
        supervisor = self.supervisors.get(place.pk)
        return (supervisor,) if supervisor is not None and supervisor not in self.people_away else ()

    def of_assessor(self, place: Place) -> tuple[int, ...]:
        assessor = self.assessors.get(place.pk)
        return (assessor,) if assessor is not None and assessor not in self.people_away else ()

    def part(self, place: Place, part: str) -> set[int]:
        """Who is asked to sign for one side of an agreement."""
        if part == "social_worker":
            return set(self.of_worker(place))
        if part == "practice_supervisor":
            return set(self.of_supervisor(place))
        if part == "assessor":
            return set(self.of_assessor(place))
        return self.coordinators_of(place) - self.people_away


def gathered(pairs: object) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for key, value in pairs:  # type: ignore[attr-defined]
        found.setdefault(key, []).append(value)
    return found


def rhythm_of(book: RuleBook) -> rules.Rhythm:
    return rules.Rhythm(
        before=tuple(book.value("reminders.before_due_days") or ()),
        after=tuple(book.value("reminders.after_due_days") or ()),
        escalate_after=book.value("reminders.escalate_after_days"),
    )


# ---- One function for each kind


def reviews_to_hold(ground: Ground) -> Iterator[Thing]:
    """A supervisor holds the review of a stage by its day."""
    stages = not_held(ground.enrolments).filter(due_on__lte=ground.until, falls_away=False)
    rows = stages.order_by("due_on", "pk").values_list(
        "enrolment_id", "stage_id", "stage__name", "round", "due_on", "late_after"
    )
    for enrolment, stage, name, number, due_on, late_after in rows:
        place = ground.places[enrolment]
        yield Thing(
            key=f"review-{enrolment}-{stage}-{number}",
            kind="review_to_hold",
            place=place,
            about=f"{place.worker_name}: {name}",
            due_on=due_on,
            late_after=late_after,
            href=reverse("reviews:list", args=[enrolment]),
            to=ground.of_supervisor(place),
        )


def reviews_to_sign(ground: Ground) -> Iterator[Thing]:
    """A social worker reads a review that was completed, and signs it."""
    reviews = waiting_for_signature(ground.enrolments).values_list(
        "pk", "enrolment_id", "stage__name", "completed_at"
    )
    for pk, enrolment, name, completed_at in reviews:
        place = ground.places[enrolment]
        days = place.book.value("review.sign_within_days")
        if days is None or completed_at is None or enrolment in ground.workers_away:
            continue
        yield Thing(
            key=f"signature-{pk}",
            kind="review_to_sign",
            place=place,
            about=f"The review “{name}”",
            due_on=rules.after_working_days(local_date(completed_at), days),
            href=reverse("reviews:review", args=[pk]),
            to=ground.of_worker(place),
        )


def self_assessments(ground: Ground) -> Iterator[Thing]:
    """A social worker places themselves at a point, and shares it."""
    shared = SelfAssessment.objects.shared().filter(
        enrolment=OuterRef("enrolment"), point=OuterRef("stage__self_assessment_point")
    )
    stages = StageDate.objects.filter(
        ~Exists(shared), enrolment__in=ground.enrolments, due_on__lte=ground.until, falls_away=False, round=1
    ).exclude(stage__self_assessment_point="")
    rows = stages.order_by("due_on", "pk").values_list(
        "enrolment_id", "stage__self_assessment_point", "due_on", "late_after"
    )
    for enrolment, point, stage_due_on, late_after in rows:
        if enrolment in ground.workers_away:
            continue
        place = ground.places[enrolment]
        weeks = place.book.value("self_assessment.first_within_weeks")
        due_on = self_assessment_due_on(point, stage_due_on, weeks)
        yield Thing(
            key=f"self-assessment-{enrolment}-{point}",
            kind="self_assessment",
            place=place,
            about=f"{SelfAssessment.Point(point).label} of the programme",
            due_on=due_on,
            late_after=late_after,
            href=reverse("self_assessment:list", args=[enrolment]),
            to=ground.of_worker(place),
        )


def evidence_to_read(ground: Ground) -> Iterator[Thing]:
    """A supervisor answers what was handed in."""
    waiting = (
        Evidence.objects.waiting().filter(enrolment__in=ground.enrolments).order_by("submitted_at", "pk")
    )
    for pk, enrolment, submitted_at in waiting.values_list("pk", "enrolment_id", "submitted_at"):
        place = ground.places[enrolment]
        days = place.book.value("evidence.review_within_days")
        if days is None or submitted_at is None:
            continue
        handed_in_on = local_date(submitted_at)
        yield Thing(
            key=f"evidence-{pk}-{handed_in_on:%Y%m%d}",
            kind="evidence_to_read",
            place=place,
            about=f"{place.worker_name}, handed in on {date_in_words(handed_in_on)}",
            due_on=rules.after_working_days(handed_in_on, days),
            href=reverse("evidence:review", args=[pk]),
            to=ground.of_supervisor(place),
        )


def recommendations(ground: Ground) -> Iterator[Thing]:
    """An assessor hands in what they recommend before the programme ends."""
    handed_in = Recommendation.objects.filter(
        enrolment=OuterRef("pk"), status=Recommendation.Status.SUBMITTED
    )
    ending = ground.enrolments.filter(~Exists(handed_in), expected_end_on__lte=ground.until)
    for enrolment in ending.order_by("expected_end_on", "pk").values_list("pk", flat=True):
        place = ground.places[enrolment]
        yield Thing(
            key=f"recommendation-{enrolment}",
            kind="recommendation",
            place=place,
            about=place.worker_name,
            due_on=place.ends_on,
            href=reverse("assessment:overview", args=[enrolment]),
            to=ground.of_assessor(place),
        )


def decisions(ground: Ground) -> Iterator[Thing]:
    """Somebody decides for the employer; never whoever recommended, nor about themselves."""
    waiting = Recommendation.objects.filter(
        enrolment__in=ground.enrolments, status=Recommendation.Status.SUBMITTED, submitted_at__isnull=False
    )
    deciders = ground.holders(Role.DECISION_MAKER)
    for pk, enrolment, assessor, submitted_at in waiting.order_by("submitted_at", "pk").values_list(
        "pk", "enrolment_id", "assessor_id", "submitted_at"
    ):
        place = ground.places[enrolment]
        days = place.book.value("final.decide_within_days")
        if days is None or submitted_at is None:
            continue
        handed_in_on = local_date(submitted_at)
        of_lead = set(deciders.get(ground.leads.get(enrolment, 0), []))
        had_a_part = {assessor, place.worker, *ground.everybody_assessing.get(enrolment, [])}
        yield Thing(
            key=f"decision-{pk}-{handed_in_on:%Y%m%d}",
            kind="decision",
            place=place,
            about=place.worker_name,
            due_on=rules.after_working_days(handed_in_on, days),
            href=reverse("assessment:recommendation", args=[pk]),
            to=tuple(sorted(of_lead - had_a_part - ground.people_away)),
        )


def agreements_to_write(ground: Ground) -> Iterator[Thing]:
    """A supervisor writes the support agreement in somebody's first weeks."""
    offered = SupportAgreement.objects.filter(enrolment=OuterRef("pk")).exclude(
        status=SupportAgreement.Status.DRAFT
    )
    without = ground.enrolments.filter(~Exists(offered)).order_by("starts_on", "pk")
    for enrolment, starts_on in without.values_list("pk", "starts_on"):
        place = ground.places[enrolment]
        weeks = place.book.value("agreement.support_and_assessment")
        if weeks is None:
            continue
        yield Thing(
            key=f"agreement-{enrolment}",
            kind="agreement_to_write",
            place=place,
            about=place.worker_name,
            due_on=starts_on + datetime.timedelta(weeks=weeks),
            href=reverse("supervision:support", args=[enrolment]),
            to=ground.of_supervisor(place),
        )


def agreements_to_sign(ground: Ground) -> Iterator[Thing]:
    """Everybody who has to sign an agreement that was offered: the first by its day, a new one as long after."""
    newest: dict[int, AgreementVersion] = {}
    offered = SupportAgreement.objects.waiting_for_signatures().filter(enrolment__in=ground.enrolments)
    versions = AgreementVersion.objects.filter(agreement__in=offered).select_related("agreement")
    for version in versions.prefetch_related("signatures").order_by("number"):
        newest[version.agreement_id] = version
    for version in newest.values():
        agreement, place = version.agreement, ground.places[version.agreement.enrolment_id]
        weeks = place.book.value("agreement.support_and_assessment")
        if weeks is None:
            continue
        since = place.starts_on if agreement.number == 1 else local_date(version.offered_at)
        signed = {each.part for each in version.signatures.all()}
        people = {
            each for part in version.signed_by if part not in signed for each in ground.part(place, part)
        }
        yield Thing(
            key=f"agreement-version-{version.pk}",
            kind="agreement_to_sign",
            place=place,
            about=f"Support agreement with {place.worker_name}",
            due_on=since + datetime.timedelta(weeks=weeks),
            href=reverse("supervision:sign", args=[agreement.pk]),
            to=tuple(sorted(people)),
        )


def sessions(ground: Ground) -> Iterator[Thing]:
    """A planned session, for both who meet; once its day has passed, for the supervisor to say what came of it."""
    planned = Session.objects.filter(
        enrolment__in=ground.enrolments, status="planned", planned_for__lte=ground.until
    )
    for pk, enrolment, planned_for in planned.order_by("planned_for", "pk").values_list(
        "pk", "enrolment_id", "planned_for"
    ):
        if planned_for is None:
            continue
        place = ground.places[enrolment]
        if planned_for < ground.today:
            yield Thing(
                key=f"session-{pk}-took-place",
                kind="session_to_confirm",
                place=place,
                about=place.worker_name,
                due_on=planned_for,
                href=reverse("supervision:follow_up", args=[pk]),
                to=ground.of_supervisor(place),
            )
            continue
        for people, about in [
            (ground.of_worker(place), "With your supervisor"),
            (ground.of_supervisor(place), place.worker_name),
        ]:
            yield Thing(
                key=f"session-{pk}",
                kind="session",
                place=place,
                about=about,
                due_on=planned_for,
                href=reverse("supervision:support", args=[enrolment]),
                to=people,
            )


FINDERS: list[Callable[[Ground], Iterator[Thing]]] = [
    reviews_to_sign,
    self_assessments,
    evidence_to_read,
    reviews_to_hold,
    recommendations,
    decisions,
    agreements_to_write,
    agreements_to_sign,
    sessions,
]


def all_due(ground: Ground) -> Iterator[Thing]:
    """Everything that a reminder may speak of by now."""
    for finder in FINDERS:
        for thing in finder(ground):
            if thing.due_on <= ground.until:
                yield thing


def ground_of(today: datetime.date | None = None) -> Ground:
    return Ground(today or timezone.localdate())
