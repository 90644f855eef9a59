"""Invitations: hashed, expiring, used once; and the link that sets the service up."""

import datetime
import re
from smtplib import SMTPException
from threading import Barrier, Thread

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts import actions, permissions, sending
from swip.accounts.models import Appointment, Invitation, Organisation, Role, User
from swip.accounts.set_up import set_up_link
from swip.accounts.tests.factories import (
    AppointmentFactory,
    InvitationFactory,
    OrganisationFactory,
    TeamFactory,
    UserFactory,
)
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.core.links import digest_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def administrator(here):
    return AppointmentFactory(role=Role.ADMINISTRATOR, organisation=here, person__name="Amina").person


@pytest.fixture
def letter(here, administrator, run_jobs):
    """Cara is invited, and the letter has arrived."""
    actions.invite(here, role=Role.COORDINATOR, name="Cara", email="cara@example.org", by=administrator)
    run_jobs()
    return mail.outbox[-1]


def link_in(letter):
    return re.search(r"/invitations/\S+", letter.body).group()


def first_day(date=None):
    date = date or TODAY()
    return {"starts_on_day": date.day, "starts_on_month": date.month, "starts_on_year": date.year}


def test_an_administrator_invites_somebody(client, here, administrator, run_jobs):
    client.force_login(administrator)
    team = TeamFactory(organisation=here)
    answers = {"name": "Cara", "email": "Cara@Example.org", "role": "coordinator", "team": team.pk}
    response = client.post(f"/organisations/{here.pk}/invite/", answers | first_day())
    assertRedirects(response, f"/organisations/{here.pk}/invitations/")

    run_jobs()
    assert mail.outbox[-1].to == ["cara@example.org"]
    assert "Amina invites you to join Harrowfield" in mail.outbox[-1].body
    assert settings.BASE_URL + "/invitations/" in mail.outbox[-1].body
    assert history.of_chain(here.history_chain).last().action == "invitation.sent"
    assertContains(client.get(f"/organisations/{here.pk}/invitations/"), "Waiting for an answer")


def test_a_coordinator_invites_supervisors_and_not_administrators(client, here):
    client.force_login(AppointmentFactory(role=Role.COORDINATOR, organisation=here).person)
    path = f"/organisations/{here.pk}/invite/"
    answers = {"name": "Ben", "email": "ben@example.org"} | first_day()
    client.post(path, answers | {"role": "administrator"})
    assert not Invitation.objects.exists()
    client.post(path, answers | {"role": "practice_supervisor"})
    assert Invitation.objects.exists()


def test_mistakes_in_an_invitation_are_told(client, here, administrator):
    client.force_login(administrator)
    path = f"/organisations/{here.pk}/invite/"
    page = client.post(path, {"email": "cara"})
    for told in ["Enter their full name", "Enter an email address in the correct format", "Select a role"]:
        assertContains(page, told)
    InvitationFactory(organisation=here, role=Role.ASSESSOR, email="cara@example.org")
    answers = {"name": "Cara", "email": "Cara@example.org", "role": "assessor"} | first_day()
    assertContains(client.post(path, answers), "They have already been invited to this role")
    answers |= {"email": administrator.email, "role": "administrator"}
    assertContains(client.post(path, answers), "Amina already has this role here")


def test_only_the_letter_holds_the_link(letter):
    token = link_in(letter).split("/")[2]
    assert len(token) >= 43  # 32 random bytes
    invitation = Invitation.objects.get()
    assert invitation.token_digest == digest_of(token)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(args::text, ' ') FROM procrastinate_jobs")
        assert token not in cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(core_entry::text, ' ') FROM core_entry")
        assert token not in cursor.fetchone()[0]


def test_somebody_new_accepts_and_is_in(client, here, letter):
    page = client.get(link_in(letter))
    assertContains(page, "Join Harrowfield")
    assertContains(page, 'value="Cara"')
    response = client.post(link_in(letter), {"name": "Cara Cole"})

    assertRedirects(response, reverse("dashboards:home"), fetch_redirect_response=False)
    person = User.objects.get(email="cara@example.org")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert person.name == "Cara Cole"
    assert EmailAddress.objects.get(user=person).verified
    appointment = person.appointments.get()
    assert (appointment.organisation, appointment.role) == (here, "coordinator")
    invitation = Invitation.objects.get()
    assert (invitation.status, invitation.accepted_by) == ("accepted", person)
    done = [each.action for each in history.of_chain(here.history_chain)]
    assert done == ["invitation.sent", "invitation.accepted", "appointment.taken_up"]
    assert [each.action for each in history.of(person)] == ["user.registered", "user.signed_in"]


