"""The pieces that stand for an outcome: chosen by the social worker, answered by the supervisor, undone by either."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment.models import Enrolment
from swip.enrolment.queries import colleagues_of
from swip.evidence import queries
from swip.evidence.actions.comments import end_with_the_comment
from swip.evidence.actions.common import be_on_the_programme
from swip.evidence.models import Evidence, Showcase, ShowcasePiece
from swip.evidence.queries.comments import comment_in
from swip.identifiers import actions as identifiers
from swip.notifications.actions import tell
from swip.standards.models import Item

UNANSWERED = {"answered_by": None, "answered_at": None, "comment": ""}


@transaction.atomic
def choose_showcase(
    enrolment: Enrolment, outcome: Item, *, pieces: list[Evidence], revision: int, by: User
) -> Showcase:
    """These pieces stand for the outcome; none of them takes the choice back. An answer to other pieces falls."""
    be_on_the_programme(enrolment)
    showcase, _ = Showcase.objects.get_or_create(enrolment=enrolment, outcome=outcome)
    showcase = locked(showcase)
    if chosen_in(showcase) == {each.pk for each in pieces}:
        return showcase  # pressed twice
    be_showable(showcase, pieces)
    showcase.save_over(revision)
    if showcase.status != Showcase.Status.PROPOSED:
        undo_answer(showcase, by=by)
    showcase.pieces.all().delete()
    name_pieces(showcase, pieces, ShowcasePiece.Side.CHOSEN)
    action = "evidence.showcase_chosen" if pieces else "evidence.showcase_cleared"
    note_it(action, showcase, by=by, pieces=sorted(each.pk for each in pieces))
    if pieces and (supervisor := enrolment.supervisor):
        tell_of(showcase, supervisor, "showcase-chosen", social_worker=by)
    return showcase


@transaction.atomic
def agree_showcase(showcase: Showcase, *, revision: int, by: User) -> None:
    """The supervisor agrees that these pieces stand for it."""
    be_on_the_programme(showcase.enrolment)
    chosen = chosen_in(locked(showcase))
    if not chosen:
        raise StaleStep(showcase)
    answer(showcase, Showcase.Status.AGREED, revision=revision, by=by)
    note_it("evidence.showcase_agreed", showcase, by=by, pieces=sorted(chosen))
    tell_of(showcase, showcase.enrolment.social_worker, "showcase-agreed", supervisor=by)


@transaction.atomic
def suggest_others(
    showcase: Showcase,
    *,
    pieces: list[Evidence],
    comment: str,
    revision: int,
    by: User,
    decisions: Sequence[dict[str, str | int]] = (),
) -> None:
    """The supervisor names pieces that would show it better, and says why. The choice stays the worker's.

    `decisions`: about what somebody could be recognised by in the comment, in codes.
    """
    be_on_the_programme(showcase.enrolment)
    be_showable(locked(showcase), pieces)
    answer(showcase, Showcase.Status.OTHERS_SUGGESTED, revision=revision, by=by, comment=comment)
    name_pieces(showcase, pieces, ShowcasePiece.Side.SUGGESTED)
    if decisions:
        names = colleagues_of(showcase.enrolment)
        identifiers.keep_decisions(showcase, comment_in(showcase), decisions, by=by, colleagues=names)
    note_it("evidence.showcase_others_suggested", showcase, by=by, pieces=sorted(each.pk for each in pieces))
    tell_of(showcase, showcase.enrolment.social_worker, "showcase-others-suggested", supervisor=by)


@transaction.atomic
def take_back_answer(showcase: Showcase, *, revision: int, by: User) -> None:
    """The supervisor's answer is undone, and the choice waits for one again."""
    if showcase.status == Showcase.Status.PROPOSED:
        return  # pressed twice
    showcase.save_over(revision)
    undo_answer(showcase, by=by)
    showcase.pieces.filter(side=ShowcasePiece.Side.SUGGESTED).delete()
    note_it("evidence.showcase_answer_taken_back", showcase, by=by)
    tell_of(showcase, showcase.enrolment.social_worker, "showcase-answer-taken-back", supervisor=by)


# ---- What several of them need


def locked(showcase: Showcase) -> Showcase:
    return Showcase.objects.select_for_update(of=("self",)).get(pk=showcase.pk)


def chosen_in(showcase: Showcase) -> set[int]:
    chosen = showcase.pieces.filter(side=ShowcasePiece.Side.CHOSEN, evidence__in=Evidence.objects.counted())
    return set(chosen.values_list("evidence", flat=True))


def be_showable(showcase: Showcase, pieces: list[Evidence]) -> None:
    """A piece may have been taken back since the page was opened; more than the rule says is no choice."""
    wanted = {each.pk for each in pieces}
    there = queries.showable(showcase.enrolment, showcase.outcome).select_for_update(of=("self",))
    if len(wanted) > queries.most_shown(showcase.enrolment.rule_book) or wanted - {each.pk for each in there}:
        raise StaleStep(showcase)


def answer(showcase: Showcase, status: str, *, revision: int, by: User, comment: str = "") -> None:
    showcase.save_over(revision)
    showcase.move_to(status, answered_by=by, answered_at=timezone.now(), comment=comment)


def undo_answer(showcase: Showcase, *, by: User) -> None:
    showcase.move_to(Showcase.Status.PROPOSED, **UNANSWERED)
    end_with_the_comment(showcase, by=by)


def name_pieces(showcase: Showcase, pieces: Iterable[Evidence], side: str) -> None:
    ShowcasePiece.objects.bulk_create(
        ShowcasePiece(showcase=showcase, evidence=each, side=side) for each in pieces
    )


def note_it(action: str, showcase: Showcase, *, by: User, **data: Any) -> None:
    history.record(action, showcase, by=by, data={"outcome": showcase.outcome.code, **data})


def tell_of(showcase: Showcase, person: User, kind: str, **context: Any) -> None:
    tell(person, kind, href=showcase.get_absolute_url(), outcome=showcase.outcome.code, **context)
