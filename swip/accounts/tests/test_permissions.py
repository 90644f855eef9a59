"""Who may do what for an organisation: near means the organisation of the record, far another one."""

import pytest

from swip.accounts import permissions
from swip.accounts.models import Organisation, Role
from swip.accounts.tests.factories import (
    AppointmentFactory,
    InvitationFactory,
    OrganisationFactory,
    TeamFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def near():
    return OrganisationFactory()


def somebody(role, organisation, **details):
    return AppointmentFactory(role=role, organisation=organisation, **details).person


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("where", ["near", "far"])
def test_who_acts_for_an_organisation(role, where, near):
    person = somebody(role, near if where == "near" else OrganisationFactory())
    team = TeamFactory(organisation=near)
    here = where == "near"

    administers, staffs = role == "administrator", role in {"administrator", "coordinator"}
    assert permissions.administered_by(person).contains(near) == (here and administers)
    assert permissions.staffed_by(person).contains(near) == (here and staffs)
    assert permissions.teams_administered_by(person).contains(team) == (here and administers)
    assert not permissions.national_programmes_run_by(person).exists()


def test_roles_are_filled_by_administrators_and_some_by_coordinators(near):
    administrator, coordinator = somebody("administrator", near), somebody("coordinator", near)
    everything = [role for role in Role if role != Role.PROGRAMME_EDITOR]
    assert permissions.roles_filled_by(administrator, near) == everything
    assert permissions.roles_filled_by(coordinator, near) == ["practice_supervisor", "assessor"]
    assert permissions.roles_filled_by(somebody("assessor", near), near) == []
    assert permissions.roles_filled_by(administrator, OrganisationFactory()) == []


def test_only_the_national_programme_has_programme_editors():
    national = OrganisationFactory(kind=Organisation.Kind.NATIONAL)
    assert Role.PROGRAMME_EDITOR in permissions.roles_filled_by(somebody("administrator", national), national)


@pytest.mark.parametrize("role", Role)
def test_who_may_give_a_role_may_end_it_and_look_after_its_invitation(role, near):
    appointment = AppointmentFactory(role=role, organisation=near)
    invitation = InvitationFactory(role=role, organisation=near)
    by_coordinator = role in {"practice_supervisor", "assessor"}

    for person, may in [
        (somebody("administrator", near), True),
        (somebody("coordinator", near), by_coordinator),
        (somebody("decision_maker", near), False),
        (somebody("administrator", OrganisationFactory()), False),
        (somebody("coordinator", OrganisationFactory()), False),
    ]:
        assert permissions.appointments_ended_by(person).contains(appointment) == may
        assert permissions.invitations_kept_by(person).contains(invitation) == may


def test_staff_see_everybody_s_role_and_invitation_at_home_alone(near):
    appointment = AppointmentFactory(role=Role.DECISION_MAKER, organisation=near)
    invitation = InvitationFactory(role=Role.DECISION_MAKER, organisation=near)
    far = OrganisationFactory()
    for person, may in [
        (somebody("coordinator", near), True),
        (somebody("assessor", near), False),
        (somebody("administrator", far), False),
    ]:
        assert permissions.appointments_shown_to(person).contains(appointment) == may
        assert permissions.invitations_shown_to(person).contains(invitation) == may


def test_the_national_programme_looks_after_first_administrators_and_nothing_else(near):
    national = somebody("administrator", OrganisationFactory(kind=Organisation.Kind.NATIONAL))
    first = InvitationFactory(role=Role.ADMINISTRATOR, organisation=near, invited_by=national)
    other = InvitationFactory(role=Role.COORDINATOR, organisation=near, invited_by=national)
    kept = permissions.invitations_kept_by(national)
    assert kept.contains(first)
    assert not kept.contains(other)
    assert permissions.awaiting_administrator(national).contains(near)
    assert not permissions.staffed_by(national).contains(near)

    somebody("administrator", near)
    assert not permissions.invitations_kept_by(national).contains(first)
    assert not permissions.awaiting_administrator(national).contains(near)


def test_a_local_administrator_brings_nobody_in(near):
    assert not permissions.brought_in_by(somebody("administrator", near)).exists()
    assert not permissions.awaiting_administrator(somebody("administrator", near)).exists()


def test_people_of_an_organisation_hold_a_role_there_now_or_soon(near):
    here, gone = AppointmentFactory(organisation=near), AppointmentFactory(organisation=near)
    gone.ends_on = gone.starts_on
    gone.save()
    AppointmentFactory()
    assert list(permissions.people_of(near)) == [here.person]
    assert list(permissions.appointed_to(near, here.role)) == [here.person]


def test_somebody_without_any_role_sees_nothing(near):
    nobody = UserFactory()
    InvitationFactory(organisation=near)
    assert not permissions.organisations_where(nobody).exists()
    assert not permissions.appointments_shown_to(nobody).exists()
    assert not permissions.invitations_kept_by(nobody).exists()
