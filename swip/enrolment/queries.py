"""Questions that pages ask about enrolments and about registrations under way."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Appointment, Organisation, Team, User
from swip.core import history
from swip.core.history_words import private_actions
from swip.core.models import Entry
from swip.enrolment import rules
from swip.enrolment.models import (
    EligibilityDecision,
    EmploymentPeriod,
    Enrolment,
    Pairing,
    RegistrationDraft,
    StageDate,
)
from swip.enrolment.rules import RegistrationRefused
from swip.govuk.words import date_in_words, month_year
from swip.programmes.models import Programme, Rule, RuleBook
from swip.programmes.rules import Eligibility, LeadsTo, eligibility

RULES_OF_DATES = (
    "programme.length_months",
    "reviews.programme",
    "reviews.asye",
    "self_assessment",
    "programme.time.month_ends",
)
SOON = "programme.due.soon_days"
WITHDRAWAL_REASONS = "programme.withdrawal.reasons"


# One enrolment


def with_its_programme(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """What nearly every page says of an enrolment, in the same query."""
    return enrolments.select_related(
        "social_worker", "programme", "rule_book__programme", "standards__framework"
    )


def stage_dates(enrolment: Enrolment) -> QuerySet[StageDate]:
    """Every stage with its day, in order."""
    return enrolment.stage_dates.select_related("stage").order_by("due_on", "stage__position")


def next_stage(enrolment: Enrolment) -> StageDate | None:
    """The first stage that has not been held."""
    return stage_dates(enrolment).filter(held_on=None, stage__is_optional=False).first()


@dataclass(frozen=True)
class StageLine:
    """A stage as the drawing of all stages shows it."""

    label: str
    date: datetime.date
    state: str
    note: str = ""


def stage_line(enrolment: Enrolment, today: datetime.date | None = None) -> list[StageLine]:
    day = today or timezone.localdate()
    soon_days = value_or(enrolment.rule_book, SOON, 14)
    line = []
    for each in stage_dates(enrolment):
        # Where nothing is reviewed there is nothing to hold: the day comes and goes by itself.
        held_on = each.held_on
        if held_on is None and not each.stage.has_review and each.due_on < day:
            held_on = each.due_on
        state = rules.stage_state(
            due_on=each.due_on, held_on=held_on, today=day, is_open=enrolment.is_open, soon_days=soon_days
        )
        notes = [
            "optional" if each.stage.is_optional else "",
            f"on {date_in_words(each.held_on)}" if each.held_on else "",
        ]
        line.append(StageLine(each.stage.name, each.due_on, state, ", ".join(filter(None, notes))))
    return line


def rules_of_dates(rule_book: RuleBook) -> list[Rule]:
    """The rules that the dates of an enrolment come from, as far as its rule book has them."""
    return rules_behind(rule_book, *RULES_OF_DATES)


def rules_behind(rule_book: RuleBook, *keys: str) -> list[Rule]:
    """The rules that a page applies, as far as this rule book has them."""
    known = rule_book.contents.rules
    return [known[key] for key in keys if key in known]


def value_or(rule_book: RuleBook, key: str, otherwise: Any) -> Any:
    """What a rule says, where the rule book has it and knows it."""
    if key not in rule_book.contents.rules:
        return otherwise
    value = rule_book.value(key)
    return otherwise if value is None else value


def withdrawal_reasons(rule_book: RuleBook) -> list[tuple[str, str]]:
    return list(value_or(rule_book, WITHDRAWAL_REASONS, [("other", "Another reason")]))


def employer_name(enrolment: Enrolment) -> str:
    """On whose behalf something is done to an enrolment: of several employers, the first."""
    periods = enrolment.employment_periods.not_over().order_by("starts_on", "pk")
    return periods.values_list("organisation__name", flat=True).first() or ""


@dataclass(frozen=True)
class Around:
    """Who and what stands around an enrolment."""

    pairings: list[Pairing]
    employment: list[EmploymentPeriod]
    extensions: list[Any]
    withdrawals: list[Any]

    @property
    def is_part_time(self) -> bool:
        today = timezone.localdate()
        return any(
            each.full_time_equivalent < 1
            for each in self.employment
            if each.ends_on is None or each.ends_on >= today
        )

    def paired(self, kind: str) -> Pairing | None:
        """The one that counts today, or the first that is to come."""
        today = timezone.localdate()
        current = [
            each
            for each in self.pairings
            if each.kind == kind and (each.ends_on is None or each.ends_on >= today)
        ]
        return min(current, key=lambda each: each.starts_on, default=None)


def around(enrolment: Enrolment) -> Around:
    return Around(
        list(enrolment.pairings.select_related("person").order_by("kind", "-starts_on", "-pk")),
        list(
            enrolment.employment_periods.select_related("organisation", "team").order_by("-starts_on", "-pk")
        ),
        list(enrolment.extensions.select_related("given_by")),
        list(enrolment.withdrawals.all()) if enrolment.status == Enrolment.Status.WITHDRAWN else [],
    )


def history_of(enrolment: Enrolment, *, reader: User) -> QuerySet[Entry]:
    """Newest first. Who looked, and what was private, is for the social worker alone."""
    entries = history.of_chain(enrolment.history_chain).order_by("-position")
    if enrolment.social_worker_id != reader.pk:
        entries = entries.exclude(action__in=private_actions())
    return entries


def looks_at(enrolment: Enrolment) -> QuerySet[Entry]:
    return history.of_chain(enrolment.history_chain).filter(action="enrolment.looked").order_by("-position")


def eligibility_decision(enrolment: Enrolment) -> EligibilityDecision | None:
    return EligibilityDecision.objects.filter(enrolment=enrolment).select_related("decided_by").first()


def waiting_to_start(on: datetime.date) -> QuerySet[Enrolment]:
    """Registered, and their first day has come."""
    waiting = Enrolment.objects.filter(status=Enrolment.Status.REGISTERED, starts_on__lte=on)
    return with_its_programme(waiting).order_by("starts_on", "pk")


# Who can be chosen


def choosable(
    organisations: Iterable[Organisation], kind: str, *, except_for: Collection[User] = ()
) -> list[Appointment]:
    """Who holds the role there today, by name; somebody in two teams is there once."""
    current = (
        Appointment.objects.current()
        .filter(
            organisation__in=organisations, role=Pairing.ROLE_OF[Pairing.Kind(kind)], person__is_active=True
        )
        .exclude(person__in=except_for)
        .select_related("person", "team")
        .order_by("person__name", "person__pk", "pk")
    )
    found: dict[int, Appointment] = {}
    for each in current:
        found.setdefault(each.person_id, each)
    return list(found.values())


def teams_of(organisation: Organisation) -> list[Team]:
    return list(organisation.teams.order_by("name"))


def employers_of(enrolment: Enrolment) -> QuerySet[Organisation]:
    employed = EmploymentPeriod.objects.not_over().filter(enrolment=enrolment)
    return Organisation.objects.filter(pk__in=employed.values("organisation"))


# Who is known already


def known_person(email: str, register_number: str) -> User | None:
    """The one person that an address and a register number belong to, if we know them."""
    email = email.strip().lower()
    wanted = Q(email=email) | (Q(register_number=register_number) if register_number else Q())
    found = list(User.objects.filter(wanted)[:2])
    if len(found) > 1:
        raise RegistrationRefused(
            "This email address and this register number belong to two different people. Check both"
        )
    person = found[0] if found else None
    if person is None:
        return None
    if not person.is_active:
        raise RegistrationRefused("This person’s account is closed. Ask an administrator to open it again")
    if register_number and person.register_number not in ("", register_number):
        raise RegistrationRefused(
            "The person with this email address has another register number. Check both"
        )
    return person


def refuse_registration(person: User, *, programme: Programme, organisation: Organisation, by: User) -> None:
    """Nobody registers themselves, and nobody has two places at a time on one programme, wherever it is."""
    if person == by:
        raise RegistrationRefused("You cannot register yourself. Ask another coordinator")
    place = (
        Enrolment.objects.filter(social_worker=person, programme=programme, status__in=Enrolment.OPEN)
        .order_by("pk")
        .first()
    )
    if place is None:
        return
    since = f"on the {programme} since {month_year(place.starts_on)}"
    if place.employment_periods.not_over().filter(organisation=organisation).exists():
        raise RegistrationRefused(f"This person is already {since}, in your organisation")
    raise RegistrationRefused(
        f"This person is already {since}, with another employer. They cannot be registered a second time"
    )


# A registration under way


@dataclass(frozen=True)
class Registration:
    """Everything that is known of somebody when they join."""

    organisation: Organisation
    rule_book: RuleBook
    answers: Mapping[str, str]
    name: str
    email: str
    register_number: str
    starts_on: datetime.date
    full_time_equivalent: Decimal = Decimal("1.0")
    team: Team | None = None
    supervisor: User | None = None
    assessor: User | None = None


@dataclass(frozen=True)
class Consequence:
    """What an answer leads to, and the rule that says so."""

    leads_to: str
    explanation: str
    rule: Rule


@dataclass
class Answered:
    """One question of a rule book as it was answered."""

    question: str
    code: str
    answer: str
    answer_code: str
    rule_key: str
    consequences: list[Consequence] = field(default_factory=list)

    @property
    def stands_in_the_way(self) -> bool:
        return any(each.leads_to == LeadsTo.CANNOT_JOIN for each in self.consequences)


def rule_books_in_force() -> QuerySet[RuleBook]:
    """The programmes that people can be registered on today."""
    in_force = RuleBook.objects.in_force_on(timezone.localdate())
    return in_force.select_related("programme", "standards").order_by("programme__position")


def answered(rule_book: RuleBook, answers: Mapping[str, str]) -> list[Answered]:
    """The questions that have an answer, each with what that leads to."""
    told = []
    for question in rule_book.questions:
        given = {each["code"]: each for each in question.answers}.get(answers.get(question.code, ""))
        if given is None:
            continue
        consequences = []
        if given["leads_to"] != LeadsTo.JOINS:
            consequences.append(
                Consequence(
                    given["leads_to"], given.get("explanation", ""), rule_book.rule(question.rule_key)
                )
            )
        if given.get("warning"):
            rule = rule_book.rule(given.get("warning_rule", question.rule_key))
            consequences.append(Consequence(LeadsTo.WARN, given["warning"], rule))
        told.append(
            Answered(
                question.words, question.code, given["words"], given["code"], question.rule_key, consequences
            )
        )
    return told


def answered_in(draft: RegistrationDraft) -> list[Answered]:
    return answered(draft.rule_book, draft.eligibility_answers) if draft.rule_book else []


def in_the_way(draft: RegistrationDraft) -> list[Answered]:
    """The answers for which nobody can join."""
    return [each for each in answered_in(draft) if each.stands_in_the_way]


def is_all_answered(draft: RegistrationDraft) -> bool:
    return draft.rule_book is not None and len(answered_in(draft)) == len(draft.rule_book.questions)


def is_worth_telling(draft: RegistrationDraft) -> bool:
    """All is answered, and some answer costs the grant or warns: said before anything else is typed."""
    return (
        "email" not in draft.details
        and is_all_answered(draft)
        and any(each.consequences for each in answered_in(draft))
    )


def newer_rules(draft: RegistrationDraft) -> RuleBook | None:
    """The rule book in force, where that is no longer the one whose questions were answered."""
    if draft.rule_book is None:
        return None
    in_force = rule_books_in_force().filter(programme=draft.rule_book.programme).first()
    return in_force if in_force != draft.rule_book else None


def worker_of(draft: RegistrationDraft) -> User | None:
    """The person a draft is about, if we know them already."""
    try:
        return known_person(draft.details["email"], draft.details["register_number"])
    except RegistrationRefused:
        return None


def with_rules(drafts: QuerySet[RegistrationDraft]) -> QuerySet[RegistrationDraft]:
    return drafts.select_related(
        "coordinator", "organisation", "rule_book__programme", "rule_book__standards"
    )


def eligibility_of(draft: RegistrationDraft) -> Eligibility:
    return eligibility(cast(RuleBook, draft.rule_book).questions, draft.eligibility_answers)


def answers_as_asked(rule_book: RuleBook, answers: Mapping[str, str]) -> list[dict[str, str]]:
    """The questions and answers in the words of the day, to be kept with the decision."""
    return [
        {
            "question": each.question,
            "question_code": each.code,
            "answer": each.answer,
            "answer_code": each.answer_code,
            "rule": each.rule_key,
        }
        for each in answered(rule_book, answers)
    ]


def reasons_as_told(rule_book: RuleBook, answers: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {"leads_to": each.leads_to, "explanation": each.explanation, "rule": each.rule.key}
        for one in answered(rule_book, answers)
        for each in one.consequences
    ]


@dataclass(frozen=True)
class Step:
    """One page of a registration."""

    name: str
    href: str
    is_done: bool


def steps_of(draft: RegistrationDraft) -> list[Step]:
    """Every page of a registration in order; what is asked depends on the programme."""
    details = draft.details

    def step(name: str, is_done: bool, *more: str) -> Step:
        href = reverse(f"enrolment:register_{name}", args=[draft.pk, *more])
        return Step(":".join([name, *more]), href, is_done)

    steps = [step("programme", draft.rule_book is not None)]
    if draft.rule_book is not None:
        steps += [
            step("question", each.code in draft.eligibility_answers, each.code)
            for each in draft.rule_book.questions
        ]
    return [
        *steps,
        step("details", "email" in details),
        step("place", "starts_on" in details),
        step("people", "supervisor" in details),
        step("check", False),
    ]


def registration_of(draft: RegistrationDraft) -> Registration:
    """What was answered, with the records it names; refused where something has changed since."""
    if next(each for each in steps_of(draft) if not each.is_done).name != "check":
        raise RegistrationRefused("Answer every question first", "check")
    details = draft.details
    chosen = {}
    for kind in Pairing.Kind.values:
        number = details[kind]
        people = {each.person_id: each.person for each in choosable([draft.organisation], kind)}
        if number is not None and number not in people:
            raise RegistrationRefused(
                f"The {kind} you chose no longer has that appointment. Choose again", "people"
            )
        chosen[kind] = people.get(number)
    teams = {each.pk: each for each in teams_of(draft.organisation)}
    return Registration(
        organisation=draft.organisation,
        rule_book=cast(RuleBook, draft.rule_book),
        answers=draft.eligibility_answers,
        name=details["name"],
        email=details["email"],
        register_number=details["register_number"],
        starts_on=datetime.date.fromisoformat(details["starts_on"]),
        full_time_equivalent=Decimal(details["full_time_equivalent"]),
        team=teams.get(details["team"]),
        **chosen,
    )


def with_next_step(drafts: QuerySet[RegistrationDraft]) -> list[tuple[RegistrationDraft, str]]:
    """The registrations under way, each with the page that comes next."""
    under_way = with_rules(drafts.filter(status=RegistrationDraft.Status.OPEN))
    return [
        (draft, next(step.href for step in steps_of(draft) if not step.is_done)) for draft in under_way[:50]
    ]
