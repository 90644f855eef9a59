"""Somebody leaves: everybody they look after goes to others, evenly, once, and what fails holds up nobody."""

import datetime
from collections import Counter

import pytest
from django.utils import timezone

from swip.accounts import actions as accounts
from swip.accounts.models import Appointment, Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.core import history
from swip.core.lifecycle import StaleStep, StaleText
from swip.enrolment import actions as enrolments
from swip.enrolment.models import EmploymentPeriod, Pairing
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.notifications.models import Message
from swip.staffing import actions
from swip.staffing.models import HandedOver, HandingOver
from swip.staffing.permissions import pairings_at
from swip.staffing.tests.factories import CapacityFactory, ConflictFactory

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)
Result = HandedOver.Result


@pytest.fixture
def begin(organisation, leaver, coordinator):
    def make(**details):
        options = {"from_day": timezone.localdate(), "ends_appointment": False} | details
        return actions.begin(organisation, leaver, by=coordinator, **options)

    return make


def results(draft):
    return Counter(draft.lines.values_list("result", flat=True))


def test_nine_people_are_suggested_evenly_to_three(nine, others, begin):
    draft = begin()
    chosen = Counter(draft.lines.values_list("to__name", flat=True))
    assert chosen == {"Other 1": 3, "Other 2": 3, "Other 3": 3}
    assert all(each.reasons for each in draft.lines.all())


def test_nothing_changes_for_anybody_before_it_is_confirmed(nine, others, begin, leaver):
    begin()
    assert Pairing.objects.filter(person=leaver, ends_on=None).count() == 9
    assert not Message.objects.exists()


def test_confirmed_everybody_has_a_new_supervisor_and_is_told(nine, others, begin, coordinator):
    draft = begin()
    actions.hand_over(draft, by=coordinator)
    assert results(draft) == {Result.DONE: 9}
    assert {each.supervisor for each in nine} == set(others)
    told = Counter(Message.objects.values_list("kind", flat=True))
    assert told == {"pairing-changed": 9, "taken-on": 3, "handed-over": 1}
    letters = [each.body for each in Message.objects.filter(to=others[0])]
    mine = [each.social_worker.name for each in nine if each.supervisor == others[0]]
    assert len(letters) == 1
    assert all(name in letters[0] for name in mine)
    assert history.of(draft).last().action == "handing_over.done"
    entry = history.of_chain(nine[0].history_chain).last()
    assert (entry.action, entry.by) == ("enrolment.supervisor_changed", coordinator)


def test_pressed_twice_it_happens_once(nine, others, begin, coordinator):
    draft = begin()
    again = HandingOver.objects.get(pk=draft.pk)
    actions.hand_over(draft, by=coordinator)
    with pytest.raises(StaleStep):
        actions.hand_over(again, by=coordinator)
    assert Pairing.objects.filter(person__in=others).count() == 9
    assert Message.objects.filter(kind="pairing-changed").count() == 9


def test_it_is_carried_on_after_a_breakdown(nine, others, begin, coordinator, monkeypatch):
    draft = begin()
    pair, calls = enrolments.pair, []

    def breaks_down(*args, **details):
        calls.append(args)
        if len(calls) == 4:
            raise ConnectionError
        return pair(*args, **details)

    monkeypatch.setattr(enrolments, "pair", breaks_down)
    with pytest.raises(ConnectionError):
        actions.hand_over(draft, by=coordinator)
    assert results(draft) == {Result.DONE: 3, Result.WAITING: 6}
    actions.hand_over(draft, by=coordinator)
    assert results(draft) == {Result.DONE: 9}
    assert Message.objects.filter(kind="pairing-changed").count() == 9


def test_whoever_was_changed_meanwhile_is_told_of_and_left_as_they_are(
    nine, others, begin, coordinator, appoint
):
    draft = begin()
    somebody = appoint()
    former = nine[0].pairing("supervisor")
    enrolments.pair(nine[0], "supervisor", somebody, by=coordinator, instead_of=former.pk)
    actions.hand_over(draft, by=coordinator)
    assert results(draft) == {Result.DONE: 8, Result.MOVED_ON: 1}
    assert nine[0].supervisor == somebody


