"""Absences: which kinds there are, what stands in the way of one, and who still has to choose."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q, QuerySet

from swip.enrolment.models import Absence, Enrolment, Pause
from swip.enrolment.queries.place import value_or
from swip.enrolment.queries.timetable import EXEMPT
from swip.enrolment.rules.changes import ChangeRefused
from swip.govuk.fields import lower_first
from swip.govuk.words import date_in_words
from swip.programmes.models import RuleBook

KINDS = "programme.absence.kinds"
OR_PAUSE = "programme.absence.or_pause"
WITHOUT_A_RULE = [("sickness", "Sickness"), ("other", "Another absence")]


def exempt_kinds(rule_book: RuleBook) -> list[tuple[str, str]]:
    """The kinds where the worker chooses whether they make the programme longer."""
    return list(value_or(rule_book, EXEMPT, ()))


def ordinary_kinds(rule_book: RuleBook) -> list[tuple[str, str]]:
    return list(value_or(rule_book, KINDS, WITHOUT_A_RULE))


def span_in_words(spell: Any) -> str:
    """ "sickness from 3 to 20 March 2028", "sickness from 3 March 2028, which has no last day yet" """
    if isinstance(spell, Pause) and spell.ends_on is None:
        first, back = date_in_words(spell.starts_on), date_in_words(spell.expected_return_on)
        return f"the pause from {first}, with a return expected on {back}"
    words = "the pause" if isinstance(spell, Pause) else lower_first(str(spell))
    return f"{words} {days_in_words(spell.starts_on, spell.ends_on)}"


def days_in_words(first: datetime.date, last: datetime.date | None) -> str:
    """ "from 3 to 20 March 2028": as people say it, without saying the month or the year twice."""
    if last is None:
        return f"from {date_in_words(first)}, which has no last day yet"
    if first == last:
        return f"on {date_in_words(first)}"
    parts = date_in_words(first).split()
    if first.year == last.year:
        parts = parts[:1] if first.month == last.month else parts[:2]
    return f"from {' '.join(parts)} to {date_in_words(last)}"


def refuse_clash(
    enrolment: Enrolment,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    *,
    except_for: Absence | Pause | None = None,
    ends_open_absence: bool = False,
) -> None:
    """A spell away is an absence or a pause, never two at once: says which other it runs into.

    A pause ends an absence that is still open; so that one is not in its way.
    """
    ends_after: dict[Any, Q] = {
        Absence: Q(ends_on=None) | Q(ends_on__gte=starts_on),
        Pause: Q(ends_on=None, expected_return_on__gt=starts_on) | Q(ends_on__gte=starts_on),
    }
    for model, is_not_over in ends_after.items():
        spells: QuerySet[Any] = model._default_manager.filter(enrolment=enrolment, set_aside_at=None)
        if isinstance(except_for, model):
            spells = spells.exclude(pk=except_for.pk)
        in_the_way = spells.filter(is_not_over)
        if ends_on is not None:
            in_the_way = in_the_way.filter(starts_on__lte=ends_on)
        if model is Absence and ends_open_absence:
            in_the_way = in_the_way.exclude(ends_on=None, starts_on__lt=starts_on)
        first = in_the_way.order_by("starts_on").first()
        if first is None:
            continue
        if ends_on is None and first.starts_on > starts_on:
            raise ChangeRefused(
                f"Without a last day this runs into {span_in_words(first)}. Enter a last day before that",
                "ends_on",
            )
        raise ChangeRefused(f"This overlaps {span_in_words(first)}", "starts_on")


def spells_of(enrolment: Enrolment) -> tuple[list[Absence], list[Pause]]:
    """What counts of somebody's absences and pauses, the latest first."""
    return (
        list(enrolment.absences.counted().order_by("-starts_on")),
        list(enrolment.pauses.counted().order_by("-starts_on")),
    )


def choices_to_make(enrolments: QuerySet[Enrolment]) -> QuerySet[Absence]:
    """Leave of which the social worker has not said yet whether it makes their programme longer."""
    return (
        Absence.objects.counted()
        .filter(enrolment__in=enrolments, enrolment__status__in=Enrolment.OPEN, is_exempt=True)
        .filter(makes_longer=None)
        .select_related("enrolment__programme")
    )


def pauses_to_begin(on: datetime.date) -> QuerySet[Pause]:
    """Planned, and their first day has come."""
    return (
        Pause.objects.counted()
        .filter(ends_on=None, starts_on__lte=on, enrolment__status=Enrolment.Status.ACTIVE)
        .order_by("pk")
    )
