import csv
import datetime
import io

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.actions import note_register_check
from swip.accounts.models import Role, User
from swip.accounts.register import RegisterEntry
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, TeamFactory, UserFactory
from swip.core.lifecycle import StaleStep
from swip.enrolment.models import Enrolment
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.notifications.models import Message
from swip.programmes import actions as rule_books
from swip.registration import actions
from swip.registration.actions import files, rows
from swip.registration.models import RegistrationFile, RegistrationRow
from swip.registration.tests.factories import a_row, csv_of, file_of, kept_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(organisation, book, coordinator):
    return reverse("registration:send_file", args=[organisation.pk, book.programme.code])


@pytest.fixture
def keep(coordinator, organisation, book):
    return lambda *rows: kept_file(rows, coordinator=coordinator, organisation=organisation, book=book)


def the_file():
    return RegistrationFile.objects.latest("pk")


def send(client, address, content, **more):
    return client.post(address, {"file": file_of(content, **more)})


def states(file):
    return dict(file.rows.values_list("number", "state"))


def said_of(file, number):
    return [each["remedy"] for each in file.rows.get(number=number).findings]


def test_a_coordinator_registers_people_from_a_file(client, coordinator, organisation, book, address):
    team = TeamFactory(organisation=organisation)
    supervisor = AppointmentFactory(organisation=organisation, role=Role.PRACTICE_SUPERVISOR).person
    response = client.post(reverse("registration:files"))
    assertRedirects(response, address)
    rows = [
        a_row(book, team=team.name.upper(), supervisor=supervisor.email),
        a_row(book, name="Ben Okri", email="ben@example.org", register_number="77"),
    ]
    response = send(client, address, csv_of(book, rows))
    file = the_file()
    assertRedirects(response, file.get_absolute_url())
    assert not Enrolment.objects.exists()
    assertContains(client.get(file.get_absolute_url()), "Ben Okri")
    response = client.post(reverse("registration:confirm_file", args=[file.pk]))
    assertRedirects(response, file.get_absolute_url())
    assertContains(client.get(file.get_absolute_url()), "0 of 2 rows done")
    actions.work_off(file.pk)
    done = client.get(file.get_absolute_url())
    assertContains(done, "2 people are registered")
    ada = Enrolment.objects.get(social_worker__email="ada.obi@example.org")
    assertContains(done, ada.get_absolute_url())
    assert ada.supervisor == supervisor
    assert ada.employment_periods.get().team == team
    assert ada.eligibility.decided_by == coordinator
    assert Message.objects.filter(to=coordinator, kind="registration-file-finished").count() == 1


def test_the_same_file_again_has_nothing_to_do(client, keep, book):
    file = keep(a_row(book))
    actions.confirm_file(file, by=file.sent_by)
    actions.work_off(file.pk)
    again = keep(a_row(book))
    assert states(again) == {2: "same"}
    assertContains(client.get(again.get_absolute_url()), "There is nothing to do")


def test_the_job_run_twice_registers_once(keep, book):
    file = keep(a_row(book))
    actions.confirm_file(file, by=file.sent_by)
    actions.work_off(file.pk)
    actions.work_off(file.pk)
    assert Enrolment.objects.count() == 1
    assert Message.objects.filter(kind="registration-file-finished").count() == 1


# What would come of each row