def test_a_conflict_declared_meanwhile_is_refused(nine, others, begin, coordinator, organisation):
    draft = begin()
    line = draft.lines.get(enrolment=nine[0])
    ConflictFactory(person=line.to, other=nine[0].social_worker, organisation=organisation)
    actions.hand_over(draft, by=coordinator)
    line.refresh_from_db()
    assert line.result == Result.REFUSED
    assert "conflict of interest" in line.told
    assert nine[0].supervisor == draft.person


def test_somebody_whose_appointment_ended_meanwhile_gets_nobody(nine, others, begin, coordinator):
    draft = begin()
    accounts.end_appointment(others[0].appointments.get(), by=coordinator)
    actions.hand_over(draft, by=coordinator)
    assert results(draft) == {Result.DONE: 6, Result.REFUSED: 3}


def test_whoever_withdrew_meanwhile_is_left_out(nine, others, begin, coordinator):
    draft = begin()
    enrolments.withdraw(nine[0], reason="other", last_day=timezone.localdate(), by=coordinator)
    actions.hand_over(draft, by=coordinator)
    assert results(draft)[Result.MOVED_ON] == 1


def test_the_appointment_ends_with_it(nine, others, begin, coordinator, leaver):
    from_day = timezone.localdate() + 10 * A_DAY
    actions.hand_over(begin(from_day=from_day, ends_appointment=True), by=coordinator)
    assert Appointment.objects.get(person=leaver).ends_on == from_day - A_DAY
    for each in nine:
        assert each.supervisor == leaver
        assert each.pairings.get(kind="supervisor", ends_on=None).starts_on == from_day


def test_the_appointment_stays_where_somebody_could_not_be_handed_over(
    nine, others, begin, coordinator, leaver, appoint
):
    draft = begin(ends_appointment=True)
    enrolments.pair(
        nine[0], "supervisor", appoint(), by=coordinator, instead_of=nine[0].pairing("supervisor").pk
    )
    actions.hand_over(draft, by=coordinator)
    assert Appointment.objects.get(person=leaver).ends_on is None


def test_who_was_chosen_is_kept_over_the_revision_that_was_open(nine, others, begin):
    draft = begin()
    line = draft.lines.first()
    other = next(each for each in others if each != line.to)
    actions.choose(draft, draft.revision, {line.pk: other})
    line.refresh_from_db()
    assert (line.to, line.reasons) == (other, [])
    with pytest.raises(StaleText):
        actions.choose(draft, 0, {line.pk: None})


def test_left_for_later_stays(nine, others, begin, coordinator, leaver):
    draft = begin()
    actions.choose(draft, draft.revision, {draft.lines.get(enrolment=nine[0]).pk: None})
    actions.hand_over(draft, by=coordinator)
    assert results(draft) == {Result.DONE: 8, Result.LEFT: 1}
    assert nine[0].supervisor == leaver


def test_begun_again_it_is_the_same_draft_and_another_day_plans_anew(nine, others, begin):
    draft = begin()
    line = draft.lines.first()
    actions.choose(draft, draft.revision, {line.pk: None})
    again = begin()
    assert again.pk == draft.pk
    assert again.lines.filter(to=None).count() == 1
    assert begin(from_day=timezone.localdate() + A_DAY).lines.filter(to=None).count() == 0


def test_suggested_again_it_knows_of_whoever_came_meanwhile(nine, others, begin, coordinator, enrol, leaver):
    draft = begin()
    enrol(leaver)
    actions.suggest_again(draft, by=coordinator)
    assert draft.lines.count() == 10


def test_nobody_goes_to_somebody_who_is_full_or_in_conflict(nine, others, begin, organisation, coordinator):
    CapacityFactory(person=others[0], organisation=organisation, most=1)
    for each in nine[:5]:
        ConflictFactory(person=each.social_worker, other=others[1], organisation=organisation)
    draft = begin()
    chosen = Counter(draft.lines.values_list("to__name", flat=True))
    assert chosen["Other 1"] <= 1
    assert not draft.lines.filter(to=others[1], enrolment__in=nine[:5]).exists()


