import pytest

from swip.accounts.tests.factories import UserFactory
from swip.core.lifecycle import StaleStep
from swip.enrolment.models import Enrolment
from swip.enrolment.rules import RegistrationRefused
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.registration import actions
from swip.registration.models import RegistrationDraft
from swip.registration.tests.factories import RegistrationDraftFactory

pytestmark = pytest.mark.django_db


def test_a_registration_that_is_over_keeps_nothing_of_the_person():
    draft = RegistrationDraftFactory(is_complete=True)
    enrolment = actions.finish_registration(draft, by=draft.coordinator)
    draft.refresh_from_db()
    assert draft.enrolment == enrolment
    assert (draft.details, draft.eligibility_answers) == ({}, {})
    assert not RegistrationDraft.objects.filter(status="open").exists()


def test_a_draft_pressed_twice_registers_once():
    draft = RegistrationDraftFactory(is_complete=True)
    seen_by_the_second = RegistrationDraft.objects.get(pk=draft.pk)
    actions.finish_registration(draft, by=draft.coordinator)
    with pytest.raises(StaleStep):
        actions.finish_registration(seen_by_the_second, by=draft.coordinator)
    assert Enrolment.objects.count() == 1


def test_a_refusal_at_the_last_step_leaves_the_draft_as_it_was():
    draft = RegistrationDraftFactory(is_complete=True)
    EnrolmentFactory(social_worker=UserFactory(email="ada.obi@example.org"))
    with pytest.raises(RegistrationRefused):
        actions.finish_registration(draft, by=draft.coordinator)
    draft.refresh_from_db()
    assert draft.status == RegistrationDraft.Status.OPEN
    assert draft.details["name"] == "Ada Obi"
