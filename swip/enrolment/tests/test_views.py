import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, UserFactory
from swip.core import history
from swip.enrolment import actions, queries
from swip.enrolment.models import Enrolment
from swip.enrolment.rules.changes import ChangeRefused
from swip.enrolment.tests.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def other_supervisor(organisation):
    return AppointmentFactory(organisation=organisation, role=Role.PRACTICE_SUPERVISOR).person


def page(name, enrolment):
    return reverse(f"enrolment:{name}", args=[enrolment.pk])


def date_boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


# The enrolment's own page


def test_the_worker_sees_dates_people_rules_and_answers(client, enrolment):
    client.force_login(enrolment.social_worker)
    response = client.get(enrolment.get_absolute_url())
    assertContains(response, "Your place on the programme")
    for each in queries.stage_dates(enrolment):
        assertContains(response, each.stage.name)
    for person in [enrolment.supervisor, enrolment.assessor]:
        assertContains(response, person.name)
    assertContains(response, enrolment.rule_book.get_absolute_url())
    assertContains(response, enrolment.standards.get_absolute_url())
    assertContains(response, "Whether you could join")
    assertContains(response, "Why these dates?")
    assertNotContains(response, page("withdraw", enrolment))


def test_the_coordinator_sees_what_they_may_change(client, enrolment, coordinator):
    client.force_login(coordinator)
    response = client.get(enrolment.get_absolute_url())
    for name in ["change_supervisor", "change_assessor", "withdraw"]:
        assertContains(response, page(name, enrolment))
    assertContains(response, "Whether they could join")


def test_the_supervisor_sees_no_answers_and_changes_nothing(client, enrolment):
    client.force_login(enrolment.supervisor)
    response = client.get(enrolment.get_absolute_url())
    assertContains(response, enrolment.social_worker.name)
    assertNotContains(response, "could join")
    assertNotContains(response, page("change_assessor", enrolment))


def test_a_stranger_meets_404(client, enrolment):
    client.force_login(AppointmentFactory(role=Role.COORDINATOR).person)
    for name in ["enrolment", "history", "looks", "change_supervisor", "change_assessor", "withdraw"]:
        assert client.get(page(name, enrolment)).status_code == 404


def test_the_way_to_every_other_room_is_there(client, enrolment):
    client.force_login(enrolment.social_worker)
    response = client.get(enrolment.get_absolute_url())
    for name in [
        "progress:outcomes",
        "evidence:list",
        "self_assessment:list",
        "reviews:list",
        "assessment:overview",
    ]:
        assertContains(response, f'href="{reverse(name, args=[enrolment.pk])}"')


def test_a_person_without_supervisor_is_shown_as_such(client, coordinator, organisation):
    enrolment = EnrolmentFactory(organisation=organisation, supervisor=None)
    client.force_login(coordinator)
    assertContains(client.get(enrolment.get_absolute_url()), "Nobody yet")


def test_more_time_is_told_on_the_page(client, enrolment):
    client.force_login(enrolment.social_worker)
    actions.extend(
        enrolment, to=enrolment.expected_end_on + 30 * A_DAY, reason="Illness", by=UserFactory(name="Dee")
    )
    assertContains(client.get(enrolment.get_absolute_url()), "Dee gave more time")


@pytest.mark.parametrize("who", ["social_worker", "supervisor", "coordinator"])
def test_the_page_costs_few_queries(client, enrolment, coordinator, who, django_assert_max_num_queries):
    person = coordinator if who == "coordinator" else getattr(enrolment, who)
    client.force_login(person)
    client.get(enrolment.get_absolute_url())
    with django_assert_max_num_queries(24):
        client.get(enrolment.get_absolute_url())


# History


def test_history_says_in_plain_words_who_did_what_under_which_rules(client, enrolment):
    history.record(
        "enrolment.registered",
        enrolment,
        by=UserFactory(name="Cora Coordinator"),
        on_behalf_of="Exampleshire",
        rules="SWIP rules 2026-1",
    )
    client.force_login(enrolment.supervisor)
    response = client.get(page("history", enrolment))
    assertContains(response, "Registered the social worker on the programme")
    assertContains(response, "Cora Coordinator, on behalf of Exampleshire")
    assertContains(response, "Under SWIP rules 2026-1")


