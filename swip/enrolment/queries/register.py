"""The rule by which a registration is looked up again: the room `accounts` asks for it through a setting."""

from __future__ import annotations

import contextlib

from swip.accounts.models import User
from swip.accounts.queries import RecheckRule
from swip.enrolment.models import Enrolment
from swip.enrolment.queries.joining import rule_books_in_force
from swip.programmes.models import RuleBook, UnknownRule

KEY = "swe_register.recheck"


def recheck_days(book: RuleBook) -> int:
    """How long an answer of the register holds under one rule book."""
    try:
        days: int = book.value(KEY)
    except UnknownRule:
        return RecheckRule().days
    return days


def recheck_rule(person: User) -> RecheckRule:
    """By the person's own rule book; for colleagues, by the one that asks for it most often."""
    enrolments = Enrolment.objects.filter(social_worker=person).order_by("-starts_on", "-pk")
    enrolment = enrolments.select_related("rule_book__programme").first()
    rules = []
    for book in [enrolment.rule_book] if enrolment else rule_books_in_force():
        with contextlib.suppress(UnknownRule):
            rules.append(RecheckRule(book.value(KEY), book.rule_url(KEY), book.reference))
    return min(rules, key=lambda rule: rule.days, default=RecheckRule())
