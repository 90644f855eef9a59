"""A shorter programme for long experience: proposed, agreed by the social worker or declined, taken back."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import queries
from swip.enrolment.actions.changes import held_open, set_aside, settle
from swip.enrolment.actions.common import sentences
from swip.enrolment.models import Enrolment, Reduction
from swip.enrolment.queries.reductions import refuse_an_end_in_the_past, refuse_reduction
from swip.govuk.words import plural
from swip.notifications.actions import tell

BEFORE_THE_END = [Enrolment.Status.REGISTERED, Enrolment.Status.ACTIVE]


@transaction.atomic
def propose_reduction(enrolment: Enrolment, *, months: int, reason: str, by: User) -> Reduction:
    """Nothing changes until the social worker has agreed."""
    current = held_open(enrolment, *BEFORE_THE_END)
    refuse_reduction(current, months)
    try:
        with transaction.atomic():
            reduction = Reduction.objects.create(
                enrolment=current, months=months, reason=reason, recorded_by=by
            )
    except IntegrityError:  # somebody else proposed one in the same moment
        refuse_reduction(current, months)
        raise
    history.record(
        "enrolment.reduction_proposed",
        reduction,
        by=by,
        on_behalf_of=queries.employer_name(current),
        rules=current.rule_book.reference,
        note=sentences(f"{plural(months, 'month')} shorter", reason),
        data={"months": months},
    )
    tell(
        current.social_worker,
        "reduction-proposed",
        href=current.get_absolute_url(),
        reduction=reduction,
        enrolment=current,
    )
    return reduction


@transaction.atomic
def agree_to_reduction(reduction: Reduction, *, by: User) -> None:
    """From now on the programme is shorter, and its earliest reviews fall away."""
    current = held_open(reduction.enrolment, *BEFORE_THE_END)
    refuse_an_end_in_the_past(current, reduction.months)
    now = timezone.now()
    waiting = Reduction.objects.filter(pk=reduction.pk, agreed_at=None, set_aside_at=None)
    if not waiting.update(agreed_at=now):
        raise StaleStep(reduction)
    reduction.agreed_at = now
    settle(
        current,
        reduction,
        "enrolment.reduction_agreed",
        by=by,
        title="A shorter programme has been agreed",
        what=f"The programme is {plural(reduction.months, 'month')} shorter, agreed by the social worker",
        why=reduction.reason,
        data={"months": reduction.months},
    )
    if reduction.recorded_by != by:
        _tell_who_proposed(reduction, current)


@transaction.atomic
def decline_reduction(reduction: Reduction, *, because: str, by: User) -> None:
    """The social worker keeps the whole programme."""
    current = held_open(reduction.enrolment, *BEFORE_THE_END)
    if reduction.agreed_at is not None:
        raise StaleStep(reduction)
    set_aside(reduction, by=by, because=because or "Declined by the social worker")
    history.record(
        "enrolment.reduction_declined",
        reduction,
        by=by,
        rules=current.rule_book.reference,
        note=sentences(f"{plural(reduction.months, 'month')} shorter", because),
        data={"months": reduction.months},
    )
    _tell_who_proposed(reduction, current)


def _tell_who_proposed(reduction: Reduction, current: Enrolment) -> None:
    tell(
        reduction.recorded_by,
        "reduction-answered",
        href=current.get_absolute_url(),
        reduction=reduction,
        enrolment=current,
    )


@transaction.atomic
def take_back_reduction(reduction: Reduction, *, because: str, by: User) -> None:
    """Proposed or agreed by mistake: the programme is as long as before."""
    current = held_open(reduction.enrolment, *BEFORE_THE_END)
    set_aside(reduction, by=by, because=because)
    settle(
        current,
        reduction,
        "enrolment.reduction_taken_back",
        by=by,
        title="A shorter programme has been taken back",
        what=f"The programme is no longer {plural(reduction.months, 'month')} shorter",
        why=because,
        data={"months": reduction.months},
    )
