"""Each change as the social worker sees it, and what they say against it."""

import datetime

import pytest
import time_machine
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.tests.factories import UserFactory
from swip.enrolment import actions, permissions
from swip.enrolment.models import Objection
from swip.enrolment.queries.objections import changes_of, objections_to_answer
from swip.enrolment.tests.factories import EnrolmentFactory, ObjectionFactory, change_entry
from swip.notifications.models import Message

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


def sick(enrolment, days, **changes):
    today = timezone.localdate()
    details = {"kind": "sickness", "starts_on": today - days * A_DAY, "ends_on": today} | changes
    return actions.record_absence(enrolment, **details)


def test_a_change_stands_with_the_dates_that_it_moved(enrolment, coordinator):
    end = enrolment.expected_end_on
    sick(enrolment, 39, by=coordinator)
    change = changes_of(enrolment)[0]
    assert change.entry.action == "enrolment.absence_recorded"
    assert change.moved.action == "enrolment.dates_moved"
    assert change.ends == (end, end + 40 * A_DAY)
    assert any("which counts as absence" in line for line in change.sum)


def test_two_changes_in_a_row_keep_their_own_dates(enrolment, coordinator):
    absence = sick(enrolment, 39, by=coordinator)
    actions.take_back_absence(absence, because="A mistake", by=coordinator)
    found = [(each.entry.action, each.ends) for each in changes_of(enrolment)]
    end = enrolment.expected_end_on
    assert found == [
        ("enrolment.absence_taken_back", (end + 40 * A_DAY, end)),
        ("enrolment.absence_recorded", (end, end + 40 * A_DAY)),
    ]


def test_what_the_service_moves_day_by_day_is_told_once(enrolment):
    sick(enrolment, 39, ends_on=None, by=enrolment.supervisor)
    end = enrolment.expected_end_on
    for days in (1, 2, 3):
        with time_machine.travel(timezone.now() + days * A_DAY):
            actions.work_out_open_ends()
    moved, recorded = changes_of(enrolment)
    assert (moved.entry.by, moved.ends) == (None, (end + 40 * A_DAY, end + 43 * A_DAY))
    assert recorded.entry.action == "enrolment.absence_recorded"


def test_an_objection_stays_and_every_coordinator_is_told(enrolment, coordinator):
    entry = change_entry(enrolment)
    objection = actions.object_to(enrolment, entry, words="I was at work", by=enrolment.social_worker)
    again = actions.object_to(enrolment, entry, words="I was at work", by=enrolment.social_worker)
    assert again == objection
    letter = Message.objects.get(to=coordinator)
    assert "recorded an absence" in letter.body
    assert "I was at work" not in letter.body
    with pytest.raises(ProgrammingError), transaction.atomic():
        Objection.objects.update(words="Nothing")
    assert objections_to_answer(permissions.coordinated_by(coordinator)).get() == objection

    actions.answer_objection(objection, words="We looked again", by=coordinator)
    actions.answer_objection(objection, words="We looked again", by=coordinator)
    assert objection.answers.count() == 1
    assert Message.objects.get(to=enrolment.social_worker).subject == "Your objection has been answered"
    assert not objections_to_answer(permissions.coordinated_by(coordinator)).exists()


def page(enrolment):
    return reverse("enrolment:changes", args=[enrolment.pk])


def test_the_worker_reads_objects_and_is_answered(client, enrolment, coordinator):
    sick(enrolment, 39, by=coordinator, note="Told by phone")
    client.force_login(enrolment.social_worker)
    response = client.get(page(enrolment))
    for words in ["Recorded an absence", "Told by phone", coordinator.name, "on behalf of", "SWIP rules"]:
        assertContains(response, words)
    entry = changes_of(enrolment)[0].entry
    object_to = reverse("enrolment:object_to", args=[enrolment.pk, entry.pk])
    assertContains(response, object_to)
    assertContains(client.post(object_to, {}), "Enter what you do not agree with")
    assertRedirects(client.post(object_to, {"words": "I was at work"}), page(enrolment))

    client.force_login(coordinator)
    answer = reverse("enrolment:answer_objection", args=[Objection.objects.get().pk])
    assertContains(client.get(page(enrolment)), answer)
    assertContains(client.post(answer, {}), "Enter what you answer")
    client.post(answer, {"words": "We looked again"})
    client.force_login(enrolment.social_worker)
    assertContains(client.get(page(enrolment)), "We looked again")


def test_nobody_objects_to_what_they_did_themselves_or_to_another_record(client, enrolment):
    sick(enrolment, 3, by=enrolment.social_worker)
    client.force_login(enrolment.social_worker)
    assertNotContains(client.get(page(enrolment)), "/object/")
    elsewhere = change_entry(EnrolmentFactory())
    url = reverse("enrolment:object_to", args=[enrolment.pk, elsewhere.pk])
    assert client.get(url).status_code == 404


def test_a_supervisor_reads_and_answers_nothing(client, enrolment):
    objection = ObjectionFactory(enrolment=enrolment)
    client.force_login(enrolment.supervisor)
    response = client.get(page(enrolment))
    assertContains(response, objection.words)
    assertNotContains(response, "/answer/")


def test_who_looked_and_what_is_private_is_no_change(enrolment):
    actions.note_look(enrolment, by=UserFactory())
    assert changes_of(enrolment) == []


def test_many_changes_cost_as_few_queries_as_one(client, enrolment, django_assert_max_num_queries):
    for _ in range(12):
        ObjectionFactory(enrolment=enrolment)
    client.force_login(enrolment.social_worker)
    client.get(page(enrolment))
    with django_assert_max_num_queries(12):
        client.get(page(enrolment))


def test_an_assessor_sees_the_dates_and_not_why_somebody_was_away(client, enrolment, coordinator):
    sick(enrolment, 39, by=coordinator)
    actions.give_more_time(
        enrolment,
        to=enrolment.expected_end_on + 90 * A_DAY,
        instead_of=type(enrolment).objects.get(pk=enrolment.pk).expected_end_on,
        ground="adjustment",
        reason="A while longer",
        by=coordinator,
    )
    for person, sees_why in [(enrolment.assessor, False), (enrolment.supervisor, True)]:
        client.force_login(person)
        response = client.get(enrolment.get_absolute_url())
        for why in ["ickness", "easonable adjustment"]:
            (assertContains if sees_why else assertNotContains)(response, why)
