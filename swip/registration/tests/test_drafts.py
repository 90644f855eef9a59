import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, TeamFactory, UserFactory
from swip.enrolment.models import Enrolment
from swip.enrolment.tests.factories import EnrolmentFactory, small_standards
from swip.programmes import actions as rule_books
from swip.programmes.tests.factories import rule_book
from swip.registration.models import RegistrationDraft
from swip.registration.tests.factories import RegistrationDraftFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(coordinator, organisation, book):
    return RegistrationDraftFactory(coordinator=coordinator, organisation=organisation, is_complete=True)


def page(name, draft, *more):
    return reverse(f"registration:{name}", args=[draft.pk, *more])


def the_draft():
    return RegistrationDraft.objects.latest("pk")


def date_boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_a_coordinator_registers_somebody_from_the_first_page_to_the_last(
    client, coordinator, organisation, book
):
    team = TeamFactory(organisation=organisation)
    supervisor = AppointmentFactory(organisation=organisation, role=Role.PRACTICE_SUPERVISOR).person
    assessor = AppointmentFactory(organisation=organisation, role=Role.ASSESSOR).person

    response = client.post(reverse("registration:begin"))
    draft = the_draft()
    assertRedirects(response, page("programme", draft))
    response = client.post(response.url, {"rule_book": book.pk})
    for question in book.questions:
        assertRedirects(response, page("question", draft, question.code))
        assertContains(client.get(response.url), question.words)
        response = client.post(response.url, {"answer": question.answers[0]["code"]})
    assertRedirects(response, page("details", draft))
    response = client.post(
        response.url,
        {"name": "Ada Obi", "email": "Ada.Obi@Example.org", "register_number": "sw 12345"},
    )
    assertRedirects(response, page("place", draft))
    response = client.post(
        response.url,
        {**date_boxes("starts_on", timezone.localdate()), "team": team.pk, "full_time_equivalent": "0,6"},
    )
    assertRedirects(response, page("people", draft))
    response = client.post(response.url, {"supervisor": supervisor.pk, "assessor": assessor.pk})
    assertRedirects(response, page("check", draft))
    check = client.get(response.url)
    for said in [
        "Ada Obi",
        "ada.obi@example.org",
        "SW12345",
        "0.6",
        supervisor.name,
        assessor.name,
        team.name,
    ]:
        assertContains(check, said)
    response = client.post(response.url)
    enrolment = Enrolment.objects.get()
    assertRedirects(response, reverse("enrolment:registered", args=[enrolment.pk]))
    done = client.get(response.url)
    for stage in book.stages:
        assertContains(done, stage.name)
    assert enrolment.social_worker.email == "ada.obi@example.org"
    assert (enrolment.supervisor, enrolment.assessor) == (supervisor, assessor)
    record = client.get(enrolment.get_absolute_url())
    for question in book.questions:
        assertContains(record, question.words)
        assertContains(record, book.rule_url(question.rule_key))


def test_beginning_twice_begins_once(client, coordinator, book):
    first = client.post(reverse("registration:begin"))
    second = client.post(reverse("registration:begin"))
    assert first.url == second.url


def test_pressing_twice_registers_once(client, draft):
    first = client.post(page("check", draft))
    second = client.post(page("check", draft))
    assert first.url == second.url
    assert Enrolment.objects.count() == 1


def test_an_answer_that_stands_in_the_way_is_explained_with_its_rule(client, draft, book):
    response = client.post(page("question", draft, "swe_registered"), {"answer": "no"})
    assertRedirects(response, page("cannot_join", draft))
    stopped = client.get(response.url)
    assertContains(stopped, "They can join once they are on the register")
    assertContains(stopped, book.rule("eligibility.swe_registered").get_absolute_url())
    for later in ["details", "place", "people", "check"]:
        assertRedirects(client.get(page(later, draft)), page("cannot_join", draft))
    client.post(page("check", draft))
    assert not Enrolment.objects.exists()


def test_no_grant_is_told_apart_from_cannot_join(client, coordinator, organisation, book):
    answers = {each.code: each.answers[0]["code"] for each in book.questions[:-1]}
    draft = RegistrationDraftFactory(
        coordinator=coordinator, organisation=organisation, rule_book=book, eligibility_answers=answers
    )
    response = client.post(page("question", draft, book.questions[-1].code), {"answer": "yes"})
    assertRedirects(response, page("eligibility", draft))
    told = client.get(response.url)
    assertContains(told, "They can join, but no grant is paid for them")
    assertContains(told, "no grant is paid for an agency worker")
    assertContains(told, book.rule("agency_rule.min_post_qualifying_years").get_absolute_url())


