"""How somebody's observations stand against the rules, with the days from their own timetable."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.utils import timezone

from swip.enrolment.models import Enrolment
from swip.enrolment.queries import rules_behind, value_or
from swip.enrolment.queries.timetable import lives_of, terms_of
from swip.enrolment.rules import timetable as engine
from swip.enrolment.rules.lives import Life, StageTerms, Terms
from swip.observations.models import Observation, Observer
from swip.observations.rules import (
    BY_ASSESSOR,
    ENOUGH,
    MONTHS_IN_A_YEAR,
    OBSERVERS,
    SETTINGS,
    SPREAD,
    Wanted,
    Watched,
    Year,
    standing,
)
from swip.programmes.models import Rule, RuleBook

YEARLY = "evidence.counted_per_year"


def wanted_by(book: RuleBook) -> Wanted:
    """What a rule book asks of observations; a rule that it does not have asks for nothing."""
    spread = value_or(book, SPREAD, [])
    return Wanted(
        in_a_year=value_or(book, ENOUGH, 0),
        spread=tuple((row["by_month"], row["observations"]) for row in spread),
        by_assessor=value_or(book, BY_ASSESSOR, 0),
        observers=value_or(book, OBSERVERS, 0),
        settings=value_or(book, SETTINGS, 0),
    )


def rules_of(book: RuleBook) -> list[Rule]:
    return rules_behind(book, ENOUGH, SPREAD, BY_ASSESSOR, OBSERVERS, SETTINGS)


def standing_of(enrolment: Enrolment, *, is_own: bool = False) -> list[Year]:
    """Every year of one social worker's programme, and what is still to come in it."""
    return standings_of([enrolment], is_own=is_own)[enrolment.pk]


def standings_of(enrolments: Iterable[Enrolment], *, is_own: bool = False) -> dict[int, list[Year]]:
    """The same for many, in as many questions as for one."""
    people = list(enrolments)
    lives, watched = lives_of(people), watched_of(people)
    today = timezone.localdate()
    found = {}
    for each in people:
        book = each.rule_book
        wanted, terms = wanted_by(book), terms_of(book)
        months = max(terms.length_months - lives[each.pk].months_off, 1)
        is_yearly = bool(value_or(book, YEARLY, True)) and months > MONTHS_IN_A_YEAR
        days = month_days(lives[each.pk], terms, _months(wanted, months), on=today)
        found[each.pk] = standing(
            watched[each.pk],
            wanted,
            days,
            starts_on=each.starts_on,
            ends_on=each.expected_end_on,
            length_months=months,
            today=today,
            is_own=is_own,
            is_yearly=is_yearly,
        )
    return found


def _months(wanted: Wanted, length: int) -> list[int]:
    """The months of a programme that the rules speak of, and the end of each of its years."""
    years = range(0, length, MONTHS_IN_A_YEAR)
    spoken_of = {year + month for year in years for month, _ in wanted.spread}
    return sorted({*spoken_of, *(year + MONTHS_IN_A_YEAR for year in years)})


def month_days(
    life: Life, terms: Terms, months: Iterable[int], *, on: datetime.date
) -> dict[int, datetime.date]:
    """The day on which so many months of the programme are served, by the same sum as every due date."""
    # Of a programme that was made shorter, months count from its own start.
    wanted = tuple(StageTerms(str(month), "", month, has_review=False) for month in months)
    whole = replace(life, months_off=0)
    worked_out = engine.timetable(whole, replace(terms, stages=wanted), on=on)
    return {int(each.stage.code): each.due_on for each in worked_out.stages}


def watched_of(enrolments: Iterable[Enrolment]) -> Mapping[int, list[Watched]]:
    """What counts, of each of these, in one question. Somebody without an account is told by their address."""
    rows = (
        Observer.objects.filter(
            observation__in=Observation.objects.counted().filter(
                enrolment__in=[each.pk for each in enrolments]
            ),
            status=Observer.Status.ANSWERED,
        )
        .order_by()
        .values_list(
            "observation__enrolment",
            "observation__observed_on",
            "observation__setting",
            "observation__by_assessor",
            "person__email",
            "email",
        )
    )
    found: dict[int, list[Watched]] = defaultdict(list)
    for enrolment, day, setting, by_assessor, account, address in rows:
        if day is not None:
            found[enrolment].append(Watched(day, (account or address).lower(), setting, bool(by_assessor)))
    return found
