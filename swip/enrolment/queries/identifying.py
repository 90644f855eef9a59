"""What a rule book says about words that somebody could be recognised by, asked by every room that has such words."""

from __future__ import annotations

from swip.enrolment.queries.place import rules_behind, value_or
from swip.programmes.models import Rule, RuleBook

LOOK_THROUGH = "evidence.scanner"
BREACH = "evidence.breach"


def is_looked_through(book: RuleBook) -> bool:
    """Whether texts are looked through before somebody else reads them."""
    return bool(value_or(book, LOOK_THROUGH, True))


def rules_of_looking(book: RuleBook) -> list[tuple[str, str]]:
    """The address and the title of every rule that a page links to where a text is looked through."""
    rules = rules_behind(book, "evidence.identifiers", "evidence.pseudonyms", "evidence.dates", LOOK_THROUGH)
    return [(each.get_absolute_url(), each.title) for each in rules]


def rules_of_breach(book: RuleBook) -> list[Rule]:
    """The rule that says who is told when something is taken out of sight."""
    return rules_behind(book, BREACH)


def told_of_breach(book: RuleBook) -> list[str]:
    """The roles whose holders are told that something was taken out of sight."""
    return [role for role, _ in value_or(book, BREACH, [])]
