"""What helps somebody to show what they can do: asked for, answered, shared with whom they choose, ended.

The history of it is on the person's own chain. What others read of an enrolment says nothing of it.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import Role, User
from swip.accounts.permissions import appointed_to
from swip.core import history
from swip.enrolment import queries
from swip.enrolment.actions.common import locked
from swip.enrolment.actions.timetable import work_out
from swip.enrolment.models import Adjustment, AdjustmentShare, Enrolment
from swip.notifications.actions import tell

Group = AdjustmentShare.Group


@transaction.atomic
def ask_adjustment(enrolment: Enrolment, *, what_helps: str, groups: Collection[str], by: User) -> Adjustment:
    """The social worker says what would help, and who may know. Nobody asks why. Sent twice, it is asked once."""
    locked(enrolment)
    asked = enrolment.adjustments.filter(status=Adjustment.Status.ASKED, what_helps=what_helps).first()
    if asked is not None:
        share_adjustment(asked, groups=groups, by=by)
        return asked
    adjustment = Adjustment.objects.create(enrolment=enrolment, what_helps=what_helps)
    history.record("adjustment.asked", adjustment, by=by, note=what_helps, data={"what_helps": what_helps})
    share_adjustment(adjustment, groups=groups, by=by)
    return adjustment


@transaction.atomic
def share_adjustment(adjustment: Adjustment, *, groups: Collection[str], by: User) -> None:
    """These may see it from now on, and nobody else. Who is new among them is told that there is something."""
    Adjustment.objects.select_for_update().get(pk=adjustment.pk)
    open_ones = {each.group: each for each in adjustment.shares.filter(ended_at=None)}
    added = [group for group in Group.values if group in groups and group not in open_ones]
    taken_back = [group for group in open_ones if group not in groups]
    if not added and not taken_back:
        return
    now = timezone.now()
    adjustment.shares.filter(ended_at=None, group__in=taken_back).update(ended_at=now)
    AdjustmentShare.objects.bulk_create(
        AdjustmentShare(adjustment=adjustment, group=group, agreed_at=now) for group in added
    )
    after = [group for group in Group if group in open_ones or group in added]
    after = [group for group in after if group not in taken_back]
    history.record(
        "adjustment.shared",
        adjustment,
        by=by,
        note=f"With: {'; '.join(each.label for each in after)}" if after else "With nobody",
        data={"before": sorted(open_ones), "after": sorted(after)},
    )
    already = _people(adjustment.enrolment, set(open_ones) - set(taken_back))
    for person in _people(adjustment.enrolment, added) - already - {by}:
        tell(
            person,
            "adjustment-shared",
            href=adjustment.get_absolute_url(),
            social_worker=adjustment.enrolment.social_worker,
        )


@transaction.atomic
def answer_adjustment(
    adjustment: Adjustment, *, is_possible: bool, answer: str, extra_days: int = 0, by: User
) -> None:
    """The employer says how it is done, or why it cannot be. Further days count from now on."""
    enrolment = locked(adjustment.enrolment)
    before = adjustment.status
    adjustment.move_to(
        Adjustment.Status.IN_PLACE if is_possible else Adjustment.Status.NOT_POSSIBLE,
        answer=answer,
        extra_days=extra_days if is_possible else 0,
        answered_by=by,
        answered_at=timezone.now(),
    )
    history.record(
        "adjustment.put_in_place" if is_possible else "adjustment.not_possible",
        adjustment,
        by=by,
        on_behalf_of=queries.employer_name(enrolment),
        rules=enrolment.rule_book.reference,
        note=answer,
        data={
            "before": before,
            "after": adjustment.status,
            "answer": answer,
            "extra_days": adjustment.extra_days,
        },
    )
    _bring_days_up_to_date(enrolment, by=by)
    tell(
        enrolment.social_worker,
        "adjustment-answered",
        href=adjustment.get_absolute_url(),
        by=by,
    )


@transaction.atomic
def ask_again(adjustment: Adjustment, *, what_helps: str, by: User) -> None:
    """It was called not possible: the social worker asks once more, or for something else."""
    before = {"what_helps": adjustment.what_helps, "answer": adjustment.answer}
    adjustment.move_to(Adjustment.Status.ASKED, what_helps=what_helps, asked_at=timezone.now())
    history.record(
        "adjustment.asked_again",
        adjustment,
        by=by,
        note=what_helps,
        data={"before": before, "what_helps": what_helps},
    )
    groups = adjustment.shares.filter(ended_at=None).values_list("group", flat=True)
    for person in _people(adjustment.enrolment, set(groups) & {Group.SUPERVISOR, Group.COORDINATOR}):
        tell(
            person,
            "adjustment-shared",
            href=adjustment.get_absolute_url(),
            social_worker=adjustment.enrolment.social_worker,
        )


@transaction.atomic
def end_adjustment(adjustment: Adjustment, *, by: User) -> None:
    """The social worker no longer needs it. Nobody else sees it from now on."""
    enrolment = locked(adjustment.enrolment)
    before = adjustment.status
    adjustment.move_to(Adjustment.Status.ENDED, ended_at=timezone.now())
    adjustment.shares.filter(ended_at=None).update(ended_at=timezone.now())
    history.record("adjustment.ended", adjustment, by=by, data={"before": before, "after": adjustment.status})
    _bring_days_up_to_date(enrolment, by=by)


def _bring_days_up_to_date(enrolment: Enrolment, *, by: User) -> None:
    if enrolment.is_open:
        # Others may read why dates moved, if others than these did: nothing here says what it was about.
        work_out(enrolment, by=by, because="Worked out again")


def _people(enrolment: Enrolment, groups: Collection[str]) -> set[User]:
    """Whoever is known by name among those it is shared with; observers and panels learn of it where they work."""
    people: set[User | None] = set()
    if Group.SUPERVISOR in groups:
        people.add(enrolment.supervisor)
    if Group.ASSESSOR in groups:
        people.add(enrolment.assessor)
    if Group.COORDINATOR in groups:
        for organisation in queries.employers_of(enrolment):
            people |= set(appointed_to(organisation, Role.COORDINATOR))
    return {each for each in people if each is not None} - {enrolment.social_worker}