def test_each_row_is_new_changed_same_or_refused_and_nothing_is_changed(keep, book, organisation):
    there = EnrolmentFactory(
        social_worker=UserFactory(name="Theo Ray", email="there@example.org", register_number="SW1"),
        organisation=organisation,
    )
    other = EnrolmentFactory(
        social_worker=UserFactory(name="Orla Fee", email="other@example.org", register_number="SW2"),
        organisation=organisation,
    )
    start = there.starts_on.isoformat()
    new_supervisor = AppointmentFactory(organisation=organisation, role=Role.PRACTICE_SUPERVISOR).person
    same = {"starts_on": start, "full_time_equivalent": "1"}
    before = list(User.objects.values())
    file = keep(
        a_row(book),
        a_row(book, name=there.social_worker.name, email="there@example.org", register_number="SW1", **same),
        a_row(book, name=other.social_worker.name, email="other@example.org", register_number="SW2", **same)
        | {"supervisor": new_supervisor.email},
        a_row(book, name="", email="nobody", register_number="SW0", starts_on="31/2/2026"),
    )
    assert states(file) == {2: "new", 3: "same", 4: "changed", 5: "refused"}
    assert list(User.objects.values()) == before
    changed = file.rows.get(number=4).changes
    assert changed == [
        {"what": "Practice supervisor", "before": other.supervisor.name, "after": new_supervisor.name}
    ]
    assert [each["column"] for each in file.rows.get(number=5).findings] == [
        "Full name",
        "Work email address",
        "Registration number",
        "Start date",
    ]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"starts_on": "9/25/2026"}, "Enter the day first, then the month"),
        ({"starts_on": "1/1/1999"}, "The start date must be on or after"),
        ({"starts_on": "1/1/2150"}, "The start date must be on or before"),
        ({"full_time_equivalent": "1.5"}, "must be a number from 0.1 to 1"),
        ({"full_time_equivalent": ""}, "Enter what part of full time they work"),
        ({"team": "Nowhere"}, "has no team of this name"),
        ({"supervisor": "nobody@example.org"}, "Nobody with this address is a practice supervisor"),
        ({"assessor": "ada.obi@example.org"}, "Nobody with this address is an assessor"),
        ({"swe_registered": "no"}, "They can join once they are on the register"),
        ({"swe_registered": "perhaps"}, "Write one of these: Yes / No"),
        ({"name": "=1+1"}, "This begins like a formula"),
        ({"name": "Ada 😀"}, "Full name must only include letters"),
        ({"email": "ada@"}, "Enter an email address in the correct format"),
    ],
)
def test_a_row_that_cannot_be_taken_says_what_to_mend(keep, book, cells, said):
    file = keep(a_row(book, **cells))
    assert states(file) == {2: "refused"}
    assert said in " ".join(said_of(file, 2))


def test_no_grant_is_told_apart_from_cannot_join(client, keep, book):
    cannot = a_row(book, register_number="SW9", email="b@example.org", name="Ben", swe_registered="No")
    file = keep(a_row(book, agency_worker="Yes"), cannot)
    assert states(file) == {2: "new", 3: "refused"}
    first = file.rows.get(number=2)
    assert not first.needs_a_look
    assert "no grant is paid" in first.findings[0]["remedy"]
    page = client.get(file.get_absolute_url() + "?rows=no-grant")
    assertContains(page, "Ada Obi")
    assertNotContains(page, "They can join once they are on the register")
    confirm = client.get(reverse("registration:confirm_file", args=[file.pk]))
    assertContains(confirm, "Of these, without a grant")


def test_two_rows_about_one_person_name_each_other(keep, book):
    file = keep(a_row(book), a_row(book, name="Ada Obi-Okri"), a_row(book, email="x@example.org"))
    assert set(states(file).values()) == {"refused"}
    assert "Row 3 has the same email address. Keep one of them" in said_of(file, 2)
    assert "Rows 2, 3 have the same registration number. Keep one of them" in said_of(file, 4)


def test_a_row_that_is_there_twice_word_for_word_counts_once(keep, book):
    file = keep(a_row(book), a_row(book))
    assert states(file) == {2: "new", 3: "same"}
    assert said_of(file, 3) == ["This says the same as row 2"]


def test_thousands_of_rows_about_one_person_are_told_shortly(keep, book):
    file = keep(*(a_row(book, name="Ada Obi" if n else "Ben Okri") for n in range(1_000)))
    assert set(states(file).values()) == {"refused"}
    assert (
        said_of(file, 500)[-1]
        == "Rows 2, 3, 4, 5, 6 and 994 more have the same email address. Keep one of them"
    )


def test_two_of_one_name_are_to_be_looked_at(client, keep, book):
    file = keep(a_row(book), a_row(book, email="other@example.org", register_number="SW2"))
    confirm = reverse("registration:confirm_file", args=[file.pk])
    assertContains(client.get(file.get_absolute_url() + "?rows=look"), "Check that these are two people")
    assertContains(client.post(confirm, {}), "Confirm that you have looked at the rows")
    assert the_file().status == "checked"
    assertRedirects(client.post(confirm, {"has_looked": "on"}), file.get_absolute_url())
    assert the_file().status == "running"


