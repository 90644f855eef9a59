"""Which kinds of work somebody has met, and which not yet: early enough to find some."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass, field

from django.utils import timezone

from swip.enrolment.models import Enrolment
from swip.enrolment.queries import value_or
from swip.enrolment.queries.timetable import lives_of, terms_of
from swip.evidence.models import Evidence
from swip.evidence.queries import complexity_in, contexts_in
from swip.evidence.queries.work import in_a_word
from swip.observations.models import Observation
from swip.observations.queries.standing import month_days

LOOK_RULE = "work.breadth.look_by_month"


@dataclass
class Met:
    """One kind of work: how many accepted pieces and observations come from it, how many wait, how complex it was."""

    code: str
    words: str
    accepted: int = 0
    observed: int = 0
    waiting: int = 0
    complexities: Counter[str] = field(default_factory=Counter)

    @property
    def is_met(self) -> bool:
        return bool(self.accepted or self.observed)


@dataclass(frozen=True)
class Breadth:
    """The map: every kind of work of the rule book, in its order."""

    kinds: list[Met]
    complexities: dict[str, str]
    look_on: datetime.date | None

    @property
    def not_met(self) -> list[Met]:
        return [each for each in self.kinds if not each.is_met]

    @property
    def is_time_to_look(self) -> bool:
        return self.look_on is not None and self.look_on <= timezone.localdate()


def breadth_of(enrolment: Enrolment) -> Breadth:
    """What counts is what was accepted or agreed; what waits is shown beside it."""
    book = enrolment.rule_book
    found = {code: Met(code, words) for code, words in contexts_in(book)}
    pieces = Evidence.objects.handed_in().filter(enrolment=enrolment)
    for contexts, complexity, status in pieces.values_list("contexts", "complexity", "status"):
        for each in (found[code] for code in contexts if code in found):
            if status == Evidence.Status.ACCEPTED:
                each.accepted += 1
                each.complexities[complexity] += 1
            # What was sent back may be changing under its writer's hands, so it tells nothing until it comes again.
            elif status == Evidence.Status.SUBMITTED:
                each.waiting += 1
    observed = Observation.objects.counted().filter(enrolment=enrolment)
    for contexts, complexity in observed.values_list("contexts", "complexity"):
        for each in (found[code] for code in contexts if code in found):
            each.observed += 1
            each.complexities[complexity] += 1
    return Breadth(
        kinds=list(found.values()),
        complexities={code: in_a_word(words) for code, words in complexity_in(book)},
        look_on=_look_on(enrolment),
    )


def _look_on(enrolment: Enrolment) -> datetime.date | None:
    """The day from which on kinds of work not met are looked for, by the same sum as every due date."""
    month = value_or(enrolment.rule_book, LOOK_RULE, None)
    if month is None:
        return None
    life = lives_of([enrolment])[enrolment.pk]
    return month_days(life, terms_of(enrolment.rule_book), [month], on=timezone.localdate())[month]