@pytest.mark.parametrize(
    ("step", "typed", "said"),
    [
        ("programme", {}, "Select the programme they join"),
        ("question", {}, "Select yes if they are registered"),
        ("details", {}, "Enter their full name"),
        ("details", {"name": "Ada 😀"}, "Full name must only include letters"),
        ("details", {"name": "x" * 200}, "Full name must be 150 characters or fewer"),
        ("details", {"email": "ada@"}, "Enter an email address in the correct format"),
        ("details", {"email": "a\x00da@example.org😀"}, "Enter an email address in the correct format"),
        ("details", {"register_number": "SW012"}, "Registration number must be SW and then up to 6 numbers"),
        ("details", {"register_number": "SW١٢٣"}, "Registration number must be SW and then up to 6 numbers"),
        ("place", {}, "Enter the start date"),
        ("place", {"starts_on_day": "31", "starts_on_month": "2", "starts_on_year": "2026"}, "real date"),
        ("place", {"starts_on_day": "1", "starts_on_month": "1", "starts_on_year": "1999"}, "on or after"),
        ("place", {"full_time_equivalent": "1.1"}, "must be a number from 0.1 to 1"),
        ("place", {"full_time_equivalent": "0.65"}, "must be a number from 0.1 to 1"),
        ("place", {"full_time_equivalent": "0.0"}, "must be a number from 0.1 to 1"),
        ("place", {"full_time_equivalent": "NaN"}, "must be a number from 0.1 to 1"),
        ("place", {"team": "999999"}, "Select their team"),
        ("people", {}, "Select their practice supervisor"),
        ("people", {"supervisor": "999999"}, "Select their practice supervisor"),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_stays(client, draft, step, typed, said):
    more = [draft.rule_book.questions[0].code] if step == "question" else []
    response = client.post(page(step, draft, *more), typed)
    assertContains(response, said)
    assertContains(response, "There is a problem")
    assertContains(response, "<title>Error: ")


def test_a_number_without_its_letters_is_understood(client, draft):
    typed = {"name": "Ada Obi", "email": "ada@example.org", "register_number": " 12 345 "}
    client.post(page("details", draft), typed)
    draft.refresh_from_db()
    assert draft.details["register_number"] == "SW12345"


def test_names_of_every_kind_are_taken(client, draft):
    for name in ["Siân O’Neill-Żółć", "Nguyễn Thị Minh", "محمد علي", "D'Arcy St. John"]:
        typed = {"name": name, "email": "ada@example.org", "register_number": "SW1"}
        client.post(page("details", draft), typed)
        draft.refresh_from_db()
        assert draft.details["name"] == name


def test_somebody_already_on_the_programme_is_refused_with_the_programme_named(client, draft):
    EnrolmentFactory(social_worker=UserFactory(email="ada@example.org"))
    typed = {"name": "Ada Obi", "email": "ada@example.org", "register_number": "SW1"}
    response = client.post(page("details", draft), typed)
    assertContains(response, "This person is already on the Social Work Induction Programme since")
    assertContains(response, "with another employer")


def test_a_coordinator_does_not_register_themselves(client, draft, coordinator):
    typed = {"name": "Me", "email": coordinator.email, "register_number": "SW1"}
    assertContains(client.post(page("details", draft), typed), "You cannot register yourself")


def test_a_worker_is_not_offered_as_their_own_supervisor(client, draft, organisation):
    worker = UserFactory(email="ada.obi@example.org", name="Ada Themselves")
    AppointmentFactory(person=worker, organisation=organisation, role=Role.PRACTICE_SUPERVISOR)
    assertNotContains(client.get(page("people", draft)), "Ada Themselves")
    response = client.post(page("people", draft), {"supervisor": worker.pk, "assessor": "nobody"})
    assertContains(response, "Select their practice supervisor")


def test_one_person_in_both_places_is_allowed_with_a_warning(client, draft, organisation):
    both = AppointmentFactory(organisation=organisation, role=Role.PRACTICE_SUPERVISOR).person
    AppointmentFactory(person=both, organisation=organisation, role=Role.ASSESSOR)
    client.post(page("people", draft), {"supervisor": both.pk, "assessor": both.pk})
    assertContains(client.get(page("check", draft)), "The same person supervises and assesses")


def test_many_supervisors_are_in_a_list_that_opens(client, draft, organisation):
    for _ in range(9):
        AppointmentFactory(organisation=organisation, role=Role.PRACTICE_SUPERVISOR)
    assertContains(client.get(page("people", draft)), '<select class="govuk-select" id="id_supervisor"')


def test_a_change_comes_back_to_the_check(client, draft):
    typed = {"name": "Ada Other", "email": "ada.other@example.org", "register_number": "SW77"}
    response = client.post(page("details", draft), typed)
    assertRedirects(response, page("check", draft))
    assertContains(client.get(page("details", draft)), f'href="{page("check", draft)}"')


def test_another_programme_asks_its_own_questions(client, draft):
    asye = rule_book("asye", standards=small_standards())
    response = client.post(page("programme", draft), {"rule_book": asye.pk})
    assertRedirects(response, page("question", draft, asye.questions[0].code))
    draft.refresh_from_db()
    assert draft.eligibility_answers == {}
    assert draft.details["name"] == "Ada Obi"


def test_a_page_comes_in_its_turn(client, coordinator, organisation, book):
    draft = RegistrationDraftFactory(coordinator=coordinator, organisation=organisation)
    for later in ["details", "place", "people", "check"]:
        assertRedirects(client.get(page(later, draft)), page("programme", draft))
    assert client.get(page("question", draft, "anything")).status_code == 404


def test_nothing_is_lost_by_leaving(client, draft, coordinator):
    client.logout()
    client.force_login(coordinator)
    response = client.get(reverse("registration:begin"))
    assertContains(response, "Ada Obi")
    assertContains(response, page("check", draft))


def test_who_acts_for_two_organisations_is_asked_for_which(client, coordinator):
    other = AppointmentFactory(person=coordinator, role=Role.COORDINATOR).organisation
    register = reverse("registration:begin")
    assertContains(client.post(register), "Select the organisation that employs them")
    client.post(register, {"organisation": other.pk})
    assert the_draft().organisation == other


def test_a_chosen_colleague_who_has_left_is_noticed_at_the_end(client, draft, organisation):
    appointment = AppointmentFactory(organisation=organisation, role=Role.ASSESSOR)
    draft.details |= {"assessor": appointment.person_id}
    draft.save()
    appointment.ends_on = timezone.localdate() - datetime.timedelta(days=1)
    appointment.save()
    response = client.get(page("check", draft), follow=True)
    assertRedirects(response, page("people", draft))
    assertContains(response, "no longer has that appointment")


def test_somebody_registered_meanwhile_is_told_at_the_end(client, draft):
    EnrolmentFactory(social_worker=UserFactory(email="ada.obi@example.org"))
    response = client.post(page("check", draft))
    assertContains(response, "This person is already on the Social Work Induction Programme")
    assertContains(response, "There is a problem")


def test_rules_that_changed_meanwhile_are_asked_again(client, draft, coordinator):
    newer = rule_books.draft_from(draft.rule_book, version="next", by=coordinator)
    rule = newer.all_rules.get(key="programme.due.soon_days")
    rule_books.change_rule(rule, revision=rule.revision, by=coordinator, value=21)
    rule_books.publish(newer, from_date=timezone.localdate(), by=coordinator)
    response = client.post(page("check", draft), follow=True)
    assertContains(response, "The rules have changed since you began")
    draft.refresh_from_db()
    assert (draft.rule_book, draft.eligibility_answers) == (newer, {})
    assert not Enrolment.objects.exists()


def test_a_deleted_registration_keeps_nothing(client, draft):
    assertContains(client.get(page("delete", draft)), "Everything you answered is deleted")
    assertRedirects(client.post(page("delete", draft)), reverse("registration:begin"))
    draft.refresh_from_db()
    assert draft.details == {}
    assert client.get(page("check", draft)).status_code == 404


def test_who_coordinates_nowhere_meets_404(client):
    client.force_login(UserFactory())
    assert client.get(reverse("registration:begin")).status_code == 404
    assert client.get(page("check", RegistrationDraftFactory(is_complete=True))).status_code == 404


def test_every_page_has_one_main_heading_and_a_way_back(client, draft):
    code = draft.rule_book.questions[0].code
    pages = [
        reverse("registration:begin"),
        page("question", draft, code),
        *(page(name, draft) for name in ["programme", "details", "place", "people", "check", "delete"]),
    ]
    for address in pages:
        text = client.get(address).content.decode()
        assert len(re.findall(r"<h1\b", text)) == 1, address
        assert "govuk-back-link" in text, address


@pytest.mark.parametrize(
    ("name", "queries"), [("programme", 6), ("details", 6), ("place", 7), ("people", 9), ("check", 9)]
)
def test_a_step_costs_few_queries(client, draft, django_assert_max_num_queries, name, queries):
    client.get(page(name, draft))
    with django_assert_max_num_queries(queries):
        client.get(page(name, draft))