def test_a_name_is_needed(client, letter):
    assertContains(client.post(link_in(letter), {"name": " "}), "Enter your full name")
    assert not User.objects.filter(email="cara@example.org").exists()


def test_opening_the_link_uses_nothing_up(client, letter):
    for _ in range(3):
        assert client.get(link_in(letter)).status_code == 200
    assert Invitation.objects.get().status == "sent"


def test_a_used_link_says_so(client, letter):
    client.post(link_in(letter), {"name": "Cara"})
    page = Client().get(link_in(letter))
    assertContains(page, "This invitation has been used already", status_code=410)
    Client().post(link_in(letter), {"name": "Somebody else"})
    assert User.objects.filter(name="Somebody else").count() == 0


def test_an_expired_link_says_whom_to_ask(client, letter):
    with time_machine.travel(timezone.now() + 8 * A_DAY):
        page = client.get(link_in(letter))
        assertContains(page, "This invitation has expired", status_code=410)
        assertContains(page, "Ask Amina at Harrowfield to send it again", status_code=410)
        client.post(link_in(letter), {"name": "Cara"})
    assert Invitation.objects.get().status == "sent"


def test_a_link_that_was_never_sent_is_unknown(client):
    InvitationFactory(token_digest=None)
    for token in ["None", "x", "😀", "a" * 500]:
        assertContains(client.get(f"/invitations/{token}/"), "This link does not work", status_code=404)


def test_sending_again_makes_a_new_link_and_ends_the_old(client, here, administrator, letter, run_jobs):
    client.force_login(administrator)
    invitation = Invitation.objects.get()
    with time_machine.travel(timezone.now() + 8 * A_DAY):
        client.force_login(administrator)
        client.post(f"/invitations/{invitation.pk}/send-again/")
        run_jobs()
        assert Client().get(link_in(mail.outbox[-1])).status_code == 200
        assert Client().get(link_in(letter)).status_code == 404
    invitation.refresh_from_db()
    assert invitation.times_sent == 2
    assert history.of(invitation).last().action == "invitation.sent_again"


def test_a_withdrawn_invitation_says_so(client, here, administrator, letter):
    client.force_login(administrator)
    invitation = Invitation.objects.get()
    client.post(f"/invitations/{invitation.pk}/withdraw/")
    assertContains(Client().get(link_in(letter)), "This invitation has been withdrawn", status_code=410)
    assertContains(client.get(f"/organisations/{here.pk}/invitations/"), "Withdrawn")
    assert history.of(invitation).last().action == "invitation.withdrawn"
    page = client.post(f"/invitations/{invitation.pk}/send-again/")
    assert page.status_code == 409


def test_somebody_with_an_account_signs_in_first(client, letter):
    person = UserFactory(email="cara@example.org", name="Cara Cole")
    page = client.get(link_in(letter))
    assertContains(page, "You have an account with this address already")
    assertContains(page, f"/sign-in/?next=%2Finvitations%2F{link_in(letter).split('/')[2]}%2F")
    client.post(link_in(letter), {"name": "Somebody else"})
    assert Invitation.objects.get().status == "sent"

    client.force_login(person)
    assertNotContains(client.get(link_in(letter)), "Your full name")
    assertRedirects(client.post(link_in(letter)), "/account/")
    person.refresh_from_db()
    assert person.name == "Cara Cole"
    assert person.appointments.get().role == "coordinator"


def test_somebody_else_s_invitation_is_not_accepted_by_mistake(client, letter):
    client.force_login(UserFactory(name="Bob", email="bob@example.org"))
    for page in [client.get(link_in(letter)), client.post(link_in(letter), {"name": "Bob"})]:
        assertContains(page, "You are signed in as Bob (bob@example.org)", status_code=409)
    assertRedirects(client.post("/sign-out/", {"next": link_in(letter)}), link_in(letter))


