"""Other hours, another team: from a day on, put right, taken back."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import close_old_connections, connection
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import (
    AppointmentFactory,
    OrganisationFactory,
    TeamFactory,
    UserFactory,
)
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import actions
from swip.enrolment.actions import second_jobs
from swip.enrolment.models import EmploymentPeriod, Enrolment
from swip.enrolment.rules.changes import ChangeRefused
from swip.enrolment.tests.factories import EnrolmentFactory, other_hours, second_job
from swip.notifications.models import Message

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)
PART = Decimal("0.6")


def today():
    return timezone.localdate()


def date_boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def change(enrolment, from_day, hours=PART, **changes):
    last = enrolment.employment_periods.order_by("starts_on").last()
    details = {"instead_of": last, "team": None, "by": UserFactory()} | changes
    return actions.change_employment(enrolment, from_day=from_day, full_time_equivalent=hours, **details)


def end_of(enrolment):
    return Enrolment.objects.get(pk=enrolment.pk).expected_end_on


def test_fewer_hours_make_the_rest_longer_in_proportion(enrolment):
    left = (enrolment.expected_end_on - today()).days
    change(enrolment, today())
    assert end_of(enrolment) == today() + -(-left * 10 // 6) * A_DAY
    before, after = enrolment.employment_periods.order_by("starts_on")
    assert (before.ends_on, after.starts_on, after.ends_on) == (today() - A_DAY, today(), None)


def test_another_team_moves_no_date_and_is_told(enrolment, organisation, coordinator):
    team = TeamFactory(organisation=organisation, name="Adoption North")
    change(enrolment, today(), Decimal("1.0"), team=team, by=coordinator, note="The team grows")
    assert end_of(enrolment) == enrolment.expected_end_on
    letter = Message.objects.get(to=enrolment.social_worker)
    for words in ["Adoption North", "The team grows", coordinator.name, "still ends on"]:
        assert words in letter.body


def test_a_day_that_is_still_to_come_is_planned(enrolment):
    change(enrolment, today() + 30 * A_DAY)
    entry = history.of_chain(enrolment.history_chain).last()
    assert entry.action == "enrolment.employment_changed"
    assert ", planned: 0.6 of full time" in entry.note


def test_a_change_does_not_go_back_before_the_last_one(enrolment):
    change(enrolment, today() - 30 * A_DAY)
    with pytest.raises(ChangeRefused, match="The last change was from"):
        change(enrolment, today() - 30 * A_DAY, Decimal("0.8"))
    with pytest.raises(ChangeRefused, match="already"):
        change(enrolment, today())


def test_whoever_saw_an_older_change_is_told_that_it_has_moved_on(enrolment):
    seen = enrolment.employment_periods.get()
    change(enrolment, today())
    with pytest.raises(StaleStep):
        change(enrolment, today() + A_DAY, Decimal("0.8"), instead_of=seen)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_hours_at_once_the_second_is_told():
    enrolment, people = EnrolmentFactory(), [UserFactory(), UserFactory()]
    seen = enrolment.employment_periods.select_related("organisation").get()
    assert enrolment.rule_book.contents.rules

    def press(person):
        close_old_connections()
        try:
            return change(enrolment, today(), instead_of=seen, by=person)
        except StaleStep:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(press, people))
    assert sorted(map(bool, results)) == [False, True]


def test_a_second_employer_is_left_alone(enrolment):
    EmploymentPeriod.objects.create(
        enrolment=enrolment,
        organisation=OrganisationFactory(),
        full_time_equivalent=Decimal("0.4"),
        is_lead=False,
        starts_on=today() - 10 * A_DAY,
    )
    lead = enrolment.employment_periods.get(is_lead=True)
    change(enrolment, today(), instead_of=lead)
    assert end_of(enrolment) == enrolment.expected_end_on, "0.6 and 0.4 make full time"


@pytest.mark.parametrize("moved_by", [-10, 10])
def test_a_correction_moves_the_edge_both_ways(enrolment, moved_by):
    period = change(enrolment, today() - 30 * A_DAY)
    day = today() + (moved_by - 30) * A_DAY
    actions.correct_employment(
        period,
        from_day=day,
        full_time_equivalent=Decimal("0.8"),
        team=None,
        because="The contract says so",
        by=UserFactory(),
    )
    before, after = enrolment.employment_periods.order_by("starts_on")
    assert (before.ends_on, after.starts_on, after.full_time_equivalent) == (day - A_DAY, day, Decimal("0.8"))
    entry = history.of_chain(enrolment.history_chain).last()
    assert "Before, it said" in entry.note
    assert entry.note.endswith("The contract says so")


def test_the_first_hours_are_corrected_from_their_first_day(enrolment):
    period = enrolment.employment_periods.get()
    details = {"team": None, "because": "A mistake", "by": UserFactory()}
    with pytest.raises(ChangeRefused, match="first hours"):
        actions.correct_employment(period, from_day=today(), full_time_equivalent=PART, **details)
    actions.correct_employment(period, from_day=period.starts_on, full_time_equivalent=PART, **details)
    assert enrolment.employment_periods.get().full_time_equivalent == PART


def test_the_last_change_is_taken_back(enrolment):
    period = change(enrolment, today())
    actions.take_back_employment(period, because="It was for somebody else", by=UserFactory())
    whole = enrolment.employment_periods.get()
    assert (whole.full_time_equivalent, whole.ends_on) == (Decimal("1.0"), None)
    assert end_of(enrolment) == enrolment.expected_end_on
    entry = history.of_chain(enrolment.history_chain).last()
    assert entry.action == "enrolment.employment_taken_back"


# Pages


def test_hours_are_typed_checked_and_confirmed(client, enrolment, coordinator):
    client.force_login(coordinator)
    page = reverse("enrolment:change_employment", args=[enrolment.pk])
    typed = {
        **date_boxes("from_day", today()),
        "full_time_equivalent": "0.6",
        "team": "nobody",
        "note": "Her own wish",
        "instead_of": enrolment.employment_periods.get().pk,
    }
    check = client.post(page, typed)
    assertContains(check, "0.6 of full time")
    assertContains(check, "Her own wish")
    assertRedirects(client.post(page, {**typed, "step": "confirm"}), enrolment.get_absolute_url())
    assert client.post(page, {**typed, "step": "confirm"}).status_code == 200, "the same hours once more"
    assert enrolment.employment_periods.count() == 2


@pytest.mark.parametrize("hours", ["", "0", "6", "0.65", "1.1", "half"])
def test_hours_that_cannot_be_are_told(client, enrolment, coordinator, hours):
    client.force_login(coordinator)
    page = reverse("enrolment:change_employment", args=[enrolment.pk])
    typed = {**date_boxes("from_day", today()), "full_time_equivalent": hours, "team": "nobody"}
    response = client.post(page, {**typed, "note": "Kept words"})
    assertContains(response, "art of full time")
    assertContains(response, "Kept words")
    assertContains(response, "There is a problem")


def test_a_correction_and_a_taking_back_have_their_pages(client, enrolment, coordinator):
    period = other_hours(enrolment)
    client.force_login(coordinator)
    correct = reverse("enrolment:correct_employment", args=[period.pk])
    typed = {
        **date_boxes("from_day", today()),
        "full_time_equivalent": "0.8",
        "team": "nobody",
        "because": "The contract says so",
    }
    assertContains(client.post(correct, typed), "0.8 of full time")
    client.post(correct, {**typed, "step": "confirm"})
    period.refresh_from_db()
    assert period.full_time_equivalent == Decimal("0.8")
    take_back = reverse("enrolment:take_back_employment", args=[period.pk])
    assertContains(client.post(take_back, {"because": "Wrong"}), "Check your answers")
    client.post(take_back, {"because": "Wrong", "step": "confirm"})
    assert enrolment.employment_periods.count() == 1


def test_who_coordinates_elsewhere_changes_no_hours_here(client, enrolment):
    client.force_login(AppointmentFactory(role=Role.COORDINATOR).person)
    period = other_hours(enrolment)
    for name, pk in [
        ("change_employment", enrolment.pk),
        ("correct_employment", period.pk),
        ("take_back_employment", period.pk),
    ]:
        assert client.get(reverse(f"enrolment:{name}", args=[pk])).status_code == 404


def test_hours_from_which_the_lead_was_handed_over_are_first_hours(client, enrolment, coordinator):
    other = OrganisationFactory()
    theirs = AppointmentFactory(organisation=other, role=Role.COORDINATOR).person
    second_job(enrolment, other)
    second_jobs.hand_over_lead(enrolment, other, from_day=today(), agreed_with="Olu", by=coordinator)
    for person in [coordinator, theirs]:
        period = enrolment.employment_periods.get(
            organisation__appointments__person=person, starts_on=today()
        )
        client.force_login(person)
        address = reverse("enrolment:take_back_employment", args=[period.pk])
        assert client.post(address, {"because": "Wrong", "step": "confirm"}).status_code == 404
        correct = reverse("enrolment:correct_employment", args=[period.pk])
        assertNotContains(client.get(correct), address)
        with pytest.raises(StaleStep):
            actions.take_back_employment(period, because="Wrong", by=person)
        with pytest.raises(ChangeRefused, match="first hours"):
            actions.correct_employment(
                period,
                from_day=today() - A_DAY,
                full_time_equivalent=PART,
                team=None,
                because="Wrong",
                by=person,
            )


@pytest.mark.parametrize("instead_of", ["", "0", "over"])
def test_hours_that_were_followed_by_others_meanwhile_are_told_on_a_clear_page(
    client, enrolment, coordinator, instead_of
):
    seen = enrolment.employment_periods.get()
    other_hours(enrolment, from_day=today() - A_DAY)
    client.force_login(coordinator)
    typed = {
        **date_boxes("from_day", today()),
        "full_time_equivalent": "0.8",
        "team": "nobody",
        "note": "Her own wish",
        "instead_of": seen.pk if instead_of == "over" else instead_of,
        "step": "confirm",
    }
    response = client.post(reverse("enrolment:change_employment", args=[enrolment.pk]), typed)
    assertContains(response, "This has moved on", status_code=409)
    assert enrolment.employment_periods.count() == 2
