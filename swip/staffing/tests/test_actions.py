"""Limits, and conflicts of interest."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment.models import ConflictOfInterest
from swip.notifications.models import Message
from swip.staffing import actions
from swip.staffing.models import Capacity
from swip.staffing.tests.factories import CapacityFactory

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


def agreed(person, on=None):
    found = Capacity.objects.current(on).filter(person=person, kind="supervise").first()
    return found.most if found else None


def test_a_coordinator_agrees_how_many_a_colleague_takes_on(leaver, organisation, coordinator):
    actions.set_capacity(leaver, organisation, "supervise", 4, by=coordinator)
    assert agreed(leaver) == 4
    assert Message.objects.get().to == leaver
    entry = history.of_chain(organisation.history_chain).last()
    assert (entry.action, entry.by) == ("staffing.capacity_set", coordinator)


def test_another_number_ends_the_one_before(leaver, organisation, coordinator):
    today = timezone.localdate()
    CapacityFactory(person=leaver, organisation=organisation, most=2)
    actions.set_capacity(leaver, organisation, "supervise", 5, by=coordinator, from_day=today + 5 * A_DAY)
    assert agreed(leaver) == 2
    assert agreed(leaver, on=today + 5 * A_DAY) == 5
    actions.set_capacity(leaver, organisation, "supervise", 3, by=coordinator)
    assert agreed(leaver) == agreed(leaver, on=today + 9 * A_DAY) == 3


def test_without_a_number_the_rule_applies_again(leaver, organisation, coordinator):
    CapacityFactory(person=leaver, organisation=organisation)
    actions.set_capacity(leaver, organisation, "supervise", None, by=coordinator)
    assert agreed(leaver) is None
    assert agreed(leaver, on=timezone.localdate() - A_DAY) == 2


def test_the_database_keeps_one_number_at_a_time():
    first = CapacityFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        CapacityFactory(person=first.person, organisation=first.organisation, most=3)
    CapacityFactory(person=first.person, organisation=first.organisation, kind="assess")
    CapacityFactory(person=first.person)


def test_declared_twice_a_conflict_is_one(leaver, others, organisation, coordinator):
    one = actions.declare_conflict(leaver, others[0], organisation=organisation, by=coordinator)
    two = actions.declare_conflict(others[0], leaver, organisation=organisation, by=coordinator)
    assert one == two
    assert ConflictOfInterest.objects.count() == 1


def test_coordinators_are_told_and_the_other_person_is_not(leaver, others, organisation, coordinator):
    actions.declare_conflict(leaver, others[0], organisation=organisation, by=leaver)
    letter = Message.objects.get()
    assert letter.to == coordinator
    assert leaver.name not in letter.body
    assert others[0].name not in letter.body


def test_ended_a_conflict_stands_in_the_way_no_more(leaver, others, organisation, coordinator):
    conflict = actions.declare_conflict(leaver, others[0], organisation=organisation, by=coordinator)
    actions.end_conflict(conflict, by=coordinator)
    assert not ConflictOfInterest.objects.open().exists()
    with pytest.raises(StaleStep):
        actions.end_conflict(conflict, by=coordinator)
