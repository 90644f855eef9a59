"""What is there before anybody is made up: programmes, rule books, outcomes, kinds of evidence."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass, field

from swip.enrolment.queries import answers_as_asked, reasons_as_told
from swip.enrolment.queries.timetable import terms_of
from swip.enrolment.rules.timetable import Terms
from swip.evidence.models import EvidenceKind
from swip.programmes.models import Programme, RuleBook, Stage
from swip.progress.queries import asked_by
from swip.progress.rules import Amounts
from swip.reviews.queries import promises_of


@dataclass(frozen=True)
class Outcome:
    """One thing to be shown, as records keep it."""

    number: int
    code: str
    text: str
    domain: str


@dataclass(frozen=True)
class Ground:
    """One programme under its rule book of the day."""

    book: RuleBook
    outcomes: tuple[Outcome, ...]
    stages: tuple[Stage, ...]
    asked: Amounts
    terms: Terms
    length_months: int
    first_within_weeks: int
    own_words: dict[str, str]
    judgement_words: dict[str, str]
    withdrawal_reasons: dict[str, str]
    _known: dict[object, object] = field(default_factory=dict, compare=False)

    @property
    def framework(self) -> str:
        return self.book.standards.framework.code

    @property
    def code(self) -> str:
        return self.book.programme.code

    def promises(self, since_month: int, to_month: int) -> list[dict[str, str]]:
        """What the rule book promised for a time, as a review keeps it."""
        key = ("promises", since_month, to_month)
        if key not in self._known:
            self._known[key] = [asdict(each) for each in promises_of(self.book, since_month, to_month)]
        return self._known[key]  # type: ignore[return-value]

    def eligibility(self, *, has_grant: bool) -> tuple[dict[str, str], list[dict], list[dict]]:
        """The answers of somebody who may join, then as they are kept, then the reasons."""
        key = ("eligibility", has_grant)
        if key not in self._known:
            answers = {each.code: each.answers[0]["code"] for each in self.book.questions}
            if not has_grant:
                answers["recently_qualified"] = "no"
            self._known[key] = (
                answers,
                answers_as_asked(self.book, answers),
                reasons_as_told(self.book, answers),
            )
        return self._known[key]  # type: ignore[return-value]


def read_grounds(on: datetime.date) -> dict[str, Ground]:
    """Every programme that people can be on, by its code."""
    return {each.code: _read_ground(each, on) for each in Programme.objects.all()}


def _read_ground(programme: Programme, on: datetime.date) -> Ground:
    book = RuleBook.objects.in_force(programme, on)
    outcomes = book.standards.outcomes.select_related("parent").defer("search", "parent__search")
    return Ground(
        book=book,
        outcomes=tuple(
            Outcome(each.pk, each.code, each.text, each.parent.code if each.parent else each.code)
            for each in outcomes
        ),
        stages=book.stages,
        asked=asked_by(book),
        terms=terms_of(book),
        length_months=book.value("programme.length_months"),
        first_within_weeks=book.value("self_assessment.first_within_weeks") or 0,
        own_words=dict(book.value("self_assessment.scale")),
        judgement_words=dict(book.value("judgement.scale")),
        withdrawal_reasons=dict(book.value("programme.withdrawal.reasons")),
    )


def read_kinds() -> dict[str, tuple[int, str, str]]:
    """The number of each kind of evidence, its name and how far it usually reaches, by its code."""
    return {
        each.code: (each.pk, each.name, each.level) for each in EvidenceKind.objects.filter(organisation=None)
    }