def test_what_the_service_did_by_itself_is_told_as_such(client, enrolment):
    history.record("enrolment.started", enrolment, by=None)
    client.force_login(enrolment.social_worker)
    assertContains(client.get(page("history", enrolment)), "The service itself")


def test_the_worker_sees_who_looked_and_nobody_else_does(client, enrolment, coordinator):
    client.force_login(coordinator)
    client.get(enrolment.get_absolute_url())
    client.get(page("history", enrolment))
    assertNotContains(client.get(page("history", enrolment)), "Looked at the record")

    client.force_login(enrolment.social_worker)
    assertContains(client.get(page("history", enrolment)), "Looked at the record", count=1)
    assertContains(client.get(page("looks", enrolment)), coordinator.name)


def test_a_supervisor_at_work_is_not_a_look(client, enrolment):
    client.force_login(enrolment.supervisor)
    client.get(enrolment.get_absolute_url())
    client.force_login(enrolment.social_worker)
    assertContains(client.get(page("looks", enrolment)), "Nobody but you and your practice supervisor")


def test_a_long_history_comes_in_pages_at_the_same_cost(client, enrolment, django_assert_max_num_queries):
    for number in range(60):
        history.record("enrolment.stage_held", enrolment, by=enrolment.supervisor, note=f"Entry {number}.")
    client.force_login(enrolment.social_worker)
    with django_assert_max_num_queries(7):
        newest = client.get(page("history", enrolment))
    assertContains(newest, "Entry 59.")
    assertNotContains(newest, "Entry 5.")
    assertContains(client.get(page("history", enrolment), {"page": 2}), "Entry 5.")
    assert client.get(page("history", enrolment), {"page": "x"}).status_code == 200


# Another supervisor, another assessor


def test_a_coordinator_names_another_supervisor_after_a_check(
    client, enrolment, coordinator, other_supervisor
):
    client.force_login(coordinator)
    former = enrolment.pairing("supervisor")
    typed = {
        "person": other_supervisor.pk,
        **date_boxes("from_day", timezone.localdate()),
        "note": "Line one\nLine two",
        "instead_of": former.pk,
    }
    check = client.post(page("change_supervisor", enrolment), {**typed, "step": "check"})
    assertContains(check, "Check before you change the practice supervisor")
    assertContains(check, former.person.name)
    assert enrolment.supervisor == former.person

    carried = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', check.content.decode()))
    assert carried["note"] == "Line one\nLine two"
    again = client.post(page("change_supervisor", enrolment), {**carried, "step": "change"})
    assertContains(again, "Line two")
    done = client.post(page("change_supervisor", enrolment), {**carried, "step": "confirm"})
    assertRedirects(done, enrolment.get_absolute_url())
    assert enrolment.supervisor == other_supervisor


def test_the_second_of_two_coordinators_is_told(client, enrolment, coordinator, other_supervisor):
    client.force_login(coordinator)
    typed = {
        "person": other_supervisor.pk,
        **date_boxes("from_day", timezone.localdate()),
        "instead_of": enrolment.pairing("supervisor").pk,
        "step": "confirm",
    }
    actions.pair(
        enrolment,
        "supervisor",
        UserFactory(),
        by=coordinator,
        instead_of=enrolment.pairing("supervisor").pk,
    )
    assert client.post(page("change_supervisor", enrolment), typed).status_code == 409


def test_mistakes_in_a_change_are_told(client, enrolment, coordinator, other_supervisor):
    client.force_login(coordinator)
    response = client.post(page("change_supervisor", enrolment), {"step": "confirm"})
    assertContains(response, "Select the practice supervisor")
    assertContains(response, "Enter the day")
    too_early = {"person": other_supervisor.pk, **date_boxes("from_day", enrolment.starts_on - A_DAY)}
    assertContains(client.post(page("change_supervisor", enrolment), too_early), "must be on or after")


def test_days_on_which_somebody_else_did_it_stay_theirs(client, enrolment, coordinator, other_supervisor):
    over = timezone.localdate() - 10 * A_DAY
    enrolment.pairings.filter(kind="supervisor").update(ends_on=over)
    client.force_login(coordinator)
    typed = {"person": other_supervisor.pk, **date_boxes("from_day", over), "step": "confirm"}
    assertContains(client.post(page("change_supervisor", enrolment), typed), "must be on or after")
    with pytest.raises(ChangeRefused, match="Somebody else did this") as refused:
        actions.pair(enrolment, "supervisor", other_supervisor, by=coordinator, from_day=over)
    assert refused.value.field == "from_day"
    typed |= date_boxes("from_day", over + A_DAY)
    assertRedirects(client.post(page("change_supervisor", enrolment), typed), enrolment.get_absolute_url())
    assert enrolment.supervisor == other_supervisor


