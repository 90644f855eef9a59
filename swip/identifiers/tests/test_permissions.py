"""Who sees to what was taken out of sight."""

import pytest
from django.utils import timezone

from swip.accounts.models import Role, User
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, UserFactory
from swip.identifiers.models import Quarantine
from swip.identifiers.permissions import keepers_of, keeps_for, quarantines_kept_by

pytestmark = pytest.mark.django_db


def test_the_next_see_to_it_where_there_is_no_data_protection_lead_or_they_wrote_it():
    here, elsewhere = OrganisationFactory(), OrganisationFactory()
    AppointmentFactory(organisation=elsewhere, role=Role.DATA_PROTECTION_LEAD)
    AppointmentFactory(organisation=here, role=Role.PRACTICE_SUPERVISOR)
    AppointmentFactory(organisation=here, role=Role.DATA_PROTECTION_LEAD, person=UserFactory(is_active=False))
    quarantine = Quarantine.objects.create(
        subject_type="voices.batch",
        subject_id=1,
        organisation=here,
        writer=UserFactory(),
        what="a batch",
        href="/",
        kinds=["name"],
        started_by=UserFactory(),
    )

    def appointed(role):
        return AppointmentFactory(organisation=here, role=role).person

    def seen_to_by():
        """Whom the letters name, and who may open it: always the same people."""
        told = set(keepers_of(here, writer=quarantine.writer))
        here_now = User.objects.filter(is_active=True)
        assert told == {each for each in here_now if quarantine in quarantines_kept_by(each)}
        return told

    def written_by(person):
        Quarantine.objects.filter(pk=quarantine.pk).update(writer=person)
        quarantine.refresh_from_db()

    assert seen_to_by() == set()
    administrator = appointed(Role.ADMINISTRATOR)
    assert seen_to_by() == {administrator}
    coordinator = appointed(Role.COORDINATOR)
    assert seen_to_by() == {coordinator}
    written_by(coordinator)
    assert seen_to_by() == {administrator}
    lead, other = appointed(Role.DATA_PROTECTION_LEAD), appointed(Role.DATA_PROTECTION_LEAD)
    assert seen_to_by() == {lead, other}
    written_by(lead)
    assert seen_to_by() == {other}
    assert list(keeps_for(lead)) == [here]
    assert not keeps_for(coordinator).exists()


def test_what_is_over_leads_only_to_a_page_that_is_there():
    now = timezone.now()
    assert Quarantine(subject_type="plans.goal").has_page
    assert not Quarantine(subject_type="plans.goal", ended_at=now).has_page
    assert Quarantine(subject_type="evidence.evidence", ended_at=now).has_page
