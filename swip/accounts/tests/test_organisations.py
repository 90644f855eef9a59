"""Organisations, teams and roles, as administrators and coordinators look after them."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts import actions
from swip.accounts.models import Appointment, Organisation, Role, Team
from swip.accounts.tests.factories import (
    AppointmentFactory,
    InvitationFactory,
    OrganisationFactory,
    TeamFactory,
    UserFactory,
)
from swip.core import history
from swip.core.lifecycle import StaleStep

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
A_DAY = datetime.timedelta(days=1)


def day(name, date):
    return {f"{name}_day": date.day, f"{name}_month": date.month, f"{name}_year": date.year}


def last_entry(organisation):
    return history.of_chain(organisation.history_chain).last()


def test_an_organisation_shows_its_people_and_who_is_invited(client, here, administrator):
    AppointmentFactory(organisation=here, role=Role.ASSESSOR, person__name="Asif")
    AppointmentFactory(person__name="Far away")
    InvitationFactory(organisation=here)
    page = client.get(f"/organisations/{here.pk}/")
    assertContains(page, "Asif")
    assertContains(page, "Invitations (1)")
    assertNotContains(page, "Far away")


def test_an_organisation_takes_few_queries_however_many_people(
    client, here, administrator, django_assert_max_num_queries
):
    AppointmentFactory.create_batch(60, organisation=here, role=Role.ASSESSOR)
    with django_assert_max_num_queries(9):
        page = client.get(f"/organisations/{here.pk}/")
    assertContains(page, "1 to 50 of 61")


def test_one_organisation_is_gone_to_at_once_several_are_offered(client, here, administrator):
    assertRedirects(client.get("/organisations/"), f"/organisations/{here.pk}/")
    other = AppointmentFactory(role=Role.COORDINATOR, person=administrator).organisation
    page = client.get("/organisations/")
    assertContains(page, here.name)
    assertContains(page, other.name)
    assertNotContains(page, "Add an organisation")


def test_past_roles_can_be_looked_up(client, here, coordinator):
    AppointmentFactory(organisation=here, person__name="Gone", ends_on=TODAY() - A_DAY)
    assertContains(client.get(f"/organisations/{here.pk}/past/"), "Gone")
    assertNotContains(client.get(f"/organisations/{here.pk}/"), "Gone")


def test_an_administrator_renames_the_organisation(client, here, administrator):
    answers = {"name": "Harrow and Field", "kind": "childrens_trust"}
    assertRedirects(client.post(f"/organisations/{here.pk}/change/", answers), f"/organisations/{here.pk}/")
    here.refresh_from_db()
    assert (here.name, here.kind) == ("Harrow and Field", "childrens_trust")
    assert last_entry(here).note == "Harrowfield is now Harrow and Field"


def test_nobody_makes_their_organisation_the_national_programme(client, here, administrator):
    page = client.post(f"/organisations/{here.pk}/change/", {"name": here.name, "kind": "national"})
    assert page.status_code == 200
    here.refresh_from_db()
    assert here.kind == Organisation.Kind.LOCAL_AUTHORITY


def test_an_administrator_adds_and_renames_a_team(client, here, administrator):
    add = f"/organisations/{here.pk}/teams/add/"
    assertRedirects(
        client.post(add, {"name": "Duty", "service_area": "adoption"}), f"/organisations/{here.pk}/teams/"
    )
    team = Team.objects.get()
    assert last_entry(here).action == "team.added"

    client.post(f"/teams/{team.pk}/change/", {"name": "Duty 2", "service_area": "fostering"})
    team.refresh_from_db()
    assert (team.name, team.service_area) == ("Duty 2", "fostering")
    assert last_entry(here).note == "Duty is now Duty 2"


def test_a_team_is_closed_and_nobody_new_is_put_into_it(client, here, administrator):
    team = TeamFactory(organisation=here, name="North")
    member = AppointmentFactory(organisation=here, role=Role.ASSESSOR, team=team)
    page = client.get(f"/teams/{team.pk}/close/")
    assertContains(page, "1 role is still in this team")
    assertRedirects(client.post(f"/teams/{team.pk}/close/"), f"/organisations/{here.pk}/teams/")
    assertContains(client.get(f"/organisations/{here.pk}/teams/"), "Closed")
    assertNotContains(client.get(f"/organisations/{here.pk}/invite/"), "North")
    member.refresh_from_db()
    assert member.team == team
    assert last_entry(here).action == "team.closed"

    client.post(f"/teams/{team.pk}/open-again/")
    assertContains(client.get(f"/organisations/{here.pk}/invite/"), "North")
    assert last_entry(here).action == "team.opened_again"


def test_of_two_who_close_a_team_the_second_is_told(here, administrator):
    team = TeamFactory(organisation=here)
    actions.close_team(team, by=administrator)
    with pytest.raises(StaleStep):
        actions.close_team(team, by=administrator)


def test_a_mistake_in_a_team_is_told(client, here, administrator):
    TeamFactory(organisation=here, name="Duty")
    page = client.post(f"/organisations/{here.pk}/teams/add/", {"name": "duty"})
    assertContains(page, "There is already a team with this name")
    assertContains(page, "Select what the team works on")


def test_a_coordinator_sees_teams_and_does_not_change_them(client, here, coordinator):
    team = TeamFactory(organisation=here)
    assertNotContains(client.get(f"/organisations/{here.pk}/teams/"), "Add a team")
    assert client.get(f"/teams/{team.pk}/change/").status_code == 404
    assert client.get(f"/organisations/{here.pk}/teams/add/").status_code == 404


def test_an_administrator_of_another_organisation_finds_nothing(client, here):
    team = TeamFactory(organisation=here)
    appointment = AppointmentFactory(organisation=here)
    invitation = InvitationFactory(organisation=here)
    client.force_login(AppointmentFactory(role=Role.ADMINISTRATOR).person)
    pages = ["", "change/", "past/", "teams/", "teams/add/", "appoint/", "invitations/", "invite/"]
    paths = [f"/organisations/{here.pk}/{page}" for page in pages]
    paths += [f"/teams/{team.pk}/change/", f"/appointments/{appointment.pk}/end/"]
    paths += [f"/invitations/{invitation.pk}/withdraw/"]
    assert [client.get(path).status_code for path in paths] == [404] * len(paths)
    assert client.post(f"/invitations/{invitation.pk}/send-again/").status_code == 404


def test_somebody_here_gets_another_role_and_is_told(client, here, administrator, run_jobs):
    person = AppointmentFactory(organisation=here, person__name="Asif", role=Role.ASSESSOR).person
    team = TeamFactory(organisation=here)
    answers = {"person": person.pk, "role": "practice_supervisor", "team": team.pk}
    answers |= day("starts_on", TODAY() - A_DAY) | day("ends_on", TODAY() + A_DAY)
    assertRedirects(client.post(f"/organisations/{here.pk}/appoint/", answers), f"/organisations/{here.pk}/")

    made = Appointment.objects.get(role="practice_supervisor")
    assert (made.person, made.team) == (person, team)
    assert (made.starts_on, made.ends_on) == (TODAY() - A_DAY, TODAY() + A_DAY)
    assert last_entry(here).note == "Asif: Practice supervisor"
    run_jobs()
    assert mail.outbox[-1].to == [person.email]
    assert "Practice supervisor" in mail.outbox[-1].body


def test_mistakes_in_a_role_are_told(client, here, administrator):
    path = f"/organisations/{here.pk}/appoint/"
    page = client.post(path, day("starts_on", TODAY()) | day("ends_on", TODAY() - A_DAY))
    assertContains(page, "Select who it is for")
    assertContains(page, "Select a role")
    assertContains(page, "Last day must be on or after the first day")
    answers = {"person": administrator.pk, "role": "administrator"} | day("starts_on", TODAY())
    assertContains(client.post(path, answers), "Amina already has this role")


def test_people_from_elsewhere_are_not_offered_a_role(client, here, administrator):
    stranger = UserFactory()
    answers = {"person": stranger.pk, "role": "assessor"} | day("starts_on", TODAY())
    assertContains(client.post(f"/organisations/{here.pk}/appoint/", answers), "Select who it is for")
    assert not stranger.appointments.exists()


def test_a_coordinator_gives_no_role_of_power(client, here, coordinator):
    person = AppointmentFactory(organisation=here, role=Role.ASSESSOR).person
    answers = {"person": person.pk, "role": "administrator"} | day("starts_on", TODAY())
    assert client.post(f"/organisations/{here.pk}/appoint/", answers).status_code == 200
    assert person.appointments.count() == 1
    client.post(f"/organisations/{here.pk}/appoint/", answers | {"role": "practice_supervisor"})
    assert person.appointments.count() == 2


def test_a_leaver_s_role_is_gone_with_the_next_click(client, here, administrator):
    leaver = AppointmentFactory(organisation=here, role=Role.COORDINATOR, starts_on=TODAY())
    path = f"/appointments/{leaver.pk}/end/"
    assertContains(client.get(path), "End the role of")
    assertRedirects(client.post(path, {"when": "now"}), f"/organisations/{here.pk}/")

    leaver.refresh_from_db()
    assert leaver.ends_on == TODAY()
    assert last_entry(here).data["at_once"] is True
    client.force_login(leaver.person)
    assert client.get(f"/organisations/{here.pk}/").status_code == 404


def test_a_role_ends_after_a_day_that_is_chosen(client, here, administrator):
    leaver = AppointmentFactory(organisation=here, role=Role.ASSESSOR)
    client.post(f"/appointments/{leaver.pk}/end/", {"when": "later"} | day("last_day", TODAY() + 5 * A_DAY))
    leaver.refresh_from_db()
    assert (leaver.ends_on, leaver.ended_at) == (TODAY() + 5 * A_DAY, None)
    assert Appointment.objects.current(TODAY() + 5 * A_DAY).contains(leaver)
    assert not Appointment.objects.current(TODAY() + 6 * A_DAY).contains(leaver)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({}, "Select when it ends"),
        ({"when": "later"}, "Enter the last day"),
        (
            {"when": "later", "last_day_day": "31", "last_day_month": "2", "last_day_year": "2030"},
            "real date",
        ),
        (
            {"when": "later", "last_day_day": "1", "last_day_month": "1", "last_day_year": "2020"},
            "on or after",
        ),
    ],
)
def test_mistakes_in_the_end_of_a_role_are_told(client, here, administrator, answers, told):
    leaver = AppointmentFactory(organisation=here, role=Role.ASSESSOR)
    assertContains(client.post(f"/appointments/{leaver.pk}/end/", answers), told)
    leaver.refresh_from_db()
    assert leaver.ends_on is None


def test_a_role_ends_once(client, here, administrator):
    leaver = AppointmentFactory(organisation=here, role=Role.ASSESSOR)
    client.post(f"/appointments/{leaver.pk}/end/", {"when": "now"})
    assert client.post(f"/appointments/{leaver.pk}/end/", {"when": "now"}).status_code == 404


def test_a_role_that_somebody_has_just_ended_is_not_opened_again(here, administrator):
    leaver = AppointmentFactory(organisation=here, role=Role.ASSESSOR)
    as_seen_before = Appointment.objects.get(pk=leaver.pk)
    actions.end_appointment(leaver, by=administrator)
    with pytest.raises(StaleStep):
        actions.end_appointment(as_seen_before, by=administrator, last_day=TODAY() + 90 * A_DAY)
    assert not Appointment.objects.current().contains(leaver)


def test_the_last_administrator_stays(client, here, administrator):
    own = administrator.appointments.get()
    page = client.post(f"/appointments/{own.pk}/end/", {"when": "now"})
    assertContains(page, "Nobody else administers this organisation")

    AppointmentFactory(organisation=here, role=Role.ADMINISTRATOR)
    response = client.post(f"/appointments/{own.pk}/end/", {"when": "now"})
    assertRedirects(response, "/account/")


def test_an_administrator_who_is_about_to_leave_does_not_count_as_another(here, administrator):
    AppointmentFactory(organisation=here, role=Role.ADMINISTRATOR, ends_on=TODAY() + A_DAY)
    with pytest.raises(actions.LastAdministrator):
        actions.end_appointment(administrator.appointments.get(), by=administrator)


@pytest.fixture
def national(client):
    organisation = OrganisationFactory(kind=Organisation.Kind.NATIONAL, name="National programme")
    person = AppointmentFactory(role=Role.ADMINISTRATOR, organisation=organisation).person
    client.force_login(person)
    return person


def test_the_national_programme_brings_an_organisation_in(client, national, run_jobs):
    answers = {"name": "Westmere", "kind": "childrens_trust"}
    answers |= {"administrator_name": "Ben", "administrator_email": "ben@example.org"}
    assertRedirects(client.post("/organisations/add/", answers), "/organisations/")

    added = Organisation.objects.get(name="Westmere")
    run_jobs()
    assert mail.outbox[-1].to == ["ben@example.org"]
    assertContains(client.get("/organisations/"), "Waiting for its administrator")
    assert client.get(f"/organisations/{added.pk}/").status_code == 404
    actions_done = [each.action for each in history.of_chain(added.history_chain)]
    assert actions_done == ["organisation.added", "invitation.sent"]


def test_mistakes_in_an_organisation_are_told(client, national):
    OrganisationFactory(name="Westmere")
    page = client.post("/organisations/add/", {"name": "westmere", "kind": "national"})
    assertContains(page, "There is already an organisation with this name")
    assertContains(page, "Enter the name of its first administrator")
    assertContains(page, "Enter the email address of its first administrator")
    assert Organisation.objects.count() == 2


def test_the_national_programme_invites_another_first_administrator(client, national, here):
    path = f"/organisations/{here.pk}/invite-administrator/"
    answers = {"name": "Ben", "email": "ben@example.org", "role": "administrator"}
    answers |= day("starts_on", TODAY())
    assertRedirects(client.post(path, answers), "/organisations/")
    waiting = here.invitations.get()
    assertRedirects(client.post(f"/invitations/{waiting.pk}/send-again/"), "/organisations/")
    assertContains(client.get(f"/invitations/{waiting.pk}/withdraw/"), "Withdraw the invitation to Ben?")
    assertRedirects(client.post(f"/invitations/{waiting.pk}/withdraw/"), "/organisations/")

    AppointmentFactory(organisation=here, role=Role.ADMINISTRATOR)
    assert client.get(path).status_code == 404


def test_the_list_of_all_organisations_takes_few_queries(client, national, django_assert_max_num_queries):
    InvitationFactory.create_batch(20, role=Role.ADMINISTRATOR)
    with django_assert_max_num_queries(8):
        assertContains(client.get("/organisations/"), "Waiting for its administrator", count=20)


def test_a_local_administrator_brings_nobody_in(client, administrator):
    assert client.get("/organisations/add/").status_code == 404


def test_fifty_thousand_characters_and_emoji_are_told_not_failed(client, here, administrator):
    path = f"/organisations/{here.pk}/teams/add/"
    page = client.post(path, {"name": "x" * 50_000, "service_area": "adoption"})
    assertContains(page, "must be 150 characters or fewer")
    client.post(path, {"name": "Duty \x00\x07😀", "service_area": "adoption"})
    assert Team.objects.get().name == "Duty 😀"


def test_an_administrator_reads_who_did_what(client, here, administrator):
    client.post(f"/organisations/{here.pk}/teams/add/", {"name": "Duty", "service_area": "adoption"})
    page = client.get(f"/organisations/{here.pk}/history/")
    assertContains(page, "Added a team")
    assertContains(page, "Duty")
    assertContains(page, "Amina")


def test_the_history_of_an_organisation_takes_few_queries(
    client, here, administrator, django_assert_max_num_queries
):
    for number in range(60):
        actions.add_team(here, name=f"Team {number}", service_area="adoption", by=administrator)
    with django_assert_max_num_queries(8):
        client.get(f"/organisations/{here.pk}/history/")


def test_a_coordinator_does_not_read_the_organisation_s_history(client, here, coordinator):
    assert client.get(f"/organisations/{here.pk}/history/").status_code == 404
    assertNotContains(client.get(f"/organisations/{here.pk}/"), "History")
