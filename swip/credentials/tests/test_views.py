import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.credentials import actions
from swip.credentials.models import Award
from swip.credentials.tests.factories import AwardFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def award():
    return AwardFactory()


@pytest.fixture
def decision_maker(award):
    return AppointmentFactory(organisation=award.organisation, role=Role.DECISION_MAKER).person


def test_anyone_can_check_an_award_without_signing_in(client, award):
    response = client.get(award.get_absolute_url())

    assertContains(response, award.person.name)
    assertContains(response, award.organisation.name)
    assertContains(response, award.rule_book.standards.edition)
    assertNotContains(response, "Revoke")


def test_an_employer_revokes_an_award_and_says_why(client, award, decision_maker):
    client.force_login(decision_maker)

    response = client.post(
        reverse("credentials:revoke", args=[award.identifier]), {"reason": "A mix-up of two people"}
    )

    assertRedirects(response, award.get_absolute_url())
    award.refresh_from_db()
    assert award.status == Award.Status.REVOKED
    assert history.of(award).last().action == "award.revoked"
    assert award.person.messages.get().kind == "award-revoked"


def test_the_public_page_says_that_an_award_was_revoked_but_not_why(client):
    award = AwardFactory(status=Award.Status.REVOKED)

    response = client.get(award.get_absolute_url())

    assertContains(response, "was revoked on")
    assertNotContains(response, award.revoked_because)


def test_the_person_whose_award_was_revoked_reads_why(client):
    award = AwardFactory(status=Award.Status.REVOKED)
    client.force_login(award.person)

    assertContains(client.get(award.get_absolute_url()), award.revoked_because)


def test_an_award_is_not_revoked_without_a_reason(client, award, decision_maker):
    client.force_login(decision_maker)

    response = client.post(reverse("credentials:revoke", args=[award.identifier]), {"reason": " "})

    assertContains(response, "Enter why this award is revoked")
    award.refresh_from_db()
    assert award.status == Award.Status.AWARDED


def test_of_two_people_who_revoke_at_once_one_is_told(award, decision_maker):
    again = Award.objects.get(pk=award.pk)
    actions.revoke(award, reason="A mix-up", by=decision_maker)

    with pytest.raises(StaleStep):
        actions.revoke(again, reason="A mix-up", by=decision_maker)


def test_nobody_revokes_their_own_award(client, award):
    AppointmentFactory(person=award.person, organisation=award.organisation, role=Role.DECISION_MAKER)
    client.force_login(award.person)

    assert client.get(reverse("credentials:revoke", args=[award.identifier])).status_code == 404


def test_an_award_that_is_not_there_is_not_found(client):
    assert client.get("/awards/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_somebody_who_meets_the_standards_again_keeps_the_award_they_hold(award, decision_maker):
    again = actions.award(
        award.person,
        rule_book=award.rule_book,
        organisation=award.organisation,
        history_chain="enrolment:7",
        by=decision_maker,
    )

    assert again == award
    assert not history.of_chain("enrolment:7").exists()
