"""A shorter programme: by how much, and what the worker has been asked."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from swip.enrolment.models import Enrolment, Reduction
from swip.enrolment.queries.place import value_or
from swip.enrolment.queries.timetable import LENGTH, REDUCTION, life_of, terms_of
from swip.enrolment.rules.changes import ChangeRefused, with_months_off
from swip.enrolment.rules.timetable import timetable
from swip.govuk.words import date_in_words, plural


def most_months_off(enrolment: Enrolment) -> int:
    """What may be taken off, so that enough of the programme remains."""
    return enrolment.rule_book.value(LENGTH) - value_or(enrolment.rule_book, REDUCTION, 6)


def refuse_reduction(enrolment: Enrolment, months: int) -> None:
    """Enough has to remain, and nobody's programme ends in the past by it."""
    most = most_months_off(enrolment)
    if months > most:
        remain = plural(value_or(enrolment.rule_book, REDUCTION, 6), "month")
        raise ChangeRefused(
            f"At least {remain} of the programme remain: choose {plural(most, 'month')} or fewer", "months"
        )
    if waiting := enrolment.reductions.filter(set_aside_at=None).first():
        raise ChangeRefused(
            f"A programme is made shorter once: {waiting.recorded_by} proposed"
            f" {plural(waiting.months, 'month')} on {date_in_words(waiting.recorded_at)}",
            "months",
        )
    refuse_an_end_in_the_past(enrolment, months)


def refuse_an_end_in_the_past(enrolment: Enrolment, months: int) -> None:
    today = timezone.localdate()
    shorter = timetable(with_months_off(life_of(enrolment), months), terms_of(enrolment.rule_book), on=today)
    if shorter.ends_on <= today:
        raise ChangeRefused(
            f"The programme would have ended on {date_in_words(shorter.ends_on)}, which is past. Choose fewer"
            " months",
            "months",
        )


def reductions_to_answer(enrolments: QuerySet[Enrolment]) -> QuerySet[Reduction]:
    """Proposed to the social worker, who has not said yes or no yet."""
    return Reduction.objects.filter(
        enrolment__in=enrolments,
        enrolment__status__in=Enrolment.OPEN,
        set_aside_at=None,
        agreed_at=None,
    ).select_related("enrolment__programme", "recorded_by")
