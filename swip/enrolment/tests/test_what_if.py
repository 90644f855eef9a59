"""What a change would do, before anything is saved."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from swip.core.models import Entry
from swip.enrolment import actions
from swip.enrolment.models import Absence, Enrolment
from swip.enrolment.rules import months_after
from swip.enrolment.tests.factories import AbsenceFactory, other_hours
from swip.govuk.words import date_in_words
from swip.notifications.models import Message

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


def date_boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def page(enrolment, kind):
    return reverse("enrolment:what_if_change", args=[enrolment.pk, kind])


def leave(days=100):
    first = timezone.localdate()
    last = first + (days - 1) * A_DAY
    return {"kind": "maternity", **date_boxes("starts_on", first), **date_boxes("ends_on", last)}


def changes():
    today = timezone.localdate()
    return {
        "absence": leave(),
        "hours": {**date_boxes("from_day", today), "full_time_equivalent": "0.5"},
        "pause": {
            "reason": "bereavement",
            **date_boxes("starts_on", today),
            **date_boxes("expected_return_on", today + 60 * A_DAY),
        },
        "more-time": {"amount": "3", "unit": "months"},
        "shorter": {"months": "6"},
    }


@pytest.mark.parametrize("kind", ["absence", "hours", "pause", "more-time", "shorter"])
@pytest.mark.parametrize("who", ["social_worker", "coordinator"])
def test_every_kind_shows_both_sums_and_stores_nothing(client, enrolment, coordinator, kind, who):
    client.force_login(coordinator if who == "coordinator" else enrolment.social_worker)
    assertContains(client.get(reverse("enrolment:what_if", args=[enrolment.pk])), page(enrolment, kind))
    response = client.post(page(enrolment, kind), changes()[kind])
    assertContains(response, "This is not saved")
    assertContains(response, "As it is now: the days")
    assertContains(response, "Why?")
    may_record = who == "coordinator" or kind == "absence"
    (assertContains if may_record else assertNotContains)(response, "Record this")
    assert not Absence.objects.exists()
    assert not Entry.objects.filter(chain=enrolment.history_chain).exclude(action__contains="look").exists()
    assert not Message.objects.exists()
    assert Enrolment.objects.get(pk=enrolment.pk).expected_end_on == enrolment.expected_end_on


def test_both_options_stand_side_by_side_where_the_worker_chooses(client, enrolment):
    client.force_login(enrolment.social_worker)
    response = client.post(page(enrolment, "absence"), leave())
    assertContains(response, "The leave makes the programme longer")
    assertContains(response, date_in_words(enrolment.expected_end_on + 100 * A_DAY))
    assertContains(response, "You alone choose")


@pytest.mark.parametrize("kind", ["absence", "hours", "pause", "more-time", "shorter"])
def test_what_was_typed_is_carried_to_the_page_that_records_it(client, enrolment, coordinator, kind):
    recorded_at = {
        "absence": "record_absence",
        "hours": "change_employment",
        "pause": "pause",
        "more-time": "more_time",
        "shorter": "propose_reduction",
    }
    client.force_login(coordinator)
    url = reverse(f"enrolment:{recorded_at[kind]}", args=[enrolment.pk])
    response = client.post(url, {**changes()[kind], "step": "carry"})
    assertNotContains(response, "There is a problem")
    for name, value in changes()[kind].items():
        is_radio = name in {"kind", "reason", "unit"}
        assertContains(response, f'name="{name}"')
        assertContains(response, f'value="{value}"')
        if is_radio:
            assertContains(response, "checked")


def test_mistakes_and_clashes_are_told_as_on_the_real_page(client, enrolment):
    client.force_login(enrolment.social_worker)
    AbsenceFactory(enrolment=enrolment, starts_on=timezone.localdate())
    assertContains(client.post(page(enrolment, "absence"), leave()), "This overlaps sickness from")
    assertContains(client.post(page(enrolment, "shorter"), {"months": "x"}), "must be a whole number")


def test_it_takes_what_is_recorded_already_into_account(client, enrolment, coordinator):
    other_hours(enrolment)
    actions.work_out(enrolment, by=None, because="Other hours")
    client.force_login(coordinator)
    typed = {"amount": "2", "unit": "months"}
    assertContains(
        client.post(page(enrolment, "more-time"), typed),
        date_in_words(months_after(enrolment.expected_end_on, 2)),
    )


def test_what_cannot_happen_any_more_is_not_tried_out(client, enrolment):
    Enrolment.objects.filter(pk=enrolment.pk).update(status=Enrolment.Status.COMPLETED)
    client.force_login(enrolment.social_worker)
    assert client.get(page(enrolment, "absence")).status_code == 404


def test_there_are_only_these_kinds(client, enrolment):
    client.force_login(enrolment.social_worker)
    assert client.get(page(enrolment, "holiday")).status_code == 404


def test_a_comparison_costs_few_queries(client, enrolment, coordinator, django_assert_max_num_queries):
    client.force_login(coordinator)
    client.post(page(enrolment, "absence"), leave())
    with django_assert_max_num_queries(20):
        client.post(page(enrolment, "absence"), leave())
