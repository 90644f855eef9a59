"""Colleagues who are brought in by a file."""

import datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts import actions, jobs, permissions, queries
from swip.accounts.models import Appointment, ColleagueFile, Invitation, Role
from swip.accounts.tests.factories import (
    AppointmentFactory,
    InvitationFactory,
    TeamFactory,
    UserFactory,
)
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.core.tables import Row

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
A_DAY = datetime.timedelta(days=1)
HEADER = "Name,Email,Role,Team,First day,Last day\n"


def send(client, here, rows, header=HEADER):
    content = rows if isinstance(rows, bytes) else (header + rows).encode()
    upload = SimpleUploadedFile("colleagues.csv", content)
    return client.post(f"/organisations/{here.pk}/colleagues/", {"file": upload})


def newest():
    return ColleagueFile.objects.first()


def bring_in(client, here, rows):
    send(client, here, rows)
    client.post(newest().get_absolute_url(), {"step": "confirm"})
    return newest().counts


def test_the_template_has_the_headings(client, here, coordinator):
    assertContains(client.get(f"/organisations/{here.pk}/"), "Bring colleagues in by a file")
    page = client.get(f"/organisations/{here.pk}/colleagues/")
    assertContains(page, "Practice supervisor, Assessor")
    template = client.get(f"/organisations/{here.pk}/colleagues/template/")
    assert template.content.decode() == "\ufeff" + HEADER.replace("\n", "\r\n")


def test_a_file_is_looked_through_first_and_then_brought_in(client, here, administrator, run_jobs):
    TeamFactory(organisation=here, name="North Team")
    asif = AppointmentFactory(organisation=here, role=Role.ASSESSOR, person__email="asif@example.org").person
    AppointmentFactory(organisation=here, role=Role.COORDINATOR, person__email="cara@example.org")
    rows = (
        "Ben Brook,Ben@Example.org,practice supervisor,north team,1/9/2027,\n"
        "Asif,asif@example.org,Decides for the employer,,,\n"
        "Cara,cara@example.org,Coordinator,,,\n"
        "Dan,dan@,Assessor,,,\n"
    )
    response = send(client, here, rows)
    file = newest()
    assertRedirects(response, file.get_absolute_url())
    page = client.get(file.get_absolute_url())
    for said in [
        "Refused (1)",
        "To be invited (1)",
        "To be given a role (1)",
        "Already so (1)",
        "Enter an email address in the correct format",
        "Bring in 2 people",
    ]:
        assertContains(page, said)
    assertContains(client.get(file.get_absolute_url() + "?show=invited"), "Ben Brook")
    assertContains(client.get(file.get_absolute_url() + "?show=same"), "Has this role already")
    assert (Invitation.objects.count(), asif.appointments.count()) == (0, 1)

    page = client.post(file.get_absolute_url(), {"step": "confirm"}, follow=True)
    assertContains(page, "Your colleagues have been brought in")
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.team.name) == (
        "ben@example.org",
        "practice_supervisor",
        "North Team",
    )
    assert invitation.starts_on == datetime.date(2027, 9, 1)
    assert asif.appointments.filter(role=Role.DECISION_MAKER).exists()
    said = history.of(file).get()
    assert (said.action, said.note) == ("colleagues.brought_in", "1 appointed, 1 invited")


def test_the_same_file_again_changes_nothing(client, here, administrator):
    rows = "Ben,ben@example.org,Assessor,,,\n"
    assert bring_in(client, here, rows) == {"appointed": 0, "invited": 1, "same": 0, "refused": 0}
    assert bring_in(client, here, rows) == {"appointed": 0, "invited": 0, "same": 1, "refused": 0}
    assert Invitation.objects.count() == 1


