"""Whom one can be in a demonstration, and what waits for each of them."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery
from django.utils import timezone

from swip.accounts.models import Appointment, Invitation, Organisation, Role, User
from swip.assessment.models import Recommendation
from swip.demo import rules
from swip.demo.making import words
from swip.enrolment.models import Absence, EmploymentPeriod, Enrolment, Pairing
from swip.evidence.models import Evidence
from swip.identifiers.models import Quarantine
from swip.notifications.mail import MOST_KEPT, KeptLetter, kept_letters
from swip.programmes.models import RuleBook
from swip.progress.queries import cohort_progress
from swip.progress.rules import State
from swip.registration.models import RegistrationDraft
from swip.reviews.models import Review
from swip.reviews.queries import due_by, late

MOST_SHOWN = 200
SOON = datetime.timedelta(days=14)


def is_loaded() -> bool:
    return Organisation.objects.filter(name=words.cast()["national"]["name"]).exists()


def has_people() -> bool:
    return User.objects.exists()


def everybody() -> QuerySet[User]:
    return User.objects.filter(is_active=True)


def letter(name: str) -> KeptLetter | None:
    return next((each for each in kept_letters(MOST_KEPT) if each.name == name), None)


# ---- Who is there to be


@dataclass(frozen=True)
class Candidate:
    """Somebody one can be, and what waits for them."""

    number: int
    name: str
    organisation: str
    sentence: str


@dataclass
class Group:
    """People who come for the same thing: first one from each organisation, then the others."""

    title: str
    about: str
    first: list[Candidate] = field(default_factory=list)
    others: list[Candidate] = field(default_factory=list)

    def add(self, candidate: Candidate) -> None:
        is_first = candidate.organisation not in {each.organisation for each in self.first}
        (self.first if is_first else self.others).append(candidate)


def groups() -> list[Group]:
    """Everybody, by what they come for."""
    found = {kind: Group(title, about) for kind, title, about in rules.KINDS}
    for kind, candidate in [*social_workers(), *staff()]:
        found[kind].add(candidate)
    return [group for group in found.values() if group.first]


# ---- Social workers


def social_workers() -> list[tuple[str, Candidate]]:
    employment = EmploymentPeriod.objects.filter(enrolment=OuterRef("pk")).order_by("starts_on")
    enrolments = list(
        Enrolment.objects.select_related("social_worker", "programme", "rule_book", "standards")
        .annotate(employer=Subquery(employment.values("organisation__name")[:1]))
        .order_by("pk")[:MOST_SHOWN]
    )
    returned = _count(Evidence, enrolments, Evidence.Status.RETURNED)
    to_sign = _count(Review, enrolments, Review.Status.COMPLETED)
    recommended = Recommendation.objects.filter(enrolment__in=enrolments).exclude(
        status=Recommendation.Status.DECIDED
    )
    being_assessed = set(recommended.values_list("enrolment", flat=True))
    progress = cohort_progress(enrolments)
    times = _times(enrolments)
    found = []
    for each in enrolments:
        counts = progress[each.pk]
        standing = rules.OnProgramme(
            programme=each.programme.short_name,
            status=each.status,
            starts_on=each.starts_on,
            ends_on=each.expected_end_on,
            enough=counts[State.ENOUGH],
            outcomes=sum(counts.values()),
            returned=returned[each.pk],
            to_sign=to_sign[each.pk],
            is_being_assessed=each.pk in being_assessed,
            time=times.get(each.pk, ""),
        )
        today = timezone.localdate()
        candidate = Candidate(
            each.social_worker_id, each.social_worker.name, each.employer or "", standing.sentence(today)
        )
        found.append((standing.kind(today), candidate))
    return found


def _times(enrolments: Sequence[Enrolment]) -> dict[int, str]:
    """Who works other hours, is or was away, or is about to be."""
    periods = EmploymentPeriod.objects.not_over().filter(enrolment__in=enrolments, full_time_equivalent__lt=1)
    said = {
        enrolment: f"works {hours} of full time"
        for enrolment, hours in periods.values_list("enrolment", "full_time_equivalent")
    }
    today = timezone.localdate()
    absences = Absence.objects.counted().filter(enrolment__in=enrolments).order_by("starts_on")
    for each in absences:
        words = each.kind_words.lower()
        if each.starts_on > today:
            away = f"{words} ahead"
        else:
            away = f"had {words}" if each.ends_on and each.ends_on < today else f"away now: {words}"
        said[each.enrolment_id] = ", ".join(filter(None, [away, said.get(each.enrolment_id, "")]))
    return said


def _count(
    model: type[Evidence] | type[Review] | type[Recommendation],
    enrolments: Sequence[Enrolment],
    *statuses: str,
) -> Counter[int]:
    """How many there are of each enrolment, in one of these statuses."""
    records = model._default_manager.filter(enrolment__in=enrolments, status__in=statuses)
    return Counter(dict(records.order_by().values_list("enrolment").annotate(Count("pk"))))


# ---- Everybody who looks after them


def staff() -> list[tuple[str, Candidate]]:
    appointments = (
        Appointment.objects.current()
        .filter(person__is_active=True)
        .select_related("person", "organisation")
        .order_by("pk")[:MOST_SHOWN]
    )
    by_role: dict[str, list[Appointment]] = defaultdict(list)
    for each in appointments:
        by_role[each.role].append(each)
    sentences = {
        Role.PRACTICE_SUPERVISOR: _of_supervisors,
        Role.ASSESSOR: _of_assessors,
        Role.COORDINATOR: _of_coordinators,
        Role.DECISION_MAKER: _of_decision_makers,
        Role.ADMINISTRATOR: _of_administrators,
        Role.DATA_PROTECTION_LEAD: _of_data_protection_leads,
        Role.PROGRAMME_EDITOR: _of_programme_editors,
    }
    found = []
    for role, held in by_role.items():
        said = sentences[Role(role)](held) if role in sentences else {}
        for each in held:
            sentence = said.get(each.pk, rules.NOTHING)
            candidate = Candidate(each.person_id, each.person.name, each.organisation.name, sentence)
            found.append((role, candidate))
    return found


def _of_supervisors(held: list[Appointment]) -> dict[int, str]:
    people = _paired(held, Pairing.Kind.SUPERVISOR)
    open_ones = Enrolment.objects.filter(pk__in=_all(people))
    reviews = Counter(due_by(open_ones, timezone.localdate() + SOON).values_list("enrolment", flat=True))
    waiting = Evidence.objects.waiting().filter(enrolment__in=open_ones).order_by().values_list("enrolment")
    pieces = {pk: (count, oldest) for pk, count, oldest in waiting.annotate(Count("pk"), Min("submitted_at"))}
    found = {}
    for each in held:
        of_theirs = people[each.person_id]
        to_read = [pieces[pk] for pk in of_theirs if pk in pieces]
        found[each.pk] = rules.supervisor(
            people=len(of_theirs),
            pieces=sum(count for count, _ in to_read),
            since=min((oldest for _, oldest in to_read), default=None),
            now=timezone.now(),
            reviews=sum(reviews[pk] for pk in of_theirs),
        )
    return found


def _of_assessors(held: list[Appointment]) -> dict[int, str]:
    people = _paired(held, Pairing.Kind.ASSESSOR)
    of_them = Recommendation.objects.filter(enrolment__in=_all(people), status__in=Recommendation.WRITABLE)
    statuses = dict(of_them.values_list("enrolment", "status"))
    return {
        each.pk: rules.assessor(
            people=len(people[each.person_id]),
            statuses=Counter(statuses[pk] for pk in people[each.person_id] if pk in statuses),
        )
        for each in held
    }


def _of_coordinators(held: list[Appointment]) -> dict[int, str]:
    people = _employed(held)
    reviews = set(late(Enrolment.objects.filter(pk__in=_all(people))).values_list("enrolment", flat=True))
    drafts = RegistrationDraft.objects.filter(status=RegistrationDraft.Status.OPEN)
    begun = Counter(drafts.values_list("coordinator", flat=True))
    return {
        each.pk: rules.coordinator(
            people=len(people[each.organisation_id]),
            late=len(reviews & people[each.organisation_id]),
            begun=begun[each.person_id],
        )
        for each in held
    }


def _of_decision_makers(held: list[Appointment]) -> dict[int, str]:
    people = _employed(held)
    handed_in = Recommendation.objects.filter(status=Recommendation.Status.SUBMITTED)
    waiting = set(handed_in.filter(enrolment__in=_all(people)).values_list("enrolment", flat=True))
    return {each.pk: rules.decision_maker(len(waiting & people[each.organisation_id])) for each in held}


def _of_administrators(held: list[Appointment]) -> dict[int, str]:
    open_ones = Invitation.objects.filter(status=Invitation.Status.SENT)
    sent = Counter(open_ones.values_list("organisation", flat=True))
    return {
        each.pk: rules.administrator(
            invitations=sent[each.organisation_id],
            is_national=each.organisation.kind == Organisation.Kind.NATIONAL,
        )
        for each in held
    }


def _of_data_protection_leads(held: list[Appointment]) -> dict[int, str]:
    out_of_sight = Counter(Quarantine.objects.open().values_list("organisation", flat=True))
    return {each.pk: rules.data_protection_lead(out_of_sight[each.organisation_id]) for each in held}


def _of_programme_editors(held: list[Appointment]) -> dict[int, str]:
    drafts = RuleBook.objects.drafts().count()
    return {each.pk: rules.programme_editor(drafts) for each in held}


def _paired(held: list[Appointment], kind: str) -> dict[int, set[int]]:
    """The open enrolments of the people each of them is paired with."""
    pairings = Pairing.objects.not_over().filter(
        kind=kind, person__in=[each.person_id for each in held], enrolment__status__in=Enrolment.OPEN
    )
    return _gathered(pairings.values_list("person", "enrolment"))


def _employed(held: list[Appointment]) -> dict[int, set[int]]:
    """The open enrolments of the people whom each organisation employs."""
    periods = EmploymentPeriod.objects.not_over().filter(
        organisation__in=[each.organisation_id for each in held], enrolment__status__in=Enrolment.OPEN
    )
    return _gathered(periods.values_list("organisation", "enrolment"))


def _gathered(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for key, enrolment in pairs:
        found[key].add(enrolment)
    return found


def _all(people: dict[int, set[int]]) -> set[int]:
    return set().union(*people.values())
