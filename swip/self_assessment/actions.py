"""What a social worker does with a self-assessment: start it, write it, share it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment.models import Enrolment
from swip.notifications.actions import tell
from swip.self_assessment.models import Placement, SelfAssessment
from swip.standards.models import Item


class NobodyToShareWith(Exception):
    """The social worker has no supervisor yet, so nobody would read what is shared."""


@transaction.atomic
def start(enrolment: Enrolment, point: str, *, by: User) -> SelfAssessment:
    """One for each point: whoever starts it a second time goes on with the first."""
    self_assessment, is_new = SelfAssessment.objects.get_or_create(enrolment=enrolment, point=point)
    if is_new:
        history.record("self_assessment.started", self_assessment, by=by, rules=enrolment.rule_book.reference)
    return self_assessment


@transaction.atomic
def write(
    self_assessment: SelfAssessment, revision: int, answers: Mapping[Item, tuple[str, str]], *, by: User
) -> None:
    """Keep what was said of some outcomes: for each a word and a reason, either of them still empty."""
    if not self_assessment.is_private:
        raise StaleStep(self_assessment)
    if not answers:  # sent twice: the first time has kept them
        return
    self_assessment.save_over(revision)
    Placement.objects.bulk_create(
        [
            Placement(self_assessment=self_assessment, outcome=outcome, word=word, reason=reason)
            for outcome, (word, reason) in answers.items()
        ],
        update_conflicts=True,
        unique_fields=["self_assessment", "outcome"],
        update_fields=["word", "reason"],
    )


@transaction.atomic
def share(self_assessment: SelfAssessment, *, by: User) -> User:
    """From here on the supervisor reads it too, and it stays as it is."""
    # Whatever another window is just saving is waited for, so that it is shared as well and not lost.
    self_assessment.refresh_from_db(from_queryset=SelfAssessment.objects.select_for_update())
    enrolment = self_assessment.enrolment
    supervisor = enrolment.supervisor
    if supervisor is None:
        raise NobodyToShareWith
    self_assessment.move_to(
        SelfAssessment.Status.SHARED, shared_at=timezone.now(), revision=self_assessment.revision + 1
    )
    history.record(
        "self_assessment.shared",
        self_assessment,
        by=by,
        rules=enrolment.rule_book.reference,
        data=fingerprint(self_assessment),
    )
    tell(
        supervisor,
        "self-assessment-shared",
        href=self_assessment.get_absolute_url(),
        self_assessment=self_assessment,
        social_worker=enrolment.social_worker,
    )
    return supervisor


def fingerprint(self_assessment: SelfAssessment) -> dict[str, object]:
    """Proves later that what is read is what was shared, without history holding the words themselves."""
    placements = self_assessment.placements.order_by("outcome__position")
    said = list(placements.values_list("outcome__code", "word", "reason"))
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
    return {"version": self_assessment.revision, "outcomes": [code for code, *_ in said], "sha256": digest}
