"""Beginning a piece and writing it, until it is handed in or taken back."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.enrolment.models import Enrolment
from swip.evidence import queries
from swip.evidence.actions.common import (
    NotWhole,
    be_on_the_programme,
    be_writable,
    gaps_of,
    one_revision_on,
    tell_supervisor,
)
from swip.evidence.actions.identifying import gaps_of_looking_through
from swip.evidence.models import Evidence, EvidenceKind, EvidenceOutcome, EvidenceVersion
from swip.identifiers.actions import hand_in_mended
from swip.standards.models import Item


@transaction.atomic
def start(enrolment: Enrolment, *, kind: EvidenceKind, by: User) -> Evidence:
    """Begin a piece. A draft with nothing in it yet is used again, so that pressing twice makes one."""
    be_on_the_programme(enrolment)
    wording = queries.newest_wording(kind)
    untouched = enrolment.evidence.filter(
        status=Evidence.Status.DRAFT, revision=0, submitted_at=None, outcome_links=None, attachments=None
    ).first()
    if untouched:
        untouched.kind, untouched.kind_version = kind, wording
        untouched.save(update_fields=["kind", "kind_version"])
        return untouched
    evidence = Evidence.objects.create(enrolment=enrolment, kind=kind, kind_version=wording)
    history.record("evidence.started", evidence, by=by)
    return evidence


@transaction.atomic
def choose_kind(evidence: Evidence, *, kind: EvidenceKind, by: User) -> None:
    """The questions that help to write it change with the kind; what was written stays."""
    if evidence.kind_id != kind.pk:
        be_writable(evidence)
        evidence.save_over(evidence.revision, kind=kind, kind_version=queries.newest_wording(kind))


@transaction.atomic
def write(
    evidence: Evidence,
    *,
    revision: int,
    title: str,
    happened_on: datetime.date | None,
    happened_on_as_typed: list[str],
    what_happened: str,
    what_it_shows: str,
    answers: dict[str, str] | None = None,
    by: User,
) -> None:
    """Keep what was typed, whole or not. The same words sent twice are kept once."""
    words = {
        "title": title,
        "happened_on": happened_on,
        "happened_on_as_typed": happened_on_as_typed,
        "what_happened": what_happened,
        "what_it_shows": what_it_shows,
        # Answers to the questions of another kind stay: whoever goes back to that kind finds them.
        "answers": evidence.answers
        | {code: said for code, said in (answers or {}).items() if said or code in evidence.answers},
    }
    be_writable(evidence)
    if not evidence.holds(**words):
        evidence.save_over(revision, **words)


@transaction.atomic
def place_in_work(
    evidence: Evidence, *, contexts: list[str], complexity: str, level: str, revision: int, by: User
) -> None:
    """What kind of work it comes from, how complex that was, and how far the piece goes."""
    chosen = {"contexts": contexts, "complexity": complexity, "level": level}
    be_writable(evidence)
    if not evidence.holds(**chosen):
        evidence.save_over(revision, **chosen)


@transaction.atomic
def choose_outcomes(evidence: Evidence, *, outcomes: list[Item], revision: int, by: User) -> None:
    """The outcomes it shows. One that is no longer chosen goes, and its reason with it."""
    be_writable(evidence)
    before = set(evidence.outcome_links.values_list("outcome", flat=True))
    chosen = {outcome.pk for outcome in outcomes}
    if before == chosen:
        return
    evidence.save_over(revision)
    evidence.outcome_links.filter(outcome__in=before - chosen).delete()
    EvidenceOutcome.objects.bulk_create(
        EvidenceOutcome(evidence=evidence, outcome=outcome)
        for outcome in outcomes
        if outcome.pk not in before
    )


@transaction.atomic
def add_outcome(evidence: Evidence, *, outcome: Item, by: User) -> None:
    """One more outcome that it shows; how it shows it is still to be said. Adding it twice adds it once."""
    be_writable(evidence)
    if not evidence.outcome_links.filter(outcome=outcome).exists():
        evidence.save_over(evidence.revision)
        EvidenceOutcome.objects.create(evidence=evidence, outcome=outcome)


@transaction.atomic
def give_reasons(evidence: Evidence, *, reasons: dict[int, str], revision: int, by: User) -> None:
    """How it shows each of its outcomes, by the outcome's number."""
    be_writable(evidence)
    changed = [
        link
        for link in evidence.outcome_links.order_by("pk")
        if link.outcome_id in reasons and link.reason != reasons[link.outcome_id]
    ]
    if not changed:
        return
    evidence.save_over(revision)
    for link in changed:
        link.reason = reasons[link.outcome_id]
    EvidenceOutcome.objects.bulk_update(changed, ["reason"])


@transaction.atomic
def submit(evidence: Evidence, *, revision: int, by: User) -> EvidenceVersion:
    """Hand it in as it was just checked: a version is kept, and the supervisor is told."""
    be_writable(evidence)
    if missing := gaps_of(evidence) or gaps_of_looking_through(evidence, by=by):
        raise NotWhole(missing)
    evidence.save_over(revision)
    was_returned = evidence.status == Evidence.Status.RETURNED
    now = timezone.now()
    evidence.move_to(Evidence.Status.SUBMITTED, submitted_at=now, reviewed_at=None, reviewed_by=None)
    before = queries.newest_version(evidence)
    version = EvidenceVersion.objects.create(
        evidence=evidence,
        number=before.number + 1 if before else 1,
        submitted_at=now,
        content=queries.as_it_stands(evidence),
    )
    evidence.attachments.kept().update(was_handed_in=True)
    action = "evidence.resubmitted" if was_returned else "evidence.submitted"
    history.record(action, evidence, by=by, data={"version": version.number})
    # What is out of sight is for whoever sees to it first.
    if not hand_in_mended(evidence):
        # Nobody sees to it any more: a file that stayed out of sight was looked through again just now.
        evidence.attachments.kept().filter(quarantined_at__isnull=False).update(quarantined_at=None)
        tell_supervisor(evidence, "evidence-submitted", is_again=bool(before))
    return version


@transaction.atomic
def withdraw(evidence: Evidence, *, by: User) -> None:
    """Take it back: from here on nobody else sees it, and it counts for nothing."""
    was_waiting, was_handed_in = evidence.is_waiting, evidence.is_handed_in
    one_revision_on(evidence, Evidence.Status.WITHDRAWN)
    history.record("evidence.withdrawn" if was_handed_in else "evidence.draft_withdrawn", evidence, by=by)
    if was_waiting:
        tell_supervisor(evidence, "evidence-withdrawn")


@transaction.atomic
def start_again(evidence: Evidence, *, by: User) -> None:
    """What was withdrawn becomes a draft once more, with every word it had."""
    one_revision_on(evidence, Evidence.Status.DRAFT)
    history.record("evidence.started_again", evidence, by=by)
