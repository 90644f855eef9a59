"""Two at once, on two connections: each sees what the other has done, and nobody is there twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connection

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment.models import Enrolment
from swip.enrolment.tests.factories import small_standards
from swip.notifications.models import Message
from swip.programmes.tests.factories import rule_book
from swip.registration import actions
from swip.registration.actions import files
from swip.registration.models import RegistrationFile
from swip.registration.tests.factories import a_row, kept_file

pytestmark = pytest.mark.django_db(transaction=True)
LETTERS = "abcdefghijkl"


@pytest.fixture
def send():
    book, organisation = rule_book(standards=small_standards()), OrganisationFactory()
    assert book.questions  # read before the threads are there

    def keep(first, last):
        rows = [
            a_row(book, name=f"Person {LETTERS[n]}", email=f"{n}@example.org", register_number=f"SW{n + 1}")
            for n in range(first, last)
        ]
        coordinator = AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person
        return kept_file(rows, coordinator=coordinator, organisation=organisation, book=book)

    return keep


def both(do, of):
    def alone(each):
        close_old_connections()
        try:
            return do(each)
        except StaleStep as stale:
            return stale
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(alone, of))


def test_one_file_worked_off_by_two_workers_registers_everybody_once(send, monkeypatch):
    monkeypatch.setattr(files, "AT_ONCE", 3)
    file = send(0, 12)
    actions.confirm_file(file, by=file.sent_by)
    both(actions.work_off, [file.pk, file.pk])
    assert Enrolment.objects.count() == 12
    assert RegistrationFile.objects.get().status == "finished"
    assert Message.objects.filter(kind="registration-file-finished").count() == 1
    assert history.first_broken_links() == []


def test_two_files_about_the_same_people_register_them_once(send, monkeypatch):
    monkeypatch.setattr(files, "AT_ONCE", 4)
    sent = [send(0, 10), send(2, 12)]
    for file in sent:
        actions.confirm_file(file, by=file.sent_by)
    both(actions.work_off, [file.pk for file in sent])
    assert Enrolment.objects.count() == 12
    outcomes = [set(file.rows.values_list("outcome", flat=True)) for file in sent]
    assert "" not in outcomes[0] | outcomes[1]
    assert history.first_broken_links() == []


def test_of_two_who_confirm_one_is_told_that_it_has_moved_on(send):
    file = send(0, 2)
    seen = [RegistrationFile.objects.get(pk=file.pk) for _ in range(2)]
    answers = both(lambda each: actions.confirm_file(each, by=file.sent_by), seen)
    assert sorted(type(each).__name__ for each in answers) == ["NoneType", "StaleStep"]
