"""What waits for one person: on their own programme, and as whoever they are to others."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.accounts.queries import awaiting_register_check
from swip.assessment import permissions as assessment
from swip.assessment.models import Recommendation
from swip.core.asking import among_them, ask
from swip.dashboards.queries.asked import Waiting
from swip.dashboards.queries.coordinator import Cohort
from swip.dashboards.queries.waits import unanswered_changes
from swip.dashboards.rules import Member, Party
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Adjustment, AdjustmentShare, Claim, Enrolment, Pairing, StageDate
from swip.enrolment.queries.absences import choices_to_make
from swip.enrolment.queries.reductions import reductions_to_answer
from swip.enrolment.queries.transfers import claims_waiting_for
from swip.enrolment.rules import stage_name
from swip.evidence.models import UNTITLED, Evidence
from swip.govuk.words import plural
from swip.registration.models import RegistrationDraft, RegistrationFile
from swip.registration.permissions import registrations_of
from swip.reminders.queries import people_out_of_reach
from swip.reviews.models import Review
from swip.reviews.queries import due_by
from swip.self_assessment.models import SelfAssessment
from swip.self_assessment.queries import FIRST_RULE
from swip.self_assessment.rules import due_on
from swip.staffing.models import Away, HandingOver
from swip.staffing.queries.board import conflicting
from swip.staffing.queries.to_act_upon import to_act_upon

SHOWN_AT_MOST = 50


def _returned() -> QuerySet:
    returned = Evidence.objects.filter(among_them(), status=Evidence.Status.RETURNED)
    return returned.order_by("reviewed_at").values_list("pk", "title", TruncDate("reviewed_at"))


def _unsigned() -> QuerySet:
    completed = Review.objects.waiting_for_signature().filter(among_them()).order_by("completed_at")
    return completed.values_list("pk", "stage__name", "round", "stage__is_final", TruncDate("completed_at"))


def waits_for_worker(enrolment: Enrolment) -> list[Waiting]:
    """What a social worker is asked to do next on one programme."""
    waiting = [
        Waiting(
            "Evidence sent back with comments",
            title or UNTITLED,
            reverse("evidence:evidence", args=[pk]),
            since=since,
        )
        for pk, title, since in ask(_returned, [enrolment.pk])
    ]
    waiting += [
        Waiting(
            "A review to comment on and sign",
            stage_name(f"{name} review", round=round, is_final=is_final),
            reverse("reviews:review", args=[pk]),
            since=since,
        )
        for pk, name, round, is_final, since in ask(_unsigned, [enrolment.pk])
    ]
    return waiting + self_assessments_due(enrolment) + changes_to_answer(enrolment)


def _points() -> QuerySet:
    """The points at which one assesses oneself, each with its day and whether that has been shared."""
    shared = SelfAssessment.objects.shared().filter(
        enrolment=OuterRef("enrolment"), point=OuterRef("stage__self_assessment_point")
    )
    stages = StageDate.objects.asked_for().filter(among_them(), round=1)
    points = stages.exclude(stage__self_assessment_point="").order_by("due_on")
    return points.values_list("stage__self_assessment_point", "due_on", Exists(shared))


def self_assessments_due(enrolment: Enrolment) -> list[Waiting]:
    """The points that are near or past and not yet shared."""
    if enrolment.status != Enrolment.Status.ACTIVE:
        return []
    soon = timezone.localdate() + datetime.timedelta(days=soon_days(enrolment))
    weeks = enrolment.rule_book.value(FIRST_RULE)
    href = reverse("self_assessment:list", args=[enrolment.pk])
    found = []
    for point, stage_due_on, is_shared in ask(_points, [enrolment.pk]):
        due = due_on(point, stage_due_on, weeks)
        if due <= soon and not is_shared:
            name = SelfAssessment.Point(point).label
            found.append(Waiting("Assess yourself and share it", f"{name} of the programme", href, due=due))
    return found


def changes_to_answer(enrolment: Enrolment) -> list[Waiting]:
    """What was proposed to a social worker about their time, and what is theirs alone to choose."""
    kinds = {kind for kind, *_ in ask(unanswered_changes, [enrolment.pk])}
    own = Enrolment.objects.filter(pk=enrolment.pk)
    waiting = []
    if "reduction" in kinds:
        waiting += [
            Waiting(
                "A shorter programme, to agree to or not",
                f"{each.months} months less",
                reverse("enrolment:answer_reduction", args=[each.pk]),
                since=each.recorded_at,
            )
            for each in reductions_to_answer(own)
        ]
    if "leave" in kinds:
        waiting += [
            Waiting(
                "Choose whether leave makes your programme longer",
                each.kind_words,
                reverse("enrolment:choose_leave", args=[each.pk]),
                since=each.recorded_at,
            )
            for each in choices_to_make(own)
        ]
    return waiting


def _claimed() -> QuerySet:
    """Social workers whom an employer says they are to work for, and who have not answered."""
    claims = Claim.objects.filter(
        status=Claim.Status.WAITING, register_number=OuterRef("register_number"), email=OuterRef("email")
    )
    return User.objects.filter(among_them("pk"), Exists(claims)).values_list("pk")


def claims_to_answer(worker: User) -> list[Waiting]:
    """A new employer waits for the social worker's word."""
    if not worker.register_number or not ask(_claimed, [worker.pk]):
        return []
    return [
        Waiting(
            "An employer says you are to work for them: agree or not",
            str(each.claim.organisation),
            reverse("enrolment:claim", args=[each.claim.pk]),
            since=each.claim.claimed_at,
        )
        for each in claims_waiting_for(worker)
    ]


