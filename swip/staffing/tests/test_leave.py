"""A colleague is away: whoever covers may act in that time, all are told, and it can be undone."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from swip.accounts.models import Role
from swip.core.lifecycle import StaleStep
from swip.enrolment import actions as enrolments_actions
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Pairing
from swip.notifications.models import Message
from swip.staffing import actions
from swip.staffing.models import Away, Cover
from swip.staffing.queries.to_act_upon import to_act_upon
from swip.staffing.tests.factories import AwayFactory, ConflictFactory

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def covering(appoint):
    return appoint(name="Cora Cover")


@pytest.fixture
def record(organisation, leaver, coordinator, covering):
    def make(first=0, last=10, **covered_by):
        today = timezone.localdate()
        return actions.record_leave(
            leaver,
            organisation,
            starts_on=today + first * A_DAY,
            ends_on=today + last * A_DAY,
            covered_by=covered_by or {"supervisor": covering},
            by=coordinator,
        )

    return make


def covers():
    return Pairing.objects.filter(is_cover=True)


def kinds_told(person):
    return sorted(Message.objects.filter(to=person).values_list("kind", flat=True))


def test_whoever_covers_does_what_a_supervisor_does_and_no_longer(nine, record, covering, leaver):
    record()
    assert enrolments.supervised_by(covering).count() == 9
    assert enrolments.supervised_by(leaver).count() == 9
    assert nine[0].supervisor == covering
    with time_machine.travel(timezone.now() + 12 * A_DAY):
        assert enrolments.supervised_by(covering).count() == 0
        assert nine[0].supervisor == leaver


def test_before_it_begins_nobody_sees_a_record_for_it(nine, record, covering, leaver):
    record(first=5)
    assert enrolments.supervised_by(covering).count() == 0
    assert nine[0].supervisor == leaver


def test_everybody_concerned_is_told_once(nine, record, covering, leaver):
    record()
    assert kinds_told(leaver) == ["leave-recorded"]
    assert kinds_told(covering) == ["cover-begins"]
    assert kinds_told(nine[0].social_worker) == ["pairing-covered"]
    letter = Message.objects.get(to=covering)
    assert all(each.social_worker.name in letter.body for each in nine)
    assert "Cora Cover covers for you" in Message.objects.get(to=leaver).body


def test_whoever_has_a_conflict_with_the_cover_is_left_and_shown(nine, record, covering, organisation):
    ConflictFactory(person=covering, other=nine[0].social_worker, organisation=organisation)
    record()
    assert covers().count() == 8
    assert not covers().filter(enrolment=nine[0]).exists()


def test_the_same_days_are_not_recorded_twice(nine, record):
    record()
    with pytest.raises(actions.AwayAlready):
        record(first=3, last=20)
    assert Away.objects.count() == 1


def test_cancelled_nobody_covers_any_more(nine, record, covering, coordinator, leaver):
    away = record(first=3)
    actions.cancel_leave(away, by=coordinator)
    assert not covers().exists()
    assert kinds_told(covering) == ["cover-begins", "cover-ends"]
    assert kinds_told(leaver) == ["leave-cancelled", "leave-recorded"]
    with pytest.raises(StaleStep):
        actions.cancel_leave(away, by=coordinator)
    record(first=3)


def test_cancelled_while_it_lasts_what_was_stays_in_the_record(nine, record, coordinator):
    with time_machine.travel(timezone.now() - 3 * A_DAY):
        away = record()
    actions.cancel_leave(away, by=coordinator)
    assert covers().count() == 9
    assert set(covers().values_list("ends_on", flat=True)) == {timezone.localdate() - A_DAY}


def test_back_sooner_ends_leave_and_cover(nine, record, coordinator):
    away = record()
    actions.come_back(away, last_day=timezone.localdate(), by=coordinator)
    away.refresh_from_db()
    assert away.ends_on == timezone.localdate()
    assert set(covers().values_list("ends_on", flat=True)) == {timezone.localdate()}


def test_a_cover_is_taken_back_and_another_named(nine, record, coordinator, appoint):
    away = record()
    actions.take_cover_back(Cover.objects.get(), by=coordinator)
    assert not covers().exists()
    another = appoint()
    assert len(actions.add_cover(away, "supervisor", another, by=coordinator).done) == 9
    with pytest.raises(StaleStep):
        actions.add_cover(away, "supervisor", appoint(), by=coordinator)


def test_a_cover_never_lasts_longer_than_the_pairing(enrol, leaver, record):
    enrolment = enrol(leaver)
    last_day = timezone.localdate() + 3 * A_DAY
    enrolment.pairings.filter(kind="supervisor").update(ends_on=last_day)
    record()
    assert covers().get().ends_on == last_day


def test_supervising_and_assessing_are_covered_apart(enrol, leaver, appoint, organisation, record, covering):
    assessor = appoint(Role.ASSESSOR)
    enrol(leaver, assessor=leaver)
    record(supervisor=covering, assessor=assessor)
    assert set(covers().values_list("kind", "person")) == {
        ("supervisor", covering.pk),
        ("assessor", assessor.pk),
    }


def test_no_reason_is_kept():
    away = AwayFactory()
    assert not {"reason", "note", "kind"} & {each.name for each in away._meta.get_fields()}


def test_leave_that_nobody_covers_is_something_to_act_upon(nine, organisation, leaver, coordinator, others):
    away = AwayFactory(person=leaver, organisation=organisation)
    AwayFactory(person=others[0], organisation=organisation)
    assert [each.about for each in to_act_upon(coordinator)] == ["Leah Leaver"]
    actions.add_cover(away, "supervisor", others[1], by=coordinator)
    assert to_act_upon(coordinator) == []
    ConflictFactory(person=leaver, other=nine[0].social_worker, organisation=organisation)
    actions.begin(organisation, leaver, from_day=timezone.localdate(), ends_appointment=False, by=coordinator)
    assert [each.what for each in to_act_upon(coordinator)] == [
        "A handing over to finish",
        "A conflict of interest: change who looks after them",
    ]


def test_somebody_else_covers_for_those_for_whom_the_first_cannot(
    client, nine, record, covering, organisation, coordinator, others
):
    ConflictFactory(person=covering, other=nine[0].social_worker, organisation=organisation)
    away = record()
    client.force_login(coordinator)
    cover = reverse("staffing:cover", args=[away.pk, "supervisor"])
    shown = client.get(away.get_absolute_url())
    assertContains(shown, f'href="{cover}"')
    assertContains(shown, reverse("staffing:match", args=[nine[0].pk, "supervisor"]))
    assertContains(client.get(cover), "Nobody covers yet for Worker 1.")
    refused = client.post(cover, {"person": covering.pk}, follow=True)
    assertContains(refused, "Cora Cover cannot cover for Worker 1")
    assertNotContains(refused, "everybody concerned has been told")
    client.post(cover, {"person": others[0].pk})
    assert covers().get(enrolment=nine[0]).person == others[0]
    assert covers().filter(person=covering).count() == 8
    assertNotContains(client.get(away.get_absolute_url()), "Nobody covers")
    assert client.post(cover, {"person": others[1].pk}).status_code == 409
    actions.cancel_leave(away, by=coordinator)
    assert not covers().exists()


def test_whoever_covers_takes_on_those_who_came_afterwards(
    nine, enrol, leaver, record, covering, coordinator
):
    away = record()
    newcomer = enrol(leaver)
    covered = actions.add_cover(away, "supervisor", covering, by=coordinator)
    assert [each.enrolment for each in covered.done] == [newcomer]
    assert Cover.objects.get().pairings.count() == 10


def test_the_record_shows_whose_it_is_and_who_covers(client, nine, record, leaver):
    record()
    client.force_login(nine[0].social_worker)
    response = client.get(nine[0].get_absolute_url())
    assertContains(response, "Leah Leaver")
    assertContains(response, "Cora Cover covers during leave")
    with time_machine.travel(timezone.now() + 12 * A_DAY):
        client.force_login(nine[0].social_worker)
        response = client.get(nine[0].get_absolute_url())
        assertContains(response, "Practice supervisor, as cover")
        assertNotContains(response, "covers during leave")


def test_with_another_supervisor_the_cover_of_the_former_one_is_over(
    nine, record, covering, coordinator, appoint
):
    record()
    new = appoint()
    former = nine[0].pairing("supervisor")
    enrolments_actions.pair(nine[0], "supervisor", new, by=coordinator, instead_of=former.pk)
    assert nine[0].supervisor == new
    assert not enrolments.supervised_by(covering).contains(nine[0])
    assert kinds_told(covering) == ["cover-begins", "pairing-ends"]