def test_somebody_on_the_programme_elsewhere_is_refused(keep, book):
    EnrolmentFactory(social_worker=UserFactory(email="ada.obi@example.org"))
    file = keep(a_row(book))
    assert "with another employer" in said_of(file, 2)[-1]


def test_what_has_no_verb_is_refused_with_where_to_do_it(keep, book, organisation):
    there = EnrolmentFactory(
        social_worker=UserFactory(email="ada.obi@example.org", register_number="SW12345", name="Ada Obi"),
        organisation=organisation,
    )
    file = keep(a_row(book, full_time_equivalent="0.5", starts_on=there.starts_on.isoformat()))
    assert "change the hours on their own page" in said_of(file, 2)[0]
    file = keep(a_row(book, full_time_equivalent="1"))
    assert "which a file does not change" in said_of(file, 2)[0]


def test_team_and_colleagues_are_changed_by_their_own_verbs(keep, book, organisation):
    there = EnrolmentFactory(
        social_worker=UserFactory(email="ada.obi@example.org", register_number="SW12345", name="Ada Obi"),
        organisation=organisation,
        assessor=None,
    )
    team = TeamFactory(organisation=organisation)
    assessor = AppointmentFactory(organisation=organisation, role=Role.ASSESSOR).person
    same = {"full_time_equivalent": "1", "starts_on": there.starts_on.isoformat()}
    file = keep(a_row(book, team=team.name, assessor=assessor.email, **same))
    assert states(file) == {2: "changed"}
    actions.confirm_file(file, by=file.sent_by)
    actions.work_off(file.pk)
    assert file.rows.get().outcome == "changed"
    assert there.assessor == assessor
    assert there.employment_periods.current().get().team == team
    assert Enrolment.objects.count() == 1


@pytest.mark.parametrize("which", ["a second employer", "the next employer", "the lead from today on"])
def test_a_file_names_colleagues_only_where_the_organisation_answers_today(keep, book, organisation, which):
    today = timezone.localdate()
    there = EnrolmentFactory(
        social_worker=UserFactory(email="ada.obi@example.org", register_number="SW12345", name="Ada Obi")
    )
    supervisor, day = there.supervisor, there.starts_on
    if which != "a second employer":
        day = today if which == "the lead from today on" else today + datetime.timedelta(days=9)
        there.employment_periods.update(ends_on=day - datetime.timedelta(days=1))
    there.employment_periods.create(
        organisation=organisation, starts_on=day, is_lead=which != "a second employer"
    )
    named = AppointmentFactory(organisation=organisation, role=Role.PRACTICE_SUPERVISOR).person
    start = there.starts_on.isoformat()
    file = keep(a_row(book, supervisor=named.email, full_time_equivalent="1", starts_on=start))
    if which == "the lead from today on":
        assert states(file) == {2: "changed"}
        return
    assert states(file) == {2: "refused"}
    finding = file.rows.get().findings[0]
    assert finding["column"] == "Supervisor email address"
    assert "does not answer for their programme today" in finding["remedy"]
    AppointmentFactory(person=supervisor, organisation=organisation, role=Role.PRACTICE_SUPERVISOR)
    same = keep(a_row(book, supervisor=supervisor.email, full_time_equivalent="1", starts_on=start))
    assert states(same) == {2: "same"}


def test_a_file_taken_after_the_lead_was_handed_over_names_nobody(keep, book, organisation):
    there = EnrolmentFactory(
        social_worker=UserFactory(email="ada.obi@example.org", register_number="SW12345", name="Ada Obi"),
        organisation=organisation,
    )
    supervisor = there.supervisor
    named = AppointmentFactory(organisation=organisation, role=Role.PRACTICE_SUPERVISOR).person
    start = there.starts_on.isoformat()
    file = keep(a_row(book, supervisor=named.email, full_time_equivalent="1", starts_on=start))
    assert states(file) == {2: "changed"}
    actions.confirm_file(file, by=file.sent_by)
    there.employment_periods.update(is_lead=False)
    there.employment_periods.create(organisation=OrganisationFactory(), starts_on=there.starts_on)
    actions.work_off(file.pk)
    assert file.rows.get().outcome == "refused"
    assert there.pairing("supervisor").person == supervisor