def test_a_role_begins_on_its_day_and_not_before(client, here, administrator, run_jobs):
    soon = TODAY() + 10 * A_DAY
    details = {"name": "Cara", "email": "cara@example.org", "by": administrator}
    actions.invite(here, role=Role.ASSESSOR, starts_on=soon, ends_on=soon + A_DAY, **details)
    run_jobs()
    client.post(link_in(mail.outbox[-1]), {"name": "Cara"})
    appointment = Appointment.objects.get(role="assessor")
    assert (appointment.starts_on, appointment.ends_on) == (soon, soon + A_DAY)
    assert not Appointment.objects.current().contains(appointment)


def test_a_role_that_is_held_already_is_not_held_twice(here, letter):
    person = UserFactory(email="cara@example.org")
    AppointmentFactory(person=person, organisation=here, role=Role.COORDINATOR)
    actions.accept(Invitation.objects.get(), name="", by=person)
    assert person.appointments.count() == 1


def test_a_letter_that_cannot_leave_leaves_the_older_link_working(client, letter, monkeypatch):
    def refuse(*args, **options):
        raise SMTPException

    invitation = Invitation.objects.get()
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    with pytest.raises(SMTPException):
        sending.send_invitation(invitation.pk)
    assert client.get(link_in(letter)).status_code == 200


