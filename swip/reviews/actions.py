"""What is done with a review: begun from the record, written, completed, commented on, signed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep, StaleText
from swip.enrolment import actions as enrolments
from swip.enrolment.models import Enrolment
from swip.notifications.actions import tell
from swip.programmes.models import Stage
from swip.reviews import queries
from swip.reviews.models import ChangeRequest, Review, ReviewVersion


class Unfinished(Exception):
    """Something that a completed review has to say is missing."""


@transaction.atomic
def start(enrolment: Enrolment, stage: Stage, *, by: User) -> Review:
    """One for each time a stage is due, with what the record has to say as its first words."""
    review, is_new = Review.objects.get_or_create(
        enrolment=enrolment,
        stage=stage,
        round=queries.round_due(enrolment, stage),
        defaults={"started_by": by},
    )
    if is_new:
        record = queries.record_for(enrolment, stage, review.round)
        review.save_over(
            0,
            progress=queries.first_words(enrolment, record),
            support=queries.first_words_of_support(record),
        )
        _record("review.started", review, by=by)
    return review


@transaction.atomic
def write(review: Review, revision: int, *, by: User, **words: Any) -> None:
    """Keep what the supervisor has written so far, finished or not."""
    if not review.is_draft:
        raise StaleStep(review)
    if not review.holds(**words):
        review.save_over(revision, **words)


@transaction.atomic
def complete(review: Review, revision: int, *, by: User) -> None:
    """The supervisor has written what there is to say; now the social worker reads it.

    The revision is the one that was looked through: words from another window go through another look.
    """
    _lock(review)
    if not review.is_draft:
        raise StaleStep(review)
    if review.revision != revision:
        raise StaleText(review)
    if not (review.held_on and review.on_track and review.progress and review.support):
        raise Unfinished
    now = timezone.now()
    record = queries.kept(queries.record_for(review.enrolment, review.stage, review.round))
    review.move_to(
        Review.Status.COMPLETED,
        completed_by=by,
        completed_at=now,
        record=record,
        revision=review.revision + 1,
    )
    version = ReviewVersion.objects.create(
        review=review,
        number=review.versions.count() + 1,
        content=queries.content_of(review),
        completed_by=by,
        completed_at=now,
    )
    enrolments.hold_stage(review.enrolment, review.stage, on=review.held_on, by=by, round=review.round)
    _record("review.completed", review, by=by, data=fingerprint(version))
    tell(
        review.enrolment.social_worker,
        "review-completed",
        href=review.get_absolute_url(),
        review=review,
        is_changed=version.number > 1,
    )


@transaction.atomic
def comment(review: Review, revision: int, *, worker_comment: str, change_wanted: str = "", by: User) -> None:
    """Keep what the social worker has written so far. Nobody else reads it until they sign."""
    if review.status != Review.Status.COMPLETED:
        raise StaleStep(review)
    words = {"worker_comment": worker_comment, "change_wanted": change_wanted}
    if not review.holds(**words):
        review.save_over(revision, **words)


@transaction.atomic
def sign(review: Review, revision: int, *, worker_comment: str, by: User) -> None:
    """The social worker has read it. Signed, it stays as it is."""
    _take_from_worker(review, revision)
    review.move_to(
        Review.Status.SIGNED,
        worker_comment=worker_comment,
        change_wanted="",
        signed_at=timezone.now(),
        revision=review.revision + 1,
    )
    _record("review.signed", review, by=by, data=fingerprint(_newest_version(review)))
    _tell_supervisor(review, "review-signed")


@transaction.atomic
def ask_for_change(review: Review, revision: int, *, note: str, worker_comment: str, by: User) -> None:
    """Something is not right yet: the supervisor writes again, and the version that was read is kept."""
    _take_from_worker(review, revision)
    if not review.enrolment.is_open:  # nobody is left to write it again
        raise StaleStep(review)
    version = _newest_version(review)
    review.move_to(
        Review.Status.DRAFT,
        worker_comment=worker_comment,
        change_wanted="",
        revision=review.revision + 1,
    )
    ChangeRequest.objects.create(version=version, note=note, asked_by=by)
    _record("review.change_asked", review, by=by, data={"version": version.number})
    _tell_supervisor(review, "review-change-asked")


def fingerprint(version: ReviewVersion) -> dict[str, Any]:
    """Proves later which words were completed and signed, without history holding them."""
    said = json.dumps(version.content, ensure_ascii=False, sort_keys=True)
    return {"version": version.number, "sha256": hashlib.sha256(said.encode()).hexdigest()}


def _lock(review: Review) -> None:
    """Whatever another window is just saving is waited for, and then seen."""
    review.refresh_from_db(from_queryset=Review.objects.select_for_update())


def _take_from_worker(review: Review, revision: int) -> None:
    _lock(review)
    if review.status != Review.Status.COMPLETED:
        raise StaleStep(review)
    if review.revision != revision:
        raise StaleText(review)


def _newest_version(review: Review) -> ReviewVersion:
    return review.versions.latest("number")


def _record(action: str, review: Review, *, by: User, data: dict[str, Any] | None = None) -> None:
    history.record(
        action,
        review,
        by=by,
        rules=review.enrolment.rule_book.reference,
        note=review.stage.name,
        data=data,
    )


def _tell_supervisor(review: Review, kind: str) -> None:
    """Whoever supervises now; where nobody does, whoever completed the review."""
    if reader := review.enrolment.supervisor or review.completed_by:
        tell(reader, kind, href=review.get_absolute_url(), review=review)