# The file itself


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04" + b"\x00" * 80 + b"xl/workbook", "This is an Excel workbook"),
        (b"PK\x03\x04" + b"\x00" * 80, "This is a zip file"),
        (b"\x1f\x8b" + b"\x00" * 80, "This is a compressed file"),
        (b"Full name,Work email address\r\nAda,ada@example.org\r\n", "are missing"),
        (b"x" * (10 * 1024 * 1024 + 1), "The file is larger than 10 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_plainly(client, address, content, said):
    response = send(client, address, content)
    assertContains(response, said)
    assertContains(response, "<title>Error: ")
    assert not RegistrationFile.objects.exists()


def test_nothing_chosen_is_told(client, address):
    assertContains(client.post(address, {}), "Select a CSV file")


def test_fifty_megabytes_are_refused_before_they_are_read(client, address):
    response = client.post(address, {"file": file_of(b"a" * (50 * 1024 * 1024))})
    assertContains(response, "The file is larger than 10 MB")


def test_more_people_than_the_rule_allows_are_refused(client, address, book):
    rows = "\r\n".join("x" for _ in range(5_001))
    headings = csv_of(book, []).strip()
    assertContains(send(client, address, f"{headings}\r\n{rows}"), "The file has more than 5,000 rows")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_files_of_the_usual_spreadsheets_are_read(client, address, book, encoding, delimiter):
    text = csv_of(book, [a_row(book, name="Siân O’Neill")], delimiter=delimiter)
    send(client, address, text.encode(encoding))
    assert the_file().rows.get().person_name == "Siân O’Neill"
    assert states(the_file()) == {2: "new"}


def test_the_empty_table_is_the_one_we_read(client, address, book):
    response = client.get(reverse("registration:template", args=address.split("/")[-3:-1]))
    assert response["Content-Disposition"] == 'attachment; filename="people-to-register-swip.csv"'
    headings = next(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    send(client, address, csv_of(book, [a_row(book, date_of_birth="")], headings=headings))
    assert states(the_file()) == {2: "new"}
    explained = client.get(address)
    for heading in headings:
        assertContains(explained, heading)


def test_only_the_rows_to_mend_are_downloaded_and_can_be_sent_again(client, keep, address, book):
    file = keep(a_row(book), a_row(book, name="Ben Okri", email="ben", register_number="SW2"))
    response = client.get(reverse("registration:rows_to_mend", args=[file.pk]))
    headings, row = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert headings[-1] == "What to mend"
    assert row[0] == "Ben Okri"
    assert "Work email address: Enter an email address" in row[-1]
    mended = response.content.decode("utf-8-sig").replace(",ben,", ",ben@example.org,")
    send(client, address, mended)
    assert states(the_file()) == {2: "new"}


# Working off


def test_one_that_fails_at_the_end_loses_nobody_else(client, keep, book):
    file = keep(
        a_row(book),
        a_row(book, name="Ben Okri", email="ben@example.org", register_number="SW2"),
        a_row(book, name="Cem Ay", email="cem@example.org", register_number="SW3"),
    )
    EnrolmentFactory(social_worker=UserFactory(email="ben@example.org"))  # somebody was quicker
    actions.confirm_file(file, by=file.sent_by)
    actions.work_off(file.pk)
    outcomes = dict(file.rows.values_list("number", "outcome"))
    assert outcomes == {2: "registered", 3: "refused", 4: "registered"}
    page = client.get(file.get_absolute_url())
    assertContains(page, "2 people are registered")
    assertContains(page, "with another employer")
    mend = client.get(reverse("registration:rows_to_mend", args=[file.pk])).content.decode()
    assert "Ben Okri" in mend
    assert "Ada Obi" not in mend


def test_a_mistake_of_ours_in_one_row_loses_nobody_else(keep, book, monkeypatch):
    file = keep(a_row(book), a_row(book, name="Ben Okri", email="ben@example.org", register_number="SW2"))
    real = rows.keep_marks

    def stumbles(of):
        of = list(of)
        if any(name == "Ada Obi" for _, name, _ in of):
            raise ZeroDivisionError
        real(of)

    monkeypatch.setattr(rows, "keep_marks", stumbles)
    actions.confirm_file(file, by=file.sent_by)
    actions.work_off(file.pk)
    assert dict(file.rows.values_list("number", "outcome")) == {2: "refused", 3: "registered"}
    assert "Something went wrong on our side" in said_of(file, 2)[-1]


def test_stopped_midway_it_goes_on_where_it_was(keep, book, monkeypatch):
    people = [
        a_row(book, name=f"Person {'abcde'[n]}", email=f"{n}@example.org", register_number=f"SW{n + 1}")
        for n in range(5)
    ]
    file = keep(*people)
    actions.confirm_file(file, by=file.sent_by)
    monkeypatch.setattr(files, "AT_ONCE", 2)
    real, taken = files.take, []

    def stops_after_one(file, numbers):
        if taken:
            raise OperationalError("the machine was switched off")
        taken.append(real(file, numbers))

    monkeypatch.setattr(files, "take", stops_after_one)
    with pytest.raises(OperationalError):
        actions.work_off(file.pk)
    assert Enrolment.objects.count() == 2
    monkeypatch.setattr(files, "take", real)
    actions.work_off(file.pk)
    assert Enrolment.objects.count() == 5
    assert the_file().status == "finished"


def test_somebody_registered_meanwhile_by_hand_is_not_registered_again(keep, book, organisation):
    file = keep(a_row(book))
    there = EnrolmentFactory(
        social_worker=UserFactory(email="ada.obi@example.org", register_number="SW12345", name="Ada Obi"),
        organisation=organisation,
        starts_on=timezone.localdate(),
        full_time_equivalent="0.6",
    )
    actions.confirm_file(file, by=file.sent_by)
    actions.work_off(file.pk)
    assert file.rows.get().outcome == "same"
    assert Enrolment.objects.get() == there


def test_confirmed_twice_it_runs_once(client, keep, book):
    file = keep(a_row(book))
    confirm = reverse("registration:confirm_file", args=[file.pk])
    client.post(confirm)
    assertRedirects(client.post(confirm), file.get_absolute_url())
    with pytest.raises(StaleStep):
        actions.confirm_file(file, by=file.sent_by)


def test_rules_that_changed_meanwhile_ask_for_the_file_again(client, keep, book, coordinator, address):
    file = keep(a_row(book))
    newer = rule_books.draft_from(book, version="next", by=coordinator)
    rule = newer.all_rules.get(key="programme.due.soon_days")
    rule_books.change_rule(rule, revision=rule.revision, by=coordinator, value=21)
    rule_books.publish(newer, from_date=timezone.localdate(), by=coordinator)
    response = client.post(reverse("registration:confirm_file", args=[file.pk]), follow=True)
    assertContains(response, "The rules have changed since you sent the file")
    assert the_file().status == "checked"


# What is kept, and for how long


def test_what_is_done_keeps_nothing_of_what_the_file_said(keep, book):
    file = keep(a_row(book))
    actions.confirm_file(file, by=file.sent_by)
    actions.work_off(file.pk)
    row = file.rows.get()
    assert (row.cells, row.findings, row.changes) == ({}, [], [])
    assert the_file().emptied_at is not None


def test_a_deleted_file_keeps_nothing(client, keep, book):
    file = keep(a_row(book))
    delete = reverse("registration:delete_file", args=[file.pk])
    assertContains(client.get(delete), "Nobody has been registered or told")
    assertRedirects(client.post(delete), reverse("registration:files"))
    assert not RegistrationRow.objects.exists()
    assert the_file().name == ""
    assert client.get(file.get_absolute_url()).status_code == 404


def test_the_rows_that_could_not_be_taken_can_be_deleted_too(client, keep, book):
    file = keep(a_row(book), a_row(book, email="", register_number="SW2"))
    actions.confirm_file(file, by=file.sent_by)
    actions.work_off(file.pk)
    response = client.post(reverse("registration:delete_file", args=[file.pk]), follow=True)
    assertContains(response, "What the file said has been deleted")
    assert not RegistrationRow.objects.exclude(cells={}).exists()


def test_old_files_are_forgotten_by_the_rule(keep, book):
    days = book.value("registration.file.kept_days")
    waiting, finished = keep(a_row(book, email="")), keep(a_row(book), a_row(book, email=""))
    actions.confirm_file(finished, by=finished.sent_by)
    actions.work_off(finished.pk)
    today = timezone.localdate()
    assert actions.forget_old_files(today + datetime.timedelta(days=days)) == 0
    assert actions.forget_old_files(today + datetime.timedelta(days=days + 1)) == 2
    waiting.refresh_from_db()
    assert waiting.status == "deleted"
    assert not RegistrationRow.objects.exclude(cells={}).exists()


def test_a_lost_job_is_begun_again(keep, book):
    file = keep(a_row(book))
    actions.confirm_file(file, by=file.sent_by)
    assert actions.carry_on() == 1


# Who


def test_a_colleague_who_coordinates_there_goes_on_with_a_file(client, keep, book, organisation):
    file = keep(a_row(book))
    client.force_login(AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person)
    assertContains(client.get(reverse("registration:files")), "starters.csv")
    assert client.get(file.get_absolute_url()).status_code == 200
    client.force_login(AppointmentFactory(role=Role.COORDINATOR).person)
    assert client.get(file.get_absolute_url()).status_code == 404
    assertNotContains(client.get(reverse("registration:files")), "starters.csv")


def test_who_acts_for_two_organisations_is_asked_for_which(client, coordinator, book):
    other = AppointmentFactory(person=coordinator, role=Role.COORDINATOR).organisation
    files = reverse("registration:files")
    assertContains(client.post(files), "Select the organisation that employs them")
    response = client.post(files, {"organisation": other.pk})
    assertRedirects(response, reverse("registration:send_file", args=[other.pk, "swip"]))


def test_the_pages_of_a_file_cost_few_queries(client, keep, book, django_assert_max_num_queries):
    people = [
        a_row(
            book,
            name=f"Person {n:03}".replace("0", "a"),
            email=f"{n}@example.org",
            register_number=f"SW{n + 1}",
        )
        for n in range(60)
    ]
    file = keep(*people)
    client.get(file.get_absolute_url())
    with django_assert_max_num_queries(9):
        client.get(file.get_absolute_url())
    with django_assert_max_num_queries(6):
        client.get(reverse("registration:confirm_file", args=[file.pk]))


def test_looking_through_many_costs_as_many_queries_as_through_one(keep, book, django_assert_max_num_queries):
    people = [
        a_row(
            book,
            name=f"Person {'abcdefghij'[n % 10]}",
            email=f"{n}@example.org",
            register_number=f"SW{n + 1}",
        )
        for n in range(150)
    ]
    keep(people[0])
    with django_assert_max_num_queries(18):
        keep(*people[1:])


def test_another_name_on_the_register_is_something_to_look_at(client, keep, book):
    file = keep(a_row(book))
    actions.confirm_file(file, by=file.sent_by)
    actions.work_off(file.pk)
    ada = Enrolment.objects.get().social_worker
    seen = RegisterEntry("SW12345", timezone.localdate(), "Beatrice Grey")
    note_register_check(ada, seen, recheck_after_days=30, by=file.sent_by)
    page = client.get(file.get_absolute_url())
    assertContains(page, "Look at these on the register")
    assertContains(page, reverse("accounts:register_checks", args=[ada.pk]))


def test_everybody_registered_is_looked_up_on_the_register(keep, book, settings):
    settings.REGISTER_SOURCE = "file"
    file = keep(a_row(book))
    actions.confirm_file(file, by=file.sent_by)
    actions.work_off(file.pk)
    jobs = ProcrastinateJob.objects.filter(task_name="swip.accounts.jobs.check_register")
    assert jobs.get().args["person_id"] == Enrolment.objects.get().social_worker_id
