"""What several of the verbs need."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from swip.core.lifecycle import StaleStep
from swip.enrolment.models import Enrolment
from swip.evidence import queries
from swip.evidence.models import Evidence
from swip.evidence.rules import Gap, gaps
from swip.notifications.actions import tell


class NotWhole(Exception):
    """Something is missing, so the piece cannot be handed in yet."""

    def __init__(self, gaps: list[Gap]):
        self.gaps = gaps
        super().__init__("; ".join(gap.message for gap in gaps))


def be_on_the_programme(enrolment: Enrolment) -> None:
    """Nothing is begun or chosen once it is over; nor does it end before the step is done."""
    held = Enrolment.objects.select_for_update(of=("self",), no_key=True).get(pk=enrolment.pk)
    if not held.is_open:
        raise StaleStep(enrolment)


def locked(evidence: Evidence) -> Evidence:
    """As it stands now, and stays until the step is done: it is not handed in while its files change."""
    return Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)


def be_writable(evidence: Evidence) -> None:
    if not evidence.is_writable:
        raise StaleStep(evidence)


def one_revision_on(evidence: Evidence, status: str) -> None:
    """Takes a step that leaves every window that still holds the old text behind."""
    evidence.move_to(status, revision=F("revision") + 1)
    evidence.refresh_from_db(fields=["revision"])


def gaps_of(evidence: Evidence) -> list[Gap]:
    """What is missing before it can be handed in."""
    return gaps(
        kind=evidence.kind_id,
        title=evidence.title,
        happened_on=evidence.happened_on,
        date_was_typed=bool(evidence.happened_on_as_typed),
        what_happened=evidence.what_happened,
        what_it_shows=evidence.what_it_shows,
        reasons={link.outcome.code: link.reason for link in queries.links_of(evidence)},
        answers={each.question: each.answer for each in queries.answered(evidence)},
        complexity=evidence.complexity if queries.complexity_in(evidence.enrolment.rule_book) else None,
        level=evidence.level,
    )


def tell_supervisor(evidence: Evidence, kind: str, **context: Any) -> None:
    """Between two supervisors there may be nobody to tell: the next one finds it on their page."""
    supervisor = evidence.enrolment.supervisor
    if supervisor:
        href = evidence.get_absolute_url()
        tell(supervisor, kind, href=href, social_worker=evidence.enrolment.social_worker, **context)
