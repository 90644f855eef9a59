"""What an employer may tighten, what changed between two rule books, and whether somebody may join."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from swip.programmes import values
from swip.programmes.values import Kind


class Tighten(StrEnum):
    """In which direction an employer may ask more of itself than the rule book does."""

    NO = ""
    HIGHER = "higher"
    LOWER = "lower"
    ADD = "add"


def may_replace(kind: str, direction: str, national: Any, employers: Any) -> bool:
    """An employer may ask more of itself where the rule says so, and never less."""
    if employers is None or not direction:
        return False
    ours, theirs = values.typed(kind, national), values.typed(kind, employers)
    if ours is None:
        return True
    if direction == Tighten.HIGHER:
        return theirs >= ours
    if direction == Tighten.LOWER:
        return theirs <= ours
    if kind not in (Kind.LIST, Kind.NUMBERS, Kind.CHOICES, Kind.TABLE):
        return False
    return all(each in theirs for each in ours)


# What changed from one version to the next.


@dataclass(frozen=True)
class Difference:
    """One rule, as the older version has it and as the newer one does."""

    key: str
    older: Any | None
    newer: Any | None

    @property
    def sort(self) -> str:
        if self.older is None:
            return "added"
        return "dropped" if self.newer is None else "changed"


def differences(older: Mapping[str, Any], newer: Mapping[str, Any], parts: Iterable[str]) -> list[Difference]:
    """What was added, dropped or changed, in the newer version's order; what was dropped comes last."""
    parts = tuple(parts)
    found = []
    for key, rule in newer.items():
        former = older.get(key)
        if former is None or any(getattr(former, part) != getattr(rule, part) for part in parts):
            found.append(Difference(key, former, rule))
    return found + [Difference(key, rule, None) for key, rule in older.items() if key not in newer]


# Whether somebody may join.


class LeadsTo(StrEnum):
    """What an answer to an eligibility question means for the person it is about."""

    JOINS = "joins"
    WARN = "warn"
    JOINS_WITHOUT_GRANT = "joins_without_grant"
    CANNOT_JOIN = "cannot_join"

    @property
    def label(self) -> str:
        return {
            "joins": "Can join",
            "warn": "Can join, with a warning",
            "joins_without_grant": "Can join, without a grant",
            "cannot_join": "Cannot join",
        }[self.value]


_WEIGHT = list(LeadsTo)


@dataclass(frozen=True)
class Reason:
    """One answer, what it leads to, and the rule that says so."""

    question: str
    answer: str
    leads_to: LeadsTo
    explanation: str
    rule_key: str


@dataclass(frozen=True)
class Eligibility:
    """Whether a person may join, and why: every answer that stands in the way, costs the grant, or warns."""

    leads_to: LeadsTo
    reasons: tuple[Reason, ...]

    @property
    def may_join(self) -> bool:
        return self.leads_to is not LeadsTo.CANNOT_JOIN

    @property
    def has_grant(self) -> bool:
        return self.may_join and all(
            each.leads_to is not LeadsTo.JOINS_WITHOUT_GRANT for each in self.reasons
        )


def eligibility(questions: Sequence[Any], answers: Mapping[str, str]) -> Eligibility:
    """The heaviest of all the answers decides. Answers come by the code of their question."""
    reasons = []
    for question in questions:
        by_code = {each["code"]: each for each in question.answers}
        given = by_code.get(answers.get(question.code, ""))
        if given is None:
            raise values.ValueNotUnderstood(f"Answer the question “{question.words}”")
        leads_to = LeadsTo(given["leads_to"])
        if leads_to is not LeadsTo.JOINS:
            reasons.append(
                Reason(
                    question.code, given["code"], leads_to, given.get("explanation", ""), question.rule_key
                )
            )
    heaviest = max((each.leads_to for each in reasons), key=_WEIGHT.index, default=LeadsTo.JOINS)
    return Eligibility(heaviest, tuple(reasons))


# Whether a rule book holds together.

LENGTH = "programme.length_months"
REVIEW_MONTHS = ("reviews.programme", "reviews.asye")


def faults(*, rules: Mapping[str, Any], stages: Sequence[Any], questions: Sequence[Any]) -> list[str]:
    """What would not hold together if a rule book of these were published."""
    return [*_stage_faults(rules, stages), *_question_faults(rules, questions)]


def _stage_faults(rules: Mapping[str, Any], stages: Sequence[Any]) -> list[str]:
    found = []
    if LENGTH not in rules:
        found.append(f"There is no rule {LENGTH}")
    finals = [stage for stage in stages if stage.is_final]
    if len(finals) != 1:
        return [*found, "Exactly one stage must be the last"]
    months = [stage.month for stage in stages]
    if months != sorted(set(months)) or stages[-1] is not finals[0]:
        found.append("Each stage must come later than the one before, and the last stage last")
    if LENGTH in rules and rules[LENGTH].value != finals[0].month:
        length = rules[LENGTH].value
        found.append(f"The programme takes {length} months, but its last stage is at month {finals[0].month}")
    reviewed = [stage.month for stage in stages if stage.has_review and not stage.is_optional]
    for key in REVIEW_MONTHS:
        if key in rules and rules[key].value != reviewed:
            found.append(f"{rules[key].title} ({key}) must be the months of the stages that have a review")
    return found


def _question_faults(rules: Mapping[str, Any], questions: Sequence[Any]) -> list[str]:
    found = []
    for question in questions:
        name = f"The question {question.code}"
        answers = question.answers_wording
        named = [question.rule_key, *(each["warning_rule"] for each in answers if "warning_rule" in each)]
        found += [f"{name} leans on {key}, which is not a rule" for key in named if key not in rules]
        if len(answers) < 2 or len({each["code"] for each in answers}) < len(answers):
            found.append(f"{name} must have at least two answers, each with a code of its own")
        if any(each["leads_to"] not in list(LeadsTo) for each in answers):
            found.append(f"{name} has an answer that leads nowhere known")
    return found
