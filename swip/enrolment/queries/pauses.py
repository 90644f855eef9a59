"""Pauses: for which reasons, and who has to agree."""

from __future__ import annotations

import datetime

from swip.core import history
from swip.enrolment.models import Absence, Pause
from swip.enrolment.queries.place import value_or
from swip.programmes.models import RuleBook

REASONS = "programme.pause.reasons"
EXCLUDED = "programme.pause.excluded"
AGREEMENT = "programme.pause.agreement"
A_DAY = datetime.timedelta(days=1)


def pause_reasons(rule_book: RuleBook) -> list[tuple[str, str]]:
    """What is excluded is never offered, also where a rule book lists it by mistake."""
    excluded = {code for code, _ in value_or(rule_book, EXCLUDED, ())} | {"capability"}
    reasons = value_or(rule_book, REASONS, [("other", "Another reason")])
    return [(code, words) for code, words in reasons if code not in excluded]


def pause_agreers(rule_book: RuleBook) -> list[tuple[str, str]]:
    """Whoever has to agree to a pause."""
    return list(value_or(rule_book, AGREEMENT, ()))


def absences_ended_by(paused: Pause) -> list[Absence]:
    """Those that were open until this pause took their place, and that nobody has touched since."""
    eve = paused.starts_on - A_DAY
    numbers = {pk for each in history.of(paused) for pk in each.data.get("ended_absences", [])}
    untouched = Absence.objects.counted().filter(pk__in=numbers, enrolment=paused.enrolment_id, ends_on=eve)
    return list(untouched.select_related("enrolment"))


def goes_on_until(
    absence: Absence, last_day: datetime.date | None, *, without: Pause
) -> datetime.date | None:
    """An absence that a pause had ended, once the pause is gone: until a day, or until they are away otherwise."""
    of_the_same = {"enrolment": absence.enrolment_id, "starts_on__gt": absence.starts_on}
    spells: list[Absence | Pause] = [
        *Absence.objects.counted().filter(**of_the_same),
        *Pause.objects.counted().filter(**of_the_same).exclude(pk=without.pk),
    ]
    eves = [each.starts_on - A_DAY for each in spells]
    return min([*eves, *([last_day] if last_day else [])], default=None)