def test_a_job_that_comes_too_late_sends_nothing(letter):
    invitation = Invitation.objects.get()
    with time_machine.travel(timezone.now() + 8 * A_DAY):
        sending.send_invitation(invitation.pk)
    invitation.move_to("withdrawn")
    sending.send_invitation(invitation.pk)
    sending.send_invitation(0)
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_at_once_one_makes_the_account():
    invitation = InvitationFactory(email="cara@example.org")
    ready, answers = Barrier(2), []

    def click():
        ready.wait()
        try:
            actions.accept(Invitation.objects.get(pk=invitation.pk), name="Cara", by=None)
            answers.append("in")
        except StaleStep:
            answers.append("told")
        finally:
            connection.close()

    clicks = [Thread(target=click) for _ in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert sorted(answers) == ["in", "told"]
    assert User.objects.filter(email="cara@example.org").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_invitations_of_one_address_at_once_one_makes_the_account():
    for token in ("one", "two"):
        InvitationFactory(email="cara@example.org", token=token)
    ready, answers = Barrier(2), []

    def click(token):
        ready.wait()
        response = Client().post(f"/invitations/{token}/", {"name": "Cara"})
        answers.append(response.headers["Location"])
        connection.close()

    clicks = [Thread(target=click, args=[token]) for token in ("one", "two")]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert User.objects.filter(email="cara@example.org").count() == 1
    # The other one is sent back to the link, which asks to sign in first.
    assert len({"/", *answers} & {"/", "/invitations/one/", "/invitations/two/"}) == 2
    assert sorted(Invitation.objects.values_list("status", flat=True)) == ["accepted", "sent"]


def test_an_address_that_is_taken_meanwhile_is_told(client, letter, monkeypatch):
    UserFactory(email="cara@example.org")
    monkeypatch.setattr("swip.accounts.queries.person_with_address", lambda email: None)
    assertRedirects(client.post(link_in(letter), {"name": "Cara"}), link_in(letter))
    assert Invitation.objects.get().status == "sent"


def test_a_link_does_not_outlive_its_senders_role(client, here, administrator, letter, run_jobs):
    other = AppointmentFactory(role=Role.ADMINISTRATOR, organisation=here, person__name="Olu").person
    actions.end_appointment(administrator.appointments.get(), by=other)
    for page in [client.get(link_in(letter)), client.post(link_in(letter), {"name": "Cara"})]:
        assertContains(page, "This invitation no longer holds", status_code=410)
        assertContains(page, "Olu", status_code=410)
    with pytest.raises(actions.NotVouchedFor):
        actions.accept(Invitation.objects.get(), name="Cara", by=None)
    assert not User.objects.filter(email="cara@example.org").exists()

    client.force_login(other)
    assertContains(
        client.get(f"/organisations/{here.pk}/invitations/"), "Amina may not give this role any more"
    )
    client.post(f"/invitations/{Invitation.objects.get().pk}/send-again/")
    run_jobs()
    assertContains(Client().get(link_in(mail.outbox[-1])), "Olu")


@pytest.mark.parametrize(
    ("sender", "role", "holds"),
    [
        (Role.ADMINISTRATOR, Role.COORDINATOR, True),
        (Role.COORDINATOR, Role.ASSESSOR, True),
        (Role.COORDINATOR, Role.ADMINISTRATOR, False),
        (Role.ASSESSOR, Role.ASSESSOR, False),
    ],
)
def test_who_may_give_a_role_vouches_for_its_invitation(here, sender, role, holds):
    person = AppointmentFactory(organisation=here, role=sender).person
    invitation = InvitationFactory(organisation=here, role=role, invited_by=person)
    assert permissions.vouched_for().contains(invitation) is holds


def test_the_national_programme_vouches_only_for_a_first_administrator(here):
    national = OrganisationFactory(kind="national")
    person = AppointmentFactory(organisation=national, role=Role.ADMINISTRATOR).person
    invitation = InvitationFactory(organisation=here, role=Role.ADMINISTRATOR, invited_by=person)
    assert permissions.vouched_for().contains(invitation)
    AppointmentFactory(organisation=here, role=Role.ADMINISTRATOR)
    assert not permissions.vouched_for().contains(invitation)


def test_the_list_of_invitations_takes_few_queries(
    client, here, administrator, django_assert_max_num_queries
):
    InvitationFactory.create_batch(55, organisation=here)
    client.force_login(administrator)
    with django_assert_max_num_queries(10):
        assertContains(client.get(f"/organisations/{here.pk}/invitations/"), "Next")


# The first administrator


def set_up_path():
    return set_up_link().removeprefix(settings.BASE_URL)


ANSWERS = {
    "name": "Harrowfield",
    "kind": "local_authority",
    "your_name": "Amina",
    "email": "amina@example.org",
}


def test_the_first_administrator_sets_the_service_up(client, capsys):
    call_command("invite_first_administrator")
    link = re.search(r"http\S+/set-up/\S+", capsys.readouterr().out).group().removeprefix(settings.BASE_URL)
    assertContains(client.get(link), "Set up the service")
    response = client.post(link, ANSWERS)

    organisation = Organisation.objects.get()
    assertRedirects(response, "/organisations/", target_status_code=302)
    person = User.objects.get()
    assert client.session["_auth_user_id"] == str(person.pk)
    assert person.appointments.get().role == "administrator"
    assert client.get(f"/organisations/{organisation.pk}/").status_code == 200
    done = [each.action for each in history.of_chain(organisation.history_chain)]
    assert done == ["organisation.added", "appointment.made"]


def test_mistakes_in_setting_up_are_told(client):
    page = client.post(set_up_path(), {"email": "amina"})
    for told in [
        "Enter the name of the organisation",
        "Select what kind of organisation it is",
        "Enter your full name",
        "Enter an email address in the correct format",
    ]:
        assertContains(page, told)


def test_the_link_is_dead_once_there_is_an_administrator(client, capsys):
    other_link = set_up_path()
    client.post(set_up_path(), ANSWERS)
    page = Client().post(other_link, ANSWERS | {"email": "mallory@example.org", "name": "Other"})
    assertContains(page, "This link does not work", status_code=410)
    assert User.objects.count() == 1
    call_command("invite_first_administrator")
    printed = capsys.readouterr().out
    assert "set-up" not in printed
    assert "/sign-in/" in printed


def test_of_two_who_set_up_at_once_the_second_is_told(client, monkeypatch):
    AppointmentFactory(role=Role.ADMINISTRATOR)
    # The page looks before the other has saved, the action after.
    answers = iter([False, True])
    monkeypatch.setattr("swip.accounts.queries.has_administrator", lambda: next(answers))
    path = set_up_path()
    assertContains(client.post(path, ANSWERS), "This link does not work", status_code=410)


def test_setting_up_looks_again_before_it_changes_anything():
    AppointmentFactory(role=Role.ADMINISTRATOR)
    with pytest.raises(actions.AlreadySetUp):
        actions.set_up_service(organisation_name="A", kind="national", name="B", email="b@example.org")


def test_a_made_up_or_old_link_sets_nothing_up(client):
    assertContains(client.get("/set-up/made-up/"), "This link does not work", status_code=404)
    path = set_up_path()
    with time_machine.travel(timezone.now() + 8 * A_DAY):
        assertContains(client.get(path), "This link is too old", status_code=410)
