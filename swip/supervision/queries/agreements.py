"""What the rule book promises, what an agreement promises beyond it, and how an agreement stands."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from swip.accounts.models import Appointment, Role, User
from swip.enrolment.models import EmploymentPeriod, Enrolment, Pairing
from swip.enrolment.queries import value_or
from swip.govuk.words import date_in_words, number
from swip.programmes.models import Rule, RuleBook
from swip.supervision import permissions
from swip.supervision.models import AgreementVersion, Signature, SupportAgreement
from swip.supervision.rules.promises import least_hours
from swip.supervision.rules.rhythm import PHASES, Every, Promise, Rhythm

RHYTHM_RULES = {
    "weeks_1_to_6": "supervision.weeks_1_to_6",
    "to_month_6": "supervision.to_month_6",
    "to_month_12": "supervision.to_month_12",
    "year_2": "supervision.year_2",
}
EXPECTED_RULE = "supervision.expected"
LATE_RULE = "supervision.late_after_days"
MINUTES_RULE = "supervision.session_minutes"
FULL_WEEK_RULE = "protected_time.full_time_week_hours"
HOURS_RULES = ("protected_time.year_1_percent", "protected_time.year_2_percent")
WORKLOAD_RULE = "workload.percent"
AGREEMENT_RULE = "agreement.support_and_assessment"
SIGNED_BY_RULE = "agreement.signed_by"
CONCERN_RULE = "concern.before_fail"

USUAL_MINUTES = 90
USUAL_WEEK = Decimal(37)


# ---- What the rule book promises to everybody


def every_of(book: RuleBook, phase: str) -> Every:
    """How often at least, in one phase."""
    key = RHYTHM_RULES[phase]
    if key not in book.contents.rules or (number := book.value(key)) is None:
        return Every(months=1)
    return Every(months=number) if book.rule(key).kind == "months" else Every(days=number)


def rhythm_of(book: RuleBook) -> Rhythm:
    return Rhythm(**{phase: every_of(book, phase) for phase in PHASES})


def allowance_of(book: RuleBook) -> tuple[tuple[str, int], ...]:
    """After how many days a session is late, for each pace."""
    return tuple((each["phase"], each["days"]) for each in value_or(book, LATE_RULE, ()))


def usual_minutes(book: RuleBook) -> int:
    return value_or(book, MINUTES_RULE, USUAL_MINUTES)


def full_week(book: RuleBook) -> Decimal:
    return Decimal(value_or(book, FULL_WEEK_RULE, USUAL_WEEK))


def percents_of_hours(book: RuleBook) -> tuple[Decimal, Decimal]:
    first, second = (Decimal(value_or(book, key, 0)) for key in HOURS_RULES)
    return first, second


def workload_percents(book: RuleBook) -> tuple[int, int]:
    """In the first year and after it; a rule book of one year says one."""
    by_year = {each["year"]: each["percent"] for each in value_or(book, WORKLOAD_RULE, ())}
    first = by_year.get(1, 100)
    return first, by_year.get(2, first)


def least_promise(book: RuleBook, full_time_equivalent: Decimal, since: datetime.date) -> Promise:
    """What holds without an agreement, and under any."""
    first, second = (
        float(least_hours(percent, full_time_equivalent, full_week(book)))
        for percent in percents_of_hours(book)
    )
    return Promise(since, rhythm_of(book), (first, second), workload_percents(book))


# The fields of a version that make a promise in numbers, in the order in which `promise_from` takes them.
PROMISED = (
    *PHASES,
    "protected_hours_year_1",
    "protected_hours_year_2",
    "workload_year_1",
    "workload_year_2",
)


def promise_from(since: datetime.date, promised: Sequence[Any]) -> Promise:
    """What an agreement promises, from the day on which it came into force."""
    *codes, first_hours, second_hours, first_workload, second_workload = promised
    return Promise(
        since,
        rhythm_from(*codes),
        (float(first_hours), float(second_hours)),
        (first_workload, second_workload),
    )


@cache
def rhythm_from(*codes: str) -> Rhythm:
    """From the codes of its four phases: there are only so many ways."""
    return Rhythm(*(Every.of(code) for code in codes))


def full_time_equivalent(periods: Iterable[EmploymentPeriod], on: datetime.date) -> Decimal:
    """Of all employers together, on a day; before the first and after the last day, what is nearest."""
    known = sorted(periods, key=lambda each: each.starts_on)
    current = [
        each for each in known if each.starts_on <= on and (each.ends_on is None or each.ends_on >= on)
    ]
    if not current and known:
        begun = [each for each in known if each.starts_on <= on]
        current = [begun[-1] if begun else known[0]]
    return sum((each.full_time_equivalent for each in current), Decimal(0)) or Decimal(1)


def current_equivalent(enrolment: Enrolment) -> Decimal:
    """What part of full time somebody works today, or will from their first day on."""
    day = max(timezone.localdate(), enrolment.starts_on)
    return full_time_equivalent(enrolment.employment_periods.all(), day)


# ---- How an agreement stands


def due_on(enrolment: Enrolment) -> datetime.date:
    """The day by which the agreement is signed by everybody."""
    weeks = value_or(enrolment.rule_book, AGREEMENT_RULE, 4)
    return enrolment.starts_on + datetime.timedelta(weeks=weeks)


def agreements_of(enrolment: Enrolment) -> QuerySet[SupportAgreement]:
    return SupportAgreement.objects.filter(enrolment=enrolment).select_related("started_by")


def in_force(enrolment: Enrolment) -> SupportAgreement | None:
    return agreements_of(enrolment).in_force().first()  # type: ignore[attr-defined]


def under_way(enrolment: Enrolment) -> SupportAgreement | None:
    """What is being written or waits for signatures, beside what is in force."""
    return agreements_of(enrolment).under_way().first()  # type: ignore[attr-defined]


def versions_of(agreement: SupportAgreement) -> list[AgreementVersion]:
    """Each time it was offered, the first one first, with who signed it or would not."""
    signatures = Signature.objects.select_related("person").order_by("signed_at", "pk")
    found = agreement.versions.select_related(
        "offered_by", "supervisor", "assessor", "refusal__person"
    ).prefetch_related(Prefetch("signatures", queryset=signatures))
    versions = list(found)
    for each in versions:
        each.agreement = agreement
    return versions


def version_in_force(enrolment: Enrolment) -> AgreementVersion | None:
    """What everybody signed, as far as they have."""
    found = AgreementVersion.objects.filter(
        agreement__enrolment=enrolment, agreement__status=SupportAgreement.Status.IN_FORCE
    )
    return found.order_by("-number").first()


def people_named(enrolment: Enrolment) -> dict[str, User | None]:
    """Whom an agreement names: never somebody who only covers while another is on leave."""
    named = {kind: enrolment.pairing(kind) for kind in Pairing.Kind}
    return {kind.value: pairing.person if pairing else None for kind, pairing in named.items()}


def version_to_be(agreement: SupportAgreement, terms: dict[str, Any]) -> AgreementVersion:
    """As it would be offered now; nothing is kept."""
    return AgreementVersion(agreement=agreement, **people_named(agreement.enrolment), **terms)


def version_before(agreement: SupportAgreement) -> AgreementVersion | None:
    """The version that holds, or held, when this agreement was written to take its place."""
    held = AgreementVersion.objects.filter(
        agreement__enrolment=agreement.enrolment_id,
        agreement__number__lt=agreement.number,
        agreement__in_force_on__isnull=False,
    )
    found = held.select_related("agreement", "supervisor", "assessor", "offered_by")
    return found.order_by("-agreement__number", "-number").first()


def signing_parts(book: RuleBook) -> list[tuple[str, str]]:
    """Who has to sign, by the rule: those parts that the service knows somebody for."""
    asked = value_or(book, SIGNED_BY_RULE, (("social_worker", "Social worker"),))
    return [(code, words) for code, words in asked if code in permissions.SIGNS_AS]


@dataclass(frozen=True)
class PartSeen:
    """One side of an agreement, and its signature."""

    code: str
    words: str
    signature: Signature | None


def parts_of(version: AgreementVersion) -> list[PartSeen]:
    words = dict(signing_parts(version.agreement.enrolment.rule_book))
    signed = {each.part: each for each in version.signatures.all()}
    return [PartSeen(code, words.get(code, code), signed.get(code)) for code in version.signed_by]


def people_for(enrolment: Enrolment, part: str) -> list[User]:
    """Who is asked to sign for one side."""
    if part == "social_worker":
        return [enrolment.social_worker]
    if part in ("practice_supervisor", "assessor"):
        kind = Pairing.Kind.SUPERVISOR if part == "practice_supervisor" else Pairing.Kind.ASSESSOR
        person = enrolment.paired_with(kind)
        return [person] if person else []
    employers = EmploymentPeriod.objects.not_over().filter(enrolment=enrolment)
    found = Appointment.objects.current().filter(
        organisation__in=employers.values("organisation"), role=Role.COORDINATOR
    )
    people = User.objects.filter(pk__in=found.values("person"), is_active=True)
    return list(people.exclude(pk=enrolment.social_worker_id).order_by("name", "pk"))


# ---- The terms in words


@dataclass(frozen=True)
class Term:
    """One promise in words, with the rule it comes from."""

    name: str
    words: str
    rule: str = ""

    @property
    def is_long(self) -> bool:
        return "\n" in self.words or len(self.words) > 80


def terms_of(version: AgreementVersion) -> list[Term]:
    """Everything that a version promises."""
    rhythm = [
        Term(
            f"Supervision, {words}" if phase != "year_2" else "Supervision after the first year",
            f"At least one session {Every.of(getattr(version, phase)).words}",
            RHYTHM_RULES[phase],
        )
        for phase, words in PHASES.items()
    ]
    week = number(version.contracted_hours)
    return [
        *rhythm,
        Term("Length of a session", f"{version.session_minutes} minutes", MINUTES_RULE),
        Term(
            "Protected time in the first year",
            f"{number(version.protected_hours_year_1)} hours a week, of {week} in the contract",
            HOURS_RULES[0],
        ),
        Term(
            "Protected time after the first year",
            f"{number(version.protected_hours_year_2)} hours a week, of {week} in the contract",
            HOURS_RULES[1],
        ),
        Term("Workload in the first year", _workload_words(version.workload_year_1), WORKLOAD_RULE),
        Term("Workload after the first year", _workload_words(version.workload_year_2), WORKLOAD_RULE),
        Term("Practice supervisor", str(version.supervisor or "Nobody named yet")),
        Term("Assessor", str(version.assessor or "Nobody named yet")),
        Term("Who covers when the supervisor is away", version.cover),
        Term("How a concern is raised", version.concerns, CONCERN_RULE),
        *([Term("What else was agreed", version.also_agreed)] if version.also_agreed else []),
    ]


def _workload_words(percent: int) -> str:
    return f"At most {percent}% of the work of a social worker in their second or third year"


@dataclass(frozen=True)
class Change:
    """A promise that is not what it was."""

    name: str
    before: str
    after: str


def changes_between(before: AgreementVersion, after: AgreementVersion) -> list[Change]:
    """What changed from one version to another, term by term."""
    was = {each.name: each.words for each in terms_of(before)}
    now = {each.name: each.words for each in terms_of(after)}
    names = [*now, *(name for name in was if name not in now)]
    return [
        Change(name, was.get(name, "Nothing"), now.get(name, "Nothing"))
        for name in names
        if was.get(name) != now.get(name)
    ]


def hours_have_changed(enrolment: Enrolment, version: AgreementVersion) -> str:
    """Says so where the contract has other hours by now than when the agreement was written."""
    today = timezone.localdate()
    now = current_equivalent(enrolment) * full_week(enrolment.rule_book)
    if now == version.contracted_hours:
        return ""
    return (
        f"On {date_in_words(today)} the contract is for {number(now)} hours a week. "
        f"The agreement was written for {number(version.contracted_hours)}."
    )


def people_have_changed(enrolment: Enrolment, version: AgreementVersion) -> bool:
    """Whether somebody else supervises or assesses by now."""
    pairings = enrolment.pairings.current().acting().filter(is_cover=False)
    paired = {each.kind: each.person_id for each in pairings}
    named = {Pairing.Kind.SUPERVISOR: version.supervisor_id, Pairing.Kind.ASSESSOR: version.assessor_id}
    return any(kind in paired and paired[kind] != person for kind, person in named.items())


def without_agreement(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Open, begun, and nothing offered or in force yet."""
    offered = SupportAgreement.objects.exclude(status=SupportAgreement.Status.DRAFT)
    return enrolments.filter(
        ~Q(pk__in=offered.values("enrolment")), status__in=Enrolment.OPEN, starts_on__lte=timezone.localdate()
    )


def rule_or_none(book: RuleBook, key: str) -> Rule | None:
    return book.contents.rules.get(key)


def rules_of_terms(book: RuleBook) -> dict[str, str]:
    """Where the rule behind a promise is explained, by its key."""
    keys = [
        *RHYTHM_RULES.values(),
        MINUTES_RULE,
        *HOURS_RULES,
        WORKLOAD_RULE,
        AGREEMENT_RULE,
        SIGNED_BY_RULE,
        CONCERN_RULE,
    ]
    return {key: book.rule_url(key) for key in keys if key in book.contents.rules}