def test_a_second_press_is_told(client, here, administrator):
    send(client, here, "Ben,ben@example.org,Assessor,,,\n")
    path = newest().get_absolute_url()
    assert client.post(path, {"step": "confirm"}).status_code == 302
    assert client.post(path, {"step": "confirm"}).status_code == 409
    with pytest.raises(StaleStep):
        actions.put_away(newest(), by=administrator)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",ben@example.org,Assessor,,,", "Enter their full name"),
        ("Ben,ben,Assessor,,,", "Enter an email address in the correct format"),
        ("Ben,ben@example.org,Manager,,,", "Enter one of: Practice supervisor, Assessor"),
        ("Ben,ben@example.org,Administrator,,,", "You may not give this role"),
        ("Ben,ben@example.org,Assessor,Nowhere,,", "There is no team with this name"),
        ("Ben,ben@example.org,Assessor,,soon,", "with the day first"),
        ("Ben,ben@example.org,Assessor,,,1/1/2020", "Last day must be today or in the future"),
        ("Ben,ben@example.org,Assessor,,1/1/2099,1/1/2098", "Last day must be on or after the first day"),
        ("=Ben(),ben@example.org,Assessor,,,", "This begins like a formula"),
        ("Ben,ben@example.org,Assessor,,,,more", "This cell has no heading over it"),
        ("A,a@b.org,Assessor,,,\nA,A@b.org,assessor,,,", "Row 2 has the same person and role"),
        ("Held,held@example.org,Assessor,North,,", "They have this role in no team"),
        ("Held,held@example.org,Assessor,,,1/1/2099", "They have this role with no end planned"),
    ],
)
def test_a_row_that_fails_is_told_with_its_remedy(client, here, coordinator, row, told):
    TeamFactory(organisation=here, name="North")
    AppointmentFactory(organisation=here, role=Role.ASSESSOR, person__email="held@example.org")
    response = send(client, here, row + "\n")
    assertContains(client.get(response.headers["Location"] + "?show=refused"), told)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04[Content_Types].xml xl/workbook.xml", "This is an Excel workbook"),
        (b"Name,Email\nA,a@b.org\n", "The column “Role” is missing"),
        (HEADER.encode() + b"A,a@b.org,Assessor,,,\n" * 1_001, "more than 1,000 rows"),
        (b"", "The file is empty"),
    ],
)
def test_a_file_that_is_no_table_is_told(client, here, administrator, content, told):
    assertContains(send(client, here, content), told)
    assert not ColleagueFile.objects.exists()
    assertContains(client.post(f"/organisations/{here.pk}/colleagues/", {}), "Select a file")


def test_only_the_refused_rows_are_fetched_mended_and_sent_again(client, here, administrator):
    send(client, here, "Zoë,zoe@example.org,Assesor,,,\nBen,ben@example.org,Assessor,,,\n")
    client.post(newest().get_absolute_url(), {"step": "confirm"})
    fetched = client.get(f"{newest().get_absolute_url()}to-mend/").content.decode()
    assert "Zoë,zoe@example.org,Assesor" in fetched
    assert "Role: Enter one of" in fetched
    assert "Ben" not in fetched
    send(client, here, fetched.replace("Assesor", "Assessor").encode())
    assertContains(client.get(newest().get_absolute_url()), "To be invited (1)")


def test_a_file_is_put_away_and_forgotten(client, here, administrator):
    send(client, here, "Ben,ben@example.org,Assessor,,,\n")
    page = client.post(newest().get_absolute_url(), {"step": "put-away"}, follow=True)
    assertContains(page, "Nothing has changed")
    assert (newest().status, newest().rows) == ("put_away", [])
    assertContains(client.get(newest().get_absolute_url()), "This file has been forgotten")


def test_what_a_file_said_is_forgotten_after_a_day(client, here, administrator):
    send(client, here, "Ben,ben@example.org,Assessor,,,\n")
    jobs.forget_colleague_files(0)
    assert newest().rows
    with time_machine.travel(timezone.now() + A_DAY + A_DAY / 24):
        jobs.forget_colleague_files(0)
        assert newest().rows == []
        client.force_login(administrator)
        assertContains(client.get(newest().get_absolute_url()), "This file has been forgotten")
        assert client.post(newest().get_absolute_url(), {"step": "confirm"}).status_code == 409


