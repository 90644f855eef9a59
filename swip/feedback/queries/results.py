"""What came of a round: words counted, comments shuffled; nothing under the least number of answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from swip.feedback import permissions
from swip.feedback.models import Comment, Round
from swip.feedback.queries.rounds import limits_of
from swip.feedback.rules.questions import Area, OpenQuestion


class TooFew(Exception):
    """Somebody asked for the answers of a round that has too few of them, or that is still open."""


@dataclass(frozen=True)
class AreaSeen:
    """One area: the social worker's own word beside how many others chose each; no counts where too few said any."""

    area: Area
    own: str
    counts: dict[str, int]


@dataclass(frozen=True)
class OpenSeen:
    """One open question: what the social worker wrote, and what others did."""

    question: OpenQuestion
    own: str
    comments: list[Comment]


def may_be_counted(found: Round) -> bool:
    """Closed, and with enough answers that nobody can be picked out."""
    is_closed = found.is_valid or found.is_released
    return is_closed and (found.answers_at_close or 0) >= limits_of(found.rule_book).answers


def areas_of(found: Round) -> list[AreaSeen]:
    """Never by group, and never without the other answers: there is nothing to subtract from."""
    if not may_be_counted(found):
        raise TooFew
    chosen = list(found.answers.values_list("chosen", flat=True))
    own, questions = found.own_view.typed, found.questions
    least = limits_of(found.rule_book).answers

    def counted(area: Area) -> dict[str, int]:
        counts = Counter(each[area.code] for each in chosen if area.code in each)
        said = counts.total() - sum(counts[code] for code in questions.says_nothing)
        return dict(counts) if said >= least else {}

    return [
        AreaSeen(area, questions.words.get(own.get(area.code, ""), ""), counted(area))
        for area in questions.areas
    ]


def comments_to_release(found: Round) -> list[Comment]:
    """For the supervisor who goes through them, in an order that says nothing."""
    if not may_be_counted(found):
        raise TooFew
    places = [each.code for each in found.questions.open]
    return sorted(shuffled(found.comments.all()), key=lambda each: places.index(each.question))


def comments_of(found: Round, parts: permissions.Parts) -> list[OpenSeen]:
    """What somebody with this part may read of them."""
    readable = shuffled(permissions.comments_read_in(found, parts).select_related("decided_by"))
    own = found.own_view.typed
    return [
        OpenSeen(each, own.get(each.code, ""), [one for one in readable if one.question == each.code])
        for each in found.questions.open
    ]


def held_back(found: Round) -> list[Comment]:
    """Only why: their words are not for whoever reads this."""
    left_out = found.comments.filter(decision=Comment.Decision.HELD_BACK)
    return shuffled(left_out.defer("words"))


def shuffled(comments: QuerySet[Comment]) -> list[Comment]:
    return sorted(comments, key=lambda each: each.place)
