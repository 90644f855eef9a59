"""What helps somebody: seen by those alone to whom they have agreed."""

import datetime

import pytest
from django.utils import timezone

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import permissions, queries, rules
from swip.enrolment.actions import adjustments
from swip.enrolment.tests.factories import AdjustmentFactory, EnrolmentFactory
from swip.notifications.models import Message

pytestmark = pytest.mark.django_db
GROUPS = ["supervisor", "assessor", "coordinator", "observers", "panel"]


@pytest.fixture
def people(enrolment, organisation):
    return {
        "social_worker": enrolment.social_worker,
        "supervisor": enrolment.supervisor,
        "assessor": enrolment.assessor,
        "coordinator": AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person,
        "decision_maker": AppointmentFactory(organisation=organisation, role=Role.DECISION_MAKER).person,
        "far_coordinator": AppointmentFactory(role=Role.COORDINATOR).person,
    }


def those_who(people, verb, adjustment):
    return {name for name, each in people.items() if getattr(permissions, verb)(each).contains(adjustment)}


@pytest.mark.parametrize("group", GROUPS)
def test_who_sees_it_is_whom_it_is_shared_with(enrolment, people, group):
    adjustment = AdjustmentFactory(enrolment=enrolment, groups=[group])
    near = {group} & set(people)
    assert those_who(people, "adjustments_visible_to", adjustment) == {"social_worker"} | near
    assert those_who(people, "adjustments_answered_by", adjustment) == near - {"assessor"}


def test_taken_back_it_is_seen_no_longer(enrolment, people):
    adjustment = AdjustmentFactory(enrolment=enrolment, groups=["supervisor", "coordinator"])
    worker = people["social_worker"]
    adjustments.share_adjustment(adjustment, groups=["coordinator"], by=worker)
    assert those_who(people, "adjustments_visible_to", adjustment) == {"social_worker", "coordinator"}
    adjustments.share_adjustment(adjustment, groups=["coordinator", "supervisor"], by=worker)
    assert adjustment.shares.filter(group="supervisor").count() == 2  # both times are kept
    assert "adjustment-shared" in Message.objects.filter(to=people["supervisor"]).values_list(
        "kind", flat=True
    )


def test_observers_and_a_panel_learn_of_what_is_in_place_and_shared_with_them(enrolment):
    shared = AdjustmentFactory(enrolment=enrolment, groups=["observers", "panel"], status="in_place")
    AdjustmentFactory(enrolment=enrolment, groups=["observers", "panel"])
    AdjustmentFactory(enrolment=enrolment, groups=["supervisor"], status="in_place")
    assert permissions.adjustments_for_observer(enrolment).get() == shared
    assert permissions.adjustments_for_panel(enrolment).get() == shared


def test_nothing_of_it_is_in_what_others_read(enrolment, people):
    worker, supervisor = people["social_worker"], people["supervisor"]
    adjustment = adjustments.ask_adjustment(
        enrolment, what_helps="A quiet room", groups=["supervisor"], by=worker
    )
    adjustments.answer_adjustment(adjustment, is_possible=True, answer="Room 4", extra_days=14, by=supervisor)
    adjustments.end_adjustment(adjustment, by=worker)
    assert not history.of_chain(enrolment.history_chain).filter(action__startswith="adjustment").exists()
    assert not history.of_chain(enrolment.history_chain).exists()
    assert {each.chain for each in history.of(adjustment)} == {worker.history_chain}
    said = " ".join(f"{each.subject} {each.body}" for each in Message.objects.all())
    assert "quiet" not in said
    assert "Room 4" not in said
    assert "adjust" not in said.lower()


def test_extra_days_make_nothing_late_and_move_no_date(organisation, people):
    five_days_late = rules.months_after(timezone.localdate(), -3) - datetime.timedelta(days=5)
    enrolment = EnrolmentFactory(organisation=organisation, starts_on=five_days_late)
    end = enrolment.expected_end_on
    assert queries.stage_dates(enrolment).late().exists()
    adjustment = AdjustmentFactory(enrolment=enrolment, groups=["coordinator"])
    adjustments.answer_adjustment(
        adjustment, is_possible=True, answer="More time", extra_days=180, by=people["coordinator"]
    )
    assert not queries.stage_dates(enrolment).late().exists()
    assert set(enrolment.stage_dates.filter(held_on=None).values_list("late_after", flat=True)) != {None}
    adjustments.end_adjustment(adjustment, by=enrolment.social_worker)
    enrolment.refresh_from_db()
    assert enrolment.expected_end_on == end
    assert set(enrolment.stage_dates.values_list("late_after", flat=True)) == {None}


def test_what_is_asked_for_twice_by_mistake_is_asked_once(enrolment, people):
    details = {"what_helps": "A quiet room", "groups": ["supervisor"], "by": people["social_worker"]}
    first = adjustments.ask_adjustment(enrolment, **details)
    assert adjustments.ask_adjustment(enrolment, **details) == first
    assert Message.objects.filter(to=people["supervisor"]).count() == 1


def test_what_is_not_possible_is_asked_for_again(enrolment, people):
    adjustment = AdjustmentFactory(enrolment=enrolment, groups=["supervisor"])
    supervisor, worker = people["supervisor"], people["social_worker"]
    adjustments.answer_adjustment(adjustment, is_possible=False, answer="No room is free", by=supervisor)
    assert adjustment.status == "not_possible"
    adjustments.ask_again(adjustment, what_helps="A quiet hour", by=worker)
    adjustment.refresh_from_db()
    assert (adjustment.status, adjustment.what_helps) == ("asked", "A quiet hour")
    assert history.of(adjustment).last().data["before"]["answer"] == "No room is free"


def test_of_two_who_answer_at_once_the_second_is_told(enrolment, people):
    adjustment = AdjustmentFactory(enrolment=enrolment, groups=["supervisor", "coordinator"])
    again = type(adjustment).objects.get(pk=adjustment.pk)
    adjustments.answer_adjustment(adjustment, is_possible=True, answer="Yes", by=people["supervisor"])
    with pytest.raises(StaleStep):
        adjustments.answer_adjustment(again, is_possible=False, answer="No", by=people["coordinator"])


def test_what_has_ended_nobody_else_sees(enrolment, people):
    adjustment = AdjustmentFactory(enrolment=enrolment, groups=GROUPS, status="in_place")
    adjustments.end_adjustment(adjustment, by=people["social_worker"])
    assert those_who(people, "adjustments_visible_to", adjustment) == {"social_worker"}
    assert not permissions.adjustments_shared_by(people["social_worker"]).exists()