def _asked_adjustments(group: str) -> QuerySet:
    shared = AdjustmentShare.objects.filter(adjustment=OuterRef("pk"), group=group, ended_at=None)
    asked = Adjustment.objects.filter(among_them(), Exists(shared), status=Adjustment.Status.ASKED)
    return asked.order_by("asked_at").values_list("pk", "enrolment", TruncDate("asked_at"))


def adjustments_to_answer(people: Mapping[int, str], group: str) -> list[Waiting]:
    """What somebody asked for that helps them, where they let this part of those around them see it."""
    return [
        Waiting(
            "Answer what they asked for that helps",
            people[enrolment],
            reverse("enrolment:answer_adjustment", args=[pk]),
            since=asked_on,
        )
        for pk, enrolment, asked_on in ask(_asked_adjustments, people, group)
    ]


def looked_up(people: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """The same few people by their numbers: in the midst of a long question they would be looked for last."""
    return Enrolment.objects.filter(pk__in=list(people.values_list("pk", flat=True)))


def waits_for_supervisor(user: User) -> list[Waiting]:
    """Evidence to read, and reviews that are near, late or begun."""
    people = looked_up(enrolments.supervised_by(user).filter(status__in=Enrolment.OPEN))
    evidence = (
        Evidence.objects.waiting()
        .filter(enrolment__in=people)
        .select_related("enrolment__social_worker")
        .order_by("submitted_at")[:SHOWN_AT_MOST]
    )
    waiting = [
        Waiting(
            "Evidence to read",
            f"{each.enrolment.social_worker.name}: {each}",
            reverse("evidence:review", args=[each.pk]),
            since=each.submitted_at,
        )
        for each in evidence
    ]
    today = timezone.localdate()
    active = people.filter(status=Enrolment.Status.ACTIVE)
    begun = Review.objects.filter(of_this_stage())
    stages = due_by(active, today + datetime.timedelta(days=LONGEST_NOTICE)).annotate(
        is_begun=Exists(begun), is_sent_back=Exists(begun.filter(completed_at__isnull=False))
    )
    return waiting + [
        Waiting(
            _review_to_do(each),
            f"{each.enrolment.social_worker.name}: {each.stage.name}",
            reverse("reviews:list", args=[each.enrolment_id]),
            due=each.due_on,
        )
        for each in stages.select_related("stage", "enrolment__social_worker", "enrolment__rule_book")[
            :SHOWN_AT_MOST
        ]
        if each.due_on <= today + datetime.timedelta(days=soon_days(each.enrolment))
    ]


def of_this_stage() -> Q:
    """The review of a stage's date: of a stage that is due again, not the one that was held before."""
    return Q(enrolment=OuterRef("enrolment"), stage=OuterRef("stage"), round=OuterRef("round"))


def _review_to_do(stage: Any) -> str:
    if stage.is_sent_back:
        return "A review to change, as the social worker asked"
    return "A review to finish" if stage.is_begun else "A review to hold and write up"


# No rule book gives longer notice of a review than this; it only bounds what the database looks through.
LONGEST_NOTICE = 60


def soon_days(enrolment: Enrolment) -> int:
    return min(enrolment.rule_book.value("programme.due.soon_days"), LONGEST_NOTICE)


def waits_for_assessor(user: User) -> list[Waiting]:
    """Recommendations that were begun, sent back, or are due before a programme ends."""
    people = looked_up(enrolments.assessed_by(user).filter(status__in=Enrolment.OPEN))
    begun = (
        Recommendation.objects.filter(enrolment__in=people, status__in=Recommendation.WRITABLE)
        .select_related("enrolment__social_worker")
        .order_by("created_at")[:SHOWN_AT_MOST]
    )
    waiting = [
        Waiting(
            "A recommendation sent back to you" if each.returned_with else "A recommendation to finish",
            each.enrolment.social_worker.name,
            each.get_absolute_url(),
            since=each.saved_at,
            due=each.enrolment.expected_end_on,
        )
        for each in begun
    ]
    is_open = Recommendation.objects.filter(enrolment=OuterRef("pk")).exclude(
        status=Recommendation.Status.DECIDED
    )
    soon = timezone.localdate() + datetime.timedelta(days=LONGEST_NOTICE)
    ending = (
        people.filter(~Exists(is_open), status=Enrolment.Status.ACTIVE, expected_end_on__lte=soon)
        .select_related("social_worker")
        .order_by("expected_end_on")[:SHOWN_AT_MOST]
    )
    return waiting + [
        Waiting(
            "A recommendation to begin",
            each.social_worker.name,
            reverse("assessment:overview", args=[each.pk]),
            due=each.expected_end_on,
        )
        for each in ending
    ]


def waits_for_decision_maker(user: User) -> list[Waiting]:
    recommendations = (
        assessment.decidable_by(user)
        .select_related("enrolment__social_worker")
        .order_by("submitted_at")[:SHOWN_AT_MOST]
    )
    return [
        Waiting(
            "A recommendation to decide on",
            each.enrolment.social_worker.name,
            each.get_absolute_url(),
            since=each.submitted_at,
        )
        for each in recommendations
    ]


def _open_registrations() -> QuerySet:
    under_way = RegistrationDraft.objects.filter(status=RegistrationDraft.Status.OPEN)
    return under_way.filter(among_them("coordinator")).values_list("pk")


def _files_to_confirm() -> QuerySet:
    files = RegistrationFile.objects.filter(
        among_them("organisation"), status=RegistrationFile.Status.CHECKED
    )
    return files.order_by("sent_at").values_list("pk", "name", TruncDate("sent_at"))


def waits_for_coordinator(user: User, organisations: Iterable[Organisation]) -> list[Waiting]:
    """Registrations and files of people that were begun and are not finished."""
    begun = [pk for (pk,) in ask(_open_registrations, [user.pk])]
    under_way = registrations_of(user).filter(pk__in=begun).order_by("created_at")[:SHOWN_AT_MOST]
    waiting = [
        Waiting("A registration to finish", str(each), each.get_absolute_url(), since=each.created_at)
        for each in (under_way if begun else [])
    ]
    files = ask(_files_to_confirm, [each.pk for each in organisations])
    return waiting + [
        Waiting("A file of people to confirm", name, reverse("registration:file", args=[pk]), since=sent_on)
        for pk, name, sent_on in files[:SHOWN_AT_MOST]
    ]


def _handings_over() -> QuerySet:
    drafts = HandingOver.objects.filter(among_them("organisation"), status=HandingOver.Status.DRAFT)
    return drafts.values_list("pk")


def _leave() -> QuerySet:
    leave = Away.objects.not_over().filter(among_them("organisation"), status=Away.Status.RECORDED)
    return leave.values_list("pk")


def _conflicts() -> QuerySet:
    return conflicting(Pairing.objects.not_over().filter(among_them())).order_by().values_list("pk")


def waits_among_colleagues(user: User, cohort: Cohort) -> list[Waiting]:
    """Handing over that was begun, people paired though they should not be, leave that nobody covers."""
    organisations = [each.pk for each in cohort.organisations]
    # What is there is worked out at length; whether anything can be there is soon said.
    may_be_some = (
        ask(_handings_over, organisations) or ask(_leave, organisations) or ask(_conflicts, cohort.names)
    )
    return [
        Waiting(each.what, each.about, each.href, since=each.since, due=each.due)
        for each in (to_act_upon(user) if may_be_some else [])
    ]


def _to_look_up() -> QuerySet:
    people = User.objects.filter(among_them("pk"))
    return awaiting_register_check(people, timezone.localdate()).values_list("pk", "name")


def waits_on_register(cohort: Iterable[Member]) -> list[Waiting]:
    """Social workers who were never looked up on the register, or have to be again: one line for all of them."""
    found = ask(_to_look_up, [each.social_worker_id for each in cohort if each.is_open])
    if not found:
        return []
    pk, name = found[0]
    about = f"{name}, and {plural(len(found) - 1, 'other', 'others')}" if found[1:] else name
    return [
        Waiting("Look somebody up on the register", about, reverse("accounts:register_checks", args=[pk]))
    ]


def waits_for_keeper(user: User) -> list[Waiting]:
    """People whom our messages do not reach: a coordinator or an administrator puts the address right."""
    count = people_out_of_reach(user)
    href = reverse("reminders:undelivered")
    return [Waiting("Messages that did not arrive", plural(count, "person", "people"), href)] if count else []


def waits_within_cohort(cohort: Iterable[Member]) -> list[Waiting]:
    """Agreements to sign for the employer, objections to answer, people to release."""
    return [
        Waiting(wait.what, member.name, reverse(wait.page, args=[member.enrolment_id]), since=wait.since)
        for member in cohort
        for wait in member.waits
        if wait.party is Party.COORDINATOR
    ][:SHOWN_AT_MOST]
