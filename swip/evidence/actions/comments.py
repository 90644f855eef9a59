"""That nobody is recognised by what a supervisor said: of a piece, or of what stands for an outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.urls import reverse

from swip.accounts.models import User
from swip.enrolment import actions as enrolments
from swip.evidence.models import EvidenceReview, Showcase
from swip.evidence.queries.comments import Commented, where_it_stands, writer_of
from swip.identifiers import actions as identifiers
from swip.identifiers.models import Quarantine
from swip.identifiers.queries import open_upon

A_REVIEW = "a comment on evidence"
AN_ANSWER = "a comment on what stands for an outcome"


def what_it_is(record: Commented) -> str:
    """In letters, and in the list of whoever sees to it: nothing of what it says."""
    return A_REVIEW if isinstance(record, EvidenceReview) else AN_ANSWER


def name_of(record: Commented) -> str:
    """How the addresses of its pages end."""
    return "review" if isinstance(record, EvidenceReview) else "showcase"


@transaction.atomic
def take_comment_out_of_sight(record: Commented, *, kinds: Sequence[str], by: User) -> Quarantine:
    """A reader saw that somebody could be recognised by it: from here on the supervisor alone reads it.

    What it was said of stays in sight, and so does the answer: accepted is accepted.
    """
    name = name_of(record)
    return enrolments.take_out_of_sight(
        record,
        record.enrolment,
        by=by,
        kinds=kinds,
        what=what_it_is(record),
        writer=writer_of(record),
        writer_href=reverse(f"evidence:mend_{name}", args=[record.pk]),
        keeper_href=reverse(f"evidence:{name}_out_of_sight", args=[record.pk]),
    )


@transaction.atomic
def bring_comment_back(record: Commented, *, ending: str, why: str, revision: int, by: User) -> None:
    """Whoever may read it reads it again, with the mended words; what was answered stays as it was."""
    # An answer may be taken back in the same moment: whoever is first ends it, and the other is told.
    held = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)

    def put_in_place(texts: Mapping[str, str]) -> None:
        held.comment = texts.get("comment", held.comment)
        held.save(update_fields=["comment"])

    identifiers.bring_back_mended(
        held,
        ending=ending,
        why=why,
        revision=revision,
        by=by,
        writer_href=where_it_stands(held),
        put_in_place=put_in_place,
    )


def end_with_the_comment(showcase: Showcase, *, by: User) -> None:
    """An answer that is taken back, or was to other pieces, goes with its comment: there is nothing to see to."""
    if waiting := open_upon(showcase):
        identifiers.end_quarantine(
            waiting, showcase, by=by, ending=Quarantine.Ending.MENDED, writer_href=where_it_stands(showcase)
        )
