"""Questions that pages ask about one enrolment."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.history_words import private_actions
from swip.core.models import Entry
from swip.enrolment import rules
from swip.enrolment.models import (
    EligibilityDecision,
    EmploymentPeriod,
    Enrolment,
    Pairing,
    StageDate,
    Withdrawal,
)
from swip.govuk.words import date_in_words
from swip.programmes.models import Rule, RuleBook

RULES_OF_DATES = (
    "programme.length_months",
    "reviews.programme",
    "reviews.asye",
    "self_assessment",
    "programme.time.month_ends",
)

SOON = "programme.due.soon_days"

WITHDRAWAL_REASONS = "programme.withdrawal.reasons"


def with_its_programme(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """What nearly every page says of an enrolment, in the same query."""
    return enrolments.select_related(
        "social_worker", "programme", "rule_book__programme", "standards__framework"
    )


def stage_dates(enrolment: Enrolment) -> QuerySet[StageDate]:
    """Every stage with its day, in order."""
    asked_for = enrolment.stage_dates.asked_for().select_related("stage")
    return asked_for.order_by("due_on", "stage__position", "round")


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
            due_on=each.due_on,
            held_on=held_on,
            today=day,
            is_open=enrolment.is_open,
            soon_days=soon_days,
            late_after=each.late_after,
        )
        if state == "late" and enrolment.status == Enrolment.Status.PAUSED:
            state = "due"  # nothing is late while a programme stands still
        notes = [
            "optional" if each.stage.is_optional else "",
            f"on {date_in_words(each.held_on)}" if each.held_on else "",
        ]
        line.append(StageLine(each.name, each.due_on, state, ", ".join(filter(None, notes))))
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


def last_withdrawal(enrolment: Enrolment) -> Withdrawal | None:
    """The one that counts: not set aside, and nobody has come back from it."""
    left = enrolment.withdrawals.counted().filter(returned_on=None)
    return left.order_by("-recorded_at", "-pk").first()


def employer_name(enrolment: Enrolment) -> str:
    """On whose behalf something is done to an enrolment: of several employers, the one that answers for it."""
    periods = enrolment.employment_periods.not_over().order_by("-is_lead", "starts_on", "pk")
    return periods.values_list("organisation__name", flat=True).first() or ""


@dataclass(frozen=True)
class Around:
    """Who and what stands around an enrolment."""

    pairings: list[Pairing]
    employment: list[EmploymentPeriod]
    extensions: list[Any]
    withdrawals: list[Any]

    def paired(self, kind: str) -> Pairing | None:
        """The one that counts today, or the first that is to come."""
        return self._first(kind, is_cover=False)

    def covering(self, kind: str) -> Pairing | None:
        """Who stands in during leave, now or soon."""
        return self._first(kind, is_cover=True)

    def _first(self, kind: str, *, is_cover: bool) -> Pairing | None:
        today = timezone.localdate()
        current = [
            each
            for each in self.pairings
            if each.kind == kind
            and each.is_cover == is_cover
            and (each.ends_on is None or each.ends_on >= today)
        ]
        return min(current, key=lambda each: each.starts_on, default=None)


def around(enrolment: Enrolment) -> Around:
    return Around(
        list(enrolment.pairings.select_related("person").order_by("kind", "-starts_on", "-pk")),
        list(
            enrolment.employment_periods.select_related("organisation", "team").order_by("-starts_on", "-pk")
        ),
        list(enrolment.extensions.counted().select_related("recorded_by")),
        list(enrolment.withdrawals.counted().filter(returned_on=None))
        if enrolment.status == Enrolment.Status.WITHDRAWN
        else [],
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