def test_only_colleagues_with_the_appointment_are_offered(
    client, enrolment, coordinator, other_supervisor, organisation
):
    AppointmentFactory(person=enrolment.social_worker, organisation=organisation, role=Role.ASSESSOR)
    far = AppointmentFactory(role=Role.PRACTICE_SUPERVISOR).person
    client.force_login(coordinator)
    response = client.get(page("change_supervisor", enrolment))
    offered = {int(pk) for pk in re.findall(r'name="person"[^>]*value="(\d+)"', response.content.decode())}
    assert offered == {other_supervisor.pk}
    assert far.pk not in offered
    assertContains(client.get(page("change_assessor", enrolment)), "Nobody else in your organisation")


def test_the_same_person_in_both_places_is_warned_of(client, enrolment, coordinator, organisation):
    AppointmentFactory(person=enrolment.assessor, organisation=organisation, role=Role.PRACTICE_SUPERVISOR)
    client.force_login(coordinator)
    typed = {
        "person": enrolment.assessor.pk,
        **date_boxes("from_day", timezone.localdate()),
        "instead_of": enrolment.pairing("supervisor").pk,
    }
    assertContains(
        client.post(page("change_supervisor", enrolment), typed), "The same person will supervise and assess"
    )


# Leaving


def test_a_coordinator_withdraws_somebody_after_a_check(client, enrolment, coordinator):
    client.force_login(coordinator)
    typed = {"reason": "left_employer", **date_boxes("last_day", timezone.localdate()), "note": ""}
    check = client.post(page("withdraw", enrolment), typed)
    assertContains(check, "Are you sure")
    assert Enrolment.objects.get().status == Enrolment.Status.ACTIVE
    done = client.post(page("withdraw", enrolment), {**typed, "step": "confirm"})
    assertRedirects(done, enrolment.get_absolute_url())
    assert Enrolment.objects.get().status == Enrolment.Status.WITHDRAWN
    client.force_login(enrolment.social_worker)
    assertContains(client.get(enrolment.get_absolute_url()), "You left the programme")


def test_mistakes_in_a_withdrawal_are_told(client, enrolment, coordinator):
    client.force_login(coordinator)
    response = client.post(page("withdraw", enrolment), {"step": "confirm"})
    assertContains(response, "Select why they leave the programme")
    assertContains(response, "Enter last day")
    tomorrow = {"reason": "other", **date_boxes("last_day", timezone.localdate() + A_DAY)}
    assertContains(client.post(page("withdraw", enrolment), tomorrow), "must be on or before")


def test_who_has_left_cannot_be_withdrawn_again(client, coordinator, organisation):
    enrolment = EnrolmentFactory(organisation=organisation, status=Enrolment.Status.WITHDRAWN)
    client.force_login(coordinator)
    assert client.get(page("withdraw", enrolment)).status_code == 404


def test_every_page_has_one_main_heading_and_a_way_back(client, enrolment, coordinator):
    client.force_login(coordinator)
    for name in ["enrolment", "history", "change_supervisor", "change_assessor", "withdraw"]:
        text = client.get(page(name, enrolment)).content.decode()
        assert len(re.findall(r"<h1\b", text)) == 1, name
        assert "govuk-back-link" in text, name


def test_a_coordinator_finds_the_register_checks_of_somebody_and_a_supervisor_does_not(client, enrolment):
    person = enrolment.social_worker
    type(person).objects.filter(pk=person.pk).update(register_number="SW4711")
    href = reverse("accounts:register_checks", args=[person.pk])
    employer = enrolment.employment_periods.get().organisation
    coordinator = AppointmentFactory(organisation=employer, role=Role.COORDINATOR).person
    for reader, finds in [(coordinator, True), (enrolment.supervisor, False)]:
        client.force_login(reader)
        page = client.get(enrolment.get_absolute_url())
        assert (href in page.text) == finds
        assert (client.get(href).status_code == 200) == finds