def test_only_its_sender_sees_a_file_and_only_while_they_staff_the_organisation(client, here, administrator):
    send(client, here, "Ben,ben@example.org,Assessor,,,\n")
    path = newest().get_absolute_url()
    other = AppointmentFactory(role=Role.ADMINISTRATOR, organisation=here).person
    client.force_login(other)
    assert [client.get(path).status_code, client.get(path + "to-mend/").status_code] == [404, 404]
    actions.end_appointment(administrator.appointments.get(), by=other)
    client.force_login(administrator)
    assert client.post(path, {"step": "confirm"}).status_code == 404
    assert client.get(f"/organisations/{here.pk}/colleagues/").status_code == 404


def test_somebody_known_elsewhere_is_asked_and_not_appointed(client, here, administrator):
    elsewhere = AppointmentFactory(role=Role.ASSESSOR, person__email="far@example.org").person
    assert bring_in(client, here, "Far,far@example.org,Assessor,,,\n")["invited"] == 1
    assert elsewhere.appointments.count() == 1


def test_an_invitation_that_waits_is_not_sent_again(client, here, administrator):
    InvitationFactory(organisation=here, role=Role.ASSESSOR, email="ben@example.org")
    send(client, here, "Ben,BEN@example.org,Assessor,,,\n")
    assertContains(client.get(newest().get_absolute_url()), "Invited already")
    assertNotContains(client.get(newest().get_absolute_url()), "Bring in")


def test_somebody_invited_in_the_same_moment_keeps_nobody_else_out(here, administrator, monkeypatch):
    cells = {"role": "Assessor", "team": "", "first_day": "", "last_day": ""}
    rows = [
        Row(2, {"name": "Ben", "email": "ben@example.org", **cells}),
        Row(3, {"name": "Zoë", "email": "zoe@example.org", **cells}),
    ]
    file = actions.read_colleagues(rows, here, by=administrator)
    look = queries.colleagues_in

    def look_and_lose_the_race(*args, **options):
        found = look(*args, **options)
        InvitationFactory(organisation=here, role=Role.ASSESSOR, email="ben@example.org")
        return found

    monkeypatch.setattr(queries, "colleagues_in", look_and_lose_the_race)
    counts = actions.bring_in(file, by=administrator)
    assert counts == {"appointed": 0, "invited": 1, "same": 1, "refused": 0}
    assert Invitation.objects.filter(email="zoe@example.org").count() == 1


def test_who_is_brought_in_until_a_day_loses_access_after_it(client, here, administrator):
    person = AppointmentFactory(organisation=here, role=Role.ASSESSOR, person__email="a@example.org").person
    bring_in(client, here, f"A,a@example.org,Coordinator,,,{TODAY():%d/%m/%Y}\n")
    assert permissions.staffed_by(person).contains(here)
    with time_machine.travel(timezone.now() + A_DAY):
        assert not permissions.staffed_by(person).contains(here)


def test_a_thousand_rows_are_looked_through_with_few_queries_and_brought_in(
    client, here, administrator, django_assert_max_num_queries
):
    known = [UserFactory(email=f"known-{number}@example.org") for number in range(50)]
    Appointment.objects.bulk_create(
        Appointment(person=person, organisation=here, role=Role.ASSESSOR) for person in known
    )
    rows = "".join(f"P {number},p-{number}@example.org,Assessor,,,\n" for number in range(950))
    rows += "".join(f"K,known-{number}@example.org,Coordinator,,,\n" for number in range(50))
    send(client, here, rows)
    with django_assert_max_num_queries(12):
        assertContains(client.get(newest().get_absolute_url()), "Bring in 1,000 people")
    with django_assert_max_num_queries(700):  # most of them for the 50 who are appointed one by one
        client.post(newest().get_absolute_url(), {"step": "confirm"})
    assert newest().counts == {"appointed": 50, "invited": 950, "same": 0, "refused": 0}