def test_where_nobody_has_room_some_are_left_for_a_person_to_decide(nine, begin, organisation, appoint):
    CapacityFactory(person=appoint(), organisation=organisation, most=2)
    assert begin().lines.filter(to=None).count() == 7


def test_who_supervises_and_assesses_hands_over_both_to_different_people(
    leaver, others, organisation, begin, appoint
):
    for person in [leaver, *others]:
        appoint_as_assessor = {"organisation": organisation, "role": Role.ASSESSOR, "person": person}
        Appointment.objects.create(**appoint_as_assessor)
    enrolment = EnrolmentFactory(organisation=organisation, supervisor=leaver, assessor=leaver)
    lines = begin().lines.filter(enrolment=enrolment)
    assert {each.kind for each in lines} == {"supervisor", "assessor"}
    assert len({each.to_id for each in lines}) == 2


def test_the_people_of_another_organisation_are_not_touched(nine, others, begin, leaver, coordinator):
    elsewhere = EnrolmentFactory(supervisor=leaver)
    actions.hand_over(begin(), by=coordinator)
    assert elsewhere.supervisor == leaver


def test_a_coordinator_is_not_handed_over_by_themselves(others, begin, enrol, leaver, coordinator):
    own = enrol(leaver, social_worker=coordinator)
    assert not begin().lines.filter(enrolment=own).exists()


def test_a_pairing_that_is_still_to_come_is_handed_over_from_its_own_day(
    others, begin, enrol, leaver, coordinator
):
    start = timezone.localdate() + 20 * A_DAY
    enrolment = enrol(leaver, starts_on=start, status="registered")
    actions.hand_over(begin(), by=coordinator)
    pairing = enrolment.pairings.get(kind="supervisor")
    assert pairing.person in others
    assert pairing.starts_on == start


def test_dropped_nothing_happens(nine, others, begin, coordinator, leaver):
    draft = begin()
    actions.drop(draft, by=coordinator)
    with pytest.raises(StaleStep):
        actions.hand_over(draft, by=coordinator)
    assert Pairing.objects.filter(person=leaver, ends_on=None).count() == 9


def test_whoever_moves_to_another_employer_is_that_employers_to_hand_over(
    others, begin, leaver, organisation, enrol, coordinator
):
    """Here until the end of the month; from then on there, with a supervisor whom they have named already."""
    enrolment = enrol(leaver)
    last_day = timezone.localdate() + 20 * A_DAY
    there = AppointmentFactory(role=Role.PRACTICE_SUPERVISOR)
    enrolment.employment_periods.update(ends_on=last_day)
    enrolment.pairings.update(ends_on=last_day)
    first_day = last_day + A_DAY
    EmploymentPeriod.objects.create(enrolment=enrolment, organisation=there.organisation, starts_on=first_day)
    next_one = Pairing.objects.create(
        enrolment=enrolment, kind="supervisor", person=there.person, starts_on=first_day
    )
    assert set(pairings_at(there.organisation)) == {next_one}
    actions.hand_over(begin(), by=coordinator)
    new = enrolment.pairings.get(kind="supervisor", person__in=others)
    assert (new.starts_on, new.ends_on) == (timezone.localdate(), last_day)
    assert Pairing.objects.get(pk=next_one.pk).person == there.person


def test_a_refusal_that_names_two_people_with_long_names_holds_up_nobody(
    enrol, leaver, others, begin, organisation, coordinator
):
    enrolment = enrol(leaver, social_worker__name="W" * 150)
    draft = begin()
    line = draft.lines.get()
    type(line.to).objects.filter(pk=line.to_id).update(name="S" * 150)
    ConflictFactory(person=line.to, other=enrolment.social_worker, organisation=organisation)
    actions.hand_over(draft, by=coordinator)
    line.refresh_from_db()
    assert line.result == Result.REFUSED
    assert line.told.endswith("Choose somebody else")
