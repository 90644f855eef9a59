"""Pauses: for which reasons, and who has to agree."""

from __future__ import annotations

from swip.enrolment.models import Enrolment, Pause
from swip.enrolment.queries.place import value_or
from swip.programmes.models import RuleBook

REASONS = "programme.pause.reasons"
EXCLUDED = "programme.pause.excluded"
AGREEMENT = "programme.pause.agreement"


def pause_reasons(rule_book: RuleBook) -> list[tuple[str, str]]:
    """What is excluded is never offered, also where a rule book lists it by mistake."""
    excluded = {code for code, _ in value_or(rule_book, EXCLUDED, ())} | {"capability"}
    reasons = value_or(rule_book, REASONS, [("other", "Another reason")])
    return [(code, words) for code, words in reasons if code not in excluded]


def pause_agreers(rule_book: RuleBook) -> list[tuple[str, str]]:
    """Whoever has to agree to a pause."""
    return list(value_or(rule_book, AGREEMENT, ()))


def open_pause(enrolment: Enrolment) -> Pause | None:
    """The pause that somebody has not come back from."""
    return enrolment.pauses.counted().filter(ends_on=None).first()
