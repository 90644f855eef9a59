"""Which pieces stand for an outcome, and whether that was agreed. Nothing is counted by it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet

from swip.enrolment.models import Enrolment
from swip.enrolment.queries import value_or
from swip.evidence.models import Evidence, EvidenceQuerySet, Showcase, ShowcasePiece
from swip.programmes.models import RuleBook
from swip.standards.models import Item

SHOWCASE_RULE = "outcome.showcase.max"
# Of each piece whose it is, whether it may be named, and then what a list says of it, as `PieceShown` has it.
COLUMNS = [
    "showcase__outcome",
    "showcase",
    "showcase__status",
    "side",
    "evidence__status",
    "evidence__quarantined_at",
    "evidence",
    "evidence__title",
    "evidence__kind__name",
    "evidence__happened_on",
]


@dataclass(frozen=True)
class PieceShown:
    """A piece that stands for an outcome, as a list names it."""

    evidence_id: int
    title: str
    kind: str
    happened_on: datetime.date | None


@dataclass(frozen=True)
class Showcased:
    """What stands for one outcome: what the social worker chose, and what the supervisor said."""

    showcase_id: int
    status: str
    chosen: list[PieceShown] = field(default_factory=list)
    suggested: list[PieceShown] = field(default_factory=list)
    # Chosen once, and taken back or out of sight since.
    no_longer_there: int = 0

    @property
    def is_agreed(self) -> bool:
        return self.status == Showcase.Status.AGREED and bool(self.chosen)

    @property
    def in_words(self) -> str:
        if not self.chosen:
            return "Nothing chosen yet"
        if self.status == Showcase.Status.PROPOSED:
            return "Not agreed yet"
        return Showcase.Status(self.status).label


def most_shown(rule_book: RuleBook) -> int:
    """How many pieces may stand for one outcome."""
    return value_or(rule_book, SHOWCASE_RULE, 3)


def showcased(enrolment: Enrolment, *, outcome: Item | None = None) -> dict[int, Showcased]:
    """What stands for each outcome of one person, by the outcome's number, in one query.

    Only pieces that are accepted and in sight are named: whoever sees the record may read them.
    """
    pieces = ShowcasePiece.objects.filter(showcase__enrolment=enrolment).order_by(
        "evidence__happened_on", "pk"
    )
    if outcome is not None:
        pieces = pieces.filter(showcase__outcome=outcome)
    found: dict[int, Showcased] = {}
    gone: defaultdict[int, int] = defaultdict(int)
    for outcome_id, showcase_id, status, side, piece_status, hidden_at, *shown in pieces.values_list(
        *COLUMNS
    ):
        each = found.setdefault(outcome_id, Showcased(showcase_id, status))
        if piece_status == Evidence.Status.ACCEPTED and hidden_at is None:
            side_of_it = each.chosen if side == ShowcasePiece.Side.CHOSEN else each.suggested
            side_of_it.append(PieceShown(*shown))
        elif side == ShowcasePiece.Side.CHOSEN:
            gone[outcome_id] += 1
    return {
        number: Showcased(each.showcase_id, each.status, each.chosen, each.suggested, gone[number])
        for number, each in found.items()
    }


def showcase_of(enrolment: Enrolment, outcome: Item) -> Showcase:
    """The one kept for an outcome; an unsaved one if nothing was ever chosen."""
    kept = enrolment.showcases.filter(outcome=outcome).select_related("answered_by").first()
    return kept or Showcase(enrolment=enrolment, outcome=outcome)


def showable(enrolment: Enrolment, outcome: Item) -> EvidenceQuerySet:
    """The pieces that may stand for an outcome: accepted for it, and in sight."""
    pieces = Evidence.objects.counted().filter(enrolment=enrolment, outcomes=outcome)
    return pieces.select_related("kind").order_by("happened_on", "pk").defer("what_happened", "what_it_shows")


def not_agreed(showcases: QuerySet[Showcase]) -> QuerySet[Showcase]:
    """Those of them in which something stands that the two have still to talk about."""
    chosen = ShowcasePiece.objects.filter(
        showcase=OuterRef("pk"), side=ShowcasePiece.Side.CHOSEN, evidence__in=Evidence.objects.counted()
    )
    return showcases.filter(Exists(chosen)).exclude(status=Showcase.Status.AGREED)


def showcases_of(enrolment: Enrolment) -> QuerySet[Showcase]:
    return enrolment.showcases.select_related("outcome", "answered_by", "enrolment__rule_book")
