import datetime
from collections import Counter

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, UserFactory
from swip.enrolment.models import Enrolment
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.registration import actions, rules
from swip.registration.models import MatchingMark, RegistrationRow
from swip.registration.tests.factories import RegistrationDraftFactory, a_row, kept_file

BORN = datetime.date(1997, 7, 3)
TYPED = {"name": "Ada Obi", "email": "ada@example.org", "register_number": "SW1"}
BORN_TYPED = {"born_on_day": "3", "born_on_month": "7", "born_on_year": "1997"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Obi", "ADA  OBI"),
        ("Ada Obi", "Obi, Ada"),
        ("Siân O’Neill-Żak", "Sian O'Neill Zak"),
        ("Müller", "Mu\u0308ller"),
    ],
)
def test_spellings_of_one_name_are_alike(one, other):
    assert rules.alike(one, other)
    assert rules.date_mark(one, BORN) == rules.date_mark(other, BORN)


def test_other_names_are_not_alike():
    assert not rules.alike("Ada Obi", "Ada Obie")


def test_nobody_can_read_a_date_of_birth_from_its_mark():
    """Hundreds of the dates on which a social worker of today may be born leave each of the marks."""
    days = [datetime.date(1958, 1, 1) + datetime.timedelta(days=day) for day in range(45 * 365)]
    shared = Counter(rules.date_mark("Ada Obi", day) for day in days)
    assert len(shared) == rules.likeness.MARKS
    assert min(shared.values()) > 180


@pytest.fixture
def draft(client):
    organisation = OrganisationFactory()
    coordinator = AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person
    client.force_login(coordinator)
    return RegistrationDraftFactory(coordinator=coordinator, organisation=organisation, is_complete=True)


def page(name, draft):
    return reverse(f"registration:{name}", args=[draft.pk])


def known(name="Ada Obi", **place):
    return EnrolmentFactory(social_worker=UserFactory(name=name, register_number="SW900"), **place)


@pytest.mark.django_db
def test_somebody_of_the_same_name_with_the_same_employer_is_a_warning_to_confirm(client, draft):
    there = known("OBI, Ada", organisation=draft.organisation)
    response = client.post(page("details", draft), TYPED)
    assertRedirects(response, page("same_person", draft))
    told = client.get(response.url)
    assertContains(told, there.social_worker.email)
    assertRedirects(client.get(page("check", draft)), page("same_person", draft))
    assertContains(client.post(page("same_person", draft), {}), "Select whether this is the same person")
    assertRedirects(client.post(page("same_person", draft), {"is_same": "no"}), page("check", draft))
    client.post(page("check", draft))
    assert Enrolment.objects.count() == 2


@pytest.mark.django_db
def test_who_it_is_after_all_is_put_right(client, draft):
    known(organisation=draft.organisation)
    client.post(page("details", draft), TYPED)
    response = client.post(page("same_person", draft), {"is_same": "yes"}, follow=True)
    assertRedirects(response, page("details", draft))
    assertContains(response, "Enter the email address and registration number that we know them by")


@pytest.mark.django_db
def test_a_namesake_with_another_employer_is_nobodys_business(client, draft):
    known()
    assertRedirects(client.post(page("details", draft), TYPED), page("check", draft))


@pytest.mark.django_db
def test_the_same_name_and_date_of_birth_are_noticed_elsewhere_without_saying_who(client, draft):
    there = known()
    actions.keep_marks([(there.social_worker, "Ada Obi", rules.date_mark("Ada Obi", BORN))])
    response = client.post(page("details", draft), TYPED | BORN_TYPED)
    told = client.get(response.url)
    assertContains(told, "probably with this date of birth")
    assertNotContains(told, there.social_worker.email)
    assertNotContains(told, there.social_worker.register_number)


@pytest.mark.django_db
def test_of_a_date_of_birth_only_a_mark_is_kept(client, draft):
    client.post(page("details", draft), TYPED | BORN_TYPED)
    draft.refresh_from_db()
    assert draft.details["date_mark"] == rules.date_mark("Ada Obi", BORN)
    assert "1997" not in str(draft.details)
    assertNotContains(client.get(page("details", draft)), "1997")
    client.post(page("check", draft))
    mark = MatchingMark.objects.get()
    assert (mark.plain_name, mark.mark) == ("ada obi", rules.date_mark("Ada Obi", BORN))


@pytest.mark.django_db
def test_a_mark_goes_with_its_name(client, draft):
    client.post(page("details", draft), TYPED | BORN_TYPED)
    client.post(page("details", draft), TYPED | {"name": "Ada Okri"})
    draft.refresh_from_db()
    assert draft.details["date_mark"] is None


@pytest.mark.django_db
def test_a_file_keeps_no_date_of_birth_either(draft):
    there = known()
    actions.keep_marks([(there.social_worker, "Ada Obi", rules.date_mark("Ada Obi", BORN))])
    book = draft.rule_book
    rows = [a_row(book, date_of_birth="3 July 1997"), a_row(book, date_of_birth="31/02/1997")]
    rows[1] |= {"name": "Ben Okri", "email": "ben@example.org", "register_number": "77"}
    file = kept_file(rows, coordinator=draft.coordinator, organisation=draft.organisation, book=book)
    first, second = RegistrationRow.objects.order_by("number")
    assert "1997" not in str([first.cells, first.findings, second.cells, second.findings])
    assert first.needs_a_look
    assert "probably this date of birth" in first.findings[0]["remedy"]
    assert (second.state, second.findings[0]["column"]) == ("refused", "Date of birth")
    actions.confirm_file(file, by=draft.coordinator)
    actions.work_off(file.pk)
    assert MatchingMark.objects.filter(person__email="ada.obi@example.org").exists()


@pytest.mark.django_db
def test_a_number_that_is_known_with_another_address_and_name_is_to_be_looked_at(client, draft):
    UserFactory(name="Grace Bell", email="grace@example.org", register_number="SW12345")
    assertContains(client.get(page("check", draft)), "with another name")
    rows = [a_row(draft.rule_book)]
    file = kept_file(
        rows, coordinator=draft.coordinator, organisation=draft.organisation, book=draft.rule_book
    )
    row = file.rows.get()
    assert (row.state, row.needs_a_look) == ("new", True)
    told = client.get(file.get_absolute_url())
    assertContains(told, "with another email address")
    assertContains(told, "by another name")
    assertNotContains(told, "Grace")
