"""What a social worker does with a self-assessment: start it, write it, look it through, share it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import actions as enrolments
from swip.enrolment.models import Enrolment
from swip.enrolment.queries import colleagues_of, is_looked_through
from swip.identifiers import actions as identifiers
from swip.identifiers.models import Quarantine
from swip.identifiers.queries import Decided
from swip.notifications.actions import tell
from swip.self_assessment import queries
from swip.self_assessment.models import Placement, SelfAssessment, SupervisorPlacement, SupervisorView
from swip.standards.models import Item


class NobodyToShareWith(Exception):
    """The social worker has no supervisor yet, so nobody would read what is shared."""


class NothingSaid(Exception):
    """There is no word and no reason in it, and what is shared can never be added to."""


@transaction.atomic
def start(enrolment: Enrolment, point: str, *, by: User) -> SelfAssessment:
    """One for each point: whoever starts it a second time goes on with the first.

    At will there can be as many as somebody likes, one after the other.
    """
    which: dict[str, Any] = {"enrolment": enrolment, "point": point}
    if point == SelfAssessment.Point.AT_WILL:
        which["status"] = SelfAssessment.Status.PRIVATE
    self_assessment, is_new = SelfAssessment.objects.get_or_create(**which)
    if is_new:
        history.record("self_assessment.started", self_assessment, by=by, rules=enrolment.rule_book.reference)
    return self_assessment


@transaction.atomic
def write(
    record: SelfAssessment | SupervisorView,
    revision: int,
    answers: Mapping[Item, tuple[str, str]],
    *,
    by: User,
) -> None:
    """Keep what was said of some outcomes: for each a word and a reason, either of them still empty."""
    if not record.is_private:
        raise StaleStep(record)
    if not answers:  # sent twice: the first time has kept them
        return
    record.save_over(revision)
    _keep(record, answers)


def _keep(record: SelfAssessment | SupervisorView, answers: Mapping[Item, tuple[str, str]]) -> None:
    kind: Any = Placement if isinstance(record, SelfAssessment) else SupervisorPlacement
    column = "self_assessment" if kind is Placement else "view"
    kind.objects.bulk_create(
        [
            kind(**{column: record}, outcome=outcome, word=word, reason=reason)
            for outcome, (word, reason) in answers.items()
        ],
        update_conflicts=True,
        unique_fields=[column, "outcome"],
        update_fields=["word", "reason"],
    )


@transaction.atomic
def take_decisions(
    record: SelfAssessment | SupervisorView, decided: Decided, *, revision: int, by: User
) -> None:
    """The reasons as they are after somebody's decisions, and that they were looked through."""
    if not record.is_private:
        raise StaleStep(record)
    record.save_over(revision)
    placements = record.placements.select_related("outcome")
    mended = [(each, decided.texts.get(each.outcome.slug, each.reason)) for each in placements]
    _keep(record, {each.outcome: (each.word, text) for each, text in mended if text != each.reason})
    identifiers.keep_scan(record, decided, by=by)


def be_looked_through(record: SelfAssessment | SupervisorView, *, by: User) -> None:
    """Before somebody else reads it: it was looked through as it stands, or there is nothing to find."""
    if is_looked_through(record.enrolment.rule_book):
        identifiers.be_looked_through(
            record, queries.passages_of(record), by=by, colleagues=colleagues_of(record.enrolment)
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
    if self_assessment.is_private:
        _say_something(self_assessment)
        be_looked_through(self_assessment, by=by)
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


@transaction.atomic
def answer(self_assessment: SelfAssessment, *, by: User) -> SupervisorView:
    """Begin to say how one sees it oneself; whoever presses twice goes on with the first."""
    return SupervisorView.objects.get_or_create(self_assessment=self_assessment, supervisor=by)[0]


@transaction.atomic
def share_view(view: SupervisorView, *, by: User) -> None:
    """From here on the social worker reads it beside their own, and it stays as it is."""
    view.refresh_from_db(from_queryset=SupervisorView.objects.select_for_update())
    if view.is_private:
        _say_something(view)
        be_looked_through(view, by=by)
    view.move_to(SupervisorView.Status.SHARED, shared_at=timezone.now(), revision=view.revision + 1)
    history.record(
        "self_assessment.view_shared",
        view,
        by=by,
        rules=view.enrolment.rule_book.reference,
        data=fingerprint(view),
    )
    tell(
        view.enrolment.social_worker,
        "self-assessment-answered",
        href=view.get_absolute_url(),
        self_assessment=view.self_assessment,
        supervisor=by,
    )


def _say_something(record: SelfAssessment | SupervisorView) -> None:
    if not queries.says_something(record):
        raise NothingSaid


def fingerprint(record: SelfAssessment | SupervisorView) -> dict[str, object]:
    """Proves later that what is read is what was shared, without history holding the words themselves."""
    placements = record.placements.order_by("outcome__position")
    said = list(placements.values_list("outcome__code", "word", "reason"))
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
    return {"version": record.revision, "outcomes": [code for code, *_ in said], "sha256": digest}


# ---- Out of sight


@transaction.atomic
def take_out_of_sight(
    record: SelfAssessment | SupervisorView, *, kinds: Sequence[str], by: User
) -> Quarantine:
    """A reader saw that somebody could be recognised: from here on its writer alone sees it."""
    writer, keeps = None, "self_assessment:out_of_sight"
    if isinstance(record, SupervisorView):
        writer, keeps = record.supervisor, "self_assessment:view_out_of_sight"
    return enrolments.take_out_of_sight(
        record,
        record.enrolment,
        by=by,
        kinds=kinds,
        what=what_it_is(record),
        writer=writer,
        writer_href=mending_page_of(record),
        keeper_href=reverse(keeps, args=[record.pk]),
    )


def what_it_is(record: SelfAssessment | SupervisorView) -> str:
    """In letters, and in the list of whoever sees to it: nothing of what it says."""
    return "a self-assessment" if isinstance(record, SelfAssessment) else "a view beside a self-assessment"


def mending_page_of(record: SelfAssessment | SupervisorView) -> str:
    """Where its writer changes it: the page of the record itself may be closed to them by then."""
    name = "mend" if isinstance(record, SelfAssessment) else "mend_view"
    return reverse(f"self_assessment:{name}", args=[record.pk])


@transaction.atomic
def bring_back(
    record: SelfAssessment | SupervisorView, *, ending: str, why: str, revision: int, by: User
) -> None:
    """Whoever may read it reads it again, with the mended reasons. The words chosen stay as they were shared."""

    def put_in_place(texts: Mapping[str, str]) -> None:
        for each in record.placements.select_related("outcome"):
            reason = texts.get(each.outcome.slug, each.reason)
            if reason != each.reason:
                each.reason = reason
                each.save(update_fields=["reason"])
        history.record("self_assessment.mended", record, by=by, data=fingerprint(record))

    identifiers.bring_back_mended(
        record,
        ending=ending,
        why=why,
        revision=revision,
        by=by,
        writer_href=record.get_absolute_url(),
        put_in_place=put_in_place,
    )
